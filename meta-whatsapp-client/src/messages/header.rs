//! The header of an interactive message.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};

use super::{
    file::{Document, Image, Video},
    read::ReadError,
    wire::{debug_kind, part, read_from},
};

/// The header of an interactive message; some kinds take a text only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Header {
    /// A text, with a smaller one below it where that is shown.
    Text {
        /// The text.
        text: String,
        /// The smaller one.
        sub_text: Option<String>,
    },
    /// An image.
    Image(Image),
    /// A video.
    Video(Video),
    /// A document.
    Document(Document),
}

impl Header {
    /// A text header.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text {
            text: text.into(),
            sub_text: None,
        }
    }

    /// Its `type`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Image(_) => "image",
            Self::Video(_) => "video",
            Self::Document(_) => "document",
        }
    }
}

debug_kind!(Header);

impl From<&str> for Header {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<Image> for Header {
    fn from(image: Image) -> Self {
        Self::Image(image)
    }
}

impl From<Video> for Header {
    fn from(video: Video) -> Self {
        Self::Video(video)
    }
}

impl From<Document> for Header {
    fn from(document: Document) -> Self {
        Self::Document(document)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(rename = "type")]
    kind: String,
    text: Option<String>,
    sub_text: Option<String>,
    image: Option<Image>,
    video: Option<Video>,
    document: Option<Document>,
}

read_from!(Header, Wire);

impl TryFrom<Wire> for Header {
    type Error = ReadError;

    fn try_from(mut wire: Wire) -> Result<Self, ReadError> {
        let mut header = part!(wire, &wire.kind, {
            text => Self::text,
            image => Self::Image,
            video => Self::Video,
            document => Self::Document,
        });
        if let Some(given) = wire.sub_text {
            match &mut header {
                Self::Text { sub_text, .. } => *sub_text = Some(given),
                _ => return Err(ReadError::foreign("sub_text")),
            }
        }
        Ok(header)
    }
}

impl Serialize for Header {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Header", 3)?;
        object.serialize_field("type", self.kind())?;
        match self {
            Self::Text { text, sub_text } => {
                object.serialize_field("text", text)?;
                if let Some(sub_text) = sub_text {
                    object.serialize_field("sub_text", sub_text)?;
                }
            }
            Self::Image(image) => object.serialize_field("image", image)?,
            Self::Video(video) => object.serialize_field("video", video)?,
            Self::Document(document) => object.serialize_field("document", document)?,
        }
        object.end()
    }
}
