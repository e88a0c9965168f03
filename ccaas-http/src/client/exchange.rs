//! Sending a call: sign-in, attempts, waits, and reading the answer.

use std::{sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{StatusCode, header};
use tokio::time::Instant;
use tracing::{Instrument, Span, field::Empty};
use url::Url;

use super::{Call, Timeouts, Token, retry::jittered, template};
use crate::{
    error::{DecodeError, Error, InvalidRequest, VendorError},
    response::ResponseMeta,
};

impl<A: VendorError> Call<'_, A> {
    /// Sends the call as often as the policy allows; a success comes with its body.
    pub(super) async fn run(self) -> Result<(ResponseMeta, Bytes), Error<A>> {
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
        let url = self.url()?;
        let inner = &*self.client.inner;
        let total = inner.timeouts.total;
        let room = room(&inner.timeouts);
        let mut spent = Duration::ZERO;
        let mut attempts = 0;
        let mut signed_in_again = false;
        let mut doubtful = None;
        loop {
            attempts += 1;
            let started = Instant::now();
            let mut token = None;
            let error = match self
                .attempt(&url, total.saturating_sub(spent), &mut token)
                .await
            {
                Ok((meta, body)) => {
                    self.record(span, attempts, Some(&meta));
                    return Ok((meta, body));
                }
                Err(error) => error,
            };

            let refused = token.filter(|_| is_unauthorized(&error) && !signed_in_again);
            if let (Some(tokens), Some(refused)) = (&inner.tokens, &refused) {
                tokens.discard(refused).await;
            }
            spent += started.elapsed();
            let left = total.saturating_sub(spent);
            if refused.is_some() && left > room {
                // A new token may be all it takes: at once, once, and not counted as a retry.
                signed_in_again = true;
                attempts -= 1;
                continue;
            }
            let wait = inner
                .retry
                .next_delay(attempts, self.idempotent, &error)
                .map(|delay| {
                    jittered(
                        delay,
                        error.retry_after().unwrap_or_default(),
                        fastrand::f64(),
                    )
                });
            match wait {
                Some(wait) if wait.saturating_add(room) < left => {
                    tracing::debug!(
                        error = %error,
                        attempts,
                        wait_ms = wait.as_millis(),
                        "the call is repeated"
                    );
                    if error.may_have_been_applied() {
                        doubtful = Some(error);
                    }
                    inner.clock.sleep(wait).await;
                    spent += wait;
                }
                _ => {
                    let error = most_telling(error, doubtful);
                    self.record(span, attempts, error.as_api().map(VendorError::meta));
                    return Err(error);
                }
            }
        }
    }

    /// Tells how the call ended: in its span, and in a line for those who log in detail.
    fn record(&self, span: &Span, attempts: u32, meta: Option<&ResponseMeta>) {
        if span.is_disabled() {
            return;
        }
        let status = meta.map(|meta| meta.status().as_u16());
        let correlation_id = meta.and_then(ResponseMeta::correlation_id);
        span.record("http.request.attempts", attempts);
        span.record("http.response.status_code", status);
        span.record("correlation_id", correlation_id);
        tracing::debug!(
            http.request.method = self.method.as_str(),
            url.template = self.template,
            http.response.status_code = status,
            attempts,
            correlation_id,
            "the call ended"
        );
    }

    fn url(&self) -> Result<Url, InvalidRequest> {
        let mut url = template::fill(&self.client.inner.base, self.template, &self.parts)?;
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Ok(url)
    }

    /// One attempt within `left`; `token` is set to the one that it was sent with.
    async fn attempt(
        &self,
        url: &Url,
        left: Duration,
        token: &mut Option<Arc<Token>>,
    ) -> Result<(ResponseMeta, Bytes), Error<A>> {
        let inner = &*self.client.inner;
        let mut limit = inner.timeouts.attempt.min(left);
        let mut request = reqwest::Request::new(self.method.clone(), url.clone());
        *request.headers_mut() = self.headers.clone();
        if let Some(tokens) = &inner.tokens {
            let started = Instant::now();
            let for_sign_in = left.saturating_sub(room(&inner.timeouts));
            let current = tokens.get_within(for_sign_in).await.map_err(Error::Auth)?;
            limit = limit.min(left.saturating_sub(started.elapsed()));
            request
                .headers_mut()
                .insert(header::AUTHORIZATION, current.authorization());
            *token = Some(current);
        }
        if let Some(body) = &self.body {
            *request.body_mut() = Some(body.clone().into());
        }

        let mut head = None;
        let exchange = async {
            let response = inner.reqwest.execute(request).await.map_err(from_reqwest)?;
            head = Some(ResponseMeta::read_known(
                response.status(),
                response.headers(),
                &inner.headers,
                || inner.clock.now(),
            ));
            read_body(response, inner.max_response_bytes).await
        };
        let body = tokio::time::timeout(limit, exchange)
            .await
            .unwrap_or_else(|_| {
                Err(Error::Interrupted(
                    "the service took too long to answer".into(),
                ))
            });
        match (head, body) {
            // The status already tells what happened, so a lost body does not hide it.
            (Some(meta), body) if !meta.status().is_success() => Err(Error::Api(Box::new(
                A::from_answer(meta, &body.unwrap_or_default()),
            ))),
            (Some(meta), body) if self.ignores_body => Ok((meta, body.unwrap_or_default())),
            (Some(meta), body) => Ok((meta, body?)),
            (None, body) => Err(body.err().unwrap_or(Error::Interrupted("no answer".into()))),
        }
    }
}

/// An attempt that would have less time than this is not begun: it would only turn a
/// clear failure into a doubtful one.
fn room(timeouts: &Timeouts) -> Duration {
    timeouts.attempt.min(timeouts.total) / 10
}

fn is_unauthorized<A: VendorError>(error: &Error<A>) -> bool {
    error
        .as_api()
        .is_some_and(|api| api.meta().status() == StatusCode::UNAUTHORIZED)
}

/// The last error, unless the service was not reached again after a doubtful one.
fn most_telling<A: VendorError>(last: Error<A>, doubtful: Option<Error<A>>) -> Error<A> {
    match (last, doubtful) {
        (Error::Connect(_) | Error::Auth(_), Some(doubtful)) => doubtful,
        (last, _) => last,
    }
}

async fn read_body<A: VendorError>(
    mut response: reqwest::Response,
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
        return if first.len() > limit {
            Err(too_large())
        } else {
            Ok(first)
        };
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
