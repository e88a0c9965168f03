//! From Genesys Cloud to WhatsApp: what an agent's or bot's message becomes.
//!
//! [`transform`] gives the messages to send, in their order, each within WhatsApp's limits, or
//! says what else it is. An agent's message is one or more parts; a receipt is due when all of
//! them are delivered or one failed ([`crate::decide::receipts`]).

mod ask;
mod card;
mod context;
mod date;
mod file;
mod notification;
mod part;
mod picker;

use std::time::Duration;

use genesys_client::{
    open_messaging::{EventType, MessageType},
    webhooks::{Content, Event, OutboundMessage, QuickReply, TypingType},
};
use meta_whatsapp_client::messages::Message;

use crate::{ChoiceKind, receipts::Refusal, template::Marker};
use ask::Ask;
use part::Writer;

pub use context::{Context, Wording};
pub use file::{File, Fit};
pub use part::Part;

/// What a message of Genesys becomes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Outbound {
    /// Messages to send.
    Parts {
        /// In their order.
        parts: Vec<Part>,
        /// The kinds of content that WhatsApp has nothing for, as Genesys names them; the
        /// parts hold everything else.
        left_out: Vec<String>,
    },
    /// Somebody types, for so long if it is told: a typing indicator on the last message of
    /// the customer.
    Typing(Option<Duration>),
    /// Nothing can be sent: a receipt tells the agent why.
    Refused(Refusal),
    /// It is not for the customer.
    Silent(Silence),
}

/// Why a message of Genesys is not for the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Silence {
    /// It tells what became of a message.
    Receipt,
    /// It is an event that WhatsApp has no sign for.
    Event,
}

/// What a message becomes.
#[must_use]
pub fn transform(message: &OutboundMessage, context: &Context<'_>) -> Outbound {
    if let Some(event) = event(message) {
        return event;
    }
    let text = message.text.as_deref().unwrap_or_default();
    if message.content.is_empty() {
        match Marker::of(text, context.templates_allowed) {
            Marker::None => {}
            Marker::Allowed(request) => {
                let template = request.message(context.to.clone(), context.language);
                return whole(template);
            }
            Marker::Refused(name) => return Outbound::Refused(Refusal::TemplateNotAllowed(name)),
        }
    }
    let id = message.id.as_ref().map_or("", |id| id.as_str());
    let mut writer = Writer::new(context, id, text);
    let left_out = write(&message.content, &mut writer);
    match (writer.finish(), left_out.first()) {
        (parts, _) if !parts.is_empty() => Outbound::Parts { parts, left_out },
        (_, Some(kind)) => Outbound::Refused(Refusal::Unsupported(kind.clone())),
        (_, None) => Outbound::Refused(Refusal::Empty),
    }
}

fn whole(message: Message) -> Outbound {
    match message.check() {
        Ok(()) => Outbound::Parts {
            parts: vec![Part::of(message)],
            left_out: Vec::new(),
        },
        Err(invalid) => Outbound::Refused(Refusal::Template(invalid.to_string())),
    }
}

/// What a receipt or an event becomes; `None` for a message.
#[must_use]
pub fn event(message: &OutboundMessage) -> Option<Outbound> {
    match &message.kind {
        Some(MessageType::Receipt) => return Some(Outbound::Silent(Silence::Receipt)),
        Some(MessageType::Event) => {}
        // Events may come without a type.
        None if !message.events.is_empty() => {}
        _ => return None,
    }
    let events = message.events.iter().filter_map(|event| event.kind().ok());
    let mut typing = events.filter(|event| is_typing(event));
    Some(match typing.next() {
        Some(event) => Outbound::Typing(event.typing.as_ref().and_then(|it| it.duration)),
        None => Outbound::Silent(Silence::Event),
    })
}

/// Whether somebody types, which is told with `Off` when it ends.
fn is_typing(event: &Event) -> bool {
    let kind = event
        .typing
        .as_ref()
        .and_then(|typing| typing.kind.as_ref());
    event.event_type == Some(EventType::Typing) && kind.is_none_or(|kind| *kind == TypingType::On)
}

/// Writes each part of the content; gives the kinds that have no place.
fn write(content: &[ccaas_http::read::Received<Content>], writer: &mut Writer<'_>) -> Vec<String> {
    let mut left_out = Vec::new();
    let known = content.iter().filter_map(|it| it.kind().ok());
    let replies = known.filter_map(|content| match content {
        Content::QuickReply(reply) => Some(reply),
        _ => None,
    });
    let replies: Vec<_> = replies.collect();
    for received in content {
        match received.kind() {
            Ok(Content::Attachment(attachment)) => file::write(attachment, writer),
            // All of them belong together, below everything else.
            Ok(Content::QuickReply(_)) => {}
            Ok(Content::QuickReplyV2(it)) => {
                writer.flush_text();
                let title = it.title.as_deref().unwrap_or_default();
                quick_replies(title, it.actions.iter(), writer);
            }
            Ok(Content::Card(it)) => card::write(std::slice::from_ref(it), writer),
            Ok(Content::Carousel(it)) => card::write(&it.cards, writer),
            Ok(Content::ListPicker(it)) => picker::write(it, writer),
            Ok(Content::DatePicker(it)) => date::write(it, writer),
            Ok(Content::Notification(it)) => notification::write(it, writer),
            Ok(Content::Text(it)) => writer.more_text(it.body.as_deref().unwrap_or_default()),
            Ok(Content::Location(it)) => picker::location(it, writer),
            Ok(Content::ButtonResponse(it)) => {
                writer.more_text(it.text.as_deref().unwrap_or_default())
            }
            Ok(other) => left_out.push(name(other.content_type(), received.raw())),
            Err(_) => left_out.push(name(None, received.raw())),
        }
    }
    if !replies.is_empty() {
        let text = writer.take_text();
        quick_replies(&text, replies.into_iter(), writer);
    }
    left_out
}

fn quick_replies<'a>(
    text: &str,
    replies: impl Iterator<Item = &'a QuickReply>,
    writer: &mut Writer<'_>,
) {
    let mut ask = Ask::new(ChoiceKind::QuickReply, text);
    for reply in replies {
        let (text, payload) = (reply.text.as_deref(), reply.payload.as_deref());
        ask.offer(text.or(payload), payload.or(text), None);
    }
    ask.write(writer);
}

/// The `contentType` as Genesys writes it.
fn name(known: Option<&str>, raw: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Tag {
        #[serde(rename = "contentType")]
        content_type: String,
    }

    let told = || serde_json::from_str(raw).map(|tag: Tag| tag.content_type);
    let told = known.map(str::to_owned).or_else(|| told().ok());
    crate::text::title(told.as_deref().unwrap_or("unknown"), 50)
}
