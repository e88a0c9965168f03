//! From WhatsApp to Genesys Cloud: what an update becomes.
//!
//! [`transform`] gives the calls to make, or says why there is none. What Genesys has no place
//! for becomes text that an agent can read, and metadata that a program can; the names of the
//! metadata are in [`metadata`].

mod content;
mod context;
mod file;
pub mod metadata;
mod readable;
mod request;

use chrono::{DateTime, Utc};
use genesys_client::open_messaging::{
    ButtonResponse, ExternalMessageId, InboundChannel, InboundMessage, StructuredResponse,
};
use meta_whatsapp_client::{
    MessageId,
    webhooks::{self, Content, Update, UpdateKind},
};

use content::Shown;
use metadata::Metadata;

pub use content::is_identity_change;
pub use context::{Context, open_from};
pub use file::ReceivedFile;
pub use request::InboundRequest;

/// What an update becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inbound {
    /// Calls to make, in this order.
    Calls(Vec<GenesysCall>),
    /// Nothing to tell Genesys, and why.
    Silent(Silence),
}

/// A call to make for a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GenesysCall {
    /// A message: `inbound/open/message`.
    Message(Box<InboundMessage>),
    /// A choice: `inbound/open/structured/response`.
    StructuredResponse(Box<StructuredResponse>),
}

impl GenesysCall {
    /// A choice as a message with its words, for when Genesys does not take it as a choice:
    /// the message that offered it may be gone there.
    #[must_use]
    pub fn in_words(&self) -> Option<InboundMessage> {
        match self {
            Self::Message(_) => None,
            Self::StructuredResponse(choice) => {
                let message = InboundMessage::new(choice.channel.clone());
                Some(message.with_text(&choice.button_response.text))
            }
        }
    }
}

/// Why an update is no message to an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Silence {
    /// It tells what became of a sent message: that is a receipt.
    Status,
    /// It tells new ids of the customer, which point to the same conversation.
    IdentityChange,
    /// It is a reaction, and those are not passed on.
    Reaction,
    /// The business itself wrote it with the WhatsApp Business app.
    OwnMessage,
    /// It is about the account, a template, a call, a wish or the chat history.
    NotAMessage,
}

/// What an update becomes.
#[must_use]
pub fn transform(update: &Update, context: &Context<'_>) -> Inbound {
    let message = match update.kind() {
        Ok(UpdateKind::Message(message)) => message,
        Ok(UpdateKind::Status(_)) => return Inbound::Silent(Silence::Status),
        Ok(UpdateKind::Echo(_)) => return Inbound::Silent(Silence::OwnMessage),
        Ok(_) => return Inbound::Silent(Silence::NotAMessage),
        Err(_) => return unreadable(update, context),
    };
    let mut metadata = Metadata::of(update, &message.kind);
    metadata.add_surroundings(message);
    metadata.add_gap(context);
    let shown = match content::show(update, message, context, &mut metadata) {
        Ok(shown) => shown,
        Err(silence) => return Inbound::Silent(silence),
    };
    let channel = channel(Some(message.id.as_str()), message.timestamp, context);
    Inbound::Calls(vec![match shown {
        Shown::Choice(response, origin) => choice(channel, response, origin),
        Shown::Message(text, attachment) => {
            let mut call = InboundMessage::new(channel);
            call.text = with_notes(message, text, context);
            call.content.extend(attachment);
            call.metadata = metadata.into_map();
            GenesysCall::Message(Box::new(call))
        }
    }])
}

/// The file that comes with an update, to be fetched before [`transform`] names its URL.
#[must_use]
pub fn file(update: &Update) -> Option<ReceivedFile> {
    let Ok(UpdateKind::Message(message)) = update.kind() else {
        return None;
    };
    match &message.content {
        Content::Edit(edit) => ReceivedFile::of(&edit.message.as_ref()?.content),
        content => ReceivedFile::of(content),
    }
}

/// The earlier message that an update answers, reacts to, edits or deletes.
///
/// [`Context::quoted`] is its text, if the caller knows it.
#[must_use]
pub fn refers_to(update: &Update) -> Option<&MessageId> {
    let Ok(UpdateKind::Message(message)) = update.kind() else {
        return None;
    };
    match &message.content {
        Content::Reaction(it) => it.message_id.as_ref(),
        Content::Edit(it) => it.original_message_id.as_ref(),
        Content::Revoke(it) => it.original_message_id.as_ref(),
        _ => message.context.as_ref()?.id.as_ref(),
    }
}

/// What is not as documented still reaches the agent, with its sender.
fn unreadable(update: &Update, context: &Context<'_>) -> Inbound {
    let name = update.name();
    let Some(kind) = name.strip_prefix("message.") else {
        return Inbound::Silent(match name.split_once('.') {
            Some(("status", _)) => Silence::Status,
            Some(("echo", _)) => Silence::OwnMessage,
            _ => Silence::NotAMessage,
        });
    };
    let mut metadata = Metadata::of(update, kind);
    metadata.add_gap(context);
    metadata.add_raw(update.raw());
    let channel = channel(update.id().as_deref(), update.timestamp(), context);
    let mut call = InboundMessage::new(channel).with_text("[A message that could not be shown]");
    call.metadata = metadata.into_map();
    Inbound::Calls(vec![GenesysCall::Message(Box::new(call))])
}

fn channel(id: Option<&str>, time: Option<DateTime<Utc>>, context: &Context<'_>) -> InboundChannel {
    let time = time.unwrap_or(context.received_at);
    let mut channel = InboundChannel::new(context.from.clone(), time);
    channel.message_id = id.map(ExternalMessageId::new);
    channel
}

fn choice(
    channel: InboundChannel,
    response: ButtonResponse,
    origin: genesys_client::MessageId,
) -> GenesysCall {
    let call = StructuredResponse::new(channel, response, origin);
    GenesysCall::StructuredResponse(Box::new(call))
}

/// The text with a line above for a reply, a forward, an ad, a group.
fn with_notes(
    message: &webhooks::InboundMessage,
    text: Option<String>,
    context: &Context<'_>,
) -> Option<String> {
    let notes = readable::notes(
        message.group_id.is_some(),
        message.context.as_ref(),
        message.referral.as_deref(),
        context.quoted,
    );
    match (notes, text) {
        (Some(notes), Some(text)) => Some(format!("{notes}\n{text}")),
        (notes, text) => notes.or(text),
    }
}
