//! Reading a message: its type first, then the one object that the type names.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::value::RawValue;

use super::{AdReferral, IdentityCheck, InboundMessage, MessageContext};
use crate::{
    GroupId, MessageId, ParentUserId, UserId, WaId,
    error::ErrorDetail,
    webhooks::{Content, EditedMessage, HistoryContext, ItemError, item_error::decode, wire},
};

/// A message with its content unread: the type may stand behind it.
struct Fields<'a> {
    id: Option<MessageId>,
    from: Option<WaId>,
    from_user_id: Option<UserId>,
    from_parent_user_id: Option<ParentUserId>,
    to: Option<WaId>,
    to_user_id: Option<UserId>,
    to_parent_user_id: Option<ParentUserId>,
    timestamp: Option<DateTime<Utc>>,
    group_id: Option<GroupId>,
    context: Option<MessageContext>,
    referral: Option<Box<AdReferral>>,
    identity: Option<IdentityCheck>,
    errors: Vec<ErrorDetail>,
    history_context: Option<HistoryContext>,
    kind: Option<Cow<'static, str>>,
    text: Option<&'a RawValue>,
    image: Option<&'a RawValue>,
    video: Option<&'a RawValue>,
    audio: Option<&'a RawValue>,
    document: Option<&'a RawValue>,
    sticker: Option<&'a RawValue>,
    location: Option<&'a RawValue>,
    contacts: Option<&'a RawValue>,
    reaction: Option<&'a RawValue>,
    button: Option<&'a RawValue>,
    interactive: Option<&'a RawValue>,
    order: Option<&'a RawValue>,
    system: Option<&'a RawValue>,
    unsupported: Option<&'a RawValue>,
    edit: Option<&'a RawValue>,
    revoke: Option<&'a RawValue>,
}

read_object! {
    ['a] Fields<'a> {
        required {}
        strict {
            id,
            #[serde(rename = "type")]
            kind,
            text,
            image,
            video,
            audio,
            document,
            sticker,
            location,
            contacts,
            reaction,
            button,
            interactive,
            order,
            system,
            unsupported,
            edit,
            revoke,
        }
        auxiliary {
            from,
            from_user_id,
            from_parent_user_id,
            to,
            to_user_id,
            to_parent_user_id,
            timestamp,
            group_id,
            context,
            referral,
            identity,
            errors,
            history_context,
        }
    }
}

impl Fields<'_> {
    /// The type; one that was left out shows in the object that is there.
    fn kind(&mut self) -> Cow<'static, str> {
        if let Some(kind) = self.kind.take() {
            return kind;
        }
        let objects = [
            ("text", self.text),
            ("image", self.image),
            ("video", self.video),
            ("audio", self.audio),
            ("document", self.document),
            ("sticker", self.sticker),
            ("location", self.location),
            ("contacts", self.contacts),
            ("reaction", self.reaction),
            ("button", self.button),
            ("interactive", self.interactive),
            ("order", self.order),
            ("system", self.system),
            ("unsupported", self.unsupported),
            ("edit", self.edit),
            ("revoke", self.revoke),
        ];
        let present = objects.iter().find(|(_, object)| object.is_some());
        present.map_or(Cow::Borrowed(""), |(kind, _)| Cow::Borrowed(*kind))
    }

    fn content(&self, kind: &str) -> Result<Content, ItemError> {
        Ok(match kind {
            "text" => Content::Text(object("`text`", self.text)?),
            "image" => Content::Image(object("`image`", self.image)?),
            "video" => Content::Video(object("`video`", self.video)?),
            "audio" => Content::Audio(object("`audio`", self.audio)?),
            "document" => Content::Document(object("`document`", self.document)?),
            "sticker" => Content::Sticker(object("`sticker`", self.sticker)?),
            "location" => Content::Location(object("`location`", self.location)?),
            "contacts" => Content::Contacts(list("`contacts`", self.contacts)?),
            "reaction" => Content::Reaction(object("`reaction`", self.reaction)?),
            "button" => Content::Button(object("`button`", self.button)?),
            "interactive" => Content::Interactive(object("`interactive`", self.interactive)?),
            "order" => Content::Order(object("`order`", self.order)?),
            "system" => Content::System(object("`system`", self.system)?),
            "request_welcome" => Content::RequestWelcome,
            "media_placeholder" => Content::MediaPlaceholder,
            "unsupported" | "unknown" => {
                Content::Unsupported(object("`unsupported`", self.unsupported)?)
            }
            "edit" => Content::Edit(object("`edit`", self.edit)?),
            "revoke" => Content::Revoke(object("`revoke`", self.revoke)?),
            _ => Content::Unknown,
        })
    }
}

/// An object that was left out is one without any field.
fn object<'a, T: Deserialize<'a>>(
    what: &'static str,
    raw: Option<&'a RawValue>,
) -> Result<T, ItemError> {
    match raw {
        Some(raw) => decode(what, raw),
        None => serde_json::from_str("{}").map_err(|error| ItemError::of(what, &error)),
    }
}

fn list<T: wire::Element>(what: &'static str, raw: Option<&RawValue>) -> Result<Vec<T>, ItemError> {
    let read = |error: serde_json::Error| ItemError::of(what, &error);
    let mut list = Vec::new();
    for item in raw
        .map_or_else(|| Ok(Vec::new()), wire::items)
        .map_err(read)?
    {
        list.extend(T::element(item).map_err(read)?);
    }
    Ok(list)
}

/// Reads a message.
pub(in crate::webhooks) fn message(raw: &RawValue) -> Result<InboundMessage, ItemError> {
    let mut fields: Fields<'_> = decode("the message", raw)?;
    let kind = fields.kind();
    let content = fields.content(&kind)?;
    let Some(id) = fields.id else {
        return Err(ItemError::new("the message has no `id`"));
    };
    Ok(InboundMessage {
        id,
        from: fields.from,
        from_user_id: fields.from_user_id,
        from_parent_user_id: fields.from_parent_user_id,
        to: fields.to,
        to_user_id: fields.to_user_id,
        to_parent_user_id: fields.to_parent_user_id,
        timestamp: fields.timestamp,
        group_id: fields.group_id,
        context: fields.context,
        referral: fields.referral,
        identity: fields.identity,
        errors: fields.errors,
        history_context: fields.history_context,
        kind,
        content,
    })
}

impl<'de> Deserialize<'de> for InboundMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        message(&raw).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for EditedMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let mut fields: Fields<'_> =
            serde_json::from_str(raw.get()).map_err(|_| D::Error::custom("not a message"))?;
        let kind = fields.kind();
        let content = match &*kind {
            // One inside the other, without end, would use up the stack.
            "edit" => Content::Unknown,
            kind => fields.content(kind).map_err(D::Error::custom)?,
        };
        Ok(Self {
            context: fields.context,
            content,
        })
    }
}

wire_object!(EditedMessage);
