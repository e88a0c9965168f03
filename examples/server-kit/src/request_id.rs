//! One id a request: in the answer's header, in the log lines, in error bodies.

use std::{cell::RefCell, fmt};

use axum::extract::Request;
use futures_util::FutureExt;
use http::{HeaderName, HeaderValue};
use tracing::{Instrument, Span};
use uuid::{Builder, Uuid, fmt::Hyphenated};

use crate::layer::{Answer, Inner};

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of one request, a random UUID of our own; handlers take it as an `Extension`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId([u8; Hyphenated::LENGTH]);

impl RequestId {
    /// A fresh id.
    pub fn random() -> Self {
        let mut text = [0; Hyphenated::LENGTH];
        random_uuid().hyphenated().encode_lower(&mut text);
        Self(text)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        // A UUID is ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// A span that puts this id into every log line written inside it.
    pub fn span(&self) -> Span {
        tracing::info_span!("request", request_id = self.as_str())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Random bytes of the system, for 256 ids at a time: asking for each costs a system call.
struct Random {
    bytes: [u8; 256 * 16],
    used: usize,
}

fn random_uuid() -> Uuid {
    thread_local! {
        static RANDOM: RefCell<Random> = const {
            RefCell::new(Random { bytes: [0; 256 * 16], used: 256 * 16 })
        };
    }
    RANDOM.with_borrow_mut(|Random { bytes, used }| {
        if *used == bytes.len() {
            getrandom::fill(bytes).expect("the system has random bytes");
            *used = 0;
        }
        let (id, _) = bytes[*used..].as_chunks::<16>();
        *used += 16;
        Builder::from_random_bytes(id[0]).into_uuid()
    })
}

/// For [`around`](crate::layer::around): gives the request a fresh [`RequestId`].
///
/// What the client sends in `X-Request-Id` is not used: it could be anything.
pub fn assign<S: Inner>(
    (): &(),
    mut request: Request,
    inner: &mut S,
) -> impl Future<Output = Answer> + use<S> {
    let id = RequestId::random();
    request.extensions_mut().insert(id);
    let answer = inner.call(request).instrument(id.span());
    answer.map(move |Ok(mut response)| {
        if let Ok(value) = HeaderValue::from_bytes(&id.0) {
            response.headers_mut().insert(HEADER, value);
        }
        Ok(response)
    })
}
