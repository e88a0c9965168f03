//! Reads what customers send: a new booking, or another time for an old one.

use ccaas_http::Pii;
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde_json::{Map, Value};

use server_kit::business_hours::BusinessHours;
use server_kit::phone::{PhoneNumber, PhonePolicy};
use server_kit::text;

/// The longest first or last name, in characters.
const MAX_NAME: usize = 100;

/// The longest subject, in characters.
const MAX_SUBJECT: usize = 200;

/// What requests are checked against.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Which phone numbers are accepted.
    pub phone: PhonePolicy,
    /// How many days ahead a callback may be.
    pub max_days_ahead: i64,
    /// When callbacks are made; at any time, if absent.
    pub business_hours: Option<BusinessHours>,
}

/// A request for a callback, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingRequest {
    /// The customer's first name.
    pub first_name: Pii<String>,
    /// The customer's last name.
    pub last_name: Pii<String>,
    /// The number to call.
    pub phone: PhoneNumber,
    /// What it is about.
    pub subject: Option<Pii<String>>,
    /// When to call, in whole milliseconds.
    pub desired_time: DateTime<Utc>,
}

impl BookingRequest {
    /// Reads the body of a request. Unknown fields are ignored.
    ///
    /// Without a desired time, the callback is in one hour.
    ///
    /// # Errors
    ///
    /// All that is wrong, in the order of the fields, in words for the customer.
    pub fn read(body: &Value, rules: &Rules, now: DateTime<Utc>) -> Result<Self, Vec<String>> {
        let mut fields = Fields::of(body)?;
        let first_name = fields.name("firstName", "First name");
        let last_name = fields.name("lastName", "Last name");
        let phone = fields.phone(&rules.phone, true);
        let subject = fields.subject();
        let desired_time = match fields.value("desiredTime") {
            Some(_) => fields.desired_time(rules, now),
            None => fields.check_time(in_one_hour(now), rules, now),
        };
        match (first_name, last_name, phone, desired_time) {
            (Some(first_name), Some(last_name), Some(phone), Some(desired_time))
                if fields.problems.is_empty() =>
            {
                Ok(Self {
                    first_name,
                    last_name,
                    phone,
                    subject,
                    desired_time,
                })
            }
            _ => Err(fields.problems),
        }
    }
}

/// A request to move a callback to another time, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRequest {
    /// When to call, in whole milliseconds.
    pub desired_time: DateTime<Utc>,
    /// The number to call, if it was sent.
    pub phone: Option<PhoneNumber>,
    /// What it is about, if it was sent.
    pub subject: Option<Pii<String>>,
}

impl MoveRequest {
    /// Reads the body of a request. Unknown fields are ignored.
    ///
    /// The phone number is required if `contact_needed`: we have it no more. It is checked
    /// whenever it was sent.
    ///
    /// # Errors
    ///
    /// All that is wrong, in the order of the fields, in words for the customer.
    pub fn read(
        body: &Value,
        rules: &Rules,
        now: DateTime<Utc>,
        contact_needed: bool,
    ) -> Result<Self, Vec<String>> {
        let mut fields = Fields::of(body)?;
        let phone = fields.phone(&rules.phone, contact_needed);
        let subject = fields.subject();
        let desired_time = fields.desired_time(rules, now);
        match desired_time {
            Some(desired_time) if fields.problems.is_empty() => Ok(Self {
                desired_time,
                phone,
                subject,
            }),
            _ => Err(fields.problems),
        }
    }
}

/// Writes a time as answers have it: `2024-12-25T15:30:00.000Z`.
pub fn wire_time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The fields of a body, and what was wrong with those read so far.
///
/// A field that is required or wrong and reads as `None` has left its problem here.
struct Fields<'a> {
    body: &'a Map<String, Value>,
    problems: Vec<String>,
}

impl<'a> Fields<'a> {
    fn of(body: &'a Value) -> Result<Self, Vec<String>> {
        match body {
            Value::Object(body) => Ok(Self {
                body,
                problems: Vec::new(),
            }),
            _ => Err(vec!["Request body must be a JSON object".to_owned()]),
        }
    }

    fn value(&self, key: &str) -> Option<&'a Value> {
        self.body.get(key).filter(|value| !value.is_null())
    }

    /// The text of a field without spaces around it, unless it is absent, null, without
    /// anything to see, or no text. Control characters stay, to be refused.
    fn text(&mut self, key: &str, label: &str) -> Given<'a> {
        match self.value(key) {
            None => Given::Nothing,
            Some(Value::String(text)) if !text.chars().any(text::is_visible) => Given::Nothing,
            Some(Value::String(text)) => Given::Text(text::trimmed(text)),
            Some(_) => {
                self.problems.push(format!("{label} must be a string"));
                Given::Wrong
            }
        }
    }

    fn name(&mut self, key: &str, label: &str) -> Option<Pii<String>> {
        match self.text(key, label) {
            Given::Text(text) => {
                self.check_text(text, label, MAX_NAME);
                Some(Pii::new(text.to_owned()))
            }
            Given::Nothing => {
                self.problems.push(format!("{label} is required"));
                None
            }
            Given::Wrong => None,
        }
    }

    fn subject(&mut self) -> Option<Pii<String>> {
        let Given::Text(text) = self.text("subject", "Subject") else {
            return None;
        };
        self.check_text(text, "Subject", MAX_SUBJECT);
        Some(Pii::new(text.to_owned()))
    }

    fn phone(&mut self, policy: &PhonePolicy, required: bool) -> Option<PhoneNumber> {
        match self.text("phoneNumber", "Phone number") {
            Given::Text(text) => match policy.check(&ccaas_lookup::clean(text)) {
                Ok(number) => return Some(number),
                Err(problem) => self.problems.push(problem.to_string()),
            },
            Given::Nothing if required => {
                self.problems.push("Phone number is required".to_owned());
            }
            Given::Nothing | Given::Wrong => {}
        }
        None
    }

    fn desired_time(&mut self, rules: &Rules, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let problem = match self.value("desiredTime") {
            Some(Value::String(text)) => match whole_milliseconds(text) {
                Some(time) => return self.check_time(time, rules, now),
                None => {
                    "Desired time must be a date and time with a time zone, \
                     such as 2026-12-25T15:30:00.000Z"
                }
            },
            Some(_) => "Desired time must be a string",
            None => "Desired time is required",
        };
        self.problems.push(problem.to_owned());
        None
    }

    fn check_text(&mut self, text: &str, label: &str, max_chars: usize) {
        self.problems.extend(text::problems(text, label, max_chars));
    }

    fn check_time(
        &mut self,
        time: DateTime<Utc>,
        rules: &Rules,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        match time_problem(time, rules, now) {
            None => Some(time),
            Some(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }
}

enum Given<'a> {
    Nothing,
    Text(&'a str),
    /// It is no text, which has been noted.
    Wrong,
}

fn whole_milliseconds(rfc3339: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(rfc3339.trim()).ok()?;
    DateTime::from_timestamp_millis(time.timestamp_millis())
}

fn in_one_hour(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_add_signed(Duration::hours(1))
        .and_then(|time| DateTime::from_timestamp_millis(time.timestamp_millis()))
        .unwrap_or(now)
}

fn time_problem(time: DateTime<Utc>, rules: &Rules, now: DateTime<Utc>) -> Option<String> {
    if time <= now {
        return Some("Desired time must be in the future".to_owned());
    }
    let days = rules.max_days_ahead;
    let last = Duration::try_days(days)
        .and_then(|ahead| now.checked_add_signed(ahead))
        .unwrap_or(DateTime::<Utc>::MAX_UTC);
    if time > last {
        let unit = if days == 1 { "day" } else { "days" };
        return Some(format!(
            "Desired time cannot be more than {days} {unit} in the future"
        ));
    }
    let hours = rules
        .business_hours
        .as_ref()
        .filter(|hours| !hours.is_open(time))?;
    // Late in the last bookable days, the only free times are before the desired one.
    let next = hours
        .next_open(time, last)
        .or_else(|| hours.next_open(in_one_hour(now), time));
    Some(hours.closed_text(next))
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
