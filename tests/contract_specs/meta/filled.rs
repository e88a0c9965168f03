//! Fills the placeholders of an example, and takes away what is written in two ways.

use serde_json::{Value, json};

/// Placeholders of which not every text can take the place.
const PLACEHOLDERS: [(&str, &str); 6] = [
    ("<HEADER_TYPE>", "text"),
    ("<LOCATION_LATITUDE>", "37.758056"),
    ("<LOCATION_LONGITUDE>", "-122.425332"),
    ("{{Recipient-Phone-Number}}", "+12025550147"),
    ("{{Recipient-WA-ID}}", "12025550147"),
    ("{{Recipient-WA-Phone-Number}}", "+12025550147"),
];

/// The example with its placeholders filled.
pub(super) fn filled(body: &Value) -> Value {
    match body {
        Value::String(text) => {
            let found = PLACEHOLDERS
                .iter()
                .find(|(placeholder, _)| placeholder == text);
            json!(found.map_or(text.as_str(), |(_, value)| value))
        }
        Value::Array(items) => items.iter().map(filled).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, field)| (name.clone(), filled(field)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

/// The example with button indexes as strings and coordinates as numbers.
pub(super) fn normal(body: &Value) -> Value {
    match body {
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, field)| {
                let field = match (name.as_str(), field) {
                    ("index", Value::Number(index)) => json!(index.to_string()),
                    ("latitude" | "longitude", Value::String(degrees)) => {
                        let degrees: f64 = degrees.parse().expect("it is a number");
                        json!(degrees)
                    }
                    (_, field) => normal(field),
                };
                (name.clone(), field)
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}
