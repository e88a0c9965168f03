//! One attempt: sign-in, request, and reading the answer.

use std::{error::Error as StdError, io, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{StatusCode, header};
use tokio::time::Instant;
use url::Url;

use super::{
    Call, Token,
    exchange::room,
    payload::{Moved, Payload},
    send_body::Unreadable,
};
use crate::{
    error::{DecodeError, Error, InvalidRequest, VendorError},
    response::ResponseMeta,
};

/// The body of a successful answer.
#[derive(Default)]
pub(super) struct Received {
    /// Empty if it is still to be read from `response`.
    pub(super) body: Bytes,
    pub(super) response: Option<reqwest::Response>,
}

impl From<Bytes> for Received {
    fn from(body: Bytes) -> Self {
        Self {
            body,
            response: None,
        }
    }
}

impl<A: VendorError> Call<'_, A> {
    /// One attempt within `left`; `token` is set to the one that it was sent with.
    pub(super) async fn attempt(
        &self,
        url: &Url,
        left: Duration,
        token: &mut Option<Arc<Token>>,
    ) -> Result<(ResponseMeta, Received), Error<A>> {
        let inner = &*self.client.inner;
        let mut limit = inner.timeouts.attempt.min(left);
        let mut request = reqwest::Request::new(self.method.clone(), url.clone());
        *request.headers_mut() = self.headers.clone();
        // The token is for the base URL's host and no other.
        if let (Some(tokens), None) = (&inner.tokens, &self.url) {
            let started = Instant::now();
            let for_sign_in = left.saturating_sub(room(&inner.timeouts));
            let current = tokens.get_within(for_sign_in).await.map_err(Error::Auth)?;
            limit = limit.min(left.saturating_sub(started.elapsed()));
            request
                .headers_mut()
                .insert(header::AUTHORIZATION, current.authorization());
            *token = Some(current);
        }
        let moved = Moved::default();
        if let Some(body) = &self.body {
            *request.body_mut() = Some(body.open(&moved));
            if matches!(body, Payload::Streamed(_)) {
                limit = inner.timeouts.attempt;
            }
        }

        let mut head = None;
        let exchange = async {
            let transport = self.upgrades.as_ref().unwrap_or(&inner.reqwest);
            let response = transport.execute(request).await.map_err(from_reqwest)?;
            let meta = head.insert(ResponseMeta::read_known(
                response.status(),
                response.headers(),
                &inner.headers,
                || inner.clock.now(),
            ));
            if self.is_left_to_read(meta.status()) {
                return Ok(Received {
                    response: Some(response),
                    ..Received::default()
                });
            }
            read_body(response, inner.max_response_bytes)
                .await
                .map(Received::from)
        };
        let received = while_moving(limit, &moved, exchange).await;
        match (head, received) {
            (Some(meta), Ok(received)) if received.response.is_some() => Ok((meta, received)),
            // The status already tells what happened, so a lost body does not hide it.
            (Some(meta), received) if !meta.status().is_success() => Err(Error::Api(Box::new(
                A::from_answer(meta, &received.unwrap_or_default().body),
            ))),
            (Some(meta), received) if self.ignores_body => Ok((meta, received.unwrap_or_default())),
            (Some(meta), received) => Ok((meta, received?)),
            (None, received) => Err(received
                .err()
                .unwrap_or(Error::Interrupted("no answer".into()))),
        }
    }

    /// Whether the body of an answer is for the caller to read.
    fn is_left_to_read(&self, status: StatusCode) -> bool {
        let past_the_end =
            status == StatusCode::RANGE_NOT_SATISFIABLE && self.headers.contains_key(header::RANGE);
        (self.streams && (status.is_success() || past_the_end))
            || (self.upgrades.is_some() && status == StatusCode::SWITCHING_PROTOCOLS)
    }
}

/// Waits `limit` for `exchange`, and again as long as the request's body moves.
async fn while_moving<T, A: VendorError>(
    limit: Duration,
    moved: &Moved,
    exchange: impl Future<Output = Result<T, Error<A>>>,
) -> Result<T, Error<A>> {
    let mut exchange = std::pin::pin!(exchange);
    let mut seen = moved.count();
    loop {
        if let Ok(done) = tokio::time::timeout(limit, exchange.as_mut()).await {
            return done;
        }
        let count = moved.count();
        if count == seen {
            return Err(Error::Interrupted(
                "the service took too long to answer".into(),
            ));
        }
        seen = count;
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

pub(super) fn from_reqwest<A: VendorError>(error: reqwest::Error) -> Error<A> {
    if let Some(Unreadable(kind)) = unreadable(&error) {
        return InvalidRequest::new("body", format!("cannot be read: {kind}")).into();
    }
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

/// The fault of a file that was to be sent, if that is why sending failed.
fn unreadable<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a Unreadable> {
    std::iter::successors(Some(error), |&error| error.source())
        .filter_map(|error| error.downcast_ref::<io::Error>()?.get_ref())
        .find_map(|inner| inner.downcast_ref())
}
