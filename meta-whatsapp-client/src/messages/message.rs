//! A message to be sent.

mod json;

use ccaas_http::{InvalidRequest, debug_allow_list};

use super::{
    contact::Contact,
    content::Content,
    file::{Audio, Document, Image, MediaSource, Sticker, Video},
    interactive::{Interactive, ReplyButtons},
    limits,
    recipient::Recipient,
    rules,
    template::Template,
    text::{Location, Reaction, Text},
};
use crate::id::MessageId;

/// A message to be sent.
///
/// ```
/// use meta_whatsapp_client::messages::{CtaUrl, MediaSource, Message};
///
/// let text = Message::text("+12025550147", "Good morning");
/// let image = Message::image("+12025550147", MediaSource::link("https://example.com/a.png"));
/// let link = Message::new(
///     "+12025550147",
///     CtaUrl::new("Your visit is booked.", "See it", "https://example.com/v/1"),
/// );
/// let marked = Message {
///     biz_opaque_callback_data: Some("item-1".to_owned()),
///     ..Message::text("+12025550147", "Good morning")
/// };
/// # for message in [text, image, link, marked] { message.check()?; }
/// # Ok::<(), meta_whatsapp_client::ccaas_http::InvalidRequest>(())
/// ```
///
/// It is written exactly as Meta documents it, and read from the same JSON. Reading is
/// strict: a field that these types do not have is an error, since dropping it would
/// change the message. Only nulls are the same as nothing; the `type` of a template's
/// component becomes lower case, a button's `index` and a flow's version strings, a
/// coordinate a number.
#[derive(Clone, PartialEq)]
pub struct Message {
    /// Who it goes to.
    pub to: Recipient,
    /// What it says.
    pub content: Content,
    /// The message it answers: `context.message_id`.
    pub reply_to: Option<MessageId>,
    /// The caller's own data; every status webhook of the message carries it.
    pub biz_opaque_callback_data: Option<String>,
    /// Sends only if the customer's identity still has this hash.
    pub recipient_identity_key_hash: Option<String>,
    /// What a marketing message does where the endpoint for those cannot send it.
    pub product_policy: Option<ProductPolicy>,
    /// Whether Meta may use what became of a marketing message.
    pub message_activity_sharing: Option<bool>,
    /// What is left out of the JSON, although it is mostly there.
    pub omit: Omit,
}

impl Message {
    /// Any message.
    #[must_use]
    pub fn new(to: impl Into<Recipient>, content: impl Into<Content>) -> Self {
        Self {
            to: to.into(),
            content: content.into(),
            reply_to: None,
            biz_opaque_callback_data: None,
            recipient_identity_key_hash: None,
            product_policy: None,
            message_activity_sharing: None,
            omit: Omit::default(),
        }
    }

    /// A text.
    #[must_use]
    pub fn text(to: impl Into<Recipient>, body: impl Into<String>) -> Self {
        Self::new(to, Text::new(body))
    }

    /// An image, without a caption.
    #[must_use]
    pub fn image(to: impl Into<Recipient>, source: impl Into<MediaSource>) -> Self {
        Self::new(to, Image::new(source))
    }

    /// A video, without a caption.
    #[must_use]
    pub fn video(to: impl Into<Recipient>, source: impl Into<MediaSource>) -> Self {
        Self::new(to, Video::new(source))
    }

    /// A sound file.
    #[must_use]
    pub fn audio(to: impl Into<Recipient>, source: impl Into<MediaSource>) -> Self {
        Self::new(to, Audio::new(source))
    }

    /// A document, under a name.
    #[must_use]
    pub fn document(
        to: impl Into<Recipient>,
        source: impl Into<MediaSource>,
        filename: impl Into<String>,
    ) -> Self {
        Self::new(to, Document::new(source).with_filename(filename))
    }

    /// A sticker.
    #[must_use]
    pub fn sticker(to: impl Into<Recipient>, source: impl Into<MediaSource>) -> Self {
        Self::new(to, Sticker::new(source))
    }

    /// A place, without a name.
    #[must_use]
    pub fn location(to: impl Into<Recipient>, latitude: f64, longitude: f64) -> Self {
        Self::new(to, Location::new(latitude, longitude))
    }

    /// Contact cards.
    #[must_use]
    pub fn contacts(to: impl Into<Recipient>, contacts: impl IntoIterator<Item = Contact>) -> Self {
        Self::new(to, contacts.into_iter().collect::<Vec<_>>())
    }

    /// An emoji on a message; an empty one takes it away.
    #[must_use]
    pub fn reaction(
        to: impl Into<Recipient>,
        message_id: MessageId,
        emoji: impl Into<String>,
    ) -> Self {
        Self::new(to, Reaction::new(message_id, emoji))
    }

    /// A text with buttons to reply with, each an id and a title.
    #[must_use]
    pub fn buttons<I, T>(
        to: impl Into<Recipient>,
        body: impl Into<String>,
        buttons: impl IntoIterator<Item = (I, T)>,
    ) -> Self
    where
        I: Into<String>,
        T: Into<String>,
    {
        Self::new(to, ReplyButtons::new(body, buttons))
    }

    /// Any interactive message.
    #[must_use]
    pub fn interactive(to: impl Into<Recipient>, interactive: impl Into<Interactive>) -> Self {
        Self::new(to, interactive.into())
    }

    /// A template without parameters; [`Template::with`] adds some.
    #[must_use]
    pub fn template(
        to: impl Into<Recipient>,
        name: impl Into<String>,
        language: impl Into<String>,
    ) -> Self {
        Self::new(to, Template::new(name, language))
    }

    /// The same message as an answer to another.
    ///
    /// The quote is not shown if that one is over 30 days old, deleted or moved.
    #[must_use]
    pub fn in_reply_to(mut self, message_id: MessageId) -> Self {
        self.reply_to = Some(message_id);
        self
    }

    /// The same message with the caller's own data, at most 512 characters.
    #[must_use]
    pub fn with_callback_data(mut self, data: impl Into<String>) -> Self {
        self.biz_opaque_callback_data = Some(data.into());
        self
    }

    /// Checks it against [`LIMITS`](super::LIMITS) and the rules of its kind.
    ///
    /// Sending does it, too.
    ///
    /// # Errors
    /// The first field that Meta would refuse, by its path in the JSON.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        limits::check(self)?;
        rules::check(self)
    }
}

debug_allow_list! { Message { content, product_policy, message_activity_sharing } }

ccaas_http::open_enum! {
    /// What a marketing message does where the endpoint for those cannot send it.
    pub enum ProductPolicy {
        /// It is sent as any other message.
        CloudApiFallback = "CLOUD_API_FALLBACK",
        /// It fails.
        Strict = "STRICT",
    }
}

/// What is left out of the JSON, although it is mostly there.
///
/// Some of Meta's own examples leave it out; a message that was read is written as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Omit {
    /// No `recipient_type`; it is always written for a group.
    pub recipient_type: bool,
    /// No `type`.
    pub message_type: bool,
}
