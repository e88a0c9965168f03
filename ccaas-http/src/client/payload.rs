//! The body of a call on its way into the transport.

use std::{
    io::{self, ErrorKind},
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body::{Body, Frame, SizeHint};

use super::{SendBody, send_body::ChunkStream};

/// The body of a call.
pub(super) enum Payload {
    Bytes(Bytes),
    /// Sent one after the other.
    Streamed(Vec<SendBody>),
}

impl Payload {
    /// Whether a part of it cannot be sent again.
    pub(super) fn is_spent(&self) -> bool {
        match self {
            Self::Bytes(_) => false,
            Self::Streamed(parts) => parts.iter().any(SendBody::is_spent),
        }
    }

    /// The body for one attempt; `moved` counts its pieces as they are sent.
    pub(super) fn open(&self, moved: &Moved) -> reqwest::Body {
        match self {
            Self::Bytes(bytes) => bytes.clone().into(),
            Self::Streamed(parts) => {
                let streams: Vec<_> = parts.iter().map(SendBody::open).collect();
                reqwest::Body::wrap(StreamBody {
                    left: parts.iter().map(SendBody::length).sum(),
                    pieces: Mutex::new(Box::pin(stream::iter(streams).flatten())),
                    moved: moved.clone(),
                })
            }
        }
    }
}

/// Whether a body still moves.
#[derive(Clone, Default)]
pub(super) struct Moved(Arc<AtomicU64>);

impl Moved {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A body of a length that is known before it is made.
struct StreamBody {
    left: u64,
    // The transport wants to share the body between threads, which a stream need not allow.
    pieces: Mutex<ChunkStream>,
    moved: Moved,
}

impl Body for StreamBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            let pieces = self
                .pieces
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner);
            let Poll::Ready(piece) = pieces.as_mut().poll_next(context) else {
                return Poll::Pending;
            };
            let piece = match piece {
                Some(Ok(piece)) if piece.is_empty() => continue,
                Some(Ok(piece)) => piece,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if self.left > 0 => return Poll::Ready(Some(Err(other_length("shorter")))),
                None => return Poll::Ready(None),
            };
            let Some(left) = self.left.checked_sub(piece.len() as u64) else {
                return Poll::Ready(Some(Err(other_length("longer"))));
            };
            self.left = left;
            self.moved.0.fetch_add(1, Ordering::Relaxed);
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

fn other_length(how: &str) -> io::Error {
    io::Error::new(
        ErrorKind::InvalidData,
        format!("the body is {how} than announced"),
    )
}
