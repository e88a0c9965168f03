//! Files: upload, look-up, download, deletion
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media)).
//!
//! | call | method |
//! |---|---|
//! | `POST /{version}/{phone_number_id}/media` | `upload` |
//! | `GET /{version}/{media_id}` | `get` |
//! | `GET` the file's own URL | `download` |
//! | `DELETE /{version}/{media_id}` | `delete` |
//!
//! An uploaded file is kept for 30 days, one from a user for 7; the URL of a file works for
//! five minutes.

mod info;
mod limits;
mod received;

#[cfg(feature = "client")]
mod download;
#[cfg(feature = "client")]
mod endpoints;
#[cfg(feature = "client")]
mod hosts;
#[cfg(feature = "client")]
mod save;
#[cfg(feature = "client")]
mod upload;

pub use info::MediaInfo;
pub use limits::{MIME_LIMITS, MediaKind, MimeLimit, mime_limit};

#[cfg(feature = "client")]
pub use download::{Download, DownloadLimits};
#[cfg(feature = "client")]
pub use endpoints::Media;
#[cfg(feature = "client")]
pub(crate) use hosts::MediaHosts;
#[cfg(feature = "client")]
pub use save::SaveError;
#[cfg(feature = "client")]
pub use upload::Upload;
