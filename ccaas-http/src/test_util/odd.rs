//! Answers in which one value is odd.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Puts a value of each kind of JSON in place of each value of `document`, one at a time,
/// and checks that every other one is read as before.
///
/// `show` gives what was read under the names of the document. Of a list only the last
/// element is replaced, so that the others keep their places.
///
/// # Panics
/// If an answer cannot be read, or another value than the odd one is not as it was.
pub fn costs_only_itself<T: DeserializeOwned>(document: &Value, show: impl Fn(&T) -> Value) {
    let read = |document: &Value| {
        let text = document.to_string();
        let read = serde_json::from_str(&text);
        show(&read.unwrap_or_else(|error| panic!("{text}: {error}")))
    };
    let whole = leaves(&read(document));
    let mut places = Vec::new();
    collect(document, String::new(), &mut places);
    for place in places {
        for odd in [
            json!(null),
            json!(true),
            json!(-1),
            json!(1.5),
            json!(""),
            json!("odd"),
            json!([]),
            json!([{"odd": [1]}]),
            json!({}),
            json!({"odd": {"odd": null}}),
        ] {
            let mut changed = document.clone();
            if let Some(value) = changed.pointer_mut(&place) {
                value.clone_from(&odd);
            }
            let left = leaves(&read(&changed));
            for (path, value) in &whole {
                let inside = path.strip_prefix(&place);
                if !inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                    assert_eq!(left.get(path), Some(value), "{path} with {odd} at {place}");
                }
            }
        }
    }
}

/// The paths of all values.
fn collect(value: &Value, path: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                collect(value, format!("{path}/{name}"), places);
            }
        }
        Value::Array(items) => {
            if let Some((last, _)) = items.split_last() {
                collect(last, format!("{path}/{}", items.len() - 1), places);
            }
        }
        _ => {}
    }
    if !path.is_empty() {
        places.push(path);
    }
}

/// The single values of what was read, by their paths.
fn leaves(value: &Value) -> BTreeMap<String, Value> {
    fn add(value: &Value, path: &str, leaves: &mut BTreeMap<String, Value>) {
        let mut inside = |name: &str, value| add(value, &format!("{path}/{name}"), leaves);
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| inside(name, value)),
            Value::Array(items) => (items.iter().enumerate())
                .for_each(|(place, value)| inside(&place.to_string(), value)),
            Value::Null => {}
            leaf => drop(leaves.insert(path.to_owned(), leaf.clone())),
        }
    }
    let mut found = BTreeMap::new();
    add(value, "", &mut found);
    found
}
