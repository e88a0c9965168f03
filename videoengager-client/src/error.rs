//! VideoEngager's error answers.

use std::fmt;

use ccaas_http::{
    ResponseMeta, VendorError, machine_code,
    read::{filled, json},
};
use http::StatusCode;
use serde::Deserialize;

use crate::genesys_callbacks::CallbackUpdateError;

/// Why a call failed, by how far the request got.
pub type Error = ccaas_http::Error<ApiError>;

/// Longer texts of the vendor are cut.
const TEXT_LIMIT: usize = 1_000;

/// An error answer of VideoEngager: `{error, message?, status?}`.
///
/// The answer is read leniently: one that is HTML, cut off or empty is still an
/// `ApiError` that knows its status. `Display` and `Debug` show the status and, if it
/// is one, the error code. The vendor's sentences may name people, so only
/// [`ApiError::text`] and its like hand them out.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError {
    meta: ResponseMeta,
    error: Option<String>,
    message: Option<String>,
    email: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    #[serde(deserialize_with = "filled")]
    error: Option<String>,
    #[serde(deserialize_with = "filled")]
    message: Option<String>,
    #[serde(deserialize_with = "filled")]
    email: Option<String>,
}

impl ApiError {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.meta.status()
    }

    /// The vendor's `error`.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// The vendor's `message`, its explanation for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The vendor's `error`, or else its `message`.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.error().or(self.message())
    }

    /// The vendor's `error`, if it is a code and not a sentence.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.error().and_then(machine_code)
    }

    /// Why a Genesys callback could not be moved, if the vendor told.
    #[must_use]
    pub fn callback_update_error(&self) -> Option<CallbackUpdateError> {
        self.error().map(CallbackUpdateError::from)
    }

    /// Whether the thing that was asked for does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == StatusCode::NOT_FOUND
    }

    /// The address that a code was mailed to: only a visitor's schedule is refused so.
    #[cfg(feature = "client")]
    pub(crate) fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }
}

impl VendorError for ApiError {
    type SignIn = Self;

    fn from_answer(meta: ResponseMeta, body: &[u8]) -> Self {
        let body: Body = json(body).unwrap_or_default();
        let short = |text: Option<String>| Some(text?.chars().take(TEXT_LIMIT).collect());
        Self {
            meta,
            error: short(body.error),
            message: short(body.message),
            email: short(body.email),
        }
    }

    fn meta(&self) -> &ResponseMeta {
        &self.meta
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VideoEngager answered {}", self.status())?;
        match self.code() {
            Some(code) => write!(f, " ({code})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status().as_u16())
            .field("code", &self.code())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> ApiError {
        let meta = ResponseMeta::read(
            StatusCode::BAD_REQUEST,
            &http::HeaderMap::new(),
            &ccaas_http::MetaHeaders::default(),
            chrono::DateTime::UNIX_EPOCH,
        );
        ApiError::from_answer(meta, body.as_bytes())
    }

    #[test]
    fn error_and_message_stand_for_each_other() {
        let cases = [
            (
                r#"{"error":"Title","message":"Why","status":400}"#,
                Some("Title"),
            ),
            (
                r#"{"error":"Authentication failed"}"#,
                Some("Authentication failed"),
            ),
            (r#"{"message":"Why"}"#, Some("Why")),
            (r#"{"error":"","message":"Why"}"#, Some("Why")),
            (r#"{"error":null,"message":7}"#, Some("7")),
            (r#"{"error":{"deep":1}}"#, None),
            ("{}", None),
            ("[]", None),
            ("", None),
            ("<html><title>502</title></html>", None),
            (r#"{"error":"cut"#, None),
        ];
        for (body, expected) in cases {
            assert_eq!(read(body).text(), expected, "{body}");
        }
    }

    #[test]
    fn sentences_are_not_printed_but_codes_are() {
        let sentence = read(r#"{"error":"Robin Example is busy","message":"call +12025550147"}"#);
        assert_eq!(
            sentence.to_string(),
            "VideoEngager answered 400 Bad Request"
        );
        assert_eq!(
            format!("{sentence:?}"),
            "ApiError { status: 400, code: None, .. }"
        );

        let code = read(r#"{"error":"invalid_date"}"#);
        assert_eq!(
            code.to_string(),
            "VideoEngager answered 400 Bad Request (invalid_date)"
        );
    }

    #[test]
    fn a_very_long_text_is_cut() {
        let error = read(&format!(r#"{{"error":"{}"}}"#, "é".repeat(5_000)));
        assert_eq!(
            error.text().map(|text| text.chars().count()),
            Some(TEXT_LIMIT)
        );
    }
}
