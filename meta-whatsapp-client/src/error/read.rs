//! Lenient reading of error bodies.

use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::Value;

/// Longer texts of the vendor are cut.
const TEXT_LIMIT: usize = 1_000;

/// A whole number, also one written as a string.
pub(super) struct Code(pub(super) i64);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ccaas_http::int_or_string(deserializer)?
            .map(Self)
            .ok_or_else(|| D::Error::custom("expected an error code"))
    }
}

/// A field that is a whole number, or a text that reads as one.
pub(super) fn int(fields: &Value, key: &str) -> Option<i64> {
    match fields.get(key)? {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_i64(),
    }
}

/// A field that is a text, or a number to be read as one. Empty is absent.
pub(super) fn text(fields: &Value, key: &str) -> Option<String> {
    match fields.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.chars().take(TEXT_LIMIT).collect()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A field that is a flag.
pub(super) fn flag(fields: &Value, key: &str) -> Option<bool> {
    match fields.get(key)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// `error_data.details`; some answers have a bare text as `error_data`.
pub(super) fn details(fields: &Value) -> Option<String> {
    let data = fields.get("error_data")?;
    text(data, "details").or_else(|| text(fields, "error_data"))
}
