//! Files that come with a message.

use genesys_client::open_messaging::{Attachment, MediaType};
use meta_whatsapp_client::{
    MediaId,
    media::{MediaInfo, MediaKind},
    webhooks::Content,
};

use crate::text;

/// WhatsApp's own limit for names of files.
const NAME: usize = 240;

/// A file that a customer sent.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedFile {
    /// As what it was sent.
    pub kind: MediaKind,
    /// Its id at WhatsApp; without one it cannot be fetched.
    pub id: Option<MediaId>,
    /// Where it is for five minutes, with the bearer token.
    pub url: Option<String>,
    /// Its MIME type, without parameters.
    pub mime_type: String,
    /// Its SHA-256, in hex.
    pub sha256: Option<String>,
    /// A name that is safe to be a file's; made up if the customer gave none.
    pub filename: String,
}

ccaas_http::debug_allow_list!(ReceivedFile {
    kind,
    id,
    mime_type
});

impl ReceivedFile {
    pub(super) fn of(content: &Content) -> Option<Self> {
        let (kind, id, url, mime_type, sha256, name) = match content {
            Content::Image(it) => (
                MediaKind::Image,
                &it.id,
                &it.url,
                &it.mime_type,
                &it.sha256,
                None,
            ),
            Content::Video(it) => (
                MediaKind::Video,
                &it.id,
                &it.url,
                &it.mime_type,
                &it.sha256,
                None,
            ),
            Content::Audio(it) => (
                MediaKind::Audio,
                &it.id,
                &it.url,
                &it.mime_type,
                &it.sha256,
                None,
            ),
            Content::Sticker(it) => (
                MediaKind::Sticker,
                &it.id,
                &it.url,
                &it.mime_type,
                &it.sha256,
                None,
            ),
            Content::Document(it) => {
                let name = it.filename.as_deref();
                (
                    MediaKind::Document,
                    &it.id,
                    &it.url,
                    &it.mime_type,
                    &it.sha256,
                    name,
                )
            }
            _ => return None,
        };
        let mime_type = mime_type.as_deref().map(essence);
        let mime_type = mime_type.filter(|it| !it.is_empty());
        let mime_type = mime_type.unwrap_or_else(|| usual_mime(kind).to_owned());
        let filename = name.map(safe_name).filter(|name| !name.is_empty());
        Some(Self {
            kind,
            id: id.clone(),
            url: url.clone(),
            sha256: sha256.as_deref().and_then(hex),
            filename: filename.unwrap_or_else(|| made_up_name(kind, &mime_type)),
            mime_type,
        })
    }

    pub(super) fn attachment(&self, url: String) -> Attachment {
        let media_type = match self.kind {
            MediaKind::Image | MediaKind::Sticker => MediaType::Image,
            MediaKind::Video => MediaType::Video,
            MediaKind::Audio => MediaType::Audio,
            _ => MediaType::File,
        };
        let mut attachment =
            Attachment::new(media_type, url, &self.mime_type).with_filename(&self.filename);
        attachment.id = self.id.as_ref().map(|id| id.as_str().to_owned());
        attachment.sha256.clone_from(&self.sha256);
        attachment
    }

    /// What it is called in a sentence.
    pub(super) fn word(&self) -> &'static str {
        match self.kind {
            MediaKind::Image => "Image",
            MediaKind::Video => "Video",
            MediaKind::Audio => "Sound file",
            MediaKind::Sticker => "Sticker",
            _ => "Document",
        }
    }
}

/// The type without its parameters.
fn essence(mime_type: &str) -> String {
    let essence = mime_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn usual_mime(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Image => "image/jpeg",
        MediaKind::Video => "video/mp4",
        MediaKind::Audio => "audio/ogg",
        MediaKind::Sticker => "image/webp",
        _ => "application/octet-stream",
    }
}

/// The checksum in hex, whether it came in hex or in Base64.
fn hex(sha256: &str) -> Option<String> {
    let info = MediaInfo::new(MediaId::new("")).with_sha256(sha256);
    let bytes = info.sha256_bytes()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The last part of a path, without what a file system may take for something else.
fn safe_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let odd = |c: char| matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*');
    let name: String = name.chars().filter(|c| !odd(*c)).collect();
    let name = text::one_line(&name);
    let name = name.trim_start_matches('.').trim();
    match name.rsplit_once('.') {
        // The ending decides what opens the file.
        Some((stem, ending)) if ending.len() <= 10 && !text::is_within(name, NAME) => {
            let room = NAME.saturating_sub(ending.len() + 1);
            format!("{}.{ending}", text::cut(stem, room))
        }
        _ => text::cut(name, NAME).into_owned(),
    }
}

fn made_up_name(kind: MediaKind, mime_type: &str) -> String {
    let stem = match kind {
        MediaKind::Image => "image",
        MediaKind::Video => "video",
        MediaKind::Audio => "audio",
        MediaKind::Sticker => "sticker",
        _ => "document",
    };
    match ending(mime_type) {
        Some(ending) => format!("{stem}.{ending}"),
        None => stem.to_owned(),
    }
}

fn ending(mime_type: &str) -> Option<&'static str> {
    Some(match mime_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "video/mp4" => "mp4",
        "video/3gpp" | "video/3gp" => "3gp",
        "audio/ogg" => "ogg",
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        "audio/aac" => "aac",
        "audio/amr" => "amr",
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        "text/csv" => "csv",
        "application/msword" => "doc",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.ms-powerpoint" => "ppt",
        "application/zip" => "zip",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_path_and_keeps_its_ending() {
        let long = format!("{}.pdf", "x".repeat(500));
        for (name, expected) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\a b.txt", "a b.txt"),
            ("..hidden", "hidden"),
            ("a\n\u{0}b?.txt", "a b.txt"),
            ("/", ""),
        ] {
            assert_eq!(safe_name(name), expected, "{name:?}");
        }
        assert_eq!(safe_name(&long).chars().count(), NAME);
        assert!(safe_name(&long).ends_with("….pdf"));
    }

    #[test]
    fn a_type_has_no_parameters_and_a_name_fits_it() {
        let audio = serde_json::json!({"id": "1", "mime_type": "audio/ogg; codecs=opus"});
        let file = ReceivedFile::of(&Content::Audio(serde_json::from_value(audio).unwrap()));

        let file = file.unwrap();
        assert_eq!(file.mime_type, "audio/ogg");
        assert_eq!(file.filename, "audio.ogg");
    }

    #[test]
    fn what_is_not_told_is_what_is_usual() {
        let sticker = serde_json::from_str("{}").unwrap();

        let file = ReceivedFile::of(&Content::Sticker(sticker)).unwrap();

        assert_eq!(
            (&*file.mime_type, &*file.filename),
            ("image/webp", "sticker.webp")
        );
        assert_eq!((file.id, file.sha256), (None, None));
    }
}
