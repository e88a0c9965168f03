//! Clients that do not take what they asked for.

use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::connections::{Place, dropped};

/// A client that is behind takes at least this much, …
const LEAST: usize = 30 * 1024;
/// … each time that this has passed.
const WINDOW: Duration = Duration::from_millis(if cfg!(test) { 200 } else { 30_000 });

/// A connection that breaks when its client is too slow, and that gives its place back.
#[derive(Debug)]
pub(super) struct Paced<S> {
    stream: S,
    _place: Place,
    /// From a write that had to wait to the next flush.
    behind: Option<Behind>,
}

#[derive(Debug)]
struct Behind {
    until: Pin<Box<Sleep>>,
    taken: usize,
}

impl Behind {
    fn new() -> Self {
        Self {
            until: Box::pin(sleep(WINDOW)),
            taken: 0,
        }
    }
}

impl<S> Paced<S> {
    pub(super) fn new(stream: S, place: Place) -> Self {
        Self {
            stream,
            _place: place,
            behind: None,
        }
    }

    fn paced(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match &written {
            Poll::Ready(Ok(count)) => {
                if let Some(behind) = &mut self.behind {
                    behind.taken += count;
                }
            }
            Poll::Ready(Err(_)) => {}
            Poll::Pending => {
                let behind = self.behind.get_or_insert_with(Behind::new);
                while behind.until.as_mut().poll(context).is_ready() {
                    if behind.taken < LEAST {
                        dropped("slow");
                        return Poll::Ready(Err(ErrorKind::TimedOut.into()));
                    }
                    *behind = Behind::new();
                }
            }
        }
        written
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.paced(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.paced(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        // Everything there was to write is written.
        self.behind = None;
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}
