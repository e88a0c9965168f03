//! A message in one pass: its fields, and of the objects that may hold the content the one
//! that the type names, which may stand before the type.

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{
    AdReferral, Content, EditedMessage, HistoryContext, IdentityCheck, InboundMessage, ItemError,
    MessageContext, item_error::decode, text,
};
use crate::{GroupId, MessageId, ParentUserId, UserId, WaId, error::ErrorDetail};

/// Defines the fields: the common ones, and an object for each type with how it is read.
macro_rules! fields {
    ($($kind:ident => $variant:ident by $read:ident),* $(,)?) => {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Fields<'a> {
            #[serde(deserialize_with = "read::exchanged")]
            id: Option<MessageId>,
            #[serde(deserialize_with = "read::lenient")]
            from: Option<WaId>,
            #[serde(deserialize_with = "read::lenient")]
            from_user_id: Option<UserId>,
            #[serde(deserialize_with = "read::lenient")]
            from_parent_user_id: Option<ParentUserId>,
            #[serde(deserialize_with = "read::lenient")]
            to: Option<WaId>,
            #[serde(deserialize_with = "read::lenient")]
            to_user_id: Option<UserId>,
            #[serde(deserialize_with = "read::lenient")]
            to_parent_user_id: Option<ParentUserId>,
            #[serde(deserialize_with = "read::time")]
            timestamp: Option<DateTime<Utc>>,
            #[serde(deserialize_with = "read::lenient")]
            group_id: Option<GroupId>,
            #[serde(deserialize_with = "read::lenient")]
            context: Option<MessageContext>,
            #[serde(deserialize_with = "read::lenient")]
            referral: Option<Box<AdReferral>>,
            #[serde(deserialize_with = "read::lenient")]
            identity: Option<IdentityCheck>,
            #[serde(deserialize_with = "read::list")]
            errors: Vec<ErrorDetail>,
            #[serde(deserialize_with = "read::lenient")]
            history_context: Option<HistoryContext>,
            #[serde(rename = "type", deserialize_with = "text")]
            kind: String,
            $( #[serde(borrow)] $kind: Option<&'a RawValue>, )*
        }

        impl Fields<'_> {
            /// The type that shows in the object that is there.
            fn shown(&self) -> Option<&'static str> {
                $( if self.$kind.is_some() { return Some(stringify!($kind)); } )*
                None
            }

            /// Reads the content that the type names.
            fn content(&self, kind: &str) -> Result<Content, ItemError> {
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

fields! {
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

impl<'a> Fields<'a> {
    /// Reads the fields; a type that was left out shows in the content.
    fn of(raw: &'a str) -> Result<Self, ItemError> {
        if !raw.starts_with('{') {
            return Err(ItemError::new("the message is not an object"));
        }
        let fields = serde_json::from_str(raw);
        let mut fields: Self =
            fields.map_err(|error| ItemError::of("the message", &error.into()))?;
        if fields.kind.is_empty() {
            fields
                .shown()
                .unwrap_or_default()
                .clone_into(&mut fields.kind);
        }
        Ok(fields)
    }
}

/// Reads `raw`; once more if a text in it was cut in the middle of an emoji.
fn mending<T>(raw: &str, read: fn(&str) -> Result<T, ItemError>) -> Result<T, ItemError> {
    read(raw).or_else(|error| read::mended(raw).map_or(Err(error), |raw| read(&raw)))
}

pub(super) fn message(raw: &str) -> Result<InboundMessage, ItemError> {
    mending(raw, |raw| {
        let fields = Fields::of(raw)?;
        let content = fields.content(&fields.kind)?;
        let no_id = || ItemError::new("the message has no `id`");
        Ok(InboundMessage {
            id: fields.id.ok_or_else(no_id)?,
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
            kind: fields.kind,
            content,
        })
    })
}

pub(super) fn edited(raw: &str) -> Result<EditedMessage, ItemError> {
    mending(raw, |raw| {
        let fields = Fields::of(raw)?;
        let content = match fields.kind.as_str() {
            // One inside the other, without end, would use up the stack.
            "edit" => Content::Unknown,
            kind => fields.content(kind)?,
        };
        Ok(EditedMessage {
            context: fields.context,
            kind: fields.kind,
            content,
        })
    })
}

/// An object that was left out is one without any field.
fn object<T: DeserializeOwned + Default>(
    what: &str,
    raw: Option<&RawValue>,
) -> Result<T, ItemError> {
    raw.map_or_else(|| Ok(T::default()), |raw| decode(what, raw.get()))
}

/// An odd element is missing alone; of a list of which nothing can be read it is the error.
fn list<T: DeserializeOwned>(what: &str, raw: Option<&RawValue>) -> Result<Vec<T>, ItemError> {
    let items = raw.map_or_else(|| Ok(Vec::new()), ccaas_http::read::raw_items);
    let items = items.map_err(|error| ItemError::of(what, &error.into()))?;
    let (mut read, mut odd) = (Vec::new(), None);
    let there = items.into_iter().filter(|item| item.get() != "null");
    for item in there {
        match decode(what, item.get()) {
            Ok(item) => read.push(item),
            Err(error) => odd = Some(error),
        }
    }
    match odd {
        Some(error) if read.is_empty() => Err(error),
        _ => Ok(read),
    }
}
