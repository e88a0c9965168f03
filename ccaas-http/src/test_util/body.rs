//! A body that may end too early.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// An answer's body: whole, or cut in the middle.
pub(super) struct FakeBody {
    data: Option<Bytes>,
    /// What the head promises; more than `data` if the body is cut.
    promised: u64,
    cut: bool,
    flushed: bool,
}

/// The connection ends here on purpose.
#[derive(Debug)]
pub(super) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the fake cuts the connection")
    }
}

impl std::error::Error for Cut {}

impl From<Infallible> for Cut {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl FakeBody {
    pub(super) fn whole(data: Bytes) -> Self {
        Self {
            promised: data.len() as u64,
            data: Some(data),
            cut: false,
            flushed: false,
        }
    }

    /// Sends the first half, then breaks off.
    pub(super) fn cut(data: &Bytes) -> Self {
        let promised = (data.len() as u64).max(2);
        Self {
            promised,
            data: Some(data.slice(..data.len() / 2)),
            cut: true,
            flushed: false,
        }
    }
}

impl Body for FakeBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        match self.data.take() {
            Some(data) if !data.is_empty() => Poll::Ready(Some(Ok(Frame::data(data)))),
            // The server flushes what it has while it waits, so the first half arrives.
            _ if self.cut && !self.flushed => {
                self.flushed = true;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            _ if self.cut => Poll::Ready(Some(Err(Cut))),
            _ => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        !self.cut && self.data.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}
