//! What a received message holds: one variant of [`Content`] per type
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages)).

use super::{Interactive, MessageContext, SharedContact, System};
use crate::{CatalogId, MediaId, MessageId};

/// What a received message holds.
///
/// `Debug` shows the type only.
#[derive(Clone, PartialEq)]
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
    Unknown,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(..)",
            Self::Image(_) => "Image(..)",
            Self::Video(_) => "Video(..)",
            Self::Audio(_) => "Audio(..)",
            Self::Document(_) => "Document(..)",
            Self::Sticker(_) => "Sticker(..)",
            Self::Location(_) => "Location(..)",
            Self::Contacts(_) => "Contacts(..)",
            Self::Reaction(_) => "Reaction(..)",
            Self::Button(_) => "Button(..)",
            Self::Interactive(_) => "Interactive(..)",
            Self::Order(_) => "Order(..)",
            Self::System(_) => "System(..)",
            Self::RequestWelcome => "RequestWelcome",
            Self::Unsupported(_) => "Unsupported(..)",
            Self::Edit(_) => "Edit(..)",
            Self::Revoke(_) => "Revoke(..)",
            Self::MediaPlaceholder => "MediaPlaceholder",
            Self::Unknown => "Unknown",
        })
    }
}

wire! {
    /// A text.
    pub struct Text {
        /// What the customer wrote.
        pub body: String,
    }
    shows {}
}

wire! {
    /// A picture or video.
    pub struct Media {
        /// The file's id, valid for seven days.
        pub id: Option<MediaId>,
        /// The file's type.
        pub mime_type: Option<String>,
        /// The file's SHA-256, in base64 or hex.
        pub sha256: Option<String>,
        /// Where the file is, for five minutes, with the bearer token.
        pub url: Option<String>,
        /// The text below it.
        pub caption: Option<String>,
    }
    shows { id, mime_type }
}

wire! {
    /// A sound file or voice message.
    pub struct Audio {
        /// The file's id, valid for seven days.
        pub id: Option<MediaId>,
        /// The file's type.
        pub mime_type: Option<String>,
        /// The file's SHA-256, in base64 or hex.
        pub sha256: Option<String>,
        /// Where the file is, for five minutes, with the bearer token.
        pub url: Option<String>,
        /// Whether it was recorded in the chat.
        pub voice: Option<bool>,
    }
    shows { id, mime_type, voice }
}

wire! {
    /// A file.
    pub struct Document {
        /// The file's id, valid for seven days.
        pub id: Option<MediaId>,
        /// The file's type.
        pub mime_type: Option<String>,
        /// The file's SHA-256, in base64 or hex.
        pub sha256: Option<String>,
        /// Where the file is, for five minutes, with the bearer token.
        pub url: Option<String>,
        /// The file's name; it may hold anything, path separators too.
        pub filename: Option<String>,
        /// The text below it.
        pub caption: Option<String>,
    }
    shows { id, mime_type }
}

wire! {
    /// A sticker.
    pub struct Sticker {
        /// The file's id, valid for seven days.
        pub id: Option<MediaId>,
        /// The file's type.
        pub mime_type: Option<String>,
        /// The file's SHA-256, in base64 or hex.
        pub sha256: Option<String>,
        /// Where the file is, for five minutes, with the bearer token.
        pub url: Option<String>,
        /// Whether it moves.
        pub animated: Option<bool>,
    }
    shows { id, mime_type, animated }
}

wire! {
    /// A place.
    pub struct Location {
        /// Degrees north.
        pub latitude: Option<f64>,
        /// Degrees east.
        pub longitude: Option<f64>,
        /// The place's name.
        pub name: Option<String>,
        /// The place's address.
        pub address: Option<String>,
        /// The place's web page.
        pub url: Option<String>,
    }
    shows {}
}

wire! {
    /// An emoji on a message.
    pub struct Reaction {
        /// The message.
        pub message_id: Option<MessageId>,
        /// The emoji; absent or empty if it was taken back.
        pub emoji: Option<String>,
    }
    shows {}
}

impl Reaction {
    /// Whether the reaction was taken back.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.emoji.as_deref().is_none_or(str::is_empty)
    }
}

wire! {
    /// A tap on a quick reply button of a template.
    pub struct ButtonReply {
        /// What the business put behind the button.
        pub payload: Option<String>,
        /// What the button says.
        pub text: Option<String>,
    }
    shows {}
}

wire! {
    /// An order from a catalog.
    pub struct Order {
        /// The catalog.
        pub catalog_id: Option<CatalogId>,
        /// What the customer wrote with it.
        pub text: Option<String>,
        /// What is ordered.
        pub product_items: Vec<OrderItem>,
    }
    shows { catalog_id }
}

wire! {
    /// One product of an order.
    pub struct OrderItem {
        /// The product, by the business's own id.
        pub product_retailer_id: Option<String>,
        /// How many.
        pub quantity: Option<i64>,
        /// The price of one.
        pub item_price: Option<f64>,
        /// The currency's code.
        pub currency: Option<String>,
    }
    shows { quantity, item_price, currency }
}

wire! {
    /// Which kind of message is not passed on.
    pub struct Unsupported {
        /// The kind, such as `poll_update`.
        #[serde(rename = "type")]
        pub kind: Option<String>,
    }
    shows {}
}

wire! {
    /// A message was edited.
    pub struct Edit {
        /// The message that was edited.
        pub original_message_id: Option<MessageId>,
        /// What it says now.
        pub message: Option<Box<EditedMessage>>,
    }
    shows {}
}

/// What an edited message says now.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EditedMessage {
    /// What it answers.
    pub context: Option<MessageContext>,
    /// Its content; [`Content::Unknown`] for an edit inside an edit.
    pub content: Content,
}

wire! {
    /// A message was deleted.
    pub struct Revoke {
        /// The message that was deleted.
        pub original_message_id: Option<MessageId>,
    }
    shows {}
}
