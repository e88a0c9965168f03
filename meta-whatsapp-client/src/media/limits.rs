//! Which files WhatsApp takes, and how large they may be.

const KB: u64 = 1024;
const MB: u64 = 1024 * KB;

/// As what a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MediaKind {
    /// A sound file or a voice note.
    Audio,
    /// A document.
    Document,
    /// A picture.
    Image,
    /// A sticker.
    Sticker,
    /// A film.
    Video,
}

/// One row of [`MIME_LIMITS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MimeLimit {
    /// The MIME type, without parameters.
    pub mime_type: &'static str,
    /// As what such a file is sent.
    pub kind: MediaKind,
    /// How many bytes it may have.
    pub max_bytes: u64,
}

const fn row(mime_type: &'static str, kind: MediaKind, max_bytes: u64) -> MimeLimit {
    MimeLimit {
        mime_type,
        kind,
        max_bytes,
    }
}

const AUDIO: u64 = 16 * MB;
const DOCUMENT: u64 = 100 * MB;
const IMAGE: u64 = 5 * MB;
const VIDEO: u64 = 16 * MB;
/// Of an animated one; a static one may have 100 KB.
const STICKER: u64 = 500 * KB;

/// The MIME types that WhatsApp takes, with their sizes
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media)).
///
/// What the table cannot say: pictures are 8-bit RGB or RGBA; films H.264 with at most
/// one AAC track; `audio/ogg` Opus in mono; stickers 512 x 512, and at most 100 KB unless
/// animated.
pub const MIME_LIMITS: &[MimeLimit] = &[
    row("audio/aac", MediaKind::Audio, AUDIO),
    row("audio/amr", MediaKind::Audio, AUDIO),
    row("audio/mpeg", MediaKind::Audio, AUDIO),
    row("audio/mp4", MediaKind::Audio, AUDIO),
    row("audio/ogg", MediaKind::Audio, AUDIO),
    row("text/plain", MediaKind::Document, DOCUMENT),
    row("application/pdf", MediaKind::Document, DOCUMENT),
    row("application/msword", MediaKind::Document, DOCUMENT),
    row(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        MediaKind::Document,
        DOCUMENT,
    ),
    row("application/vnd.ms-excel", MediaKind::Document, DOCUMENT),
    row(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        MediaKind::Document,
        DOCUMENT,
    ),
    row(
        "application/vnd.ms-powerpoint",
        MediaKind::Document,
        DOCUMENT,
    ),
    row(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        MediaKind::Document,
        DOCUMENT,
    ),
    row("image/jpeg", MediaKind::Image, IMAGE),
    row("image/png", MediaKind::Image, IMAGE),
    row("image/webp", MediaKind::Sticker, STICKER),
    row("video/mp4", MediaKind::Video, VIDEO),
    row("video/3gpp", MediaKind::Video, VIDEO),
    row("video/3gp", MediaKind::Video, VIDEO),
];

/// The row of a MIME type; its parameters and its case do not matter.
#[must_use]
pub fn mime_limit(mime_type: &str) -> Option<&'static MimeLimit> {
    let (essence, _) = mime_type.split_once(';').unwrap_or((mime_type, ""));
    let essence = essence.trim();
    MIME_LIMITS
        .iter()
        .find(|row| row.mime_type.eq_ignore_ascii_case(essence))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn parameters_and_case_of_a_type_do_not_matter() {
        for text in [
            "audio/ogg",
            "Audio/OGG",
            "audio/ogg; codecs=opus",
            " audio/ogg ;x",
        ] {
            let row = mime_limit(text).expect(text);
            assert_eq!((row.kind, row.max_bytes), (MediaKind::Audio, 16_777_216));
        }
        for text in [
            "",
            "audio",
            "audio/",
            "audio/oggs",
            "image/gif",
            ";audio/ogg",
        ] {
            assert_eq!(mime_limit(text), None, "{text:?}");
        }
    }

    #[test]
    fn no_type_stands_in_the_table_twice() {
        let names: BTreeSet<_> = MIME_LIMITS.iter().map(|row| row.mime_type).collect();

        assert_eq!(names.len(), MIME_LIMITS.len());
    }
}
