//! Files that webhooks tell of.

use ccaas_http::InvalidRequest;

use super::MediaInfo;
use crate::webhooks::{Audio, Document, Media, Sticker};

macro_rules! of_webhooks {
    ($($kind:ident),+) => {$(
        impl TryFrom<&$kind> for MediaInfo {
            type Error = InvalidRequest;

            /// The file with its URL, type and checksum; an error if it has no id.
            fn try_from(file: &$kind) -> Result<Self, InvalidRequest> {
                let id = file.id.clone();
                let id = id.ok_or_else(|| InvalidRequest::new("id", "is missing"))?;
                Ok(Self {
                    url: file.url.clone(),
                    mime_type: file.mime_type.clone(),
                    sha256: file.sha256.clone(),
                    ..Self::new(id)
                })
            }
        }
    )+};
}

of_webhooks!(Media, Audio, Document, Sticker);

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;

    fn read<T: DeserializeOwned>(json: &str) -> MediaInfo
    where
        MediaInfo: for<'a> TryFrom<&'a T, Error = InvalidRequest>,
    {
        MediaInfo::try_from(&serde_json::from_str::<T>(json).unwrap()).unwrap()
    }

    #[test]
    fn url_type_and_checksum_go_along() {
        let json = r#"{"id":"7","url":"https://example.com/7","mime_type":"a/b","sha256":"c"}"#;

        for info in [
            read::<Media>(json),
            read::<Audio>(json),
            read::<Document>(json),
            read::<Sticker>(json),
        ] {
            assert_eq!(info.id.as_str(), "7");
            assert_eq!(info.url.as_deref(), Some("https://example.com/7"));
            assert_eq!(info.mime_type.as_deref(), Some("a/b"));
            assert_eq!(info.sha256.as_deref(), Some("c"));
        }
    }

    #[test]
    fn a_file_without_an_id_cannot_be_asked_for() {
        let file: Media = serde_json::from_str("{}").unwrap();

        assert_eq!(MediaInfo::try_from(&file).unwrap_err().field(), "id");
    }
}
