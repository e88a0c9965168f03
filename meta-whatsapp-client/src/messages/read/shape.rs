//! Compares what was given with what was read: serde takes a list for an object.

use serde::Serialize;
use serde_json::Value;

use super::ReadError;

/// An error at the first place that is a list or an object in one of both only.
pub(super) fn compare(given: &Value, read: &impl Serialize) -> Result<(), ReadError> {
    let read = serde_json::to_value(read)
        .map_err(|_| ReadError::new("is a message that cannot be written as JSON"))?;
    let mut path = String::new();
    match difference(given, &read, &mut path) {
        Some(problem) => Err(ReadError::at(path, problem)),
        None => Ok(()),
    }
}

/// What is wrong at `path`, which then is the path of that place.
fn difference(given: &Value, read: &Value, path: &mut String) -> Option<&'static str> {
    let before = path.len();
    match (given, read) {
        (Value::Object(given), Value::Object(read)) => {
            for (name, field) in given {
                let Some(other) = read.get(name) else {
                    continue;
                };
                if before > 0 {
                    path.push('.');
                }
                path.push_str(name);
                if let Some(problem) = difference(field, other, path) {
                    return Some(problem);
                }
                path.truncate(before);
            }
            None
        }
        (Value::Array(given), Value::Array(read)) => {
            for (position, (item, other)) in given.iter().zip(read).enumerate() {
                path.push_str(&format!("[{position}]"));
                if let Some(problem) = difference(item, other, path) {
                    return Some(problem);
                }
                path.truncate(before);
            }
            None
        }
        (_, Value::Object(_)) => Some("is not an object"),
        (_, Value::Array(_)) => Some("is not a list"),
        (Value::Object(_) | Value::Array(_), _) => Some("is not a single value"),
        _ => None,
    }
}
