//! Lenient reading of single fields: what cannot be read is `None`.

use ccaas_http::{int_or_string, string_or_int};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
#[cfg(feature = "client")]
use {ccaas_http::DecodeError, serde_json::value::RawValue, url::Url};

type Fields = Map<String, Value>;

/// A text, or a whole number as text. An empty text counts as absent.
pub(crate) fn text(fields: &Fields, key: &str) -> Option<String> {
    let text = string_or_int(fields.get(key)?).ok().flatten();
    text.filter(|text| !text.is_empty())
}

/// A whole number, or a text that holds one.
pub(crate) fn whole<T: TryFrom<i64>>(fields: &Fields, key: &str) -> Option<T> {
    let number = int_or_string(fields.get(key)?).ok().flatten()?;
    T::try_from(number).ok()
}

/// True or false.
pub(crate) fn flag(fields: &Fields, key: &str) -> Option<bool> {
    fields.get(key)?.as_bool()
}

/// A time, as epoch milliseconds or in RFC 3339.
pub(crate) fn time(fields: &Fields, key: &str) -> Option<DateTime<Utc>> {
    if let Some(millis) = whole(fields, key) {
        return DateTime::from_timestamp_millis(millis);
    }
    let time = DateTime::parse_from_rfc3339(fields.get(key)?.as_str()?.trim()).ok()?;
    Some(time.to_utc())
}

/// An object's own fields.
pub(crate) fn object<'a>(fields: &'a Fields, key: &str) -> Option<&'a Fields> {
    fields.get(key)?.as_object()
}

/// A web address, resolved against `base` if it is relative.
#[cfg(feature = "client")]
pub(crate) fn web_url(base: &Url, url: &str) -> Option<Url> {
    let url = base.join(url).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// The items of a list that may arrive as a single object, or as null.
#[cfg(feature = "client")]
pub(crate) fn items(raw: Box<RawValue>) -> Result<Vec<Box<RawValue>>, DecodeError> {
    match raw.get().as_bytes().first() {
        Some(b'{') => Ok(vec![raw]),
        _ => Ok(serde_json::from_str::<Option<_>>(raw.get())?.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(value: &str) -> Fields {
        serde_json::from_str(&format!(r#"{{"x":{value}}}"#)).unwrap()
    }

    #[test]
    fn times_are_read_from_milliseconds_and_from_text() {
        let expected: DateTime<Utc> = "2026-12-01T10:00:00Z".parse().unwrap();
        for value in [
            "1796119200000",
            r#""1796119200000""#,
            r#""2026-12-01T10:00:00Z""#,
            r#""2026-12-01T10:00:00.000Z""#,
            r#""2026-12-01T11:00:00+01:00""#,
        ] {
            assert_eq!(time(&fields(value), "x"), Some(expected), "{value}");
        }
    }

    #[test]
    fn what_is_not_a_time_is_none() {
        for value in [
            "null",
            "true",
            "{}",
            r#""""#,
            r#""soon""#,
            "9223372036854775807",
            "-1e300",
        ] {
            assert_eq!(time(&fields(value), "x"), None, "{value}");
        }
    }

    #[test]
    fn empty_texts_count_as_absent_and_numbers_as_texts() {
        assert_eq!(text(&fields(r#""""#), "x"), None);
        assert_eq!(text(&fields("246810"), "x").as_deref(), Some("246810"));
        assert_eq!(text(&fields("[1]"), "x"), None);
        assert_eq!(text(&Fields::new(), "x"), None);
    }

    #[test]
    fn numbers_out_of_range_are_none() {
        assert_eq!(whole::<u32>(&fields("-1"), "x"), None);
        assert_eq!(whole::<u32>(&fields("4294967296"), "x"), None);
        assert_eq!(whole::<u32>(&fields(r#""30""#), "x"), Some(30));
    }

    #[cfg(feature = "client")]
    #[test]
    fn a_single_object_is_a_list_of_one() {
        let read = |text: &str| {
            let raw: Box<RawValue> = serde_json::from_str(text).unwrap();
            items(raw).map(|items| items.iter().map(|item| item.get().to_owned()).collect())
        };

        assert_eq!(read(r#" {"a":1} "#), Ok(vec![r#"{"a":1}"#.to_owned()]));
        assert_eq!(read("[{}, 7]"), Ok(vec!["{}".to_owned(), "7".to_owned()]));
        assert_eq!(read("null"), Ok(vec![]));
        assert!(read(r#""agents""#).is_err());
    }
}
