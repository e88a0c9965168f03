//! Errors inside webhooks.

use std::time::Duration;

use ccaas_http::read;
use serde::{Deserialize, Deserializer, Serialize};

use super::{ErrorCode, ErrorKind, ErrorScope};

/// One error of a webhook: `{code, title, message?, error_data{details}?, href?}`.
///
/// What is not of the documented kind is absent. `Debug` shows the code only: the texts may
/// name people.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The code; absent only if Meta sent none.
    pub code: Option<ErrorCode>,
    /// A short text.
    pub title: Option<String>,
    /// Mostly the same text as the title.
    pub message: Option<String>,
    /// What went wrong in this case: `error_data.details`.
    pub details: Option<String>,
    /// A link to the documentation.
    pub href: Option<String>,
}

ccaas_http::debug_allow_list!(ErrorDetail { code });

impl ErrorDetail {
    /// An error with its code and title.
    pub fn new(code: impl Into<ErrorCode>, title: impl Into<String>) -> Self {
        Self {
            code: Some(code.into()),
            title: Some(title.into()),
            message: None,
            details: None,
            href: None,
        }
    }

    /// The same error with its details.
    #[must_use]
    pub fn with_details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into());
        self
    }

    /// What kind of problem it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.code.map_or(ErrorKind::Unknown, ErrorCode::kind)
    }

    /// Whether the same message may succeed later, unchanged.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.code.is_some_and(ErrorCode::is_retryable)
    }

    /// How long to wait before repeating; see [`ErrorCode::retry_after_hint`].
    #[must_use]
    pub fn retry_after_hint(&self, repeats: u32) -> Option<Duration> {
        self.code?.retry_after_hint(repeats)
    }

    /// What else fails while the problem lasts.
    #[must_use]
    pub fn scope(&self) -> ErrorScope {
        self.code.map_or(ErrorScope::Message, ErrorCode::scope)
    }

    /// Whether only a template can reach the user now.
    #[must_use]
    pub fn needs_template(&self) -> bool {
        self.code.is_some_and(ErrorCode::needs_template)
    }
}

/// An error as it is read, leniently, and written.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Wire {
    #[serde(deserialize_with = "read::lenient")]
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<ErrorCode>,
    #[serde(deserialize_with = "text")]
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(deserialize_with = "text")]
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(deserialize_with = "text")]
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    #[serde(skip_serializing_if = "Option::is_none")]
    error_data: Option<ErrorData>,
    /// In older deliveries it stands here.
    #[serde(deserialize_with = "text", skip_serializing)]
    details: Option<String>,
}

impl From<Wire> for ErrorDetail {
    fn from(wire: Wire) -> Self {
        Self {
            code: wire.code,
            title: wire.title,
            message: wire.message,
            details: wire
                .error_data
                .and_then(ErrorData::into_details)
                .or(wire.details),
            href: wire.href,
        }
    }
}

impl From<ErrorDetail> for Wire {
    fn from(detail: ErrorDetail) -> Self {
        let details = Some(detail.details).filter(Option::is_some);
        Self {
            code: detail.code,
            title: detail.title,
            message: detail.message,
            href: detail.href,
            error_data: details.map(|details| ErrorData::Object { details }),
            details: None,
        }
    }
}

/// `error_data`: mostly an object, sometimes a bare text.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum ErrorData {
    Object {
        #[serde(default, deserialize_with = "text")]
        details: Option<String>,
    },
    Text(#[serde(deserialize_with = "text")] Option<String>),
}

impl ErrorData {
    fn into_details(self) -> Option<String> {
        match self {
            Self::Object { details } | Self::Text(details) => details,
        }
    }
}

/// Reads what `error_data` tells.
pub(super) fn details<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let data: Option<ErrorData> = read::lenient(deserializer)?;
    Ok(data.and_then(ErrorData::into_details))
}

/// Longer texts of the vendor are cut.
const TEXT_LIMIT: usize = 1_000;

/// Reads a text; an empty one is absent.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text: Option<String> = read::filled(deserializer)?;
    Ok(text.map(|text| match text.char_indices().nth(TEXT_LIMIT) {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }))
}
