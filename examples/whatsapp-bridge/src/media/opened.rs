//! A file that is being read, from either side.

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use http::StatusCode;
use meta_whatsapp_client::{
    MediaId,
    media::{Download, DownloadLimits, MediaInfo},
};
use server_kit::problem::Problem;
use url::Url;

use super::{
    fetch::{FetchError, Fetched},
    token::{Source, Token},
};
use crate::{links::Link, state::AppState};

/// A file that is being read.
pub(super) enum Opened {
    WhatsApp(Box<Download>),
    Genesys(Box<Fetched>),
}

impl Opened {
    /// Asks the vendor for the file.
    pub(super) async fn open(
        state: &AppState,
        link: &Link,
        token: &Token,
    ) -> Result<Self, Problem> {
        let max_bytes = state.bridge.media_max_bytes;
        match &token.source {
            Source::WhatsApp { id, sha256, .. } => {
                let mut info = MediaInfo::new(MediaId::new(id.as_str()));
                if let Some(sha256) = sha256 {
                    info = info.with_sha256(sha256.as_str());
                }
                let media = link.whatsapp.media(&link.route.phone_number_id);
                let limits = DownloadLimits {
                    max_bytes,
                    ..DownloadLimits::default()
                };
                let download = media.download(info, limits).await.map_err(|error| {
                    let route = &link.route.name;
                    tracing::warn!(%route, error = %error, "a customer's file is not to be had");
                    match error.is_gone() {
                        true => gone("WhatsApp has no such file any more"),
                        false => unavailable(),
                    }
                })?;
                Ok(Self::WhatsApp(Box::new(download)))
            }
            Source::Genesys { url } => {
                let url = Url::parse(url).map_err(|_| unavailable())?;
                match state.fetcher.fetch(link, &url, max_bytes).await {
                    Ok(fetched) => Ok(Self::Genesys(Box::new(fetched))),
                    Err(FetchError::Unavailable(_)) => {
                        Err(gone("Genesys Cloud has no such file any more"))
                    }
                    Err(FetchError::TooLong | FetchError::Later) => Err(unavailable()),
                }
            }
        }
    }

    /// How many bytes it has, if that was told.
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Self::WhatsApp(download) => download.info().file_size,
            Self::Genesys(fetched) => fetched.length(),
        }
    }

    /// Its MIME type, if that was told.
    pub(super) fn mime_type(&self) -> Option<&str> {
        match self {
            Self::WhatsApp(download) => download.mime_type(),
            Self::Genesys(fetched) => fetched.mime_type(),
        }
    }

    /// The bytes from `skip` on, at most `most` of them.
    pub(super) fn into_body(self, skip: u64, most: u64) -> Body {
        let begin = (self, skip, most);
        let chunks = stream::try_unfold(begin, async |(mut file, mut skip, mut most)| {
            while most > 0 {
                let Some(mut chunk) = file.chunk().await? else {
                    break;
                };
                let skipped = skip.min(chunk.len() as u64);
                skip -= skipped;
                let mut chunk = chunk.split_off(usize::try_from(skipped).unwrap_or(usize::MAX));
                chunk.truncate(usize::try_from(most).unwrap_or(usize::MAX));
                most -= chunk.len() as u64;
                if !chunk.is_empty() {
                    return Ok::<_, axum::BoxError>(Some((chunk, (file, skip, most))));
                }
            }
            Ok(None)
        });
        Body::from_stream(chunks)
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, axum::BoxError> {
        match self {
            Self::WhatsApp(download) => Ok(download.chunk().await?),
            Self::Genesys(fetched) => Ok(fetched.chunk().await?),
        }
    }
}

pub(super) fn gone(text: &'static str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, text)
}

pub(super) fn unavailable() -> Problem {
    let text = "The file is not to be had now; try again later";
    Problem::new(StatusCode::BAD_GATEWAY, text)
}
