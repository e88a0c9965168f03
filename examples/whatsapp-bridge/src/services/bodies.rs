//! How much memory bodies take together that anybody may send: nobody knows who sends a webhook
//! before it is read to its end.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use axum::body::Body;
use futures_util::StreamExt;
use server_kit::json::{self, JsonProblem};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// KiB of all bodies at once.
const ALL: usize = 96 << 10;

/// Room for bodies; cheap to clone.
#[derive(Clone, Debug)]
pub struct Bodies(Arc<Semaphore>);

/// A body, and its room until it is dropped.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) bytes: Vec<u8>,
    _room: Arc<Mutex<Vec<OwnedSemaphorePermit>>>,
}

/// Why a body was not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// There is too much of others.
    NoRoom,
    /// It is wrong itself.
    Wrong(JsonProblem),
}

/// There is no room for the next piece.
#[derive(Debug, thiserror::Error)]
#[error("there is no room for the body")]
struct NoRoom;

impl Default for Bodies {
    fn default() -> Self {
        Self::of(ALL)
    }
}

impl Bodies {
    fn of(kib: usize) -> Self {
        Self(Arc::new(Semaphore::new(kib)))
    }

    /// Reads a body of at most `limit` bytes; each piece takes its room when it comes.
    pub(crate) async fn read(&self, body: Body, limit: usize) -> Result<Whole, Unread> {
        let room = Arc::new(Mutex::new(Vec::new()));
        let is_full = Arc::new(AtomicBool::new(false));
        let (taken, full, semaphore) = (room.clone(), is_full.clone(), self.0.clone());
        let (mut length, mut kib) = (0, 0);
        let pieces = body.into_data_stream().map(move |piece| {
            let piece = piece.map_err(axum::BoxError::from)?;
            length += piece.len().min(limit.saturating_sub(length));
            let more = length.div_ceil(1024) - kib;
            kib += more;
            let more = u32::try_from(more).unwrap_or(u32::MAX);
            match semaphore.clone().try_acquire_many_owned(more) {
                Ok(permit) => {
                    let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
                    taken.push(permit);
                    Ok(piece)
                }
                Err(_) => {
                    full.store(true, Ordering::Relaxed);
                    Err(axum::BoxError::from(NoRoom))
                }
            }
        });
        match json::bytes(Body::from_stream(pieces), limit).await {
            Ok(bytes) => Ok(Whole { bytes, _room: room }),
            Err(_) if is_full.load(Ordering::Relaxed) => Err(Unread::NoRoom),
            Err(problem) => Err(Unread::Wrong(problem)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::Bytes;
    use futures_util::{FutureExt, stream};

    use super::*;

    const LIMIT: usize = 8 << 10;

    fn pieces(pieces: Vec<Bytes>) -> Body {
        Body::from_stream(stream::iter(pieces.into_iter().map(Ok::<_, Infallible>)))
    }

    /// A body that has so many bytes and never ends.
    fn endless(bytes: usize) -> Body {
        let begun = stream::iter([Ok::<_, Infallible>(Bytes::from(vec![b'x'; bytes]))]);
        Body::from_stream(begun.chain(stream::pending()))
    }

    #[tokio::test]
    async fn a_body_has_no_room_while_others_have_it_all() {
        let bodies = Bodies::of(4);
        let mut slow = Box::pin(bodies.read(endless(3 << 10), LIMIT));
        assert!(slow.as_mut().now_or_never().is_none());
        let small = || vec![b'x'; 1 << 10].into();

        let kept = bodies.read(small(), LIMIT).await.unwrap();
        let refused = bodies.read(small(), LIMIT).await.unwrap_err();
        drop(kept);
        let again = bodies.read(small(), LIMIT).await;
        let again = again.map(|whole| whole.bytes.len()).unwrap();
        drop(slow);
        let large = bodies.read(vec![b'x'; 4 << 10].into(), LIMIT).await;

        assert_eq!(refused, Unread::NoRoom);
        assert_eq!(again, 1 << 10);
        assert_eq!(large.unwrap().bytes.len(), 4 << 10);
    }

    #[tokio::test]
    async fn room_is_counted_by_bytes_and_not_by_pieces() {
        let bodies = Bodies::of(1);

        let body = pieces(vec![Bytes::from_static(b"x"); 1024]);

        assert_eq!(bodies.read(body, LIMIT).await.unwrap().bytes.len(), 1024);
    }

    #[tokio::test]
    async fn a_body_that_is_too_long_is_told_so() {
        let bodies = Bodies::of(16);

        let problem = bodies.read(vec![b'x'; LIMIT + 1].into(), LIMIT).await;

        let expected = JsonProblem::TooLarge { limit: LIMIT };
        assert_eq!(problem.unwrap_err(), Unread::Wrong(expected));
        assert_eq!(bodies.0.available_permits(), 16);
    }
}
