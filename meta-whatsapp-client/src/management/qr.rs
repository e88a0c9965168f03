//! QR codes and short links that start a chat with a text.
//!
//! - `GET`, `POST /{phone_number_id}/message_qrdls`
//! - `GET`, `DELETE /{phone_number_id}/message_qrdls/{qr_code_id}`
//!
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/qr-codes)

#[cfg(feature = "client")]
mod endpoints;

use std::fmt;

use ccaas_http::{InvalidRequest, debug_allow_list, read};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[cfg(feature = "client")]
pub use endpoints::QrCodes;

use super::limits;
use crate::QrCodeId;

/// A QR code to create.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateQrCode {
    /// The text that the customer then sends.
    pub prefilled_message: String,
    /// Whether an image is made, and of which kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generate_qr_image: Option<QrImageFormat>,
}

debug_allow_list!(CreateQrCode { generate_qr_image });

impl CreateQrCode {
    /// With this text, and without an image.
    pub fn new(prefilled_message: impl Into<String>) -> Self {
        Self {
            prefilled_message: prefilled_message.into(),
            generate_qr_image: None,
        }
    }

    /// With an image.
    #[must_use]
    pub fn with_image(mut self, format: QrImageFormat) -> Self {
        self.generate_qr_image = Some(format);
        self
    }

    /// Checks the text.
    ///
    /// # Errors
    /// A text that is empty or too long.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        check_text(&self.prefilled_message)
    }
}

pub(crate) fn check_text(prefilled_message: &str) -> Result<(), InvalidRequest> {
    const FIELD: &str = "prefilled_message";
    limits::not_empty(FIELD, prefilled_message.is_empty())?;
    let limit = limits::QR_PREFILLED_MESSAGE;
    limits::length(|| FIELD.to_owned(), prefilled_message, limit)
}

/// The kind of a QR code's image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum QrImageFormat {
    /// Of lines.
    Svg,
    /// Of dots.
    Png,
}

impl fmt::Display for QrImageFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Svg => "SVG",
            Self::Png => "PNG",
        })
    }
}

/// Which QR codes to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQrCodes {
    /// Also the address of an image of this kind.
    pub image: Option<QrImageFormat>,
    /// Only this one.
    pub code: Option<QrCodeId>,
    /// How many QR codes a page holds, at most 25.
    pub limit: Option<u32>,
    /// Where the page starts: `next` of the page before.
    pub after: Option<String>,
}

/// A QR code with its short link.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct QrCode {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(default, deserialize_with = "read::filled")]
    pub code: Option<QrCodeId>,
    /// The text that the customer then sends.
    #[serde(default, deserialize_with = "read::filled")]
    pub prefilled_message: Option<String>,
    /// The short link.
    #[serde(default, deserialize_with = "read::filled")]
    pub deep_link_url: Option<String>,
    /// Where the image is.
    #[serde(default, deserialize_with = "read::filled")]
    pub qr_image_url: Option<String>,
    /// When it was made; for Meta's own apps only.
    #[serde(default, deserialize_with = "read::time")]
    pub creation_time: Option<DateTime<Utc>>,
}
ccaas_http::keep_raw!(QrCode);
ccaas_http::debug_allow_list! { QrCode { code, creation_time } }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_has_1_to_140_characters() {
        assert!(CreateQrCode::new("ä".repeat(140)).check().is_ok());
        for text in [String::new(), "ä".repeat(141)] {
            let error = CreateQrCode::new(text).check().unwrap_err();
            assert_eq!(error.field(), "prefilled_message");
        }
    }
}
