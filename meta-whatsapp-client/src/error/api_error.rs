//! Error answers of the Cloud API.

use std::{fmt, time::Duration};

use ccaas_http::{ResponseMeta, VendorError, read};
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use super::{
    ErrorCode, ErrorKind, ErrorScope, advice,
    detail::{details, text},
};
#[cfg(feature = "client")]
use crate::management::BlockResult;

/// An error answer: `{error:{message, type, code, error_data{details}, fbtrace_id, …}}`.
///
/// Read leniently: an answer of a proxy that is HTML, cut off or empty is still an
/// `ApiError` that knows its status. `Display` and `Debug` show status, code and
/// `fbtrace_id`; the texts may name people, so only their own methods hand them out.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError {
    meta: ResponseMeta,
    fields: Fields,
    block_users: Option<Value>,
}

impl ApiError {
    /// The HTTP status. Meta says not to build on it: see [`code`](Self::code).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.meta.status()
    }

    /// The code; absent if the answer is not from the Cloud API, such as a proxy's.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.fields.code
    }

    /// `error_subcode`; deprecated by Meta.
    #[must_use]
    pub fn error_subcode(&self) -> Option<i64> {
        self.fields.error_subcode
    }

    /// `type`, such as `OAuthException`; an open set of texts.
    #[must_use]
    pub fn type_(&self) -> Option<&str> {
        self.fields.type_.as_deref()
    }

    /// `message`: code and title as a text.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.fields.message.as_deref()
    }

    /// `error_data.details`: what went wrong in this case.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.fields.details.as_deref()
    }

    /// `is_transient`, as Meta sent it.
    #[must_use]
    pub fn is_transient_flag(&self) -> Option<bool> {
        self.fields.is_transient
    }

    /// `error_user_title`: a title that may be shown to the user of an application.
    #[must_use]
    pub fn error_user_title(&self) -> Option<&str> {
        self.fields.error_user_title.as_deref()
    }

    /// `error_user_msg`: a text that may be shown to the user of an application.
    #[must_use]
    pub fn error_user_msg(&self) -> Option<&str> {
        self.fields.error_user_msg.as_deref()
    }

    /// `fbtrace_id`: Meta's id of this request, to quote in a support case.
    #[must_use]
    pub fn fbtrace_id(&self) -> Option<&str> {
        self.fields.fbtrace_id.as_deref()
    }

    /// What stands beside the error when some users could not be blocked or unblocked.
    #[cfg(feature = "client")]
    pub(crate) fn block_users(&self) -> Option<BlockResult> {
        serde_json::from_value(self.block_users.clone()?).ok()
    }

    /// What kind of problem it is: by code, or by HTTP status if the code is not known.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.known()
            .map_or_else(|| kind_of(self.status()), ErrorCode::kind)
    }

    /// Whether the same call may succeed later, unchanged.
    ///
    /// By code; without a code, or with one that is not known by itself, by Meta's
    /// `is_transient`, then by status.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.exact().map_or_else(
            || {
                let by_status = [ErrorKind::RateLimit, ErrorKind::Temporary];
                self.fields
                    .is_transient
                    .unwrap_or_else(|| by_status.contains(&kind_of(self.status())))
            },
            ErrorCode::is_retryable,
        )
    }

    /// How long to wait before repeating: `Retry-After`, or what the code calls for.
    ///
    /// The longer of both; 1, 2, 4 … s, at most a minute, where no code says it. `None`
    /// exactly if it is not [retryable](Self::is_retryable). `repeats` is how often it was
    /// repeated so far. See [`ErrorCode::retry_after_hint`].
    #[must_use]
    pub fn retry_after_hint(&self, repeats: u32) -> Option<Duration> {
        if !self.is_retryable() {
            return None;
        }
        let hint = self.exact().map_or_else(
            || Some(advice::backoff(repeats)),
            |code| code.retry_after_hint(repeats),
        );
        self.meta.retry_after().max(hint)
    }

    /// What else fails while the problem lasts.
    #[must_use]
    pub fn scope(&self) -> ErrorScope {
        match (self.known(), self.kind()) {
            (Some(code), _) => code.scope(),
            (None, ErrorKind::Auth | ErrorKind::RateLimit) => ErrorScope::App,
            (None, _) => ErrorScope::Message,
        }
    }

    /// Whether only a template can reach the user now.
    #[must_use]
    pub fn needs_template(&self) -> bool {
        self.fields.code.is_some_and(ErrorCode::needs_template)
    }
}

fn kind_of(status: StatusCode) -> ErrorKind {
    match status {
        StatusCode::UNAUTHORIZED => ErrorKind::Auth,
        StatusCode::FORBIDDEN => ErrorKind::Permission,
        StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimit,
        StatusCode::REQUEST_TIMEOUT => ErrorKind::Temporary,
        status if status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED => {
            ErrorKind::Temporary
        }
        _ => ErrorKind::Unknown,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    #[serde(deserialize_with = "read::lenient")]
    error: Option<Fields>,
    block_users: Option<Value>,
}

#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Fields {
    #[serde(deserialize_with = "read::lenient")]
    code: Option<ErrorCode>,
    #[serde(deserialize_with = "read::lenient")]
    error_subcode: Option<i64>,
    #[serde(rename = "type", deserialize_with = "text")]
    type_: Option<String>,
    #[serde(deserialize_with = "text")]
    message: Option<String>,
    #[serde(rename = "error_data", deserialize_with = "details")]
    details: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    is_transient: Option<bool>,
    #[serde(deserialize_with = "text")]
    error_user_title: Option<String>,
    #[serde(deserialize_with = "text")]
    error_user_msg: Option<String>,
    #[serde(deserialize_with = "text")]
    fbtrace_id: Option<String>,
}

impl VendorError for ApiError {
    type SignIn = Self;

    fn from_answer(meta: ResponseMeta, body: &[u8]) -> Self {
        let answer: Body = read::json(body).unwrap_or_default();
        let alone = || read::json(body).unwrap_or_default();
        Self {
            meta,
            fields: answer.error.unwrap_or_else(alone),
            block_users: answer.block_users,
        }
    }

    fn meta(&self) -> &ResponseMeta {
        &self.meta
    }

    fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimit
    }

    fn is_transient(&self) -> bool {
        self.is_retryable()
    }

    fn may_have_been_applied(&self) -> bool {
        // A code with a row of its own leaves no doubt, whatever the status. Any other may
        // stand for a passing fault, and those come with any status, too.
        self.exact().map_or_else(
            || {
                let passing = self.fields.is_transient == Some(true)
                    || kind_of(self.status()) == ErrorKind::Temporary;
                passing && !self.is_rate_limited()
            },
            ErrorCode::may_have_been_applied,
        )
    }

    fn is_left_to_the_caller(&self) -> bool {
        // The pace to one customer is the sender's to keep, and 1, 4, 16 … s are no wait
        // inside a call.
        self.fields.code == Some(ErrorCode::PairRateLimit)
    }

    fn retry_after(&self) -> Option<Duration> {
        let hint = self.exact().filter(|_| self.is_rate_limited());
        let hint = hint.and_then(|code| code.retry_after_hint(0));
        self.meta.retry_after().max(hint)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WhatsApp answered {}", self.status())?;
        if let Some(code) = self.fields.code {
            write!(f, " (code {code})")?;
        }
        match self.trace() {
            Some(trace) => write!(f, " (fbtrace_id {trace})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status().as_u16())
            .field("code", &self.fields.code)
            .field("fbtrace_id", &self.trace())
            .finish_non_exhaustive()
    }
}

impl ApiError {
    /// The code, if there is one that this version of the crate knows.
    fn known(&self) -> Option<ErrorCode> {
        self.fields
            .code
            .filter(|code| code.kind() != ErrorKind::Unknown)
    }

    /// The code, if the table has a row for it.
    fn exact(&self) -> Option<ErrorCode> {
        self.fields.code.filter(|code| code.is_exact())
    }

    /// The trace id if it has the form of one: nothing else may reach a log.
    fn trace(&self) -> Option<&str> {
        self.fbtrace_id().filter(|id| {
            id.len() <= 64
                && id.bytes().any(|byte| byte.is_ascii_alphabetic())
                && id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
        })
    }
}

impl std::error::Error for ApiError {}
