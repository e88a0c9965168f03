//! How a message stands in JSON.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};

use super::{Message, Omit, ProductPolicy};
use crate::{
    id::{MessageId, UserId},
    messages::{
        contact::Contact,
        content::Content,
        file::{Audio, Document, Image, Sticker, Video},
        interactive::Interactive,
        recipient::Recipient,
        template::Template,
        text::{Location, Reaction, Text},
        wire::part,
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

impl TryFrom<Wire> for Message {
    type Error = String;

    fn try_from(mut wire: Wire) -> Result<Self, String> {
        if wire.messaging_product != "whatsapp" {
            return Err("`messaging_product` is not `whatsapp`".to_owned());
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

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Message", 11)?;
        object.serialize_field("messaging_product", "whatsapp")?;
        if !self.omit.recipient_type || matches!(self.to, Recipient::Group(_)) {
            object.serialize_field("recipient_type", self.to.kind())?;
        }
        if let Some(to) = self.to.to() {
            object.serialize_field("to", to)?;
        }
        if let Some(user) = self.to.user() {
            object.serialize_field("recipient", user)?;
        }
        if let Some(message_id) = &self.reply_to {
            let message_id = message_id.clone();
            object.serialize_field("context", &Context { message_id })?;
        }
        if !self.omit.message_type {
            object.serialize_field("type", self.content.kind())?;
        }
        match &self.content {
            Content::Text(text) => object.serialize_field("text", text)?,
            Content::Image(image) => object.serialize_field("image", image)?,
            Content::Video(video) => object.serialize_field("video", video)?,
            Content::Audio(audio) => object.serialize_field("audio", audio)?,
            Content::Document(document) => object.serialize_field("document", document)?,
            Content::Sticker(sticker) => object.serialize_field("sticker", sticker)?,
            Content::Location(location) => object.serialize_field("location", location)?,
            Content::Contacts(contacts) => object.serialize_field("contacts", contacts)?,
            Content::Reaction(reaction) => object.serialize_field("reaction", reaction)?,
            Content::Interactive(message) => object.serialize_field("interactive", message)?,
            Content::Template(template) => object.serialize_field("template", template)?,
        }
        if let Some(data) = &self.biz_opaque_callback_data {
            object.serialize_field("biz_opaque_callback_data", data)?;
        }
        if let Some(hash) = &self.recipient_identity_key_hash {
            object.serialize_field("recipient_identity_key_hash", hash)?;
        }
        if let Some(policy) = &self.product_policy {
            object.serialize_field("product_policy", policy)?;
        }
        if let Some(sharing) = &self.message_activity_sharing {
            object.serialize_field("message_activity_sharing", sharing)?;
        }
        object.end()
    }
}
