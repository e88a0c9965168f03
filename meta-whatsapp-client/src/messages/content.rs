//! What a message says.

use serde::Serialize;

use super::{
    contact::Contact,
    file::{Audio, Document, Image, Sticker, Video},
    interactive::{
        AddressMessage, CallPermissionRequest, Carousel, CatalogMessage, CtaUrl, Flow, Interactive,
        List, LocationRequest, OrderDetails, OrderStatus, Product, ProductList, ReplyButtons,
        RequestContactInfo, VoiceCall,
    },
    template::Template,
    text::{Location, Reaction, Text},
};

/// What a message says: one variant for each `type`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Content {
    /// A text.
    Text(Text),
    /// An image.
    Image(Image),
    /// A video.
    Video(Video),
    /// A sound file or voice message.
    Audio(Audio),
    /// A document.
    Document(Document),
    /// A sticker.
    Sticker(Sticker),
    /// A place on the map.
    Location(Location),
    /// Contact cards.
    Contacts(Vec<Contact>),
    /// An emoji put on a message, or taken from it.
    Reaction(Reaction),
    /// Buttons, lists, forms, products, orders.
    Interactive(Interactive),
    /// An approved template.
    Template(Template),
}

impl Content {
    /// Its `type`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Image(_) => "image",
            Self::Video(_) => "video",
            Self::Audio(_) => "audio",
            Self::Document(_) => "document",
            Self::Sticker(_) => "sticker",
            Self::Location(_) => "location",
            Self::Contacts(_) => "contacts",
            Self::Reaction(_) => "reaction",
            Self::Interactive(_) => "interactive",
            Self::Template(_) => "template",
        }
    }
}

macro_rules! from {
    ($($ty:ident),+ in $variant:ident) => {
        $(
            impl From<$ty> for Content {
                fn from(content: $ty) -> Self {
                    Self::$variant(content.into())
                }
            }
        )+
    };
}

from!(Text in Text);
from!(Image in Image);
from!(Video in Video);
from!(Audio in Audio);
from!(Document in Document);
from!(Sticker in Sticker);
from!(Location in Location);
from!(Reaction in Reaction);
from!(Template in Template);
from!(
    Interactive,
    ReplyButtons,
    List,
    CtaUrl,
    LocationRequest,
    Flow,
    Product,
    ProductList,
    CatalogMessage,
    Carousel,
    AddressMessage,
    RequestContactInfo,
    OrderDetails,
    OrderStatus,
    CallPermissionRequest,
    VoiceCall
    in Interactive
);

impl From<Contact> for Content {
    fn from(contact: Contact) -> Self {
        Self::Contacts(vec![contact])
    }
}

impl From<Vec<Contact>> for Content {
    fn from(contacts: Vec<Contact>) -> Self {
        Self::Contacts(contacts)
    }
}
