//! The one error of every client, ordered by how far the request got.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use http::StatusCode;

use crate::response::ResponseMeta;

/// A boxed cause.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

/// What a vendor's error answer must tell, whatever its shape.
///
/// Implementors read leniently: a body that is not JSON, or not the documented
/// shape, still becomes an error that knows its status.
pub trait VendorError: std::error::Error + Send + Sync + 'static {
    /// The error of this vendor's sign-in endpoint, which may have its own shape.
    ///
    /// A sign-in needs no sign-in of its own, so the chain ends there.
    type SignIn: VendorError<SignIn = Self::SignIn>;

    /// Reads an answer whose status is not a success.
    fn from_answer(meta: ResponseMeta, body: &[u8]) -> Self
    where
        Self: Sized;

    /// Status, correlation id, rate limit and `Retry-After` of the answer.
    fn meta(&self) -> &ResponseMeta;

    /// Whether the vendor says "too many", and so surely did not act.
    ///
    /// By default the status decides; a vendor with codes of its own for it, sent with
    /// whatever status, looks at those.
    fn is_rate_limited(&self) -> bool {
        self.meta().status() == StatusCode::TOO_MANY_REQUESTS
    }

    /// Whether the same call may succeed later, unchanged. By default: when rate-limited,
    /// or by status.
    fn is_transient(&self) -> bool {
        self.is_rate_limited() || is_transient_status(self.meta().status())
    }

    /// Whether the vendor may have acted, although it answered with an error.
    ///
    /// By default the status decides, and a call that was rate-limited was not acted on.
    fn may_have_been_applied(&self) -> bool {
        let status = self.meta().status();
        !self.is_rate_limited()
            && (status == StatusCode::REQUEST_TIMEOUT
                || (status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED))
    }

    /// Whether the client leaves it to the caller to repeat the call, whatever its policy.
    ///
    /// For a limit that a repeat makes worse, or that somebody else keeps count of. By
    /// default it does not.
    fn is_left_to_the_caller(&self) -> bool {
        false
    }

    /// How long to wait before the next try. By default `Retry-After`.
    fn retry_after(&self) -> Option<Duration> {
        self.meta().retry_after()
    }
}

/// Why a call failed, by how far the request got.
///
/// Two questions matter to a caller, and both are methods: may the vendor have
/// acted ([`Error::may_have_been_applied`]), and is it worth repeating
/// ([`Error::is_transient`]).
#[non_exhaustive]
pub enum Error<A: VendorError> {
    /// The request was not sent: an argument is not valid.
    InvalidRequest(InvalidRequest),
    /// The request was not sent: signing in failed. Carries the sign-in's own error.
    Auth(Arc<Error<A::SignIn>>),
    /// The request was not sent: no connection to the service.
    Connect(BoxError),
    /// The request may have been sent, but no whole answer came back in time.
    Interrupted(BoxError),
    /// The service answered with an error.
    Api(Box<A>),
    /// The service answered with success, but the answer could not be read.
    Decode(DecodeError),
}

impl<A: VendorError> Error<A> {
    /// Whether the service may have acted on the request.
    ///
    /// `false` means that it surely did not: repeating cannot do a thing twice.
    /// An answer of 408 or 5xx counts as "may have", except 501, unless the vendor's crate
    /// knows better. An idempotent call that
    /// was sent more than once is judged by the last time the service was reached.
    #[must_use]
    pub fn may_have_been_applied(&self) -> bool {
        match self {
            Self::InvalidRequest(_) | Self::Auth(_) | Self::Connect(_) => false,
            Self::Interrupted(_) | Self::Decode(_) => true,
            Self::Api(error) => error.may_have_been_applied(),
        }
    }

    /// Whether the same call may succeed later, unchanged.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::InvalidRequest(_) | Self::Decode(_) => false,
            Self::Auth(error) => error.is_transient(),
            Self::Connect(_) | Self::Interrupted(_) => true,
            Self::Api(error) => error.is_transient(),
        }
    }

    /// Whether the service (or its sign-in) answered "too many": 429, or a code for it.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        match self {
            Self::Api(error) => error.is_rate_limited(),
            Self::Auth(error) => error.is_rate_limited(),
            _ => false,
        }
    }

    /// How long the service asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after(),
            Self::Auth(error) => error.retry_after(),
            _ => None,
        }
    }

    /// The HTTP status of the error answer, of the sign-in's for [`Error::Auth`].
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.meta().map(ResponseMeta::status)
    }

    /// The vendor's id of this request, to quote in a support case.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.meta().and_then(ResponseMeta::correlation_id)
    }

    /// Whether the service says that there is no such thing, or no more: 404 or 410.
    ///
    /// Services that copy their data with a delay say so of what was made a moment ago, too.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        let status = self.as_api().map(|api| api.meta().status());
        matches!(status, Some(StatusCode::NOT_FOUND | StatusCode::GONE))
    }

    /// The vendor's error, if it answered with one.
    #[must_use]
    pub fn as_api(&self) -> Option<&A> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    fn meta(&self) -> Option<&ResponseMeta> {
        match self {
            Self::Api(error) => Some(error.meta()),
            Self::Auth(error) => error.meta(),
            _ => None,
        }
    }
}

/// 408, 429 and 5xx but 501: the same call may succeed later.
pub(crate) fn is_transient_status(status: StatusCode) -> bool {
    status == StatusCode::REQUEST_TIMEOUT
        || status == StatusCode::TOO_MANY_REQUESTS
        || (status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED)
}

// Written by hand: a derive would bound `A::SignIn::SignIn::…` without end.
impl<A: VendorError> fmt::Debug for Error<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(error) => f.debug_tuple("InvalidRequest").field(error).finish(),
            Self::Auth(error) => f.debug_tuple("Auth").field(error).finish(),
            Self::Connect(error) => f.debug_tuple("Connect").field(error).finish(),
            Self::Interrupted(error) => f.debug_tuple("Interrupted").field(error).finish(),
            Self::Api(error) => f.debug_tuple("Api").field(error).finish(),
            Self::Decode(error) => f.debug_tuple("Decode").field(error).finish(),
        }
    }
}

impl<A: VendorError> fmt::Display for Error<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(_) => f.write_str("the request is not valid"),
            Self::Auth(_) => f.write_str("could not sign in to the service"),
            Self::Connect(_) => f.write_str("could not connect to the service"),
            Self::Interrupted(_) => f.write_str("no whole answer came back from the service"),
            Self::Api(error) => fmt::Display::fmt(error, f),
            Self::Decode(_) => f.write_str("could not read the answer of the service"),
        }
    }
}

impl<A: VendorError> std::error::Error for Error<A> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::InvalidRequest(error) => Some(error),
            Self::Auth(error) => Some(&**error),
            Self::Connect(error) | Self::Interrupted(error) => Some(&**error),
            // The vendor's error is the message itself, so its causes follow it directly.
            Self::Api(error) => error.source(),
            Self::Decode(error) => Some(error),
        }
    }
}

impl<A: VendorError> From<InvalidRequest> for Error<A> {
    fn from(error: InvalidRequest) -> Self {
        Self::InvalidRequest(error)
    }
}

/// An argument that cannot be sent: which one, and why.
///
/// The text names the argument and the rule, never the value, which may be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` {problem}")]
pub struct InvalidRequest {
    field: Cow<'static, str>,
    problem: String,
}

impl InvalidRequest {
    /// `field` as the vendor spells it, deep ones as a path
    /// (`interactive.action.buttons[3].reply.title`); `problem` completes the sentence
    /// "`field` …".
    pub fn new(field: impl Into<Cow<'static, str>>, problem: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            problem: problem.into(),
        }
    }

    /// The argument's name or path, as the vendor spells it.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What is wrong with it.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

/// Why a successful answer could not be read.
///
/// It tells where, never what: a parser's own message quotes the text it stumbled on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The body is longer than the client accepts.
    #[error("the answer is longer than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The body is empty where a value is needed.
    #[error("the answer is empty")]
    Empty,
    /// The body is not JSON, or not of the expected shape.
    #[error("the answer is not the expected JSON: {problem} at line {line}, column {column}")]
    Json {
        /// What kind of fault: `syntax`, `shape` or `cut off`.
        problem: &'static str,
        /// Line in the body, from 1.
        line: usize,
        /// Column in the line, from 0.
        column: usize,
    },
    /// The body is not what the vendor's checksum says.
    #[error("the answer is not what its checksum says")]
    Checksum,
    /// The answer is JSON of the right shape, but something in it cannot be used.
    #[error("the answer has no usable `{field}`")]
    Field {
        /// The field, as the vendor spells it.
        field: &'static str,
    },
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        use serde_json::error::Category;
        let problem = match error.classify() {
            Category::Eof => "cut off",
            Category::Data => "shape",
            Category::Syntax | Category::Io => "syntax",
        };
        Self::Json {
            problem,
            line: error.line(),
            column: error.column(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::MetaHeaders;

    #[derive(Debug, thiserror::Error)]
    #[error("answered {}", self.0.status())]
    struct Plain(ResponseMeta);

    impl VendorError for Plain {
        type SignIn = Plain;
        fn from_answer(meta: ResponseMeta, _: &[u8]) -> Self {
            Self(meta)
        }
        fn meta(&self) -> &ResponseMeta {
            &self.0
        }
    }

    fn api(status: u16) -> Error<Plain> {
        let status = StatusCode::from_u16(status).unwrap();
        let meta = ResponseMeta::read(
            status,
            &http::HeaderMap::new(),
            &MetaHeaders::default(),
            chrono::DateTime::UNIX_EPOCH,
        );
        Error::Api(Box::new(Plain(meta)))
    }

    #[test]
    fn only_failures_after_sending_may_have_been_applied() {
        let lost: Error<Plain> = Error::Interrupted("lost".into());
        assert!(lost.may_have_been_applied());
        assert!(Error::<Plain>::Decode(DecodeError::Empty).may_have_been_applied());
        for (status, expected) in [
            (400, false),
            (401, false),
            (404, false),
            (408, true),
            (429, false),
            (500, true),
            (501, false),
            (504, true),
        ] {
            assert_eq!(api(status).may_have_been_applied(), expected, "{status}");
        }
        assert!(!Error::<Plain>::Connect("refused".into()).may_have_been_applied());
        assert!(!Error::<Plain>::Auth(Arc::new(api(500))).may_have_been_applied());
    }

    #[test]
    fn gone_is_the_services_own_word() {
        assert!(api(404).is_gone() && api(410).is_gone());
        for error in [api(400), api(500), Error::Auth(Arc::new(api(404)))] {
            assert!(!error.is_gone(), "{error:?}");
        }
        assert!(!Error::<Plain>::Connect("no".into()).is_gone());
    }

    #[test]
    fn transient_failures_are_worth_repeating() {
        for (status, expected) in [
            (400, false),
            (408, true),
            (429, true),
            (500, true),
            (501, false),
            (503, true),
        ] {
            assert_eq!(api(status).is_transient(), expected, "{status}");
        }
        assert!(Error::<Plain>::Auth(Arc::new(api(429))).is_rate_limited());
        assert!(!Error::<Plain>::Decode(DecodeError::Empty).is_transient());
    }

    #[test]
    fn a_decode_error_does_not_quote_the_body() {
        let error: DecodeError = serde_json::from_str::<u32>(r#""+15550100""#)
            .unwrap_err()
            .into();
        assert!(!error.to_string().contains("5550100"), "{error}");
        assert!(!format!("{error:?}").contains("5550100"));
    }

    #[test]
    fn the_source_chain_names_each_cause_once() {
        let error: Error<Plain> = Error::Auth(Arc::new(api(403)));
        let source = std::error::Error::source(&error).expect("a sign-in error");
        assert_eq!(error.to_string(), "could not sign in to the service");
        assert_eq!(source.to_string(), "answered 403 Forbidden");
        assert!(source.source().is_none());
    }
}
