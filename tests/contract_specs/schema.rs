//! Whether a JSON value is as described.

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

use crate::{
    description::Description,
    violation::{Problem, Violation},
};

/// Who wrote a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writer {
    /// A client, which must not write what only the vendor writes.
    Client,
    Vendor,
}

/// How `value` differs from `schema`, in all its depth; `at` is where it stands.
pub(crate) fn check(
    description: &Description,
    schema: &Value,
    value: &Value,
    writer: Writer,
    at: &str,
) -> Vec<Violation> {
    let mut check = Check {
        description,
        writer,
        found: Vec::new(),
    };
    check.value(schema, value, at);
    check.found
}

struct Check<'a> {
    description: &'a Description,
    writer: Writer,
    found: Vec<Violation>,
}

impl Check<'_> {
    fn value(&mut self, schema: &Value, value: &Value, at: &str) {
        let schema = self.description.resolve(schema);
        let kind = schema["type"].as_str().expect("a schema has a type");
        let format = schema["format"].as_str();
        match (kind, value) {
            ("object", Value::Object(_)) => self.object(schema, value, at),
            ("array", Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(&schema["items"], item, &format!("{at}[{index}]"));
                }
            }
            _ if !is_a(kind, format, value) => self.report(at, not_a(kind, format)),
            _ => {}
        }
        if schema["enum"]
            .as_array()
            .is_some_and(|listed| !listed.contains(value))
        {
            self.report(at, Problem::NotListed);
        }
    }

    fn object(&mut self, schema: &Value, value: &Value, at: &str) {
        let properties = schema["properties"].as_object();
        let others = &schema["additionalProperties"];
        for (name, field) in value.as_object().into_iter().flatten() {
            let at = format!("{at}.{name}");
            match properties.and_then(|properties| properties.get(name)) {
                Some(property) => {
                    if self.writer == Writer::Client && property["readOnly"] == true {
                        self.report(&at, Problem::ReadOnly);
                    }
                    self.value(property, field, &at);
                }
                None if others.is_object() => self.value(others, field, &at),
                // An object that is described no further may hold anything.
                None if properties.is_none() => {}
                None => self.report(&at, Problem::Unknown),
            }
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name
                .as_str()
                .expect("the name of a required field is a string");
            if value.get(name).is_none() {
                self.report(&format!("{at}.{name}"), Problem::Missing);
            }
        }
    }

    fn report(&mut self, at: &str, problem: Problem) {
        self.found.push(Violation::new(at, problem));
    }
}

fn is_a(kind: &str, format: Option<&str>, value: &Value) -> bool {
    match (kind, format) {
        ("string", Some("date-time")) => value
            .as_str()
            .is_some_and(|text| DateTime::parse_from_rfc3339(text).is_ok()),
        ("string", Some("date")) => value
            .as_str()
            .is_some_and(|text| text.parse::<NaiveDate>().is_ok()),
        ("string", _) => value.is_string(),
        ("integer", Some("int32")) => value.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
        ("integer", _) => value.is_i64(),
        ("number", _) => value.is_number(),
        ("boolean", _) => value.is_boolean(),
        ("object" | "array", _) => false,
        _ => panic!("the description has a type {kind}, which this check does not know"),
    }
}

fn not_a(kind: &str, format: Option<&str>) -> Problem {
    Problem::NotA(format.unwrap_or(kind).to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(value: &Value, writer: Writer) -> Vec<String> {
        let description = Description::new(json!({ "definitions": {
            "Order": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "id": { "type": "string", "readOnly": true },
                    "name": { "type": "string" },
                    "colour": { "type": "string", "enum": ["red", "blue"] },
                    "count": { "type": "integer", "format": "int32" },
                    "weight": { "type": "number" },
                    "urgent": { "type": "boolean" },
                    "time": { "type": "string", "format": "date-time" },
                    "data": { "type": "object", "additionalProperties": { "type": "string" } },
                    "free": { "type": "object" },
                    "parts": { "type": "array", "items": { "$ref": "#/definitions/Order" } },
                },
            },
        } }));
        let schema = json!({ "$ref": "#/definitions/Order" });
        let found = check(&description, &schema, value, writer, "body");
        found.iter().map(Violation::to_string).collect()
    }

    #[test]
    fn a_value_as_described_has_no_violation() {
        let order = json!({
            "name": "a", "colour": "red", "count": 1, "weight": 0.5, "urgent": true,
            "time": "2026-11-20T09:00:00.000Z", "data": { "any": "text" },
            "free": { "any": [1] }, "parts": [{ "name": "b" }],
        });

        assert!(found(&order, Writer::Client).is_empty());
    }

    #[test]
    fn every_kind_of_difference_is_found_at_its_place() {
        for (order, violation) in [
            (json!({}), "body.name is required"),
            (
                json!({ "name": "a", "size": 1 }),
                "body.size is not described",
            ),
            (json!({ "name": 1 }), "body.name is not a valid string"),
            (json!({ "name": null }), "body.name is not a valid string"),
            (
                json!({ "name": "a", "colour": "Red" }),
                "body.colour is not one of the described values",
            ),
            (
                json!({ "name": "a", "count": 1.5 }),
                "body.count is not a valid int32",
            ),
            (
                json!({ "name": "a", "count": 3_000_000_000_u32 }),
                "body.count is not a valid int32",
            ),
            (
                json!({ "name": "a", "weight": "1" }),
                "body.weight is not a valid number",
            ),
            (
                json!({ "name": "a", "urgent": "true" }),
                "body.urgent is not a valid boolean",
            ),
            (
                json!({ "name": "a", "time": "20 November" }),
                "body.time is not a valid date-time",
            ),
            (
                json!({ "name": "a", "data": { "x": 1 } }),
                "body.data.x is not a valid string",
            ),
            (
                json!({ "name": "a", "free": [] }),
                "body.free is not a valid object",
            ),
            (
                json!({ "name": "a", "parts": {} }),
                "body.parts is not a valid array",
            ),
            (
                json!({ "name": "a", "parts": [{}] }),
                "body.parts[0].name is required",
            ),
            (json!("a"), "body is not a valid object"),
            (
                json!({ "name": "a", "id": "1" }),
                "body.id is only written by the vendor",
            ),
        ] {
            assert_eq!(found(&order, Writer::Client), [violation], "{order}");
        }
    }

    #[test]
    fn the_vendor_may_write_what_only_it_writes() {
        assert!(found(&json!({ "name": "a", "id": "1" }), Writer::Vendor).is_empty());
    }
}
