//! What WhatsApp knows about a file.

use base64::{
    Engine,
    alphabet::{self, Alphabet},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
#[cfg(feature = "client")]
use ccaas_http::DecodeError;
use ccaas_http::read;
use serde::Deserialize;

use crate::MediaId;

/// What WhatsApp knows about a file: where it is for five minutes, its type, its checksum.
///
/// `Debug` does not show the URL: for five minutes it opens the file to whoever has a
/// token.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct MediaInfo {
    /// The file's id.
    #[serde(deserialize_with = "read::required")]
    pub id: MediaId,
    /// Where the file is, for five minutes.
    #[serde(default, deserialize_with = "read::lenient")]
    pub url: Option<String>,
    /// Its MIME type.
    #[serde(default, deserialize_with = "read::lenient")]
    pub mime_type: Option<String>,
    /// SHA-256 of its bytes: in hex from a look-up, in Base64 in a webhook.
    ///
    /// A download compares the bytes with it, and fails if it is neither.
    #[serde(default, deserialize_with = "read::lenient")]
    pub sha256: Option<String>,
    /// Its length in bytes.
    #[serde(default, deserialize_with = "read::lenient")]
    pub file_size: Option<u64>,
}

ccaas_http::debug_allow_list! { MediaInfo { id, mime_type, file_size } }

impl MediaInfo {
    /// A file of which only the id is known.
    #[must_use]
    pub fn new(id: MediaId) -> Self {
        Self {
            id,
            url: None,
            mime_type: None,
            sha256: None,
            file_size: None,
        }
    }

    /// The same file with the URL that a webhook came with.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// The same file with its checksum, in hex or Base64.
    #[must_use]
    pub fn with_sha256(mut self, sha256: impl Into<String>) -> Self {
        self.sha256 = Some(sha256.into());
        self
    }

    /// The checksum as bytes, if there is one that can be read.
    #[must_use]
    pub fn sha256_bytes(&self) -> Option<[u8; 32]> {
        let text = self.sha256.as_deref()?.trim();
        let bytes = from_hex(text)
            .or_else(|| from_base64(&alphabet::STANDARD, text))
            .or_else(|| from_base64(&alphabet::URL_SAFE, text))?;
        bytes.try_into().ok()
    }

    /// The checksum, which must be readable if there is one.
    #[cfg(feature = "client")]
    pub(super) fn checksum(&self) -> Result<Option<[u8; 32]>, DecodeError> {
        let bytes = self.sha256_bytes();
        if self.sha256.is_some() && bytes.is_none() {
            return Err(DecodeError::Field { field: "sha256" });
        }
        Ok(bytes)
    }

    /// Takes over what a later look-up knows, but no other checksum: the one that is known
    /// may be from a signed webhook.
    #[cfg(feature = "client")]
    pub(super) fn renew(&mut self, newer: Self) {
        self.url = newer.url;
        self.mime_type = newer.mime_type.or(self.mime_type.take());
        self.sha256 = self.sha256.take().or(newer.sha256);
        self.file_size = newer.file_size.or(self.file_size);
    }
}

impl From<&MediaId> for MediaInfo {
    fn from(id: &MediaId) -> Self {
        Self::new(id.clone())
    }
}

impl From<MediaId> for MediaInfo {
    fn from(id: MediaId) -> Self {
        Self::new(id)
    }
}

impl From<&Self> for MediaInfo {
    fn from(info: &Self) -> Self {
        info.clone()
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok())
        .collect()
}

fn from_base64(alphabet: &Alphabet, text: &str) -> Option<Vec<u8>> {
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(alphabet, config).decode(text).ok()
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

    use super::*;

    #[test]
    fn a_checksum_is_read_in_hex_and_in_base64() {
        let zeros = [0_u8; 32];
        let id = MediaId::new("1");
        let read = |text: &str| MediaInfo::new(id.clone()).with_sha256(text).sha256_bytes();

        assert_eq!(read(&"00".repeat(32)), Some(zeros));
        assert_eq!(read(&"fF".repeat(32)), Some([255; 32]));
        // All of `+`, `/`, `-` and `_` come up.
        let mixed = [0xfb, 0xff, 0xbe].repeat(11)[..32].try_into().unwrap();
        for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
            assert_eq!(read(&engine.encode(zeros)), Some(zeros));
            assert_eq!(read(&engine.encode(mixed)), Some(mixed));
        }
        for text in ["", "00", "zz", &"0g".repeat(32), &STANDARD.encode([0; 31])] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_and_texts_stand_for_each_other_and_only_the_id_is_needed() {
        let info: MediaInfo = serde_json::from_str(
            r#"{"messaging_product":"whatsapp","id":7,"file_size":"12","url":null}"#,
        )
        .unwrap();

        assert_eq!(info.id.as_str(), "7");
        assert_eq!((info.file_size, info.url), (Some(12), None));
        assert!(serde_json::from_str::<MediaInfo>(r#"{"url":"https://example.com"}"#).is_err());
    }

    #[cfg(feature = "client")]
    #[test]
    fn a_look_up_does_not_replace_a_checksum_that_is_known() {
        let looked_up = MediaInfo::new(MediaId::new("7")).with_sha256("theirs");
        let mut known = MediaInfo::new(MediaId::new("7")).with_sha256("ours");
        let mut unknown = MediaInfo::new(MediaId::new("7"));

        known.renew(looked_up.clone());
        unknown.renew(looked_up);

        assert_eq!(known.sha256.as_deref(), Some("ours"));
        assert_eq!(unknown.sha256.as_deref(), Some("theirs"));
    }

    #[test]
    fn the_url_is_not_printed() {
        let info = MediaInfo::new(MediaId::new("7")).with_url("https://example.com/canary");

        assert!(!format!("{info:?}").contains("canary"));
    }
}
