//! One call: from its arguments to its answer.

use std::{fmt, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::Instant;
use tracing::{Instrument, Span, field::Empty};
use url::Url;

use super::{HttpClient, retry::jittered, template};
use crate::{
    error::{DecodeError, Error, InvalidRequest, VendorError},
    response::{Response, ResponseMeta},
};

/// One call in the making.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'a, A: VendorError> {
    client: &'a HttpClient<A>,
    method: Method,
    template: &'static str,
    parts: Vec<(&'static str, &'a str)>,
    query: Vec<(&'static str, String)>,
    headers: HeaderMap,
    body: Option<Bytes>,
    idempotent: bool,
    invalid: Option<InvalidRequest>,
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
            body: None,
            idempotent,
            invalid: None,
        }
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
            Ok(json) => self.body = Some(json.into()),
            Err(_) => self.invalid = Some(InvalidRequest::new("body", "cannot be written as JSON")),
        }
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self
    }

    /// Sends `fields` as a form.
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.body = Some(form.into());
        self.headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
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
        let (meta, body) = self.run().await?;
        if body.is_empty() {
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
        let (meta, body) = self.run().await?;
        let value = if body.is_empty() { T::default() } else { decode(&body)? };
        Ok(Response::new(value, meta))
    }

    /// Sends the call; whatever the body of a success is, it is not read.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn send_ignoring_body(self) -> Result<Response<()>, Error<A>> {
        match self.run().await {
            Ok((meta, _)) => Ok(Response::new((), meta)),
            Err(error) => Err(error),
        }
    }

    async fn run(self) -> Result<(ResponseMeta, Bytes), Error<A>> {
        let span = tracing::info_span!(
            "http_call",
            otel.kind = "client",
            http.request.method = self.method.as_str(),
            url.template = self.template,
            http.response.status_code = Empty,
            http.request.attempts = Empty,
            correlation_id = Empty,
        );
        self.run_in_span(&span).instrument(span.clone()).await
    }

    async fn run_in_span(mut self, span: &Span) -> Result<(ResponseMeta, Bytes), Error<A>> {
        if let Some(invalid) = self.invalid.take() {
            return Err(invalid.into());
        }
        let mut url = template::fill(&self.client.inner.base, self.template, &self.parts)?;
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        let inner = &*self.client.inner;
        let mut spent = Duration::ZERO;
        let mut attempts = 0;
        let mut signed_in_again = false;
        loop {
            attempts += 1;
            let started = Instant::now();
            let token = match &inner.tokens {
                Some(tokens) => Some(tokens.get().await.map_err(Error::Auth)?),
                None => None,
            };
            let bearer = token.as_deref().map(super::Token::authorization);
            let left = inner.timeouts.total.saturating_sub(spent + started.elapsed());
            let result = self.attempt(&url, bearer, left).await;
            spent += started.elapsed();

            let error = match result {
                Ok((meta, body)) => {
                    record(span, attempts, Some(&meta));
                    return Ok((meta, body));
                }
                Err(error) => error,
            };
            if let (Some(token), Some(tokens)) = (&token, &inner.tokens)
                && matches!(&error, Error::Api(api) if api.meta().status() == StatusCode::UNAUTHORIZED)
            {
                tokens.discard(token).await;
                if !signed_in_again {
                    signed_in_again = true;
                    attempts -= 1;
                    continue;
                }
            }
            let wait = inner.retry.next_delay(attempts, self.idempotent, &error).map(|delay| {
                jittered(delay, error.retry_after().unwrap_or_default(), fastrand::f64())
            });
            match wait {
                Some(wait) if spent + wait < inner.timeouts.total => {
                    tracing::debug!(error = %error, attempts, wait_ms = wait.as_millis(), "the call is repeated");
                    inner.clock.sleep(wait).await;
                    spent += wait;
                }
                _ => {
                    let meta = match &error {
                        Error::Api(api) => Some(api.meta()),
                        _ => None,
                    };
                    record(span, attempts, meta);
                    return Err(error);
                }
            }
        }
    }

    async fn attempt(
        &self,
        url: &Url,
        bearer: Option<HeaderValue>,
        left: Duration,
    ) -> Result<(ResponseMeta, Bytes), Error<A>> {
        let inner = &*self.client.inner;
        let mut request = reqwest::Request::new(self.method.clone(), url.clone());
        *request.headers_mut() = self.headers.clone();
        if let Some(bearer) = bearer {
            request.headers_mut().insert(header::AUTHORIZATION, bearer);
        }
        if let Some(body) = &self.body {
            *request.body_mut() = Some(body.clone().into());
        }
        let limit = inner.timeouts.attempt.min(left);
        let exchange = async {
            let mut response = inner.reqwest.execute(request).await.map_err(from_reqwest)?;
            let meta = ResponseMeta::read(
                response.status(),
                response.headers(),
                &inner.headers,
                inner.clock.now(),
            );
            let body = read_body(&mut response, inner.max_response_bytes).await;
            match (meta.status().is_success(), body) {
                (true, body) => Ok((meta, body?)),
                // The status already tells what happened, so a lost body does not hide it.
                (false, body) => {
                    Err(Error::Api(Box::new(A::from_answer(meta, &body.unwrap_or_default()))))
                }
            }
        };
        match tokio::time::timeout(limit, exchange).await {
            Ok(result) => result,
            Err(_) => Err(Error::Interrupted("the service took too long to answer".into())),
        }
    }
}

async fn read_body<A: VendorError>(
    response: &mut reqwest::Response,
    limit: usize,
) -> Result<Bytes, Error<A>> {
    let too_large = || Error::Decode(DecodeError::TooLarge { limit });
    let told = response.content_length().unwrap_or(0);
    if told > limit as u64 {
        return Err(too_large());
    }
    let Some(first) = response.chunk().await.map_err(from_reqwest)? else {
        return Ok(Bytes::new());
    };
    let Some(second) = response.chunk().await.map_err(from_reqwest)? else {
        return if first.len() > limit { Err(too_large()) } else { Ok(first) };
    };
    let mut body = BytesMut::with_capacity(first.len() + second.len());
    body.extend_from_slice(&first);
    body.extend_from_slice(&second);
    while body.len() <= limit {
        match response.chunk().await.map_err(from_reqwest)? {
            Some(chunk) => body.extend_from_slice(&chunk),
            None => return Ok(body.freeze()),
        }
    }
    Err(too_large())
}

fn decode<T: DeserializeOwned, A: VendorError>(body: &[u8]) -> Result<T, Error<A>> {
    serde_json::from_slice(body).map_err(|error| Error::Decode(error.into()))
}

fn from_reqwest<A: VendorError>(error: reqwest::Error) -> Error<A> {
    let connect = error.is_connect();
    let builder = error.is_builder();
    // The URL can hold tokens and phone numbers.
    let error = Box::new(error.without_url());
    if builder {
        InvalidRequest::new("URL", "cannot be requested").into()
    } else if connect {
        Error::Connect(error)
    } else {
        Error::Interrupted(error)
    }
}

fn record(span: &Span, attempts: u32, meta: Option<&ResponseMeta>) {
    if span.is_disabled() {
        return;
    }
    span.record("http.request.attempts", attempts);
    if let Some(meta) = meta {
        span.record("http.response.status_code", meta.status().as_u16());
        if let Some(id) = meta.correlation_id() {
            span.record("correlation_id", id);
        }
    }
}
