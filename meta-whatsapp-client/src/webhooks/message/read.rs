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
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(default, deserialize_with = "wire::read")]
    id: Option<MessageId>,
    #[serde(default, deserialize_with = "wire::read")]
    from: Option<WaId>,
    #[serde(default, deserialize_with = "wire::read")]
    from_user_id: Option<UserId>,
    #[serde(default, deserialize_with = "wire::read")]
    from_parent_user_id: Option<ParentUserId>,
    #[serde(default, deserialize_with = "wire::read")]
    to: Option<WaId>,
    #[serde(default, deserialize_with = "wire::read")]
    to_user_id: Option<UserId>,
    #[serde(default, deserialize_with = "wire::read")]
    to_parent_user_id: Option<ParentUserId>,
    #[serde(default, deserialize_with = "wire::read")]
    timestamp: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "wire::read")]
    group_id: Option<GroupId>,
    context: Option<MessageContext>,
    referral: Option<Box<AdReferral>>,
    identity: Option<IdentityCheck>,
    #[serde(default, deserialize_with = "wire::read")]
    errors: Vec<ErrorDetail>,
    history_context: Option<HistoryContext>,
    #[serde(default, rename = "type", deserialize_with = "kind")]
    kind: Option<Cow<'static, str>>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    image: Option<&'a RawValue>,
    #[serde(borrow)]
    video: Option<&'a RawValue>,
    #[serde(borrow)]
    audio: Option<&'a RawValue>,
    #[serde(borrow)]
    document: Option<&'a RawValue>,
    #[serde(borrow)]
    sticker: Option<&'a RawValue>,
    #[serde(borrow)]
    location: Option<&'a RawValue>,
    #[serde(borrow)]
    contacts: Option<&'a RawValue>,
    #[serde(borrow)]
    reaction: Option<&'a RawValue>,
    #[serde(borrow)]
    button: Option<&'a RawValue>,
    #[serde(borrow)]
    interactive: Option<&'a RawValue>,
    #[serde(borrow)]
    order: Option<&'a RawValue>,
    #[serde(borrow)]
    system: Option<&'a RawValue>,
    #[serde(borrow)]
    unsupported: Option<&'a RawValue>,
    #[serde(borrow)]
    edit: Option<&'a RawValue>,
    #[serde(borrow)]
    revoke: Option<&'a RawValue>,
}

/// Types that are known, so that naming one costs no memory.
const KINDS: &[&str] = &[
    "text",
    "image",
    "video",
    "audio",
    "document",
    "sticker",
    "location",
    "contacts",
    "reaction",
    "button",
    "interactive",
    "order",
    "system",
    "request_welcome",
    "unsupported",
    "unknown",
    "edit",
    "revoke",
    "media_placeholder",
];

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'static, str>>, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    let kind = wire::Scalar::of(raw.get()).map_err(D::Error::custom)?;
    Ok(kind.map(|kind| {
        let kind = kind.as_text();
        match KINDS.iter().find(|known| **known == kind) {
            Some(known) => Cow::Borrowed(*known),
            None => Cow::Owned(kind.to_owned()),
        }
    }))
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
            // Older deliveries have no object for these.
            "unsupported" | "unknown" => Content::Unsupported(match self.unsupported {
                Some(raw) => decode("`unsupported`", raw)?,
                None => super::super::Unsupported { kind: None },
            }),
            "edit" => Content::Edit(object("`edit`", self.edit)?),
            "revoke" => Content::Revoke(object("`revoke`", self.revoke)?),
            _ => Content::Unknown,
        })
    }
}

fn object<'a, T: Deserialize<'a>>(
    what: &'static str,
    raw: Option<&'a RawValue>,
) -> Result<T, ItemError> {
    match raw {
        Some(raw) => decode(what, raw),
        None => Err(ItemError::new(format!("the message has no {what}"))),
    }
}

fn list<T: wire::Element>(what: &'static str, raw: Option<&RawValue>) -> Result<Vec<T>, ItemError> {
    let Some(raw) = raw else {
        return Err(ItemError::new(format!("the message has no {what}")));
    };
    let read = |error: serde_json::Error| ItemError::of(what, &error);
    let mut list = Vec::new();
    for item in wire::items(raw).map_err(read)? {
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
        let content = fields.content(&kind).map_err(D::Error::custom)?;
        Ok(Self {
            context: fields.context,
            content,
        })
    }
}

wire_object!(EditedMessage);
