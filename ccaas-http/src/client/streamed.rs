//! Answers that are read piece by piece.

use std::{fmt, marker::PhantomData, time::Duration};

use bytes::Bytes;
use http::{StatusCode, header};

use super::attempt::from_reqwest;
use crate::{
    error::{Error, VendorError},
    response::ResponseMeta,
};

/// A successful answer whose body is still to be read, piece by piece.
///
/// Also the answer to a range that starts after the last byte
/// ([`is_past_the_end`](Self::is_past_the_end)), which has no bytes of the whole.
pub struct StreamedAnswer<A: VendorError> {
    meta: ResponseMeta,
    response: reqwest::Response,
    idle: Duration,
    vendor: PhantomData<fn() -> A>,
}

impl<A: VendorError> StreamedAnswer<A> {
    pub(super) fn new(meta: ResponseMeta, response: reqwest::Response, idle: Duration) -> Self {
        Self {
            meta,
            response,
            idle,
            vendor: PhantomData,
        }
    }

    /// Status, correlation id and rate limit.
    #[must_use]
    pub fn meta(&self) -> &ResponseMeta {
        &self.meta
    }

    /// A header's value, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.response.headers().get(name)?.to_str().ok()
    }

    /// How many bytes this answer has, if it says so: with a range, those of the range.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// At which byte of the whole the body starts: 0, unless a range was asked for and
    /// the service serves ranges.
    ///
    /// `None` if it sent a part but does not say which, or nothing of the whole.
    #[must_use]
    pub fn starts_at(&self) -> Option<u64> {
        if self.is_whole() {
            return Some(0);
        }
        let range = self.header(header::CONTENT_RANGE.as_str())?;
        let (start, _) = range.trim().strip_prefix("bytes ")?.split_once('-')?;
        start.trim().parse().ok()
    }

    /// How many bytes the whole has, if the answer says so.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        if self.is_whole() {
            return self.content_length();
        }
        let range = self.header(header::CONTENT_RANGE.as_str())?;
        let (_, total) = range.trim().strip_prefix("bytes ")?.split_once('/')?;
        total.trim().parse().ok()
    }

    /// Whether the range that was asked for starts after the last byte (416).
    #[must_use]
    pub fn is_past_the_end(&self) -> bool {
        self.meta.status() == StatusCode::RANGE_NOT_SATISFIABLE
    }

    /// Whether the body is the whole, not a part of it or nothing.
    fn is_whole(&self) -> bool {
        self.meta.status() != StatusCode::PARTIAL_CONTENT && !self.is_past_the_end()
    }

    /// The next piece; `None` at the end.
    ///
    /// It waits as long as one attempt may take, for each piece.
    ///
    /// # Errors
    /// [`Error::Interrupted`].
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error<A>> {
        match tokio::time::timeout(self.idle, self.response.chunk()).await {
            Ok(chunk) => chunk.map_err(from_reqwest),
            Err(_) => Err(Error::Interrupted(
                "the service took too long to send the rest".into(),
            )),
        }
    }
}

impl<A: VendorError> fmt::Debug for StreamedAnswer<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamedAnswer")
            .field("meta", &self.meta)
            .finish_non_exhaustive()
    }
}
