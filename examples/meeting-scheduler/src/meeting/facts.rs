//! The facts of a meeting that people change, to see whether they have changed.

use chrono::DateTime;
use serde_json::{Map, Value};
use videoengager_client::Schedule;

use super::fields::{VisitorField, given};

/// Start, length, and the visitor's four fields. Absent, null and empty are the same.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The start, in milliseconds.
    pub(super) date: Option<i64>,
    /// The length, in minutes.
    pub(super) duration: Option<u32>,
    /// In the order of [`VisitorField::ALL`].
    pub(super) visitor: [Option<String>; VisitorField::ALL.len()],
}

ccaas_http::debug_allow_list!(Facts { date, duration });

impl Facts {
    /// The facts of a meeting as the vendor has it.
    #[must_use]
    pub fn of(schedule: &Schedule) -> Self {
        let visitor = schedule.visitor.clone().unwrap_or_default();
        Self {
            date: schedule.date.map(|date| date.timestamp_millis()),
            duration: schedule.duration,
            visitor: [visitor.name, visitor.email, visitor.phone, visitor.subject],
        }
    }

    /// Reads the facts that a form was filled from; `None` if they make no sense.
    ///
    /// The vendor writes times and numbers in two ways, which a page may hand back.
    pub(super) fn read(read: Option<&Value>) -> Option<Self> {
        let read = read?.as_object()?;
        let none = Map::new();
        let visitor = match given(read.get("visitor")) {
            Some(visitor) => visitor.as_object()?,
            None => &none,
        };
        let mut texts = [const { None }; VisitorField::ALL.len()];
        for (text, field) in texts.iter_mut().zip(VisitorField::ALL) {
            if let Some(value) = given(visitor.get(field.key())) {
                // The vendor writes some of them as numbers.
                let known = match value {
                    Value::Number(number) => number.to_string(),
                    other => other.as_str()?.to_owned(),
                };
                *text = Some(known).filter(|text| !text.is_empty());
            }
        }
        Some(Self {
            date: match given(read.get("date")) {
                Some(date) => Some(millis(date)?),
                None => None,
            },
            duration: match given(read.get("duration")) {
                Some(duration) => Some(minutes(duration)?),
                None => None,
            },
            visitor: texts,
        })
    }
}

/// A number of minutes, which may be written as a text.
pub(super) fn minutes(value: &Value) -> Option<u32> {
    whole(value)?.try_into().ok()
}

/// A time in milliseconds, which may be written as a text or in RFC 3339.
pub(super) fn millis(value: &Value) -> Option<i64> {
    whole(value).or_else(|| {
        let time = DateTime::parse_from_rfc3339(value.as_str()?.trim()).ok()?;
        Some(time.timestamp_millis())
    })
}

fn whole(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}
