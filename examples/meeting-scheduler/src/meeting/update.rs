//! Reading a request to change a meeting, and what it changes.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use videoengager_client::{Schedule, UpdateSchedule, Visitor};

use super::{
    Facts, Rules,
    facts::{as_written, millis, minutes, text},
    fields::{Problems, VisitorField, given, object},
};

/// A request to change a meeting, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct UpdateMeeting {
    read: Facts,
    date: Option<i64>,
    duration: Option<u32>,
    /// An empty text clears a field.
    visitor: [Option<String>; VisitorField::ALL.len()],
}

ccaas_http::debug_allow_list!(UpdateMeeting { date, duration });

impl UpdateMeeting {
    /// Reads a body: what shall be, and under `read` what the form was filled from.
    ///
    /// What is as it was is no change, and so need not keep to the rules: a meeting that
    /// was made elsewhere may be shorter than ours, and still get another title.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form, in words for people.
    pub fn read(body: &Value, rules: &Rules, now: DateTime<Utc>) -> Result<Self, Vec<String>> {
        let body = object(body)?;
        let mut problems = Problems::default();
        let Some(read) = Facts::read(body.get("read")) else {
            problems
                .add("Read must hold the date, duration and visitor that the form was filled from");
            return Err(problems.into_list());
        };
        let date = given(body.get("date"))
            .filter(|date| read.date.is_none() || millis(date) != read.date)
            .and_then(|date| problems.start(Some(date), now));
        let duration = given(body.get("duration"))
            .filter(|given| read.duration.is_none() || minutes(given) != read.duration)
            .and_then(|given| problems.duration(Some(given), rules));
        let visitor = match given(body.get("visitor")) {
            Some(Value::Object(visitor)) => changed_texts(visitor, &read, &mut problems),
            Some(_) => {
                problems.add("Visitor must be an object");
                Default::default()
            }
            None => Default::default(),
        };
        if !problems.is_empty() {
            return Err(problems.into_list());
        }
        Ok(Self {
            read,
            date,
            duration,
            visitor,
        })
    }

    /// Whether the meeting is another than the one that the form was filled from.
    #[must_use]
    pub fn is_outdated(&self, current: &Schedule) -> bool {
        Facts::of(current) != self.read
    }

    /// What to send, if anything changes. The vendor may take a visitor for the whole
    /// one, so one that changes is sent whole.
    #[must_use]
    pub fn changes(&self, current: &Schedule) -> Option<UpdateSchedule> {
        let changes_visitor = self.visitor.iter().any(Option::is_some);
        if self.date.is_none() && self.duration.is_none() && !changes_visitor {
            return None;
        }
        Some(UpdateSchedule {
            date: self.date.and_then(DateTime::from_timestamp_millis),
            duration: self.duration,
            visitor: changes_visitor.then(|| self.merged(current)),
            ..UpdateSchedule::default()
        })
    }

    /// The visitor with what changes; all else as the vendor has it.
    fn merged(&self, current: &Schedule) -> Visitor {
        let all: Value = serde_json::from_str(current.raw()).unwrap_or_default();
        let known = |key: &str| as_written(&all["visitor"][key]);
        let mut texts = VisitorField::ALL.map(|field| known(field.key()));
        for (text, new) in texts.iter_mut().zip(&self.visitor) {
            if let Some(new) = new {
                *text = Some(new.clone());
            }
        }
        let [name, email, phone, subject] = texts;
        Visitor {
            name,
            email,
            phone,
            subject,
            // The meeting's own pin is another field.
            pin: known("pin"),
            auto_answer: all["visitor"]["autoAnswer"].as_bool(),
        }
    }
}

/// The visitor's fields that are given and not as they were read.
fn changed_texts(
    visitor: &Map<String, Value>,
    read: &Facts,
    problems: &mut Problems,
) -> [Option<String>; VisitorField::ALL.len()] {
    let mut changed = [const { None }; VisitorField::ALL.len()];
    for ((changed, field), read) in changed.iter_mut().zip(VisitorField::ALL).zip(&read.visitor) {
        let Some(value) = visitor.get(field.key()) else {
            continue;
        };
        let is_text = matches!(value, Value::Null | Value::String(_) | Value::Number(_));
        if is_text && text(value) == *read {
            continue;
        }
        let new = problems.visitor(visitor, field);
        *changed = Some(new.unwrap_or_default());
    }
    changed
}

#[cfg(test)]
mod tests;
