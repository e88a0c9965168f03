//! The facts of a meeting that people change, to see whether they have changed.

use chrono::DateTime;
use serde_json::{Map, Value};
use videoengager_client::Schedule;

use super::fields::{VisitorField, given};

/// Up to here a float is every whole number.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Start, length, and the visitor's four fields. Absent, null and blank are the same, and
/// so are a text with and without spaces around it, and a number and its text.
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
        let fields: Map<String, Value> = serde_json::from_str(schedule.raw()).unwrap_or_default();
        let visitor = fields.get("visitor").and_then(Value::as_object);
        Self {
            date: fields.get("date").and_then(millis),
            duration: fields.get("duration").and_then(minutes),
            visitor: visitor.map(texts).unwrap_or_default(),
        }
    }

    /// Reads the facts that a form was filled from; `None` if they make no sense.
    ///
    /// A page may hand back whatever the vendor wrote.
    pub(super) fn read(read: Option<&Value>) -> Option<Self> {
        let read = read?.as_object()?;
        Some(Self {
            date: match given(read.get("date")) {
                Some(date) => Some(millis(date)?),
                None => None,
            },
            duration: match given(read.get("duration")) {
                Some(duration) => Some(minutes(duration)?),
                None => None,
            },
            visitor: match given(read.get("visitor")) {
                Some(visitor) => texts(visitor.as_object()?),
                None => Default::default(),
            },
        })
    }
}

fn texts(visitor: &Map<String, Value>) -> [Option<String>; VisitorField::ALL.len()] {
    VisitorField::ALL.map(|field| visitor.get(field.key()).and_then(text))
}

/// A text without spaces around it, or a number as text; `None` if it is blank.
pub(super) fn text(value: &Value) -> Option<String> {
    let text = as_written(value)?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A text as it is, or a number as text: the vendor writes some texts as numbers.
pub(super) fn as_written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(match whole(value) {
            Some(number) => number.to_string(),
            None => number.to_string(),
        }),
        _ => None,
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

/// A whole number. A page reads `30.0` as 30, and hands that back.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let number = number.as_f64()?;
            let is_whole = number.fract() == 0.0 && number.abs() <= EXACT;
            is_whole.then_some(number as i64)
        }),
        other => other.as_str()?.trim().parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    fn of(visitor: Value) -> Facts {
        let schedule = json!({ "_id": "s-1", "visitor": visitor });
        Facts::of(&from_value(schedule).unwrap())
    }

    fn read(visitor: Value) -> Facts {
        Facts::read(Some(&json!({ "visitor": visitor }))).unwrap()
    }

    #[test]
    fn spaces_blanks_and_numbers_make_no_other_fact() {
        for (one, other) in [
            (json!({ "name": " John\n" }), json!({ "name": "John" })),
            (
                json!({ "name": "  ", "email": "" }),
                json!({ "email": null }),
            ),
            (
                json!({ "phone": 12_025_550_147_i64 }),
                json!({ "phone": "12025550147" }),
            ),
            (
                json!({ "phone": 12_025_550_147.0 }),
                json!({ "phone": 12_025_550_147_i64 }),
            ),
            (json!({ "subject": 1.5 }), json!({ "subject": " 1.5" })),
            (json!({ "name": {}, "email": true }), json!({})),
            (json!(null), json!({})),
        ] {
            let expected = of(one.clone());
            for facts in [of(other.clone()), read(one.clone()), read(other)] {
                assert!(facts == expected, "{one}");
            }
        }
        assert!(of(json!({ "name": "J" })) != of(json!({ "name": "j" })));
        assert!(of(json!({ "name": "a b" })) != read(json!({ "name": "a  b" })));
    }

    #[test]
    fn a_page_may_hand_back_times_and_lengths_as_it_got_them() {
        for (date, duration) in [
            (json!(1_800_000_000_000_i64), json!(30)),
            (json!(1_800_000_000_000.0), json!(30.0)),
            (json!("1800000000000"), json!(" 30 ")),
            (json!("2027-01-15T08:00:00Z"), json!("30")),
        ] {
            let fields = json!({ "_id": "s-1", "date": date, "duration": duration });

            let facts = Facts::read(Some(&fields)).unwrap();

            assert_eq!(
                (facts.date, facts.duration),
                (Some(1_800_000_000_000), Some(30))
            );
            assert!(Facts::of(&from_value(fields).unwrap()) == facts);
        }
    }
}
