//! From the bytes of a delivery to its message.

use std::str;

use serde_json::value::RawValue;

use super::OutboundMessage;

/// Why a body is no webhook at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The body is not UTF-8.
    #[error("the body is not text in UTF-8")]
    Encoding,
    /// The body is not JSON.
    #[error("the body is not JSON: line {line}, column {column}")]
    Json {
        /// Line in the body, from 1.
        line: usize,
        /// Column in the line, from 0.
        column: usize,
    },
    /// The body is JSON, but not an object with a message's fields.
    #[error("the body is not a webhook: it is no object with a type, a channel or an id")]
    Shape,
}

/// Reads a delivery: the one message that it holds.
///
/// Check the signature first: [`super::Signature::verify`].
///
/// # Errors
/// [`ParseError`] if the body as a whole is no message.
pub fn parse(raw_body: &[u8]) -> Result<OutboundMessage, ParseError> {
    let text = str::from_utf8(raw_body).map_err(|_| ParseError::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let raw: Box<RawValue> = serde_json::from_str(text).map_err(|error| ParseError::Json {
        line: error.line(),
        column: error.column(),
    })?;
    match OutboundMessage::read(raw) {
        Ok(message) if message.is_named() => Ok(message),
        _ => Err(ParseError::Shape),
    }
}
