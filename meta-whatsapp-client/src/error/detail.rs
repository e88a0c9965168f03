//! Errors inside webhooks.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeStruct};
use serde_json::{Value, json};

use super::{ErrorCode, ErrorKind, ErrorScope, read};

/// One error of a webhook: `{code, title, message?, error_data{details}?, href?}`.
///
/// `Debug` shows the code only: the texts may name people.
#[derive(Clone, PartialEq, Eq)]
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

/// Reads any JSON object; what is not of the documented shape is absent.
impl<'de> Deserialize<'de> for ErrorDetail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Value::Object(serde_json::Map::deserialize(deserializer)?);
        Ok(Self {
            code: read::int(&fields, "code").map(ErrorCode::from),
            title: read::text(&fields, "title"),
            message: read::text(&fields, "message"),
            details: read::details(&fields),
            href: read::text(&fields, "href"),
        })
    }
}

impl Serialize for ErrorDetail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let data = self
            .details
            .as_ref()
            .map(|details| json!({ "details": details }));
        let mut fields = serializer.serialize_struct("ErrorDetail", 5)?;
        match &self.code {
            Some(code) => fields.serialize_field("code", code)?,
            None => fields.skip_field("code")?,
        }
        for (name, value) in [
            ("title", &self.title),
            ("message", &self.message),
            ("href", &self.href),
        ] {
            match value {
                Some(value) => fields.serialize_field(name, value)?,
                None => fields.skip_field(name)?,
            }
        }
        match &data {
            Some(data) => fields.serialize_field("error_data", data)?,
            None => fields.skip_field("error_data")?,
        }
        fields.end()
    }
}
