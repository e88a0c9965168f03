//! How a message stands in JSON.

use serde::{Deserialize, Serialize, Serializer};

use super::{Message, Omit, ProductPolicy};
use crate::{
    id::{MessageId, UserId},
    messages::{
        contact::Contact,
        content::Content,
        file::{Audio, Document, Image, Sticker, Video},
        interactive::Interactive,
        read::ReadError,
        recipient::Recipient,
        template::Template,
        text::{Location, Reaction, Text},
        wire::{part, read_from},
    },
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Context {
    message_id: MessageId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wire {
    messaging_product: String,
    recipient_type: Option<String>,
    to: Option<String>,
    recipient: Option<UserId>,
    context: Option<Context>,
    #[serde(rename = "type")]
    kind: Option<String>,
    text: Option<Text>,
    image: Option<Image>,
    video: Option<Video>,
    audio: Option<Audio>,
    document: Option<Document>,
    sticker: Option<Sticker>,
    location: Option<Location>,
    contacts: Option<Vec<Contact>>,
    reaction: Option<Reaction>,
    interactive: Option<Interactive>,
    template: Option<Template>,
    biz_opaque_callback_data: Option<String>,
    recipient_identity_key_hash: Option<String>,
    product_policy: Option<ProductPolicy>,
    message_activity_sharing: Option<bool>,
}

impl Wire {
    /// What the content must be where there is no `type`.
    fn only_part(&self) -> &'static str {
        if self.interactive.is_some() {
            "interactive"
        } else if self.template.is_some() {
            "template"
        } else {
            // What Meta takes for granted.
            "text"
        }
    }
}

read_from!(Message, Wire);

impl TryFrom<Wire> for Message {
    type Error = ReadError;

    fn try_from(mut wire: Wire) -> Result<Self, ReadError> {
        if wire.messaging_product != "whatsapp" {
            return Err(ReadError::odd("messaging_product", "`whatsapp`"));
        }
        let omit = Omit {
            recipient_type: wire.recipient_type.is_none(),
            message_type: wire.kind.is_none(),
        };
        let kind = wire.kind.take();
        let kind = kind.as_deref().unwrap_or_else(|| wire.only_part());
        let content = part!(wire, kind, {
            text => Content::Text,
            image => Content::Image,
            video => Content::Video,
            audio => Content::Audio,
            document => Content::Document,
            sticker => Content::Sticker,
            location => Content::Location,
            contacts => Content::Contacts,
            reaction => Content::Reaction,
            interactive => Content::Interactive,
            template => Content::Template,
        });
        Ok(Self {
            to: Recipient::read(wire.recipient_type.as_deref(), wire.to, wire.recipient)?,
            content,
            reply_to: wire.context.map(|context| context.message_id),
            biz_opaque_callback_data: wire.biz_opaque_callback_data,
            recipient_identity_key_hash: wire.recipient_identity_key_hash,
            product_policy: wire.product_policy,
            message_activity_sharing: wire.message_activity_sharing,
            omit,
        })
    }
}

/// A message as it is written: the content stands under the name of its type.
#[derive(Serialize)]
struct Written<'a> {
    messaging_product: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient: Option<&'a UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Context>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(flatten)]
    content: &'a Content,
    #[serde(skip_serializing_if = "Option::is_none")]
    biz_opaque_callback_data: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_identity_key_hash: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_policy: Option<&'a ProductPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_activity_sharing: Option<bool>,
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_group = matches!(self.to, Recipient::Group(_));
        let message_id = self.reply_to.clone();
        Written {
            messaging_product: "whatsapp",
            recipient_type: (is_group || !self.omit.recipient_type).then(|| self.to.kind()),
            to: self.to.to(),
            recipient: self.to.user(),
            context: message_id.map(|message_id| Context { message_id }),
            kind: (!self.omit.message_type).then(|| self.content.kind()),
            content: &self.content,
            biz_opaque_callback_data: self.biz_opaque_callback_data.as_deref(),
            recipient_identity_key_hash: self.recipient_identity_key_hash.as_deref(),
            product_policy: self.product_policy.as_ref(),
            message_activity_sharing: self.message_activity_sharing,
        }
        .serialize(serializer)
    }
}
