//! Files: image, video, audio, document, sticker
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};
use url::Url;

use super::{
    read::ReadError,
    wire::{debug_kind, read_from},
};
use crate::id::MediaId;

/// Where a file comes from: uploaded before, or fetched by Meta.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MediaSource {
    /// A file that was uploaded.
    Id(MediaId),
    /// A public address that Meta fetches the file from.
    Link(MediaLink),
}

impl MediaSource {
    /// A file that was uploaded.
    #[must_use]
    pub fn id(id: impl Into<String>) -> Self {
        Self::Id(MediaId::new(id))
    }

    /// A public address that Meta fetches the file from.
    #[must_use]
    pub fn link(url: impl Into<String>) -> Self {
        Self::Link(MediaLink {
            url: url.into(),
            provider: None,
        })
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Id(_) => "id",
            Self::Link(_) => "link",
        }
    }
}

debug_kind!(MediaSource);

impl From<MediaId> for MediaSource {
    fn from(id: MediaId) -> Self {
        Self::Id(id)
    }
}

impl From<Url> for MediaSource {
    fn from(url: Url) -> Self {
        Self::link(url)
    }
}

/// A public address of a file.
#[derive(Clone, PartialEq, Eq)]
pub struct MediaLink {
    /// `http` or `https`.
    pub url: String,
    /// A configuration that tells Meta how to sign in there; only in payments messages.
    pub provider: Option<String>,
}

debug_allow_list!(MediaLink {});

/// All that a file object may hold, on the wire.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    id: Option<MediaId>,
    link: Option<String>,
    provider: Option<Provider>,
    caption: Option<String>,
    filename: Option<String>,
    voice: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Provider {
    name: String,
}

impl Wire {
    fn source(&mut self) -> Result<MediaSource, ReadError> {
        let provider = self.provider.take().map(|provider| provider.name);
        match (self.id.take(), self.link.take()) {
            (Some(id), None) if provider.is_none() => Ok(MediaSource::Id(id)),
            (None, Some(url)) => Ok(MediaSource::Link(MediaLink { url, provider })),
            (None, None) => Err(ReadError::new("needs an `id` or a `link`")),
            (Some(_), None) => Err(ReadError::at("provider", "`provider` belongs to a `link`")),
            (Some(_), Some(_)) => Err(ReadError::new("takes an `id` or a `link`, not both")),
        }
    }
}

fn write_source<S: SerializeStruct>(source: &MediaSource, object: &mut S) -> Result<(), S::Error> {
    match source {
        MediaSource::Id(id) => object.serialize_field("id", id),
        MediaSource::Link(link) => {
            object.serialize_field("link", &link.url)?;
            match &link.provider {
                Some(name) => object.serialize_field("provider", &Provider { name: name.clone() }),
                None => object.skip_field("provider"),
            }
        }
    }
}

/// Defines a kind of file: its source, and what only this kind has.
macro_rules! file {
    (
        $(#[$meta:meta])* $name:ident {
            $($(#[$field_meta:meta])* $field:ident: $ty:ty),*
        } without { $($other:ident),* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name {
            /// Where it comes from.
            pub source: MediaSource,
            $($(#[$field_meta])* pub $field: Option<$ty>,)*
        }

        impl $name {
            /// The file, and nothing with it.
            #[must_use]
            pub fn new(source: impl Into<MediaSource>) -> Self {
                Self { source: source.into(), $($field: None,)* }
            }
        }

        debug_allow_list!($name { source });

        read_from!($name, Wire);

        impl TryFrom<Wire> for $name {
            type Error = ReadError;

            fn try_from(mut wire: Wire) -> Result<Self, ReadError> {
                $(
                    if wire.$other.is_some() {
                        return Err(ReadError::unknown(stringify!($other)));
                    }
                )*
                Ok(Self { source: wire.source()?, $($field: wire.$field,)* })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = serializer.serialize_struct(stringify!($name), 4)?;
                write_source(&self.source, &mut object)?;
                $(
                    if let Some(value) = &self.$field {
                        object.serialize_field(stringify!($field), value)?;
                    }
                )*
                object.end()
            }
        }
    };
}

file! {
    /// An image: JPEG or PNG.
    Image {
        /// A text below it.
        caption: String
    } without { filename, voice }
}

impl Image {
    /// The same image, with a text below it.
    #[must_use]
    pub fn with_caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }
}

file! {
    /// A video: MP4 or 3GPP.
    Video {
        /// A text below it.
        caption: String
    } without { filename, voice }
}

impl Video {
    /// The same video, with a text below it.
    #[must_use]
    pub fn with_caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }
}

file! {
    /// A document.
    Document {
        /// A text below it.
        caption: String,
        /// Its name; the extension decides how it is shown.
        filename: String
    } without { voice }
}

impl Document {
    /// The same document, with a text below it.
    #[must_use]
    pub fn with_caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// The same document, under this name.
    #[must_use]
    pub fn with_filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = Some(filename.into());
        self
    }
}

file! {
    /// A sound file, or a voice message.
    Audio {
        /// Whether it is shown as a voice message; it must be OGG with OPUS then.
        voice: bool
    } without { caption, filename }
}

file! {
    /// A sticker: WebP, 512 by 512 pixels.
    Sticker {} without { caption, filename, voice }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn a_file_is_named_by_its_id_or_by_a_link() {
        let by_id = Image::new(MediaId::new("300")).with_caption("hello");
        let by_link = Document::new(MediaSource::link("https://example.com/a.pdf"));

        assert_eq!(
            to_value(&by_id).unwrap(),
            json!({"id": "300", "caption": "hello"})
        );
        assert_eq!(
            to_value(&by_link).unwrap(),
            json!({"link": "https://example.com/a.pdf"})
        );
    }

    #[test]
    fn neither_both_or_a_field_of_another_kind_is_refused() {
        for (body, problem) in [
            (json!({}), "needs an `id` or a `link`"),
            (
                json!({"id": "1", "link": "https://example.com"}),
                "not both",
            ),
            (json!({"id": "1", "voice": true}), "unknown field `voice`"),
            (
                json!({"id": "1", "colour": "red"}),
                "unknown field `colour`",
            ),
            (
                json!({"id": "1", "provider": {"name": "p"}}),
                "belongs to a `link`",
            ),
        ] {
            let error = from_value::<Image>(body.clone()).unwrap_err().to_string();
            assert!(error.contains(problem), "{body}: {error}");
        }
    }
}
