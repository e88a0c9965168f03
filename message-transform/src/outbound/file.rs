//! Files of an agent.

use genesys_client::{open_messaging::MediaType, webhooks::Attachment};
use meta_whatsapp_client::{
    media::{MIME_LIMITS, MediaKind, mime_limit},
    messages::{Audio, Content, Document, Image, MediaSource, Message, Video},
};

use super::part::Writer;
use crate::text;

/// WhatsApp's limits.
const CAPTION: usize = 1_024;
const FILENAME: usize = 240;

/// A file of an agent, to be fetched from Genesys and uploaded.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// Where Genesys has it.
    pub url: String,
    /// Its MIME type, as Genesys tells.
    pub mime: String,
    /// Its name.
    pub filename: String,
    /// Its length in bytes, if Genesys tells.
    pub size: Option<u64>,
    /// As what WhatsApp shows it.
    pub kind: MediaKind,
}

ccaas_http::debug_allow_list!(File { mime, size, kind });

/// Whether WhatsApp takes a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is sent as this kind.
    Send(MediaKind),
    /// It is too large for its kind: a link stands for it, see [`super::Part::linked`].
    TooLarge,
}

impl File {
    /// Whether WhatsApp takes a file of this type and length.
    ///
    /// A type that WhatsApp does not list, and a sticker's, is sent as a document.
    #[must_use]
    pub fn fit(mime: &str, size: Option<u64>) -> Fit {
        let limit = mime_limit(mime).filter(|limit| limit.kind != MediaKind::Sticker);
        let documents = MIME_LIMITS.iter().find(|it| it.kind == MediaKind::Document);
        let (kind, most) = match (limit, documents) {
            (Some(limit), _) => (limit.kind, limit.max_bytes),
            (None, Some(limit)) => (MediaKind::Document, limit.max_bytes),
            (None, None) => (MediaKind::Document, u64::MAX),
        };
        match size {
            Some(size) if size > most => Fit::TooLarge,
            _ => Fit::Send(kind),
        }
    }

    /// Whether WhatsApp takes it, as far as Genesys tells.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        Self::fit(&self.mime, self.size) == Fit::TooLarge
    }
}

/// Writes an attachment, with the text as its caption where that is possible.
pub(super) fn write(attachment: &Attachment, writer: &mut Writer<'_>) {
    let Some(url) = attachment.url.as_deref() else {
        writer.flush_text();
        writer.text(attachment.text.as_deref().unwrap_or_default());
        return;
    };
    if attachment.media_type == Some(MediaType::Link) {
        writer.flush_text();
        let text = attachment.text.as_deref().unwrap_or_default();
        writer.text(format!("{text}\n{url}").trim());
        return;
    }
    let mime = attachment.mime.as_deref();
    let mime = mime.unwrap_or_else(|| usual_mime(attachment.media_type.as_ref()));
    let kind = match File::fit(mime, None) {
        Fit::Send(kind) => kind,
        Fit::TooLarge => MediaKind::Document,
    };
    let file = File {
        url: url.to_owned(),
        mime: mime.to_owned(),
        filename: filename(attachment, url),
        size: attachment.content_size_bytes,
        kind,
    };
    let caption = caption(attachment, kind, writer);
    let content = content(&file, caption);
    writer.file(Message::new(writer.context.to.clone(), content), file);
}

/// The text below the file. What is too long for that, or stands with a sound file, is sent
/// before.
fn caption(attachment: &Attachment, kind: MediaKind, writer: &mut Writer<'_>) -> Option<String> {
    let own = attachment.text.as_deref().map(str::trim);
    let own = own.filter(|own| !own.is_empty());
    let limit = match kind {
        MediaKind::Audio => 0,
        _ => CAPTION,
    };
    let caption = writer.take_text_within(limit);
    writer.flush_text();
    match (caption, own) {
        (Some(caption), _) => Some(caption),
        (None, Some(own)) if text::is_within(own, limit) => Some(own.to_owned()),
        (None, Some(own)) => {
            writer.text(own);
            None
        }
        (None, None) => None,
    }
}

fn content(file: &File, caption: Option<String>) -> Content {
    let source = MediaSource::link(&file.url);
    match file.kind {
        MediaKind::Image => Image {
            caption,
            ..Image::new(source)
        }
        .into(),
        MediaKind::Video => Video {
            caption,
            ..Video::new(source)
        }
        .into(),
        MediaKind::Audio => Audio::new(source).into(),
        _ => Document {
            caption,
            filename: Some(file.filename.clone()),
            ..Document::new(source)
        }
        .into(),
    }
}

fn usual_mime(media_type: Option<&MediaType>) -> &'static str {
    match media_type {
        Some(MediaType::Image) => "image/jpeg",
        Some(MediaType::Video) => "video/mp4",
        Some(MediaType::Audio) => "audio/mpeg",
        _ => "application/octet-stream",
    }
}

fn filename(attachment: &Attachment, url: &str) -> String {
    let named = attachment
        .filename
        .as_deref()
        .map(|it| text::title(it, FILENAME));
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let last = Some(text::title(last, FILENAME)).filter(|it| it.contains('.'));
    let named = named.filter(|it| !it.is_empty());
    named.or(last).unwrap_or_else(|| "file".to_owned())
}
