//! One call: from its arguments to its answer.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde::{Serialize, de::DeserializeOwned};
use url::Url;

use super::{HttpClient, Multipart, SendBody, StreamedAnswer, payload::Payload};
use crate::{
    error::{DecodeError, Error, InvalidRequest, VendorError},
    read::json,
    response::{Response, ResponseMeta},
};

/// One call in the making.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'a, A: VendorError> {
    pub(super) client: &'a HttpClient<A>,
    pub(super) method: Method,
    pub(super) template: &'static str,
    pub(super) parts: Vec<(&'static str, &'a str)>,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) headers: HeaderMap,
    /// An absolute URL, instead of the filled template.
    pub(super) url: Option<Url>,
    pub(super) body: Option<Payload>,
    pub(super) idempotent: bool,
    pub(super) ignores_body: bool,
    /// Whether the body of a success is left to be read.
    pub(super) streams: bool,
    /// What sends it if the answer is to turn the connection into another protocol's.
    pub(super) upgrades: Option<reqwest::Client>,
    pub(super) invalid: Option<InvalidRequest>,
}

impl<A: VendorError> fmt::Debug for Call<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("template", &self.template)
            .finish_non_exhaustive()
    }
}

impl<'a, A: VendorError> Call<'a, A> {
    pub(super) fn new(client: &'a HttpClient<A>, method: Method, template: &'static str) -> Self {
        let idempotent = method.is_idempotent();
        Self {
            client,
            method,
            template,
            parts: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            url: None,
            body: None,
            idempotent,
            ignores_body: false,
            streams: false,
            upgrades: None,
            invalid: None,
        }
    }

    pub(super) fn at(mut self, url: Url) -> Self {
        self.url = Some(url);
        self
    }

    /// Fills `{name}` of the template; the value is percent-encoded.
    pub fn path(mut self, name: &'static str, value: &'a str) -> Self {
        self.parts.push((name, value));
        self
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// Adds a query parameter if there is a value.
    pub fn query_opt(self, name: &'static str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds a header. Its value counts as secret: it is never printed.
    pub fn header(mut self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        self.headers.insert(name, value);
        self
    }

    /// Sends `body` as JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.body = Some(Payload::Bytes(json.into())),
            Err(_) => self.invalid = Some(InvalidRequest::new("body", "cannot be written as JSON")),
        }
        self.headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        self
    }

    /// Sends `fields` as a form.
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.body = Some(Payload::Bytes(form.into()));
        self.headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        self
    }

    /// Sends `body` as it is.
    pub fn body(mut self, content_type: HeaderValue, body: SendBody) -> Self {
        self.body = Some(Payload::Streamed(vec![body]));
        self.headers.insert(header::CONTENT_TYPE, content_type);
        self
    }

    /// Sends a form with files.
    ///
    /// The time for one attempt then counts from the last piece that was sent, and the
    /// time in all only decides whether another attempt is made.
    pub fn multipart(mut self, form: Multipart) -> Self {
        match form.finish() {
            Ok((content_type, parts)) => {
                self.body = Some(Payload::Streamed(parts));
                self.headers.insert(header::CONTENT_TYPE, content_type);
            }
            Err(invalid) => self.invalid = Some(invalid),
        }
        self
    }

    /// Asks for the bytes from `start` on. A service that serves no ranges answers with
    /// the whole: see [`StreamedAnswer::starts_at`].
    pub fn range_from(mut self, start: u64) -> Self {
        let range = HeaderValue::try_from(format!("bytes={start}-"));
        if let (Ok(range), true) = (range, start > 0) {
            self.headers.insert(header::RANGE, range);
        }
        self
    }

    /// Makes the call fail with `problem` instead of being sent.
    pub fn refused(mut self, problem: InvalidRequest) -> Self {
        self.invalid = Some(problem);
        self
    }

    /// Says whether sending the call twice is the same as sending it once. Without
    /// this, the HTTP method decides: POST and PATCH are not idempotent.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// Sends the call and reads a JSON answer.
    ///
    /// # Errors
    /// All variants of [`Error`]; an empty answer is [`DecodeError::Empty`].
    pub async fn send<T: DeserializeOwned>(self) -> Result<Response<T>, Error<A>> {
        let (meta, body) = self.run_whole().await?;
        if is_blank(&body) {
            return Err(Error::Decode(DecodeError::Empty));
        }
        Ok(Response::new(decode(&body)?, meta))
    }

    /// Sends the call and reads a JSON answer; an empty success gives the default value.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn send_or_default<T: DeserializeOwned + Default>(
        self,
    ) -> Result<Response<T>, Error<A>> {
        let (meta, body) = self.run_whole().await?;
        let value = if is_blank(&body) {
            T::default()
        } else {
            decode(&body)?
        };
        Ok(Response::new(value, meta))
    }

    /// Sends the call; whatever the body of a success is, it does not matter.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn send_ignoring_body(mut self) -> Result<Response<()>, Error<A>> {
        self.ignores_body = true;
        let (meta, _) = self.run().await?;
        Ok(Response::new((), meta))
    }

    /// Sends the call; the body of a success is left to be read, piece by piece.
    ///
    /// Attempts are repeated until the head of an answer is there, not for its body.
    /// The body comes uncompressed, so that lengths and ranges are those of its bytes.
    /// A range that starts after the last byte is an answer too, not an error
    /// ([`StreamedAnswer::is_past_the_end`]).
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn send_streaming(mut self) -> Result<StreamedAnswer<A>, Error<A>> {
        self.streams = true;
        let identity = HeaderValue::from_static("identity");
        self.headers.insert(header::ACCEPT_ENCODING, identity);
        let idle = self.client.inner.timeouts.attempt;
        let (meta, received) = self.run().await?;
        match received.response {
            Some(response) => Ok(StreamedAnswer::new(meta, response, idle)),
            None => Err(Error::Decode(DecodeError::Empty)),
        }
    }

    async fn run_whole(self) -> Result<(ResponseMeta, Bytes), Error<A>> {
        let (meta, received) = self.run().await?;
        Ok((meta, received.body))
    }
}

fn is_blank(body: &[u8]) -> bool {
    body.trim_ascii().is_empty()
}

fn decode<T: DeserializeOwned, A: VendorError>(body: &[u8]) -> Result<T, Error<A>> {
    json(body).map_err(Error::Decode)
}
