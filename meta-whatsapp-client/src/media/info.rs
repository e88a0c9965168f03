//! What WhatsApp knows about a file.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::MediaId;

/// What WhatsApp knows about a file: where it is for five minutes, its type, its checksum.
///
/// `Debug` does not show the URL: for five minutes it opens the file to whoever has a
/// token.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct MediaInfo {
    /// The file's id.
    #[serde(deserialize_with = "media_id")]
    pub id: MediaId,
    /// Where the file is, for five minutes.
    #[serde(default)]
    pub url: Option<String>,
    /// Its MIME type.
    #[serde(default)]
    pub mime_type: Option<String>,
    /// SHA-256 of its bytes: in hex from a look-up, in Base64 in a webhook.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Its length in bytes.
    #[serde(default, deserialize_with = "size")]
    pub file_size: Option<u64>,
}

ccaas_http::debug_allow_list!(MediaInfo {
    id,
    mime_type,
    file_size
});

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
        let bytes = from_hex(text).or_else(|| STANDARD.decode(text).ok())?;
        bytes.try_into().ok()
    }

    /// Takes over what a later look-up knows.
    #[cfg(feature = "client")]
    pub(super) fn renew(&mut self, newer: Self) {
        self.url = newer.url;
        self.mime_type = newer.mime_type.or(self.mime_type.take());
        self.sha256 = newer.sha256.or(self.sha256.take());
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

fn media_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MediaId, D::Error> {
    ccaas_http::string_or_int(deserializer)?
        .map(MediaId::new)
        .ok_or_else(|| D::Error::missing_field("id"))
}

fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let size = ccaas_http::int_or_string(deserializer)?;
    Ok(size.and_then(|size| size.try_into().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_read_in_hex_and_in_base64() {
        let zeros = [0_u8; 32];
        let id = MediaId::new("1");
        let read = |text: &str| MediaInfo::new(id.clone()).with_sha256(text).sha256_bytes();

        assert_eq!(read(&"00".repeat(32)), Some(zeros));
        assert_eq!(read(&"fF".repeat(32)), Some([255; 32]));
        assert_eq!(read(&STANDARD.encode(zeros)), Some(zeros));
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

    #[test]
    fn the_url_is_not_printed() {
        let info = MediaInfo::new(MediaId::new("7")).with_url("https://example.com/canary");

        assert!(!format!("{info:?}").contains("canary"));
    }
}
