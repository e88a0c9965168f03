//! Reading a body that is to be sent, and saying where it cannot be read.

mod node;

use std::fmt;

use ccaas_http::InvalidRequest;
use serde::Serialize;
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

    /// A problem in the words of these types, which name a field first if they name one.
    fn said(problem: String) -> Self {
        let prefixes = ["missing field `", "unknown field `", "`"];
        let named = prefixes.iter().find_map(|it| problem.strip_prefix(it));
        match named.and_then(|named| named.split_once('`')) {
            Some((field, rest)) => match rest.strip_prefix(": ") {
                Some(inner) => Self::at(field, inner),
                None => Self::at(field, problem.clone()),
            },
            None => Self::new(problem),
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

#[cfg(test)]
mod tests;
