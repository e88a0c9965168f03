//! A file on its way from WhatsApp.

use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use ccaas_http::{DecodeError, StreamedAnswer};
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::{Media, MediaInfo};
use crate::{ApiError, Error, PhoneNumberId, WhatsAppClient};

/// What a download may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownloadLimits {
    /// The longest file that is taken, in bytes. Default 100 MiB, the most users can send.
    pub max_bytes: u64,
    /// How often a download that was cut is taken up again. Default 3.
    pub resumes: u32,
    /// How long it may take from the first request to the last byte. Default no limit but
    /// that of one attempt for each piece.
    pub total_time: Option<Duration>,
}

impl Default for DownloadLimits {
    fn default() -> Self {
        Self {
            max_bytes: 100 * 1024 * 1024,
            resumes: 3,
            total_time: None,
        }
    }
}

/// A file that is being downloaded: read it in pieces, as a whole, or into a file.
///
/// A download that is cut goes on where it was, or begins again if the host serves no
/// ranges; the pieces come out once and in order either way. At the end the bytes are
/// compared with the checksum that WhatsApp told, or else with the length.
pub struct Download {
    client: WhatsAppClient,
    phone_number_id: PhoneNumberId,
    info: MediaInfo,
    limits: DownloadLimits,
    deadline: Option<Instant>,
    state: State,
    /// How many bytes were handed out.
    received: u64,
    /// How many bytes of the answer were handed out before it.
    repeated: u64,
    /// How many bytes the host of the file says that there are.
    total: Option<u64>,
    resumes: u32,
    digest: Sha256,
}

enum State {
    Reading(Box<StreamedAnswer<ApiError>>),
    /// To be taken up again.
    Cut,
    Ended,
    Failed,
}

impl Download {
    pub(super) async fn begin(
        media: Media<'_>,
        mut info: MediaInfo,
        limits: DownloadLimits,
    ) -> Result<Self, Error> {
        info.checksum().map_err(Error::Decode)?;
        refuse_longer(info.file_size, limits.max_bytes)?;
        let deadline = limits
            .total_time
            .and_then(|time| Instant::now().checked_add(time));
        let answer = until(deadline, media.open(&mut info, 0)).await?;
        if info.mime_type.is_none() {
            info.mime_type = answer.header("content-type").map(str::to_owned);
        }
        let mut download = Self {
            client: media.client.clone(),
            phone_number_id: media.phone_number_id.clone(),
            info,
            limits,
            deadline,
            state: State::Cut,
            received: 0,
            repeated: 0,
            total: None,
            resumes: limits.resumes,
            digest: Sha256::new(),
        };
        download.go_on(answer)?;
        Ok(download)
    }

    /// What is known about the file.
    #[must_use]
    pub fn info(&self) -> &MediaInfo {
        &self.info
    }

    /// The MIME type: as WhatsApp told, or as the host of the file says.
    #[must_use]
    pub fn mime_type(&self) -> Option<&str> {
        self.info.mime_type.as_deref()
    }

    /// How many bytes were read so far.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The next piece; `None` at the end, when the checksum has been found right.
    ///
    /// If the future is dropped, nothing is lost: the next call goes on.
    ///
    /// # Errors
    /// `Interrupted` when it was cut too often or took too long, `Decode` when the file is
    /// too long or not what its checksum or its length says, and the others of [`Error`]
    /// when it is taken up again.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let next = until(self.deadline, self.next()).await;
        if next.is_err() {
            self.state = State::Failed;
        }
        next
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let answer = match &mut self.state {
                State::Reading(answer) => answer,
                State::Cut => {
                    self.resume().await?;
                    continue;
                }
                State::Ended => return Ok(None),
                State::Failed => {
                    return Err(Error::Interrupted("the download has failed before".into()));
                }
            };
            match answer.chunk().await {
                Ok(Some(chunk)) => {
                    if let Some(piece) = self.take(chunk)? {
                        return Ok(Some(piece));
                    }
                }
                Ok(None) => self.end()?,
                Err(error @ Error::Interrupted(_)) => self.cut(error)?,
                Err(error) => return Err(error),
            }
        }
    }

    /// The whole file.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk).
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if whole.is_empty() {
                let length = self.info.file_size.unwrap_or_default();
                whole.reserve(
                    usize::try_from(length)
                        .unwrap_or_default()
                        .min(FIRST_RESERVE),
                );
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// What of `chunk` is new, if it may be taken.
    fn take(&mut self, mut chunk: Bytes) -> Result<Option<Bytes>, Error> {
        let known = self.repeated.min(chunk.len() as u64);
        self.repeated -= known;
        chunk.advance(usize::try_from(known).unwrap_or(chunk.len()));
        if chunk.is_empty() {
            return Ok(None);
        }
        self.received += chunk.len() as u64;
        refuse_longer(Some(self.received), self.limits.max_bytes)?;
        self.digest.update(&chunk);
        Ok(Some(chunk))
    }

    /// What an answer that was cut leads to.
    fn cut(&mut self, error: Error) -> Result<(), Error> {
        self.state = if self.proof()? == Some(true) {
            State::Ended
        } else {
            self.resumes = self.resumes.checked_sub(1).ok_or(error)?;
            State::Cut
        };
        Ok(())
    }

    /// What the end of an answer leads to.
    fn end(&mut self) -> Result<(), Error> {
        if self.repeated == 0 && self.proof()? != Some(false) {
            self.state = State::Ended;
            return Ok(());
        }
        if self.total.is_some_and(|total| self.received < total) {
            return self.cut(Error::Interrupted("the service left out the rest".into()));
        }
        Err(Error::Decode(DecodeError::Checksum))
    }

    /// Goes on after a cut.
    ///
    /// It stays cut until there is an answer, so that a call that is dropped meanwhile
    /// loses nothing.
    async fn resume(&mut self) -> Result<(), Error> {
        let media = Media {
            client: &self.client,
            phone_number_id: &self.phone_number_id,
        };
        let answer = media.open(&mut self.info, self.received).await?;
        self.go_on(answer)
    }

    fn go_on(&mut self, answer: StreamedAnswer<ApiError>) -> Result<(), Error> {
        let told = answer.total();
        if self.total.is_some() && told.is_some() && self.total != told {
            return Err(unusable("Content-Length"));
        }
        self.total = self.total.or(told);
        refuse_longer(self.total.or(self.info.file_size), self.limits.max_bytes)?;
        if answer.is_past_the_end() {
            if told != Some(self.received) {
                return Err(unusable("Content-Range"));
            }
            self.repeated = 0;
            return self.end();
        }
        let start = answer.starts_at();
        self.repeated = start
            .and_then(|start| self.received.checked_sub(start))
            .ok_or_else(|| unusable("Content-Range"))?;
        self.state = State::Reading(Box::new(answer));
        Ok(())
    }

    /// Whether the bytes so far are the whole file, if anything tells.
    fn proof(&self) -> Result<Option<bool>, Error> {
        if let Some(expected) = self.info.checksum().map_err(Error::Decode)? {
            return Ok(Some(self.digest.clone().finalize()[..] == expected));
        }
        let lengths = [self.total, self.info.file_size];
        let mut lengths = lengths.into_iter().flatten().peekable();
        Ok(lengths
            .peek()
            .is_some()
            .then(|| lengths.all(|length| length == self.received)))
    }
}

ccaas_http::debug_allow_list! { Download { info, limits, received } }

/// The most that is reserved on the word of the vendor.
const FIRST_RESERVE: usize = 1024 * 1024;

/// The outcome of `work`, if it is there before `deadline`.
async fn until<T>(
    deadline: Option<Instant>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let Some(deadline) = deadline else {
        return work.await;
    };
    let done = tokio::time::timeout_at(deadline, work).await;
    done.unwrap_or_else(|_| Err(Error::Interrupted("the download took too long".into())))
}

fn unusable(field: &'static str) -> Error {
    Error::Decode(DecodeError::Field { field })
}

fn refuse_longer(length: Option<u64>, limit: u64) -> Result<(), Error> {
    if length.is_some_and(|length| length > limit) {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        return Err(Error::Decode(DecodeError::TooLarge { limit }));
    }
    Ok(())
}
