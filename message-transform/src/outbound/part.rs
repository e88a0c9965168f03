//! The messages that a message becomes, one after the other.

use meta_whatsapp_client::{
    MediaId,
    messages::{Content, Interactive, MediaSource, Message},
};

use super::{Context, File};
use crate::text;

/// WhatsApp's limit for a text.
pub(super) const TEXT: usize = 4_096;

/// One message to send.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Part {
    /// The message; a file in it is linked where Genesys has it.
    pub message: Message,
    /// The file in it, which WhatsApp cannot fetch where Genesys has it.
    pub file: Option<File>,
}

impl Part {
    pub(super) fn of(message: Message) -> Self {
        Self {
            message,
            file: None,
        }
    }

    /// What the customer reads in it: its text or caption.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.message.content {
            Content::Text(it) => Some(&it.body),
            Content::Image(it) => it.caption.as_deref(),
            Content::Video(it) => it.caption.as_deref(),
            Content::Document(it) => it.caption.as_deref(),
            Content::Interactive(it) => match it {
                Interactive::Button(it) => Some(&it.body),
                Interactive::List(it) => Some(&it.body),
                Interactive::CtaUrl(it) => Some(&it.body),
                Interactive::Carousel(it) => Some(&it.body),
                _ => None,
            },
            _ => None,
        }
    }

    /// The message with its file as it was uploaded.
    #[must_use]
    pub fn uploaded(mut self, id: MediaId) -> Message {
        let uploaded = MediaSource::Id(id);
        match &mut self.message.content {
            Content::Image(it) => it.source = uploaded,
            Content::Video(it) => it.source = uploaded,
            Content::Audio(it) => it.source = uploaded,
            Content::Document(it) => it.source = uploaded,
            _ => {}
        }
        self.message
    }

    /// The message as a text with a link instead of the file, which WhatsApp does not take.
    #[must_use]
    pub fn linked(&self, url: &str) -> Vec<Message> {
        let caption = match &self.message.content {
            Content::Image(it) => it.caption.as_deref(),
            Content::Video(it) => it.caption.as_deref(),
            Content::Document(it) => it.caption.as_deref(),
            _ => None,
        };
        let name = self.file.as_ref().map(|file| file.filename.as_str());
        let link = match name {
            Some(name) => format!("{name}: {url}"),
            None => url.to_owned(),
        };
        let text = match caption {
            Some(caption) => format!("{caption}\n\n{link}"),
            None => link,
        };
        let parts = text::split(&text, TEXT).into_iter();
        let message = |body| Message::text(self.message.to.clone(), body);
        parts.map(message).collect()
    }
}

/// Writes the parts; the message's own text waits for what it can stand above or below.
pub(super) struct Writer<'a> {
    pub(super) context: &'a Context<'a>,
    /// The message's id at Genesys.
    pub(super) id: &'a str,
    text: String,
    parts: Vec<Part>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(context: &'a Context<'a>, id: &'a str, text: &str) -> Self {
        Self {
            context,
            id,
            text: text.to_owned(),
            parts: Vec::new(),
        }
    }

    /// The message's text, if nothing has taken it yet.
    pub(super) fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// The message's text, if nothing has taken it yet and it is so short.
    pub(super) fn take_text_within(&mut self, limit: usize) -> Option<String> {
        let fits = !self.text.trim().is_empty() && text::is_within(&self.text, limit);
        fits.then(|| self.take_text())
    }

    /// Writes the message's own text by itself, before what cannot stand with it.
    pub(super) fn flush_text(&mut self) {
        let text = self.take_text();
        self.text(&text);
    }

    /// Writes a text of the content below the message's own, unless it is the same.
    pub(super) fn more_text(&mut self, text: &str) {
        let is_repeated = self.text.trim() == text.trim();
        self.flush_text();
        if !is_repeated {
            self.text(text);
        }
    }

    /// Writes a text, in as many parts as it needs.
    pub(super) fn text(&mut self, text: &str) {
        for body in text::split(text, TEXT) {
            self.message(Message::text(self.context.to.clone(), body));
        }
    }

    pub(super) fn message(&mut self, message: Message) {
        self.parts.push(Part::of(message));
    }

    pub(super) fn file(&mut self, message: Message, file: File) {
        self.parts.push(Part {
            message,
            file: Some(file),
        });
    }

    pub(super) fn finish(mut self) -> Vec<Part> {
        self.flush_text();
        self.parts
    }
}
