//! One change of a body, read carefully: each part by itself, so that none takes others down.

use std::{collections::HashMap, sync::Arc};

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{
    Contact, ItemError, Metadata, ParseError, Update, UpdateKind, Webhook, envelope::has_messages,
    item_error::decode, parts,
};
use crate::WabaId;

/// What stands around the items of a change.
#[derive(Default)]
pub(super) struct Source {
    pub(super) waba_id: Option<WabaId>,
    pub(super) time: Option<DateTime<Utc>>,
    pub(super) field: String,
    pub(super) messaging_product: Option<String>,
    pub(super) metadata: Option<Metadata>,
    pub(super) contacts: Vec<Contact>,
    /// Whether the change holds one item only.
    pub(super) is_single: bool,
}

/// Where an item stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Message,
    Status,
    Echo,
    Error,
    /// The item is a change's value, or what stands in place of a change.
    Change,
}

impl Place {
    /// The lists of a change of messages, and what stands in each.
    const LISTS: [(&str, Self); 4] = [
        ("messages", Self::Message),
        ("statuses", Self::Status),
        ("message_echoes", Self::Echo),
        ("errors", Self::Error),
    ];

    fn read(self, raw: &str) -> Result<UpdateKind, ItemError> {
        match self {
            Self::Message => parts::message(raw).map(|it| UpdateKind::Message(Box::new(it))),
            Self::Echo => parts::message(raw).map(|it| UpdateKind::Echo(Box::new(it))),
            Self::Status => decode("the status", raw).map(UpdateKind::Status),
            Self::Error => decode("the error", raw).map(UpdateKind::Error),
            Self::Change => Ok(UpdateKind::Other),
        }
    }
}

/// The items of a change of messages, in the order of [`Place::LISTS`].
pub(super) type Items<'a> = [Vec<&'a RawValue>; 4];

pub(super) fn read_items(
    body: &Arc<str>,
    items: &Items<'_>,
    mut source: Source,
    updates: &mut Vec<Update>,
) {
    let count: usize = items.iter().map(Vec::len).sum();
    source.is_single = count == 1;
    let source = Arc::new(source);
    updates.reserve(count);
    for ((_, place), items) in Place::LISTS.into_iter().zip(items) {
        for raw in items {
            let kind = place.read(raw.get());
            updates.push(Update::new(body, raw.get(), &source, place, kind));
        }
    }
}

/// The fields of an object, unread.
type Object<'a> = HashMap<String, &'a RawValue>;

fn object(raw: &RawValue) -> Option<Object<'_>> {
    serde_json::from_str(raw.get()).ok()
}

/// A field, unless it is null.
fn present<'a>(fields: &Object<'a>, name: &str) -> Option<&'a RawValue> {
    fields.get(name).copied().filter(|raw| raw.get() != "null")
}

/// The elements of a list, or the single item that stands for one.
fn items(list: &RawValue) -> Vec<&RawValue> {
    read::raw_items(list).unwrap_or_else(|_| vec![list])
}

/// What can be read, is; the rest is as if it were not there.
fn beside<T: DeserializeOwned + Default>(raw: &RawValue) -> T {
    read::json(raw.get().as_bytes()).unwrap_or_default()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Root {
    #[serde(deserialize_with = "read::lenient")]
    object: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Entry {
    #[serde(deserialize_with = "read::lenient")]
    id: Option<WabaId>,
    #[serde(deserialize_with = "read::time")]
    time: Option<DateTime<Utc>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Change {
    #[serde(deserialize_with = "read::lenient")]
    field: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Around {
    #[serde(deserialize_with = "read::lenient")]
    messaging_product: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    metadata: Option<Metadata>,
    #[serde(deserialize_with = "read::list")]
    contacts: Vec<Contact>,
}

/// Takes any body apart.
pub(super) fn careful(body: &Arc<str>) -> Result<Webhook, ParseError> {
    // This validates the whole body; what is wrong below is wrong in one item.
    let whole: &RawValue = serde_json::from_str(body).map_err(|error| ParseError::Json {
        line: error.line(),
        column: error.column(),
    })?;
    let root = object(whole).ok_or(ParseError::Shape)?;
    let entries = present(&root, "entry").ok_or(ParseError::Shape)?;
    let mut updates = Vec::new();
    for raw in items(entries) {
        match object(raw) {
            Some(entry) => changes(body, raw, &entry, &mut updates),
            None => {
                let problem = "the entry is not an object";
                updates.push(unread(body, raw, Source::default(), problem));
            }
        }
    }
    let Root { object } = beside(whole);
    Ok(Webhook { object, updates })
}

fn changes(body: &Arc<str>, raw: &RawValue, entry: &Object<'_>, updates: &mut Vec<Update>) {
    let Entry { id, time } = beside(raw);
    let source = || Source {
        waba_id: id.clone(),
        time,
        ..Source::default()
    };
    let Some(list) = present(entry, "changes") else {
        return updates.push(unread(body, raw, source(), "the entry has no `changes`"));
    };
    for raw in items(list) {
        match object(raw) {
            Some(change) => read_change(body, raw, &change, source(), updates),
            None => updates.push(unread(body, raw, source(), "the change is not an object")),
        }
    }
}

fn read_change(
    body: &Arc<str>,
    raw: &RawValue,
    change: &Object<'_>,
    mut source: Source,
    updates: &mut Vec<Update>,
) {
    let Change { field } = beside(raw);
    let may_have_messages = field.as_deref().is_none_or(has_messages);
    source.field = field.unwrap_or_default();
    let Some(value) = change.get("value") else {
        return updates.push(unread(body, raw, source, "the change has no `value`"));
    };
    let around: Around = beside(value);
    source.messaging_product = around.messaging_product;
    source.metadata = around.metadata;
    source.contacts = around.contacts;
    let fields = object(value).unwrap_or_default();
    let lists = Place::LISTS.map(|(name, _)| present(&fields, name));
    if may_have_messages && lists.iter().any(Option::is_some) {
        let lists = lists.map(|list| list.map(items).unwrap_or_default());
        return read_items(body, &lists, source, updates);
    }
    let kind = UpdateKind::read(&source.field, value.get());
    let source = Arc::new(source);
    updates.push(Update::new(body, value.get(), &source, Place::Change, kind));
}

fn unread(body: &Arc<str>, raw: &RawValue, source: Source, problem: &'static str) -> Update {
    let error = Err(ItemError::new(problem));
    Update::new(body, raw.get(), &Arc::new(source), Place::Change, error)
}
