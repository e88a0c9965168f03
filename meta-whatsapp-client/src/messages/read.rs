//! Reading a body that is to be sent, and saying where it cannot be read.

mod plain;
mod shape;

use std::fmt;

use ccaas_http::InvalidRequest;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{interactive::Interactive, message::Message, receipt::ReadReceipt, wire::UNKNOWN_TYPE};

const UNKNOWN_FIELD: &str = "unknown field `";

/// A body that `POST /{phone_number_id}/messages` takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum SendRequest {
    /// A message.
    Message(Box<Message>),
    /// A read mark, with or without the typing indicator.
    ReadReceipt(ReadReceipt),
}

impl SendRequest {
    /// Reads a body, and says which field cannot be read.
    ///
    /// A field that the types do not have is an error, not dropped.
    ///
    /// # Errors
    /// [`ReadError`], which does not quote the body's values.
    pub fn from_json(body: &str) -> Result<Self, ReadError> {
        let value: Value = serde_json::from_str(body).map_err(|error| {
            ReadError::new(format!(
                "is not JSON: line {}, column {}",
                error.line(),
                error.column()
            ))
        })?;
        if !value.is_object() {
            return Err(ReadError::new("is not an object"));
        }
        let request = if is_receipt(&value) {
            Self::ReadReceipt(ReadError::track(&value)?)
        } else {
            Self::Message(Box::new(read_message(&value)?))
        };
        shape::compare(&value, &request)?;
        Ok(request)
    }

    /// Checks it as [`Message::check`] does.
    ///
    /// # Errors
    /// The first field that Meta would refuse.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        match self {
            Self::Message(message) => message.check(),
            Self::ReadReceipt(receipt) => super::rules::check_receipt(receipt),
        }
    }
}

/// A null is as good as nothing, and what shows that somebody types goes to nobody by name.
fn is_receipt(body: &Value) -> bool {
    let given = |name: &str| body.get(name).is_some_and(|field| !field.is_null());
    given("status") || (given("typing_indicator") && !given("to") && !given("recipient"))
}

fn read_message(body: &Value) -> Result<Message, ReadError> {
    ReadError::track(body).map_err(|error| {
        let inside = |field: &str| field.starts_with("interactive");
        let interactive = body
            .get("interactive")
            .filter(|_| error.field().is_some_and(inside));
        // Its own reading knows better where.
        match interactive.cloned().map(Interactive::read) {
            Some(Err(inner)) => inner.inside("interactive"),
            _ => error,
        }
    })
}

/// Why a body cannot be read, and at which field.
///
/// The text names fields and types, never a value of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    field: Option<String>,
    problem: String,
}

impl ReadError {
    /// The path of the field, such as `interactive.action.buttons[1].reply.title`.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// What is wrong with it.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }

    pub(super) fn new(problem: impl Into<String>) -> Self {
        Self {
            field: None,
            problem: problem.into(),
        }
    }

    pub(super) fn at(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            field: Some(field.into()),
            problem: problem.into(),
        }
    }

    /// Reads a value, keeping track of the path.
    pub(super) fn track<T: DeserializeOwned>(value: &Value) -> Result<T, Self> {
        serde_path_to_error::deserialize(value).map_err(|error| {
            let path = error.path().to_string();
            let path = if path == "." { "" } else { path.as_str() };
            let error = Self::from_serde(path, &error.inner().to_string());
            error.or_unknown_type(value)
        })
    }

    /// `problem` is what serde or a conversion says: both name a field inside the place
    /// only in the text.
    fn from_serde(path: &str, problem: &str) -> Self {
        let named = ["missing field `", UNKNOWN_FIELD, "`"]
            .iter()
            .find_map(|prefix| problem.strip_prefix(prefix))
            .and_then(|rest| rest.split_once('`'))
            .map(|(name, _)| name);
        let field = match named {
            Some(name) if path.is_empty() => name.to_owned(),
            Some(name) if path != name && !path.ends_with(&format!(".{name}")) => {
                format!("{path}.{name}")
            }
            _ => path.to_owned(),
        };
        Self {
            field: (!field.is_empty()).then_some(field),
            problem: plain::words(problem),
        }
    }

    /// An unknown field is the content of an unknown `type` if the two have one name.
    fn or_unknown_type(self, body: &Value) -> Self {
        let field = self.field.as_deref().unwrap_or_default();
        if !self.problem.starts_with(UNKNOWN_FIELD) {
            return self;
        }
        let (outer, name) = field.rsplit_once('.').unwrap_or(("", field));
        let kind = place(body, outer).and_then(|object| object.get("type"));
        if kind.and_then(Value::as_str) != Some(name) {
            return self;
        }
        let dot = if outer.is_empty() { "" } else { "." };
        Self::at(format!("{outer}{dot}type"), UNKNOWN_TYPE)
    }

    fn inside(self, outer: &str) -> Self {
        let field = match self.field {
            Some(inner) => format!("{outer}.{inner}"),
            None => outer.to_owned(),
        };
        Self::at(field, self.problem)
    }
}

/// What stands at a path such as `interactive.header`.
fn place<'a>(body: &'a Value, path: &str) -> Option<&'a Value> {
    let mut steps = path.split(['.', '[']).filter(|step| !step.is_empty());
    steps.try_fold(body, |value, step| match step.strip_suffix(']') {
        Some(position) => value.get(position.parse::<usize>().ok()?),
        None => value.get(step),
    })
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.field {
            Some(field) => write!(f, "`{field}`: {}", self.problem),
            None => write!(f, "the body {}", self.problem),
        }
    }
}

impl std::error::Error for ReadError {}

#[cfg(test)]
mod tests;
