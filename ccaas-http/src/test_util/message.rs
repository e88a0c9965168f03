//! Requests and replies of a fake vendor.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A request as a fake receives it.
#[derive(Clone, Debug)]
pub struct FakeRequest {
    /// The method.
    pub method: Method,
    /// The path as sent, percent-encoded.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl FakeRequest {
    /// The path's parts, decoded: `/a/b%2Fc/` gives `["a", "b/c", ""]`.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        self.path
            .trim_start_matches('/')
            .split('/')
            .map(|part| {
                percent_encoding::percent_decode_str(part)
                    .decode_utf8_lossy()
                    .into_owned()
            })
            .collect()
    }

    /// A query parameter's first value.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A header's value, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The bearer token. The scheme's case does not matter.
    #[must_use]
    pub fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then_some(token.trim())
    }

    /// The body as JSON.
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// A field of a form body.
    #[must_use]
    pub fn form(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(&self.body)
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// What a fake does with a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Reply {
    /// It answers.
    Answer(Answer),
    /// It never answers, and keeps the connection.
    Hang,
    /// It closes the connection before the first byte of the answer.
    CutBeforeHead,
    /// It closes the connection in the middle of this answer's body.
    CutMidBody(Answer),
    /// It opens a WebSocket of this channel; a request that asks for none is answered
    /// with 426. See [`Fake::socket`](super::Fake::socket).
    Upgrade {
        /// What the fake calls the socket; several may share a name.
        channel: String,
    },
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// An HTTP answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers, without `Content-Length`.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How long the answer is held back.
    pub delay: Duration,
}

impl Answer {
    /// A JSON answer.
    ///
    /// # Panics
    /// If `status` is not an HTTP status, or `body` cannot be JSON.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(status: u16, body: &T) -> Self {
        let body = serde_json::to_vec(body).expect("a fake's answer can be written as JSON");
        Self::bytes(status, "application/json", body)
    }

    /// An answer of any content type.
    ///
    /// # Panics
    /// If `status` is not an HTTP status.
    #[must_use]
    pub fn bytes(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        let status = StatusCode::from_u16(status).expect("a fake answers with an HTTP status");
        Self {
            status,
            headers,
            body: body.into(),
            delay: Duration::ZERO,
        }
    }

    /// An answer without a body.
    ///
    /// # Panics
    /// If `status` is not an HTTP status.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        let mut answer = Self::bytes(status, "text/plain", Bytes::new());
        answer.headers.clear();
        answer
    }

    /// Adds a header.
    ///
    /// # Panics
    /// If name or value cannot stand in a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl ToString) -> Self {
        let name = HeaderName::try_from(name).expect("a fake sends valid header names");
        let value = HeaderValue::try_from(value.to_string()).expect("a fake sends valid values");
        self.headers.insert(name, value);
        self
    }

    /// Holds the answer back.
    #[must_use]
    pub fn with_delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The body as JSON, for a fake's own tests.
    #[must_use]
    pub fn body_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}
