//! The calls.

use ccaas_http::{DecodeError, InvalidRequest, Response, StreamedAnswer};
use http::{Method, StatusCode};
use serde::Deserialize;
use url::Url;

use super::{Download, DownloadLimits, MediaInfo, Upload};
use crate::{ApiError, Error, MediaId, PhoneNumberId, WhatsAppClient};

/// The files of one phone number. Made by [`WhatsAppClient::media`].
#[derive(Clone, Copy, Debug)]
pub struct Media<'a> {
    pub(super) client: &'a WhatsAppClient,
    pub(super) phone_number_id: &'a PhoneNumberId,
}

impl WhatsAppClient {
    /// Files to send from, or received by, a phone number.
    #[must_use]
    pub fn media<'a>(&'a self, phone_number_id: &'a PhoneNumberId) -> Media<'a> {
        Media {
            client: self,
            phone_number_id,
        }
    }
}

#[derive(Deserialize)]
struct Uploaded {
    id: MediaId,
}

impl Media<'_> {
    /// Uploads a file; it is kept for 30 days.
    ///
    /// The file is sent while it is read. A slow connection has the time of one attempt
    /// for each piece, not for the whole.
    ///
    /// # Errors
    /// `InvalidRequest` if type or size is not in [`MIME_LIMITS`](super::MIME_LIMITS), and
    /// the others of [`Error`].
    pub async fn upload(&self, upload: Upload) -> Result<Response<MediaId>, Error> {
        upload.check()?;
        let call = self
            .client
            .call(Method::POST, "/{version}/{phone_number_id}/media")
            .path("phone_number_id", self.phone_number_id.as_str())
            // A second copy of a file that nobody names does no harm, and goes after 30 days.
            .idempotent(true)
            .multipart(upload.into_form());
        let uploaded = call.send::<Uploaded>().await?;
        Ok(uploaded.map(|uploaded| uploaded.id))
    }

    /// Looks a file up: where it is for five minutes, its type, length and checksum.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self, media_id: &MediaId) -> Result<Response<MediaInfo>, Error> {
        self.client
            .call(Method::GET, "/{version}/{media_id}")
            .path("media_id", media_id.as_str())
            .query("phone_number_id", self.phone_number_id.as_str())
            .send()
            .await
    }

    /// Begins to download a file, by id or with what is known of it.
    ///
    /// The file is looked up first unless its URL is known, and once more when the URL
    /// turns out to have expired. What a webhook told of it can be given as it came, with
    /// `MediaInfo::try_from`: then its checksum counts, not the one of a look-up.
    ///
    /// # Errors
    /// `InvalidRequest` if the URL is on a host that may not have the token, `Decode` if
    /// the file is too large or its checksum cannot be read, and the others of [`Error`].
    pub async fn download(
        &self,
        media: impl Into<MediaInfo>,
        limits: DownloadLimits,
    ) -> Result<Download, Error> {
        Download::begin(*self, media.into(), limits).await
    }

    /// Deletes a file.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn delete(&self, media_id: &MediaId) -> Result<Response<()>, Error> {
        self.client
            .call(Method::DELETE, "/{version}/{media_id}")
            .path("media_id", media_id.as_str())
            .query("phone_number_id", self.phone_number_id.as_str())
            .send_ignoring_body()
            .await
    }

    /// Asks for the bytes from `start` on, with a new URL if there is none or it expired.
    pub(super) async fn open(
        &self,
        info: &mut MediaInfo,
        start: u64,
    ) -> Result<StreamedAnswer<ApiError>, Error> {
        if info.url.is_none() {
            self.look_up(info).await?;
        }
        match self.fetch(info, start).await {
            Err(error) if has_expired(&error) => {
                self.look_up(info).await?;
                self.fetch(info, start).await
            }
            answer => answer,
        }
    }

    async fn look_up(&self, info: &mut MediaInfo) -> Result<(), Error> {
        let newer = self.get(&info.id).await?;
        info.renew(newer.into_inner());
        info.checksum().map_err(Error::Decode)?;
        Ok(())
    }

    async fn fetch(&self, info: &MediaInfo, start: u64) -> Result<StreamedAnswer<ApiError>, Error> {
        let url = info.url.as_deref();
        let url = url.ok_or(Error::Decode(DecodeError::Field { field: "url" }))?;
        let url = Url::parse(url).map_err(|_| InvalidRequest::new("url", "is not a URL"))?;
        self.client
            .call_media(url)
            .range_from(start)
            .send_streaming()
            .await
    }
}

/// Whether a URL may have to be looked up again: hosts of files say it in several ways.
fn has_expired(error: &Error) -> bool {
    let expired = [
        StatusCode::FORBIDDEN,
        StatusCode::NOT_FOUND,
        StatusCode::GONE,
    ];
    error
        .as_api()
        .is_some_and(|api| expired.contains(&api.status()))
}
