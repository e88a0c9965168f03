//! What a received message holds: one variant of [`Content`] per type
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages)).

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::value::RawValue;

use super::{Interactive, MessageContext, SharedContact, System, parts, text};
use crate::{
    CatalogId, MediaId, MessageId,
    webhooks::field::{exchanged, lenient, one_or_many},
};

/// What a received message holds.
///
/// It serialises to an object with the content under the name of its type.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Content {
    /// A text.
    Text(Text),
    /// A picture.
    Image(Media),
    /// A video.
    Video(Media),
    /// A sound file or voice message.
    Audio(Audio),
    /// A file.
    Document(Document),
    /// A sticker.
    Sticker(Sticker),
    /// A place.
    Location(Location),
    /// Contact cards.
    Contacts(Vec<SharedContact>),
    /// An emoji on a message.
    Reaction(Reaction),
    /// A tap on a quick reply button of a template.
    Button(ButtonReply),
    /// An answer to an interactive message.
    Interactive(Box<Interactive>),
    /// An order from a catalog.
    Order(Order),
    /// News about the customer.
    System(Box<System>),
    /// The customer opened the chat for the first time.
    RequestWelcome,
    /// A message that the API does not pass on: types `unsupported` and `unknown`.
    Unsupported(Unsupported),
    /// A message was edited.
    Edit(Edit),
    /// A message was deleted.
    Revoke(Revoke),
    /// A file of the chat history whose content follows, if at all, by another webhook.
    MediaPlaceholder,
    /// A type this version of the crate does not know; read it from [`super::Update::raw`].
    #[default]
    Unknown,
}

impl Content {
    /// Whether there is nothing to write beside the type.
    pub(super) fn is_bare(&self) -> bool {
        match self {
            Self::RequestWelcome | Self::MediaPlaceholder | Self::Unknown => true,
            Self::Unsupported(it) => it.kind.is_none(),
            _ => false,
        }
    }
}

/// A text.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Text {
    /// What the customer wrote.
    #[serde(deserialize_with = "text", skip_serializing_if = "String::is_empty")]
    pub body: String,
}
ccaas_http::debug_allow_list!(Text {});

/// A picture or video.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Media {
    /// The file's id, valid for seven days.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub id: Option<MediaId>,
    /// The file's type.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// The file's SHA-256, in base64 or hex.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Where the file is, for five minutes, with the bearer token.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The text below it.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}
ccaas_http::debug_allow_list!(Media { id, mime_type });

/// A sound file or voice message.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Audio {
    /// The file's id, valid for seven days.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub id: Option<MediaId>,
    /// The file's type.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// The file's SHA-256, in base64 or hex.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Where the file is, for five minutes, with the bearer token.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it was recorded in the chat.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub voice: Option<bool>,
}
ccaas_http::debug_allow_list! { Audio { id, mime_type, voice } }

/// A file.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Document {
    /// The file's id, valid for seven days.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub id: Option<MediaId>,
    /// The file's type.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// The file's SHA-256, in base64 or hex.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Where the file is, for five minutes, with the bearer token.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The file's name; it may hold anything, path separators too.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// The text below it.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}
ccaas_http::debug_allow_list!(Document { id, mime_type });

/// A sticker.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Sticker {
    /// The file's id, valid for seven days.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub id: Option<MediaId>,
    /// The file's type.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// The file's SHA-256, in base64 or hex.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Where the file is, for five minutes, with the bearer token.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it moves.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub animated: Option<bool>,
}
ccaas_http::debug_allow_list! { Sticker { id, mime_type, animated } }

/// A place.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Location {
    /// Degrees north.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// The place's name.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The place's address.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The place's web page.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
ccaas_http::debug_allow_list!(Location {});

/// An emoji on a message.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Reaction {
    /// The message.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
    /// The emoji; absent or empty if it was taken back.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
}
ccaas_http::debug_allow_list!(Reaction {});

impl Reaction {
    /// Whether the reaction was taken back.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.emoji.as_deref().is_none_or(str::is_empty)
    }
}

/// A tap on a quick reply button of a template.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ButtonReply {
    /// What the business put behind the button.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// What the button says.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
ccaas_http::debug_allow_list!(ButtonReply {});

/// An order from a catalog.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Order {
    /// The catalog.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub catalog_id: Option<CatalogId>,
    /// What the customer wrote with it.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is ordered.
    #[serde(with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub product_items: Vec<OrderItem>,
}
ccaas_http::debug_allow_list!(Order { catalog_id });

/// One product of an order.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OrderItem {
    /// The product, by the business's own id.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub product_retailer_id: Option<String>,
    /// How many.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// The price of one.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub item_price: Option<f64>,
    /// The currency's code.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}
ccaas_http::debug_allow_list! { OrderItem { quantity, item_price, currency } }

/// Which kind of message is not passed on.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Unsupported {
    /// The kind, such as `poll_update`.
    #[serde(rename = "type")]
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
ccaas_http::debug_allow_list!(Unsupported {});

/// A message was edited.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Edit {
    /// The message that was edited.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub original_message_id: Option<MessageId>,
    /// What it says now.
    #[serde(deserialize_with = "edited", skip_serializing_if = "Option::is_none")]
    pub message: Option<Box<EditedMessage>>,
}
ccaas_http::debug_allow_list!(Edit {});

/// What an edited message says now.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EditedMessage {
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<MessageContext>,
    /// The type, as the vendor writes it; empty if it was not told.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Its content; [`Content::Unknown`] for an edit inside an edit.
    #[serde(flatten, skip_serializing_if = "Content::is_bare")]
    pub content: Content,
}

/// Reads the message that an edit puts in place.
fn edited<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Box<EditedMessage>>, D::Error> {
    let Some(raw) = Option::<Box<RawValue>>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let message = parts::edited(raw.get()).map_err(D::Error::custom)?;
    Ok(Some(Box::new(message)))
}

/// A message was deleted.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Revoke {
    /// The message that was deleted.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub original_message_id: Option<MessageId>,
}
ccaas_http::debug_allow_list!(Revoke {});
