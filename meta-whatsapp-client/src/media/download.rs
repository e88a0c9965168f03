//! A file on its way from WhatsApp.

use bytes::{Buf, Bytes, BytesMut};
use ccaas_http::{DecodeError, StreamedAnswer};
use sha2::{Digest, Sha256};

use super::{Media, MediaInfo};
use crate::{ApiError, Error, PhoneNumberId, WhatsAppClient};

/// What a download may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownloadLimits {
    /// The longest file that is taken, in bytes. Default 100 MiB, the most users can send.
    pub max_bytes: u64,
    /// How often a download that was cut is taken up again. Default 3.
    pub resumes: u32,
}

impl Default for DownloadLimits {
    fn default() -> Self {
        Self {
            max_bytes: 100 * 1024 * 1024,
            resumes: 3,
        }
    }
}

/// A file that is being downloaded: read it in pieces, as a whole, or into a file.
///
/// A download that is cut goes on where it was, or begins again if the host serves no
/// ranges; the pieces come out once and in order either way. At the end the bytes are
/// compared with the checksum that WhatsApp told.
pub struct Download {
    client: WhatsAppClient,
    phone_number_id: PhoneNumberId,
    info: MediaInfo,
    limits: DownloadLimits,
    /// Gone when the download has ended or failed.
    answer: Option<StreamedAnswer<ApiError>>,
    /// How many bytes were handed out.
    received: u64,
    /// How many bytes of the answer were handed out before it.
    repeated: u64,
    resumes: u32,
    digest: Sha256,
    ended: bool,
}

impl Download {
    pub(super) async fn begin(
        media: Media<'_>,
        mut info: MediaInfo,
        limits: DownloadLimits,
    ) -> Result<Self, Error> {
        refuse_longer(info.file_size, limits.max_bytes)?;
        let answer = media.open(&mut info, 0).await?;
        let download = Self {
            client: media.client.clone(),
            phone_number_id: media.phone_number_id.clone(),
            resumes: limits.resumes,
            info,
            limits,
            answer: None,
            received: 0,
            repeated: 0,
            digest: Sha256::new(),
            ended: false,
        };
        download.continued(answer)
    }

    /// What is known about the file.
    #[must_use]
    pub fn info(&self) -> &MediaInfo {
        &self.info
    }

    /// The MIME type: as WhatsApp told, or as the host of the file says.
    #[must_use]
    pub fn mime_type(&self) -> Option<&str> {
        let told = self.info.mime_type.as_deref();
        told.or_else(|| self.answer.as_ref()?.header("content-type"))
    }

    /// How many bytes were read so far.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The next piece; `None` at the end, when the checksum has been found right.
    ///
    /// # Errors
    /// `Interrupted` when it was cut too often, `Decode` when the file is too long or not
    /// what its checksum says, and the others of [`Error`] when it is taken up again.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let Some(answer) = &mut self.answer else {
                return self.after_the_end();
            };
            let error = match answer.chunk().await {
                Ok(Some(chunk)) => match self.take(chunk) {
                    Ok(None) => continue,
                    Ok(piece) => return Ok(piece),
                    Err(error) => error,
                },
                Ok(None) => match self.verified() {
                    Ok(()) => {
                        self.answer = None;
                        self.ended = true;
                        return Ok(None);
                    }
                    Err(error) => error,
                },
                Err(error @ Error::Interrupted(_)) => match self.resumed(error).await {
                    Ok(()) => continue,
                    Err(error) => error,
                },
                Err(error) => error,
            };
            self.answer = None;
            return Err(error);
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

    /// Goes on after a cut, unless it was cut too often.
    async fn resumed(&mut self, cut: Error) -> Result<(), Error> {
        self.resumes = self.resumes.checked_sub(1).ok_or(cut)?;
        let media = Media {
            client: &self.client,
            phone_number_id: &self.phone_number_id,
        };
        let answer = media.open(&mut self.info, self.received).await?;
        self.repeated = repeated(&answer, self.received)?;
        self.answer = Some(answer);
        Ok(())
    }

    fn continued(mut self, answer: StreamedAnswer<ApiError>) -> Result<Self, Error> {
        repeated(&answer, 0)?;
        let length = answer.content_length().or(self.info.file_size);
        refuse_longer(length, self.limits.max_bytes)?;
        self.answer = Some(answer);
        Ok(self)
    }

    /// Whether the bytes are the ones that WhatsApp told of.
    fn verified(&self) -> Result<(), Error> {
        let is_right = match self.info.sha256_bytes() {
            Some(expected) => self.digest.clone().finalize()[..] == expected,
            None => self.info.file_size.is_none_or(|size| size == self.received),
        };
        if is_right && self.repeated == 0 {
            Ok(())
        } else {
            Err(Error::Decode(DecodeError::Checksum))
        }
    }

    fn after_the_end(&self) -> Result<Option<Bytes>, Error> {
        if self.ended {
            Ok(None)
        } else {
            Err(Error::Interrupted("the download has failed before".into()))
        }
    }
}

ccaas_http::debug_allow_list!(Download {
    info,
    limits,
    received
});

/// The most that is reserved on the word of the vendor.
const FIRST_RESERVE: usize = 1024 * 1024;

/// How many bytes of `answer` are known, if `received` were read before it.
fn repeated(answer: &StreamedAnswer<ApiError>, received: u64) -> Result<u64, Error> {
    let start = answer.starts_at();
    start
        .and_then(|start| received.checked_sub(start))
        .ok_or(Error::Decode(DecodeError::Field {
            field: "Content-Range",
        }))
}

fn refuse_longer(length: Option<u64>, limit: u64) -> Result<(), Error> {
    if length.is_some_and(|length| length > limit) {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        return Err(Error::Decode(DecodeError::TooLarge { limit }));
    }
    Ok(())
}
