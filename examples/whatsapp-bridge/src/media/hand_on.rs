//! An agent's file for a customer: uploaded to WhatsApp, or linked.

use bytes::Bytes;
use message_transform::outbound::{File, Fit};
use meta_whatsapp_client::{
    Error, ErrorKind, MediaId,
    media::{Upload, mime_limit},
};
use url::Url;

use super::{fetch::FetchError, outbound_url};
use crate::{links::Link, state::AppState};

/// Files are in memory while they are handed on; Genesys Cloud takes no longer ones.
const LONGEST: u64 = 25 * 1024 * 1024;
/// What a file is called that has no name.
const UNNAMED: &str = "file";

/// How a customer gets a file.
#[derive(Debug)]
pub(crate) enum HandedOn {
    /// WhatsApp has it.
    Uploaded(MediaId),
    /// By an address of ours.
    Linked(String),
}

/// Why a customer does not get a file.
#[derive(Debug)]
pub(crate) enum HandOnError {
    /// There is nothing to be had.
    Unavailable,
    /// Genesys Cloud may have it later.
    Later,
    /// WhatsApp did not take it.
    WhatsApp(Error),
}

/// Hands a file on.
pub(crate) async fn hand_on(
    state: &AppState,
    link: &Link,
    file: &File,
) -> Result<HandedOn, HandOnError> {
    let Ok(url) = Url::parse(&file.url) else {
        return Err(HandOnError::Unavailable);
    };
    let linked = || Ok(HandedOn::Linked(outbound_url(state, link, file)));
    if file.is_too_large() {
        return linked();
    }
    let limit = LONGEST.min(state.bridge.media_max_bytes);
    let whole = match state.fetcher.fetch(link, &url, limit).await {
        Ok(fetched) => state.fetcher.whole(fetched).await,
        Err(error) => Err(error),
    };
    let (bytes, _room) = match whole {
        Ok(whole) => whole,
        Err(FetchError::TooLong) => return linked(),
        Err(FetchError::Later) => return Err(HandOnError::Later),
        Err(error @ FetchError::Unavailable(_)) => {
            tracing::warn!(route = %link.route.name, error = %error, "an agent's file is lost");
            return Err(HandOnError::Unavailable);
        }
    };
    if bytes.is_empty() {
        return Err(HandOnError::Unavailable);
    }
    if File::fit(&file.mime, Some(bytes.len() as u64)) == Fit::TooLarge {
        return linked();
    }
    match upload(link, file, bytes).await {
        Ok(id) => Ok(HandedOn::Uploaded(id)),
        Err(error) if is_about_the_file(&error) => linked(),
        Err(error) => Err(HandOnError::WhatsApp(error)),
    }
}

async fn upload(link: &Link, file: &File, bytes: Bytes) -> Result<MediaId, Error> {
    let name = match file.filename.as_str() {
        "" => UNNAMED,
        name => name,
    };
    let mut upload = Upload::new(file.mime.as_str(), name, bytes);
    if mime_limit(&file.mime).is_none() {
        upload = upload.of_any_type();
    }
    let media = link.whatsapp.media(&link.route.phone_number_id);
    Ok(media.upload(upload).await?.into_inner())
}

/// Whether WhatsApp would not take this file, and takes others.
fn is_about_the_file(error: &Error) -> bool {
    match error {
        Error::InvalidRequest(_) => true,
        Error::Api(api) => matches!(api.kind(), ErrorKind::Media | ErrorKind::BadRequest),
        _ => false,
    }
}
