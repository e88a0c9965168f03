//! What is sent as a body: bytes, or chunks that are made while they are sent.

use std::{
    fmt,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use tokio::{fs::File, io::AsyncReadExt};

/// How much is sent at a time, so that progress can be seen.
const CHUNK: usize = 64 * 1024;

pub(super) type ChunkStream = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;
type BoxedChunks = Box<dyn Chunks>;
type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// Bytes in pieces, made while they are sent.
#[async_trait]
pub trait Chunks: Send + 'static {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// Whatever keeps the rest from being read; sending fails with it.
    async fn next_chunk(&mut self) -> io::Result<Option<Bytes>>;
}

/// What is sent as a body or a part of one: bytes in memory, a file, or [`Chunks`].
#[derive(Clone)]
pub struct SendBody {
    length: u64,
    source: Source,
    progress: Option<Progress>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    /// Can be opened for each attempt.
    Open(Arc<dyn Fn() -> BoxedChunks + Send + Sync>),
    /// Gone as soon as the first byte is asked for.
    Once(Arc<Mutex<Option<BoxedChunks>>>),
}

impl SendBody {
    /// Bytes in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self::new(bytes.len() as u64, Source::Bytes(bytes))
    }

    /// `length` bytes that can be made once.
    ///
    /// A call with such a body is not repeated after the first byte was asked for.
    pub fn chunks(length: u64, chunks: impl Chunks) -> Self {
        let once: BoxedChunks = Box::new(chunks);
        Self::new(length, Source::Once(Arc::new(Mutex::new(Some(once)))))
    }

    /// `length` bytes that `open` can make as often as the call is repeated.
    pub fn repeatable<C: Chunks>(
        length: u64,
        open: impl Fn() -> C + Send + Sync + 'static,
    ) -> Self {
        let open = move || -> BoxedChunks { Box::new(open()) };
        Self::new(length, Source::Open(Arc::new(open)))
    }

    /// A file, read while it is sent. It must keep its length until then.
    ///
    /// If it cannot be read by then, the call fails with
    /// [`InvalidRequest`](crate::Error::InvalidRequest), and is not repeated.
    ///
    /// # Errors
    /// If the file cannot be looked at.
    pub async fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let length = tokio::fs::metadata(&path).await?.len();
        Ok(Self::repeatable(length, move || {
            FileChunks::Closed(path.clone())
        }))
    }

    fn new(length: u64, source: Source) -> Self {
        Self {
            length,
            source,
            progress: None,
        }
    }

    /// Calls `report` with the bytes sent so far and the length, after each piece.
    ///
    /// "Sent" means handed to the connection. When the call is repeated it starts again.
    #[must_use]
    pub fn on_progress(mut self, report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(report));
        self
    }

    /// The length in bytes.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether the bytes are gone, so that they cannot be sent again.
    pub(super) fn is_spent(&self) -> bool {
        match &self.source {
            Source::Once(once) => lock(once).is_none(),
            Source::Bytes(_) | Source::Open(_) => false,
        }
    }

    /// The bytes in pieces. A body that can be read once is taken with the first piece.
    pub(super) fn open(&self) -> ChunkStream {
        let pieces: ChunkStream = match self.source.clone() {
            Source::Bytes(bytes) => Box::pin(in_pieces(bytes)),
            Source::Open(open) => Box::pin(read_on(Opening::Open(open))),
            Source::Once(once) => Box::pin(read_on(Opening::Once(once))),
        };
        let Some(report) = self.progress.clone() else {
            return pieces;
        };
        let (length, mut sent) = (self.length, 0);
        Box::pin(pieces.inspect(move |piece| {
            if let Ok(piece) = piece {
                sent += piece.len() as u64;
                report(sent, length);
            }
        }))
    }
}

fn lock(once: &Mutex<Option<BoxedChunks>>) -> std::sync::MutexGuard<'_, Option<BoxedChunks>> {
    once.lock().unwrap_or_else(PoisonError::into_inner)
}

fn in_pieces(bytes: Bytes) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::unfold(bytes, |mut rest| async move {
        let piece = rest.split_to(rest.len().min(CHUNK));
        (!piece.is_empty()).then_some((Ok(piece), rest))
    })
}

/// Where chunks come from, before and after the first was asked for.
enum Opening {
    Open(Arc<dyn Fn() -> BoxedChunks + Send + Sync>),
    Once(Arc<Mutex<Option<BoxedChunks>>>),
    Opened(BoxedChunks),
    Done,
}

fn read_on(opening: Opening) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::unfold(opening, |opening| async move {
        let mut chunks = match opening {
            Opening::Opened(chunks) => chunks,
            Opening::Open(open) => open(),
            Opening::Once(once) => {
                let taken = lock(&once).take();
                match taken {
                    Some(chunks) => chunks,
                    None => return Some((Err(spent()), Opening::Done)),
                }
            }
            Opening::Done => return None,
        };
        match chunks.next_chunk().await {
            Ok(Some(chunk)) => Some((Ok(chunk), Opening::Opened(chunks))),
            Ok(None) => None,
            Err(error) => Some((Err(error), Opening::Done)),
        }
    })
}

fn spent() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "the body was read before")
}

/// A file could not be read: a fault on this side, which the service never hears of.
#[derive(Debug, thiserror::Error)]
#[error("the file cannot be read: {0}")]
pub(super) struct Unreadable(pub(super) ErrorKind);

fn unreadable(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), Unreadable(error.kind()))
}

enum FileChunks {
    Closed(PathBuf),
    Opened(File),
}

#[async_trait]
impl Chunks for FileChunks {
    async fn next_chunk(&mut self) -> io::Result<Option<Bytes>> {
        if let Self::Closed(path) = self {
            *self = Self::Opened(File::open(path).await.map_err(unreadable)?);
        }
        let Self::Opened(file) = self else {
            return Ok(None);
        };
        let mut chunk = Vec::with_capacity(CHUNK);
        let piece = file.take(CHUNK as u64).read_to_end(&mut chunk).await;
        piece.map_err(unreadable)?;
        Ok((!chunk.is_empty()).then(|| chunk.into()))
    }
}

impl From<Bytes> for SendBody {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for SendBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl fmt::Debug for SendBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendBody")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}
