//! A value that has everything a schema describes.

use serde_json::{Map, Value, json};

use crate::description::Description;

/// Definitions refer to each other in circles; this deep, samples leave references out.
const DEEPEST: usize = 4;

/// A value with every property of `schema`.
pub(crate) fn sample(description: &Description, schema: &Value) -> Value {
    at_depth(description, schema, 0)
}

fn at_depth(description: &Description, schema: &Value, depth: usize) -> Value {
    let schema = description.resolve(schema);
    if let Some(listed) = schema["enum"].as_array() {
        return listed[0].clone();
    }
    match schema["type"].as_str() {
        Some("object") => object(description, schema, depth),
        Some("array") if depth >= DEEPEST => json!([]),
        Some("array") => json!([at_depth(description, &schema["items"], depth + 1)]),
        Some("string") => match schema["format"].as_str() {
            Some("date-time") => json!("2026-11-20T09:00:00Z"),
            Some("date") => json!("2026-11-20"),
            _ => json!("text"),
        },
        Some("integer") => json!(200),
        Some("number") => json!(0.5),
        Some("boolean") => json!(true),
        other => panic!("the description has a type {other:?}, which has no sample"),
    }
}

fn object(description: &Description, schema: &Value, depth: usize) -> Value {
    let mut fields = Map::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if depth < DEEPEST || property.get("$ref").is_none() {
            fields.insert(name.clone(), at_depth(description, property, depth + 1));
        }
    }
    if schema["additionalProperties"].is_object() {
        let value = at_depth(description, &schema["additionalProperties"], depth + 1);
        fields.insert("any".to_owned(), value);
    }
    Value::Object(fields)
}
