//! JSON whose text is known part by part: spaces, order and digits stay as they are.

use serde_json::Value;

/// A JSON value as it will be written.
#[derive(Clone, Debug)]
pub(super) enum Json {
    Object(Vec<(String, Json)>),
    List(Vec<Json>),
    /// A string, number, flag or null, as written.
    Leaf(String),
}

impl Json {
    pub(super) fn leaf(text: impl Into<String>) -> Self {
        Self::Leaf(text.into())
    }

    /// Writes it, with `space` around the marks.
    pub(super) fn text(&self, space: &str) -> String {
        let join = |parts: Vec<String>| parts.join(&format!("{space},{space}"));
        match self {
            Self::Leaf(text) => text.clone(),
            Self::List(items) => {
                let items = items.iter().map(|item| item.text(space)).collect();
                format!("[{space}{}{space}]", join(items))
            }
            Self::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| {
                    format!(
                        "{}{space}:{space}{}",
                        Value::from(key.as_str()),
                        value.text(space)
                    )
                });
                format!("{{{space}{}{space}}}", join(fields.collect()))
            }
        }
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Json> {
        match self {
            Self::Object(fields) => {
                let field = fields.iter_mut().find(|(name, _)| name == key);
                field.map(|(_, value)| value)
            }
            _ => None,
        }
    }

    pub(super) fn items_mut(&mut self) -> &mut Vec<Json> {
        match self {
            Self::List(items) => items,
            _ => panic!("not a list"),
        }
    }
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Object(fields) => Self::Object(
                fields
                    .iter()
                    .map(|(key, value)| (key.clone(), Self::from(value)))
                    .collect(),
            ),
            Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            leaf => Self::Leaf(leaf.to_string()),
        }
    }
}
