//! Single values: a string and a number stand for each other.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serializer, de};

use crate::{
    CatalogId, FlowId, GroupId, MediaId, MessageId, ParentUserId, PhoneNumberId, TemplateId,
    UserId, WaId, WabaId,
};

/// From here on a timestamp is in milliseconds: in seconds it would be the year 5138.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// A string, number or flag, as written.
#[derive(Debug, PartialEq)]
pub(in crate::webhooks) enum Scalar<'a> {
    Text(Cow<'a, str>),
    Number(&'a str),
    Flag(bool),
}

impl<'a> Scalar<'a> {
    /// Reads one JSON value; `None` for null.
    pub(in crate::webhooks) fn of(raw: &'a str) -> Result<Option<Self>, &'static str> {
        Ok(Some(match raw.as_bytes() {
            [b'"', inner @ .., b'"'] if inner.contains(&b'\\') => Self::Text(unescape(raw)?.into()),
            [b'"', .., b'"'] => Self::Text(raw[1..raw.len() - 1].into()),
            b"null" => return Ok(None),
            b"true" => Self::Flag(true),
            b"false" => Self::Flag(false),
            [b'[' | b'{', ..] => return Err("expected a single value"),
            _ => Self::Number(raw),
        }))
    }

    /// The value as a text.
    pub(in crate::webhooks) fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Number(text) => text,
            Self::Flag(true) => "true",
            Self::Flag(false) => "false",
        }
    }
}

/// A string with escapes. Half of a surrogate pair becomes a replacement character: cutting
/// a text in the middle of an emoji must not lose the message.
fn unescape(raw: &str) -> Result<String, &'static str> {
    struct Bytes(String);
    impl<'de> Deserialize<'de> for Bytes {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl de::Visitor<'_> for Visitor {
                type Value = Bytes;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("a string")
                }
                fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                    Ok(Bytes(String::from_utf8_lossy(bytes).into_owned()))
                }
            }
            deserializer.deserialize_bytes(Visitor)
        }
    }
    serde_json::from_str::<Bytes>(raw)
        .map(|bytes| bytes.0)
        .map_err(|_| "expected a string")
}

/// A single value of a type.
pub(in crate::webhooks) trait Leaf: Sized {
    /// `None` for a value that cannot be one, such as a number out of range.
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self>;
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl Leaf for String {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(match scalar {
            Scalar::Text(text) => text.into_owned(),
            other => other.as_text().to_owned(),
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Leaf for i64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let text = scalar.as_text().trim();
        text.parse().ok().or_else(|| {
            let number: f64 = text.parse().ok()?;
            // Beyond 2^53 not every whole number has a float of its own.
            let whole = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
            #[expect(clippy::cast_possible_truncation, reason = "checked: whole and small")]
            whole.then_some(number as i64)
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*self)
    }
}

impl Leaf for f64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let number: f64 = scalar.as_text().trim().parse().ok()?;
        number.is_finite().then_some(number)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(*self)
    }
}

impl Leaf for bool {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar.as_text().trim() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

/// A time: seconds or milliseconds since 1970, or RFC 3339.
impl Leaf for DateTime<Utc> {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let text = scalar.as_text().trim();
        match text.parse::<i64>() {
            Ok(number) if number.unsigned_abs() < MILLISECONDS_FROM.unsigned_abs() => {
                DateTime::from_timestamp(number, 0)
            }
            Ok(number) => DateTime::from_timestamp_millis(number),
            Err(_) => DateTime::parse_from_rfc3339(text)
                .ok()
                .map(|time| time.to_utc()),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.timestamp_subsec_millis() == 0 {
            serializer.collect_str(&self.timestamp())
        } else {
            serializer.collect_str(&self.timestamp_millis())
        }
    }
}

macro_rules! id_leaf {
    ($($id:ty),*) => { $(
        impl Leaf for $id {
            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                String::from_scalar(scalar).map(Self::new)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )* };
}

id_leaf!(
    CatalogId,
    FlowId,
    GroupId,
    MediaId,
    MessageId,
    ParentUserId,
    PhoneNumberId,
    TemplateId,
    UserId,
    WaId,
    WabaId
);

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Leaf>(raw: &str) -> Option<T> {
        Scalar::of(raw).unwrap().and_then(T::from_scalar)
    }

    #[test]
    fn strings_and_numbers_stand_for_each_other() {
        for raw in ["30", r#""30""#, r#"" 30 ""#, "30.0", "3e1"] {
            assert_eq!(read::<i64>(raw), Some(30), "{raw}");
            assert_eq!(read::<f64>(raw), Some(30.0), "{raw}");
        }
        assert_eq!(read::<String>("30").as_deref(), Some("30"));
        assert_eq!(read::<String>("true").as_deref(), Some("true"));
        for raw in ["true", r#""true""#, "1", r#""1""#] {
            assert_eq!(read::<bool>(raw), Some(true), "{raw}");
        }
    }

    #[test]
    fn a_number_of_any_size_keeps_its_digits_as_text_and_is_none_as_number() {
        let digits = "123456789012345678901234567890";
        assert_eq!(read::<String>(digits).as_deref(), Some(digits));
        assert_eq!(read::<i64>(digits), None);
        assert_eq!(read::<String>("1e400").as_deref(), Some("1e400"));
        assert_eq!(read::<f64>("1e400"), None);
        assert_eq!(read::<DateTime<Utc>>("99999999999999999"), None);
    }

    #[test]
    fn times_are_read_in_seconds_and_milliseconds() {
        let expected: DateTime<Utc> = "2026-11-20T07:14:00Z".parse().unwrap();
        for raw in [
            "1795158840",
            r#""1795158840""#,
            "1795158840000",
            r#""2026-11-20T08:14:00+01:00""#,
        ] {
            assert_eq!(read::<DateTime<Utc>>(raw), Some(expected), "{raw}");
        }
        assert_eq!(read::<DateTime<Utc>>(r#""TIMESTAMP""#), None);
    }

    #[test]
    fn escapes_are_resolved_and_half_a_surrogate_pair_is_survived() {
        assert_eq!(
            read::<String>(r#""a\/b \u00e4 \ud83d\ude2e""#).as_deref(),
            Some("a/b ä 😮")
        );
        let cut = read::<String>(r#""cut \ud83d""#).unwrap();
        assert!(cut.starts_with("cut \u{fffd}"), "{cut:?}");
    }

    #[test]
    fn lists_and_objects_are_not_single_values() {
        assert!(Scalar::of("[1]").is_err());
        assert!(Scalar::of("{}").is_err());
        assert_eq!(Scalar::of("null"), Ok(None));
    }
}
