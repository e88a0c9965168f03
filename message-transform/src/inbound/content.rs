//! What the content of a message becomes: one arm per type.

use genesys_client::open_messaging::{Attachment, ButtonResponse, ButtonResponseType};
use meta_whatsapp_client::webhooks::{
    Content, EditedMessage, InboundMessage, Interactive, InteractiveReply, Location, Reaction,
    System, SystemKind, Unsupported, Update,
};

use super::{
    Context, ReceivedFile, Silence,
    metadata::{self, Metadata},
    readable,
};
use crate::{Choice, ChoiceKind, text};

/// What an agent gets to see.
pub(super) enum Shown {
    /// A text, a file, or both.
    Message(Option<String>, Option<Attachment>),
    /// A choice among what a Genesys message offered.
    Choice(ButtonResponse, genesys_client::MessageId),
}

impl Shown {
    fn text(text: impl Into<String>) -> Self {
        Self::Message(Some(text.into()), None)
    }
}

/// So much of a quoted message is repeated.
const QUOTE: usize = 200;

/// What the content becomes; what else is known of it goes to the metadata.
pub(super) fn show(
    update: &Update,
    message: &InboundMessage,
    context: &Context<'_>,
    metadata: &mut Metadata,
) -> Result<Shown, Silence> {
    let shown = match &message.content {
        Content::Reaction(_) if !context.reactions => return Err(Silence::Reaction),
        Content::System(news) => return news_of(news).map(Shown::text),
        Content::Edit(edit) => {
            metadata.add(metadata::REFERS_TO, id(&edit.original_message_id));
            edited(edit.message.as_deref(), context, metadata)
        }
        Content::Unsupported(it) => {
            metadata.add(metadata::UNSUPPORTED, it.kind.as_deref());
            metadata.add_raw(update.raw());
            Shown::text(unsupported(it, message))
        }
        Content::Contacts(cards) => {
            metadata.add_raw(update.raw());
            Shown::text(readable::contacts(cards))
        }
        Content::Order(order) => {
            let catalog = order.catalog_id.as_ref().map(|id| id.as_str());
            metadata.add(metadata::CATALOG_ID, catalog);
            metadata.add_raw(update.raw());
            Shown::text(readable::order(order))
        }
        Content::Unknown => {
            metadata.add_raw(update.raw());
            Shown::text(unknown(&message.kind))
        }
        content => simple(content, context, metadata).unwrap_or_else(|| {
            metadata.add_raw(update.raw());
            Shown::text("[An answer of a kind that is not known]")
        }),
    };
    Ok(shown)
}

/// What a content becomes that can also be the new one of an edited message.
fn simple(content: &Content, context: &Context<'_>, metadata: &mut Metadata) -> Option<Shown> {
    if let Some(file) = ReceivedFile::of(content) {
        return Some(file_of(&file, content, context, metadata));
    }
    Some(match content {
        Content::Text(text) => Shown::text(match text.body.trim() {
            "" => "[Empty message]",
            _ => &text.body,
        }),
        Content::Location(place) => location(place, metadata),
        Content::Contacts(cards) => Shown::text(readable::contacts(cards)),
        Content::Order(order) => Shown::text(readable::order(order)),
        Content::Reaction(reaction) => reacted(reaction, context, metadata),
        Content::Button(button) => {
            let title = button.text.as_deref().or(button.payload.as_deref());
            chosen(button.payload.as_deref(), title, metadata)
        }
        Content::Interactive(answer) => return answered(answer, metadata),
        Content::RequestWelcome => Shown::text("[The customer opened the chat for the first time]"),
        Content::Revoke(it) => {
            metadata.add(metadata::REFERS_TO, id(&it.original_message_id));
            Shown::text(about_earlier("Deleted", context, "an earlier message"))
        }
        Content::MediaPlaceholder => Shown::text("[A file that WhatsApp does not pass on]"),
        _ => Shown::text("[A message that could not be shown]"),
    })
}

fn id(id: &Option<meta_whatsapp_client::MessageId>) -> Option<&str> {
    id.as_ref().map(|id| id.as_str())
}

fn file_of(
    file: &ReceivedFile,
    content: &Content,
    context: &Context<'_>,
    metadata: &mut Metadata,
) -> Shown {
    let caption = match content {
        Content::Image(it) | Content::Video(it) => it.caption.as_deref(),
        Content::Document(it) => it.caption.as_deref(),
        Content::Audio(it) => {
            metadata.add_flag(metadata::VOICE, it.voice);
            None
        }
        Content::Sticker(it) => {
            metadata.add_flag(metadata::ANIMATED, it.animated);
            None
        }
        _ => None,
    };
    let caption = caption.filter(|caption| !caption.trim().is_empty());
    let url = file.id.as_ref().and_then(|_| (context.file_url)(file));
    match url {
        Some(url) => Shown::Message(caption.map(str::to_owned), Some(file.attachment(url))),
        None => {
            let note = format!("[{} that could not be loaded]", file.word());
            let caption = caption.map(|caption| format!("\n{caption}"));
            Shown::text(note + &caption.unwrap_or_default())
        }
    }
}

fn location(place: &Location, metadata: &mut Metadata) -> Shown {
    metadata.add(metadata::LATITUDE, place.latitude.map(|it| it.to_string()));
    metadata.add(
        metadata::LONGITUDE,
        place.longitude.map(|it| it.to_string()),
    );
    Shown::text(readable::place(place))
}

fn reacted(reaction: &Reaction, context: &Context<'_>, metadata: &mut Metadata) -> Shown {
    metadata.add(metadata::REFERS_TO, id(&reaction.message_id));
    metadata.add(metadata::REACTION, reaction.emoji.as_deref());
    let emoji = reaction.emoji.as_deref().unwrap_or_default();
    Shown::text(match reaction.is_removed() {
        true => about_earlier("Took back the reaction to", context, "an earlier message"),
        false => about_earlier(
            &format!("Reacted with {emoji} to"),
            context,
            "an earlier message",
        ),
    })
}

/// `[Deleted: “…”]` if the earlier message is known.
fn about_earlier(what: &str, context: &Context<'_>, otherwise: &str) -> String {
    match context.quoted.map(str::trim).filter(|it| !it.is_empty()) {
        Some(quoted) => format!("[{what}: “{}”]", text::title(quoted, QUOTE)),
        None => format!("[{what} {otherwise}]"),
    }
}

/// A choice for Genesys if the id is one of ours, else what the button or row says.
fn chosen(id: Option<&str>, title: Option<&str>, metadata: &mut Metadata) -> Shown {
    let title = title.or(id).map(str::trim).filter(|it| !it.is_empty());
    if let Some(choice) = id.and_then(Choice::of_id) {
        let kind = match choice.kind {
            ChoiceKind::Button => ButtonResponseType::Button,
            ChoiceKind::QuickReply => ButtonResponseType::QuickReply,
            ChoiceKind::DatePicker => ButtonResponseType::DatePicker,
        };
        // Of a date picker both are the time that was chosen.
        let is_date = choice.kind == ChoiceKind::DatePicker;
        let title = title.filter(|title| !is_date && !is_cut(title, &choice.payload));
        let text = title.unwrap_or(&choice.payload).to_owned();
        let response = ButtonResponse::new(kind, text, choice.payload);
        let origin = genesys_client::MessageId::new(choice.message_id);
        return Shown::Choice(response, origin);
    }
    metadata.add(metadata::CHOICE_ID, id);
    Shown::text(title.unwrap_or("[A button without a text]"))
}

/// Whether a title is the cut beginning of the payload, which then says it in full.
fn is_cut(title: &str, payload: &str) -> bool {
    let beginning = title.strip_suffix(text::ELLIPSIS);
    beginning.is_some_and(|beginning| text::one_line(payload).starts_with(beginning))
}

fn answered(answer: &Interactive, metadata: &mut Metadata) -> Option<Shown> {
    Some(match answer.reply()? {
        InteractiveReply::Button(it) => chosen(it.id.as_deref(), it.title.as_deref(), metadata),
        InteractiveReply::Row(it) => {
            metadata.add(metadata::CHOICE_DESCRIPTION, it.description.as_deref());
            chosen(it.id.as_deref(), it.title.as_deref(), metadata)
        }
        InteractiveReply::NativeFlow(it) => {
            metadata.add(metadata::FORM, it.name.as_deref());
            metadata.add(metadata::FORM_RESPONSE, it.response_json.as_deref());
            Shown::text(readable::flow(it))
        }
        InteractiveReply::CallPermission(it) => {
            metadata.add(metadata::CALL_PERMISSION, it.response.as_deref());
            Shown::text(readable::call_permission(it))
        }
        _ => return None,
    })
}

/// New ids of the customer are no message; other news are.
/// Whether news about a customer tell new ids and nothing else: no message to an agent.
#[must_use]
pub fn is_identity_change(news: &System) -> bool {
    matches!(
        news.kind,
        Some(
            SystemKind::UserChangedNumber
                | SystemKind::UserChangedUserId
                | SystemKind::CustomerChangedNumber
        )
    )
}

fn news_of(news: &System) -> Result<String, Silence> {
    match &news.kind {
        _ if is_identity_change(news) => Err(Silence::IdentityChange),
        Some(SystemKind::CustomerIdentityChanged) => Ok(
            "[The customer's security code changed: the phone is new, or somebody else's]"
                .to_owned(),
        ),
        _ => Ok(match news.body.as_deref().map(str::trim) {
            Some(body) if !body.is_empty() => format!("[News about the customer: {body}]"),
            _ => "[News about the customer that cannot be shown]".to_owned(),
        }),
    }
}

fn edited(
    message: Option<&EditedMessage>,
    context: &Context<'_>,
    metadata: &mut Metadata,
) -> Shown {
    let note = about_earlier("Edited", context, "an earlier message");
    let Some(message) = message else {
        return Shown::text(note);
    };
    match simple(&message.content, context, metadata) {
        Some(Shown::Message(text, attachment)) => {
            let text = text.map(|text| format!("\n{text}")).unwrap_or_default();
            Shown::Message(Some(note + &text), attachment)
        }
        _ => Shown::text(note),
    }
}

fn unsupported(it: &Unsupported, message: &InboundMessage) -> String {
    let kind = it.kind.as_deref().map(|kind| format!(": {kind}"));
    let why = message.errors.first();
    let why = why.and_then(|error| error.details.as_ref().or(error.title.as_ref()));
    let why = why.map(|why| format!(" ({})", text::title(why, QUOTE)));
    let (kind, why) = (kind.unwrap_or_default(), why.unwrap_or_default());
    format!("[A message that WhatsApp does not pass on{kind}{why}]")
}

fn unknown(kind: &str) -> String {
    match kind {
        "" => "[A message of a type that is not known]".to_owned(),
        kind => format!(
            "[A message of a type that is not known: {}]",
            text::title(kind, 50)
        ),
    }
}
