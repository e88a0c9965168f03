//! Sending a call: attempts, new tokens, waits.

use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;
use tracing::{Instrument, Span, field::Empty};
use url::Url;

use super::{Call, Timeouts, attempt::Received, payload::Payload, retry::jittered, template};
use crate::{
    error::{Error, InvalidRequest, VendorError},
    response::ResponseMeta,
};

impl<A: VendorError> Call<'_, A> {
    /// Sends the call as often as the policy allows; a success comes with its body.
    pub(super) async fn run(self) -> Result<(ResponseMeta, Received), Error<A>> {
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

    async fn run_in_span(mut self, span: &Span) -> Result<(ResponseMeta, Received), Error<A>> {
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
                Ok((meta, received)) => {
                    self.record(span, attempts, Some(&meta));
                    return Ok((meta, received));
                }
                Err(error) => error,
            };

            let refused = token.filter(|_| is_unauthorized(&error) && !signed_in_again);
            if let (Some(tokens), Some(refused)) = (&inner.tokens, &refused) {
                tokens.discard(refused).await;
            }
            spent += started.elapsed();
            let left = total.saturating_sub(spent);
            let can_be_sent_again = !self.body.as_ref().is_some_and(Payload::is_spent);
            if refused.is_some() && can_be_sent_again && left > room {
                // A new token may be all it takes: at once, once, and not counted as a retry.
                signed_in_again = true;
                attempts -= 1;
                continue;
            }
            let wait = inner
                .retry
                .next_delay(attempts, self.idempotent, &error)
                .filter(|_| can_be_sent_again)
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
        let mut url = match &self.url {
            Some(url) => url.clone(),
            None => template::fill(&self.client.inner.base, self.template, &self.parts)?,
        };
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Ok(url)
    }
}

/// An attempt that would have less time than this is not begun: it would only turn a
/// clear failure into a doubtful one.
pub(super) fn room(timeouts: &Timeouts) -> Duration {
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
        (Error::InvalidRequest(_) | Error::Connect(_) | Error::Auth(_), Some(doubtful)) => doubtful,
        (last, _) => last,
    }
}
