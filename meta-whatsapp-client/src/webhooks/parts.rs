//! The content of a message: of the objects that may hold it, the one that the type names.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{Content, ItemError, item_error::decode};

/// Defines the objects, one for each type, and how each is read.
macro_rules! parts {
    ($($kind:ident => $variant:ident by $read:ident),* $(,)?) => {
        /// The objects, unread: the type may stand behind them.
        #[derive(Default, Deserialize)]
        #[serde(default)]
        pub(super) struct Parts<'a> {
            $( #[serde(borrow)] $kind: Option<&'a RawValue>, )*
        }

        impl Parts<'_> {
            /// The type that shows in the object that is there.
            fn kind(&self) -> Option<&'static str> {
                $( if self.$kind.is_some() { return Some(stringify!($kind)); } )*
                None
            }

            /// Reads the content that the type names.
            pub(super) fn read(&self, kind: &str) -> Result<Content, ItemError> {
                Ok(match kind {
                    $( stringify!($kind) => {
                        Content::$variant($read(concat!("`", stringify!($kind), "`"), self.$kind)?)
                    } )*
                    "unknown" => Content::Unsupported(object("`unsupported`", self.unsupported)?),
                    "request_welcome" => Content::RequestWelcome,
                    "media_placeholder" => Content::MediaPlaceholder,
                    _ => Content::Unknown,
                })
            }
        }
    };
}

parts! {
    text => Text by object,
    image => Image by object,
    video => Video by object,
    audio => Audio by object,
    document => Document by object,
    sticker => Sticker by object,
    location => Location by object,
    contacts => Contacts by list,
    reaction => Reaction by object,
    button => Button by object,
    interactive => Interactive by object,
    order => Order by object,
    system => System by object,
    unsupported => Unsupported by object,
    edit => Edit by object,
    revoke => Revoke by object,
}

impl<'a> Parts<'a> {
    /// The parts of the message `raw`. A type that was left out shows in them.
    pub(super) fn of(raw: &'a str, kind: &mut String) -> Result<Self, ItemError> {
        let parts: Self = serde_json::from_str(raw)
            .map_err(|error| ItemError::of("the message", &error.into()))?;
        if kind.is_empty() {
            parts.kind().unwrap_or_default().clone_into(kind);
        }
        Ok(parts)
    }
}

/// An object that was left out is one without any field.
fn object<T: DeserializeOwned + Default>(
    what: &str,
    raw: Option<&RawValue>,
) -> Result<T, ItemError> {
    raw.map_or_else(|| Ok(T::default()), |raw| decode(what, raw.get()))
}

fn list<T: DeserializeOwned>(what: &str, raw: Option<&RawValue>) -> Result<Vec<T>, ItemError> {
    let items = raw.map_or_else(|| Ok(Vec::new()), ccaas_http::read::raw_items);
    let items = items.map_err(|error| ItemError::of(what, &error.into()))?;
    let there = items.into_iter().filter(|item| item.get() != "null");
    there.map(|item| decode(what, item.get())).collect()
}
