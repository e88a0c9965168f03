//! Finds the places that a limit's path means.

use serde_json::Value;

/// Calls `found` with each place that `pattern` means, and its path without conditions.
pub(super) fn visit<E>(
    value: &Value,
    pattern: &str,
    found: &mut impl FnMut(&str, &Value) -> Result<(), E>,
) -> Result<(), E> {
    step(value, Some(pattern), &mut String::new(), found)
}

fn step<E>(
    value: &Value,
    pattern: Option<&str>,
    path: &mut String,
    found: &mut impl FnMut(&str, &Value) -> Result<(), E>,
) -> Result<(), E> {
    let Some(pattern) = pattern else {
        return found(path, value);
    };
    let (segment, rest) = match pattern.split_once('.') {
        Some((segment, rest)) => (segment, Some(rest)),
        None => (pattern, None),
    };
    if segment == "*" {
        return each_field(value, rest, path, found);
    }
    let segment = Segment::parse(segment);
    let Some(value) = value.get(segment.name) else {
        return Ok(());
    };
    let before = path.len();
    if before > 0 {
        path.push('.');
    }
    path.push_str(segment.name);
    match segment.what {
        What::Value(condition) => {
            if condition.is_none_or(|condition| condition.holds(value)) {
                step(value, rest, path, found)?;
            }
        }
        What::Items(condition) => {
            let length = path.len();
            let items = value.as_array().into_iter().flatten();
            for (position, item) in items.enumerate() {
                if condition.is_none_or(|condition| condition.holds(item)) {
                    path.push_str(&format!("[{position}]"));
                    step(item, rest, path, found)?;
                    path.truncate(length);
                }
            }
        }
    }
    path.truncate(before);
    Ok(())
}

/// What `*` means.
fn each_field<E>(
    value: &Value,
    rest: Option<&str>,
    path: &mut String,
    found: &mut impl FnMut(&str, &Value) -> Result<(), E>,
) -> Result<(), E> {
    let length = path.len();
    for (name, field) in value.as_object().into_iter().flatten() {
        if length > 0 {
            path.push('.');
        }
        path.push_str(name);
        step(field, rest, path, found)?;
        path.truncate(length);
    }
    Ok(())
}

/// `name`, `name{key=value}`, `name[]` or `name[key=value]`.
struct Segment<'a> {
    name: &'a str,
    what: What<'a>,
}

enum What<'a> {
    Value(Option<Condition<'a>>),
    Items(Option<Condition<'a>>),
}

#[derive(Clone, Copy)]
struct Condition<'a> {
    key: &'a str,
    value: &'a str,
    equal: bool,
}

impl<'a> Segment<'a> {
    fn parse(text: &'a str) -> Self {
        if let Some((name, condition)) = text.split_once('[') {
            let condition = Condition::parse(condition.trim_end_matches(']'));
            let what = What::Items(condition);
            return Self { name, what };
        }
        let (name, condition) = match text.split_once('{') {
            Some((name, condition)) => (name, Condition::parse(condition.trim_end_matches('}'))),
            None => (text, None),
        };
        let what = What::Value(condition);
        Self { name, what }
    }
}

impl<'a> Condition<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (key, value) = text.split_once('=')?;
        let (key, equal) = match key.strip_suffix('!') {
            Some(key) => (key, false),
            None => (key, true),
        };
        Some(Self { key, value, equal })
    }

    fn holds(self, value: &Value) -> bool {
        let given = value.get(self.key).and_then(Value::as_str);
        (given == Some(self.value)) == self.equal
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn places(pattern: &str) -> Vec<String> {
        let value = json!({
            "kind": "a",
            "inner": { "type": "list", "text": "hello" },
            "items": [
                { "type": "body", "parts": [{ "text": "1" }, { "text": "2" }] },
                { "type": "header", "parts": [{ "text": "3" }, {}] },
            ],
        });
        let mut places = Vec::new();
        visit(&value, pattern, &mut |path, value| {
            places.push(format!("{path}: {value}"));
            Ok::<(), ()>(())
        })
        .unwrap();
        places
    }

    #[test]
    fn a_path_means_one_place_or_none() {
        assert_eq!(places("inner.text"), [r#"inner.text: "hello""#]);
        assert!(places("inner.other").is_empty());
        assert!(places("kind.text").is_empty());
    }

    #[test]
    fn a_star_means_every_field() {
        assert_eq!(places("*.text"), [r#"inner.text: "hello""#]);
        assert_eq!(places("inner.*").len(), 2);
    }

    #[test]
    fn conditions_choose_objects_and_items() {
        assert_eq!(places("inner{type=list}.text").len(), 1);
        assert!(places("inner{type!=list}.text").is_empty());
        assert_eq!(
            places("items[].parts[].text"),
            [
                r#"items[0].parts[0].text: "1""#,
                r#"items[0].parts[1].text: "2""#,
                r#"items[1].parts[0].text: "3""#,
            ]
        );
        assert_eq!(
            places("items[type=header].parts[].text"),
            [r#"items[1].parts[0].text: "3""#]
        );
    }
}
