//! Times, in the forms that vendors write.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};

/// From here on a number is in milliseconds: in seconds it would be the year 5138.
const MILLISECONDS_FROM: f64 = 100_000_000_000.0;

/// A time in one of the forms that [`time`](super::time) takes.
pub(super) struct Time(pub(super) DateTime<Utc>);

/// A time that is written as a text: RFC 3339, also without the colon in the offset, or
/// seconds or milliseconds since 1970.
#[must_use]
pub fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(number) = text.parse() {
        return of_whole(number);
    }
    if let Ok(number) = text.parse() {
        return of_float(number);
    }
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .ok()
        .map(|time| time.to_utc())
}

fn of_whole(number: i64) -> Option<DateTime<Utc>> {
    if (number.unsigned_abs() as f64) < MILLISECONDS_FROM {
        DateTime::from_timestamp(number, 0)
    } else {
        DateTime::from_timestamp_millis(number)
    }
}

fn of_float(number: f64) -> Option<DateTime<Utc>> {
    let factor = if number.abs() < MILLISECONDS_FROM {
        1e6
    } else {
        1e3
    };
    let micros = (number * factor).round();
    // What is out of range becomes the nearest integer, which is out of range too.
    #[expect(clippy::cast_possible_truncation, reason = "the conversion saturates")]
    let micros = micros.is_finite().then_some(micros as i64)?;
    DateTime::from_timestamp_micros(micros)
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        fn time<E: de::Error>(time: Option<DateTime<Utc>>) -> Result<Time, E> {
            time.map(Time).ok_or_else(|| E::custom("expected a time"))
        }

        impl Visitor<'_> for Form {
            type Value = Time;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Time, E> {
                time(parse_time(text))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Time, E> {
                time(of_whole(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Time, E> {
                time(number.try_into().ok().and_then(of_whole))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Time, E> {
                time(of_float(number))
            }
        }

        deserializer.deserialize_any(Form)
    }
}
