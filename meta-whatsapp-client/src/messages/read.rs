//! Reading a body that is to be sent, and saying where it cannot be read.

mod node;

use std::fmt;

use ccaas_http::InvalidRequest;
use serde::{
    Serialize,
    de::{self, Expected, Unexpected},
};
use serde_json::Value;

use super::{message::Message, receipt::ReadReceipt};

pub(super) use node::read;

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
        Ok(if is_receipt(&value) {
            Self::ReadReceipt(node::read(&value)?)
        } else {
            Self::Message(Box::new(node::read(&value)?))
        })
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

    pub(super) fn missing(field: &str) -> Self {
        Self::at(field, format!("missing field `{field}`"))
    }

    pub(super) fn unknown(field: &str) -> Self {
        Self::at(field, format!("unknown field `{field}`"))
    }

    /// A part that stands beside a `type` of another part.
    pub(super) fn foreign(field: &str) -> Self {
        Self::at(field, format!("`{field}` does not belong to this `type`"))
    }

    pub(super) fn odd(field: &str, expected: &str) -> Self {
        Self::at(field, format!("`{field}` is not {expected}"))
    }

    /// As the error of any deserializer. To [`node`]'s the field goes over by itself: as the
    /// value that is invalid, with the problem for what was expected.
    pub(super) fn into_any<E: de::Error>(self) -> E {
        match &self.field {
            Some(field) => E::invalid_value(Unexpected::Other(field), &self),
            None => E::custom(self.problem),
        }
    }

    fn inside(self, outer: &str) -> Self {
        let field = match self.field {
            Some(inner) if inner.starts_with('[') => format!("{outer}{inner}"),
            Some(inner) => format!("{outer}.{inner}"),
            None => outer.to_owned(),
        };
        Self::at(field, self.problem)
    }
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

/// The bare problem if the alternate form is asked for, as the reader of this module
/// does.
impl Expected for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            f.write_str("a body without this fault: ")?;
        }
        f.write_str(&self.problem)
    }
}

#[cfg(test)]
mod tests;
