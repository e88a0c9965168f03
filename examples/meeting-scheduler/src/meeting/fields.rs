//! Reading the fields of a request, so that everything wrong is named at once.

use chrono::{DateTime, Months, Utc};
use serde_json::{Map, Value};
use server_kit::text;

use super::Rules;

/// How far ahead a meeting may start.
const YEARS_AHEAD: u32 = 10;
/// The longest text, in characters.
const MAX_TEXT: usize = 200;
/// The longest phone number, in characters.
const MAX_PHONE: usize = 32;

/// What is wrong with the fields that were read so far.
///
/// A field that is wrong and reads as `None` has left its problem here.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<String>);

impl Problems {
    pub(super) fn add(&mut self, problem: impl Into<String>) {
        self.0.push(problem.into());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_list(self) -> Vec<String> {
        self.0
    }

    /// The start of a meeting, which is to come, and not so far ahead that it is a mistake.
    pub(super) fn start(&mut self, value: Option<&Value>, now: DateTime<Utc>) -> Option<i64> {
        let Some(value) = given(value) else {
            self.add("Start is required");
            return None;
        };
        let millis = value.as_i64();
        let Some(start) = millis.and_then(DateTime::from_timestamp_millis) else {
            self.add("Start must be a time in whole milliseconds since 1970");
            return None;
        };
        if start <= now {
            self.add("Start must be in the future");
            return None;
        }
        let latest = now.checked_add_months(Months::new(YEARS_AHEAD * 12));
        if latest.is_none_or(|latest| latest < start) {
            self.add(format!("Start must be at most {YEARS_AHEAD} years ahead"));
            return None;
        }
        millis
    }

    /// How many minutes a meeting lasts.
    pub(super) fn duration(&mut self, value: Option<&Value>, rules: &Rules) -> Option<u32> {
        let Some(value) = given(value) else {
            self.add("Duration is required");
            return None;
        };
        let minutes = value.as_u64().and_then(|minutes| minutes.try_into().ok());
        let minutes = minutes.filter(|minutes| rules.duration.contains(minutes));
        if minutes.is_none() {
            let (min, max) = (rules.duration.start(), rules.duration.end());
            self.add(format!("Duration must be from {min} to {max} minutes"));
        }
        minutes
    }

    /// One of the visitor's four fields, without spaces around it. Empty is absent.
    pub(super) fn visitor(
        &mut self,
        visitor: &Map<String, Value>,
        field: VisitorField,
    ) -> Option<String> {
        let text = self.text(visitor.get(field.key()), field.label())?;
        let problem = match field {
            VisitorField::Email => email_problem(&text),
            VisitorField::Phone => phone_problem(&text),
            VisitorField::Name | VisitorField::Subject => None,
        };
        if let Some(problem) = problem {
            self.add(format!("{} {problem}", field.label()));
        }
        Some(text)
    }

    /// An agent's e-mail address, as a query has it.
    pub(super) fn agent(&mut self, email: Option<&str>) -> Option<String> {
        let email = email.map(str::trim).filter(|email| !email.is_empty())?;
        let before = self.0.len();
        self.check_text(email, "Agent");
        if let Some(problem) = email_problem(email).filter(|_| before == self.0.len()) {
            self.add(format!("Agent {problem}"));
        }
        Some(email.to_owned())
    }

    fn text(&mut self, value: Option<&Value>, label: &str) -> Option<String> {
        let Some(text) = given(value)?.as_str() else {
            self.add(format!("{label} must be a text"));
            return None;
        };
        if text.trim().is_empty() {
            return None;
        }
        let text = text::trimmed(text);
        self.check_text(text, label);
        Some(text.to_owned())
    }

    fn check_text(&mut self, text: &str, label: &str) {
        self.0.extend(text::problems(text, label, MAX_TEXT));
    }
}

/// The visitor's fields that people type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VisitorField {
    Name,
    Email,
    Phone,
    /// The meeting's title.
    Subject,
}

impl VisitorField {
    pub(super) const ALL: [Self; 4] = [Self::Name, Self::Email, Self::Phone, Self::Subject];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Subject => "subject",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Name => "Visitor name",
            Self::Email => "Visitor email",
            Self::Phone => "Visitor phone",
            Self::Subject => "Meeting title",
        }
    }
}

/// The fields of a body.
pub(super) fn object(body: &Value) -> Result<&Map<String, Value>, Vec<String>> {
    let not_an_object = || vec!["Request body must be a JSON object".to_owned()];
    body.as_object().ok_or_else(not_an_object)
}

/// A value that is there and not null.
pub(super) fn given(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

/// What browsers take for an e-mail address, or a little more.
fn email_problem(text: &str) -> Option<&'static str> {
    let (name, domain) = text.rsplit_once('@').unwrap_or_default();
    let is_label = |label: &str| {
        let is_ok = |c: char| c.is_alphanumeric() || c == '-';
        !label.is_empty() && label.chars().all(is_ok)
    };
    let is_name = !name.is_empty()
        && !name.chars().any(|c| {
            c.is_whitespace() || text::is_control(c) || matches!(c, '@' | '<' | '>' | ',')
        });
    let is_email = is_name && domain.split('.').all(is_label);
    (!is_email).then_some("must be an e-mail address, such as name@example.com")
}

fn phone_problem(text: &str) -> Option<&'static str> {
    let is_ok =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '.' | '/' | ' ');
    if text.chars().count() > MAX_PHONE {
        return Some("must be 32 characters or less");
    }
    let is_phone = text.chars().all(is_ok) && text.chars().any(|c| c.is_ascii_digit());
    (!is_phone).then_some("must be digits, with + - ( ) . / or spaces between them")
}
