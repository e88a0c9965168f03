//! A part of a message: one variant of [`Content`] per `contentType`.

use ccaas_http::{
    debug_allow_list,
    read::{exchanged, filled, lenient, list},
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::value::RawValue;

use super::{Card, Carousel, DatePicker, ListPicker, Notification};
use crate::{
    ids::MessageId,
    open_messaging::{ButtonResponseType, MediaType},
};

/// Defines the kinds of content, each read from the field that its `contentType` names.
macro_rules! contents {
    ($( $(#[$meta:meta])* $variant:ident($type:ty) = $tag:literal in $field:literal, )*) => {
        /// A part of a message.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Content {
            $( $(#[$meta])* $variant($type), )*
            /// A kind this version of the crate does not know; [`super::Received::raw`]
            /// has it.
            Unknown,
        }

        impl Content {
            /// The `contentType` as the vendor writes it; `None` for one that is not known.
            #[must_use]
            pub fn content_type(&self) -> Option<&'static str> {
                match self {
                    $( Self::$variant(_) => Some($tag), )*
                    Self::Unknown => None,
                }
            }
        }

        /// The tag decides which field is read; the others may be anything.
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Tag {
            #[serde(rename = "contentType", deserialize_with = "exchanged")]
            content_type: Option<String>,
        }

        impl<'de> Deserialize<'de> for Content {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let raw = Box::<RawValue>::deserialize(deserializer)?;
                let tag: Tag = part(&raw)?;
                match tag.content_type.as_deref() {
                    $( Some($tag) => {
                        #[derive(Deserialize)]
                        struct Part<'a> {
                            #[serde(borrow, rename = $field)]
                            value: &'a RawValue,
                        }

                        let Part { value } =
                            serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
                        part(value).map(Self::$variant)
                    } )*
                    _ => Ok(Self::Unknown),
                }
            }
        }
    };
}

contents! {
    /// A file.
    Attachment(Attachment) = "Attachment" in "attachment",
    /// A reply to tap on; several stand beside each other.
    QuickReply(QuickReply) = "QuickReply" in "quickReply",
    /// A title with replies to tap on.
    QuickReplyV2(QuickReplyV2) = "QuickReplyV2" in "quickReplyV2",
    /// A card with buttons.
    Card(Card) = "Card" in "card",
    /// Cards to leaf through.
    Carousel(Carousel) = "Carousel" in "carousel",
    /// A list to choose from.
    ListPicker(ListPicker) = "ListPicker" in "listPicker",
    /// Times to choose from.
    DatePicker(DatePicker) = "DatePicker" in "datePicker",
    /// A template, filled in.
    Notification(Box<Notification>) = "Notification" in "template",
    /// What somebody chose.
    ButtonResponse(ButtonResponse) = "ButtonResponse" in "buttonResponse",
    /// A text.
    Text(Text) = "Text" in "text",
    /// A place.
    Location(Location) = "Location" in "location",
    /// A story that is mentioned or answered.
    Story(Story) = "Story" in "story",
    /// What people think of a message.
    Reactions(Vec<Reaction>) = "Reactions" in "reactions",
    /// An application inside the chat.
    InteractiveApplication(InteractiveApplication) =
        "InteractiveApplication" in "interactiveApplication",
}

/// Reads an object from its own text; a derived struct would also take a list.
fn part<T: DeserializeOwned, E: serde::de::Error>(raw: &RawValue) -> Result<T, E> {
    ccaas_http::read::json(raw.get().as_bytes()).map_err(E::custom)
}

/// A file.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Attachment {
    /// The file's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<String>,
    /// What it is shown as.
    #[serde(deserialize_with = "filled")]
    pub media_type: Option<MediaType>,
    /// Where the file is.
    #[serde(deserialize_with = "filled")]
    pub url: Option<String>,
    /// The file's MIME type.
    #[serde(deserialize_with = "filled")]
    pub mime: Option<String>,
    /// The text that goes with it.
    #[serde(deserialize_with = "filled")]
    pub text: Option<String>,
    /// The file's SHA-256.
    #[serde(deserialize_with = "filled")]
    pub sha256: Option<String>,
    /// The file's name.
    #[serde(deserialize_with = "filled")]
    pub filename: Option<String>,
    /// How many bytes the file has.
    #[serde(deserialize_with = "lenient")]
    pub content_size_bytes: Option<u64>,
}
debug_allow_list!(Attachment {
    media_type,
    mime,
    content_size_bytes,
});

/// A reply to tap on.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct QuickReply {
    /// What it says.
    #[serde(deserialize_with = "lenient")]
    pub text: Option<String>,
    /// What it stands for.
    #[serde(deserialize_with = "lenient")]
    pub payload: Option<String>,
    /// What a tap does: `Message`.
    #[serde(deserialize_with = "lenient")]
    pub action: Option<String>,
    /// The URL of a picture.
    #[serde(deserialize_with = "filled")]
    pub image: Option<String>,
    /// What it relates to.
    #[serde(deserialize_with = "filled")]
    pub summary_text: Option<String>,
}
debug_allow_list!(QuickReply { action });

/// A title with replies to tap on.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct QuickReplyV2 {
    /// The title.
    #[serde(deserialize_with = "lenient")]
    pub title: Option<String>,
    /// The replies.
    #[serde(deserialize_with = "list")]
    pub actions: Vec<QuickReply>,
}
debug_allow_list!(QuickReplyV2 { actions });

/// What somebody chose.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ButtonResponse {
    /// What was offered.
    #[serde(rename = "type", deserialize_with = "filled")]
    pub kind: Option<ButtonResponseType>,
    /// What the choice says.
    #[serde(deserialize_with = "lenient")]
    pub text: Option<String>,
    /// What the choice stands for.
    #[serde(deserialize_with = "lenient")]
    pub payload: Option<String>,
    /// The message that offered it.
    #[serde(deserialize_with = "filled")]
    pub originating_message_id: Option<MessageId>,
}
debug_allow_list!(ButtonResponse {
    kind,
    originating_message_id,
});

/// A text.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Text {
    /// What it says.
    #[serde(deserialize_with = "lenient")]
    pub body: Option<String>,
}
debug_allow_list!(Text {});

/// A place.
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Location {
    /// The URL of a map.
    #[serde(deserialize_with = "filled")]
    pub url: Option<String>,
    /// The postal address.
    #[serde(deserialize_with = "filled")]
    pub address: Option<String>,
    /// The place's name.
    #[serde(deserialize_with = "filled")]
    pub text: Option<String>,
    /// The latitude.
    #[serde(deserialize_with = "lenient")]
    pub latitude: Option<f64>,
    /// The longitude.
    #[serde(deserialize_with = "lenient")]
    pub longitude: Option<f64>,
}
debug_allow_list!(Location {});

/// A story that is mentioned or answered.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Story {
    /// `Mention` or `Reply`.
    #[serde(rename = "type", deserialize_with = "filled")]
    pub kind: Option<String>,
    /// Where the story is.
    #[serde(deserialize_with = "filled")]
    pub url: Option<String>,
    /// The story that is answered.
    #[serde(deserialize_with = "filled")]
    pub reply_to_id: Option<String>,
}
debug_allow_list!(Story { kind });

/// What people think of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Reaction {
    /// What they think, such as `Like`.
    #[serde(deserialize_with = "filled")]
    pub reaction_type: Option<String>,
    /// How many do.
    #[serde(deserialize_with = "lenient")]
    pub count: Option<i64>,
}

/// An application inside the chat.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct InteractiveApplication {
    /// The application's name.
    #[serde(deserialize_with = "filled")]
    pub name: Option<String>,
    /// What it is sent.
    #[serde(deserialize_with = "filled")]
    pub url: Option<String>,
    /// What the customer sees first.
    #[serde(deserialize_with = "lenient")]
    pub received_message: Option<ReplyMessage>,
    /// What the customer sees after the answer.
    #[serde(deserialize_with = "lenient")]
    pub reply_message: Option<ReplyMessage>,
}
debug_allow_list!(InteractiveApplication { name });

/// What a customer sees before or after an answer.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ReplyMessage {
    /// The line above the title.
    #[serde(deserialize_with = "filled")]
    pub header: Option<String>,
    /// The title.
    #[serde(deserialize_with = "filled")]
    pub title: Option<String>,
    /// The line below the title.
    #[serde(deserialize_with = "filled")]
    pub subtitle: Option<String>,
    /// What the button says.
    #[serde(deserialize_with = "filled")]
    pub button_label: Option<String>,
    /// The URL of a picture.
    #[serde(deserialize_with = "filled")]
    pub image_url: Option<String>,
}
debug_allow_list!(ReplyMessage {});
