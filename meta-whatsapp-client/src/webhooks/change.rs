//! One change of a body, read carefully: each part by itself, so that none takes others down.

mod field;

use std::{borrow::Cow, sync::Arc};

use chrono::{DateTime, Utc};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{
    Contact, ItemError, Metadata, ParseError, Update, UpdateKind, Webhook,
    envelope::{has_messages, known},
    item_error::decode,
    message, problem,
    wire::{self, Leaf, Scalar},
};
use crate::WabaId;

/// What stands around the items of a change.
#[derive(Default)]
pub(super) struct Source {
    pub(super) waba_id: Option<WabaId>,
    pub(super) time: Option<DateTime<Utc>>,
    pub(super) field: Cow<'static, str>,
    pub(super) messaging_product: Option<Cow<'static, str>>,
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

/// The items of a change of messages.
#[derive(Default)]
pub(super) struct Items<'a> {
    pub(super) messages: Vec<&'a RawValue>,
    pub(super) statuses: Vec<&'a RawValue>,
    pub(super) message_echoes: Vec<&'a RawValue>,
    pub(super) errors: Vec<&'a RawValue>,
}

impl Items<'_> {
    pub(super) fn len(&self) -> usize {
        self.messages.len() + self.statuses.len() + self.message_echoes.len() + self.errors.len()
    }

    pub(super) fn read(&self, body: &Arc<str>, mut source: Source, updates: &mut Vec<Update>) {
        source.is_single = self.len() == 1;
        let source = &Arc::new(source);
        updates.reserve(self.len());
        let Self {
            messages,
            statuses,
            message_echoes,
            errors,
        } = self;
        let mut push = |raw: &RawValue, place, kind| {
            updates.push(Update::new(body, raw.get(), source, place, kind));
        };
        for raw in messages {
            let kind = message::read(raw).map(|it| UpdateKind::Message(Box::new(it)));
            push(raw, Place::Message, kind);
        }
        for raw in statuses {
            push(
                raw,
                Place::Status,
                decode("the status", raw).map(UpdateKind::Status),
            );
        }
        for raw in message_echoes {
            let kind = message::read(raw).map(|it| UpdateKind::Echo(Box::new(it)));
            push(raw, Place::Echo, kind);
        }
        for raw in errors {
            let kind = problem::read(raw).map(|it| UpdateKind::Error(Box::new(it)));
            push(raw, Place::Error, kind);
        }
    }
}

#[derive(Deserialize)]
struct Root<'a> {
    #[serde(borrow)]
    object: Option<&'a RawValue>,
    #[serde(borrow)]
    entry: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    time: Option<&'a RawValue>,
    #[serde(borrow)]
    changes: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Change<'a> {
    #[serde(borrow)]
    field: Option<&'a RawValue>,
    #[serde(borrow)]
    value: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Value<'a> {
    #[serde(borrow)]
    messaging_product: Option<&'a RawValue>,
    #[serde(borrow)]
    metadata: Option<&'a RawValue>,
    #[serde(borrow)]
    contacts: Option<&'a RawValue>,
    #[serde(borrow)]
    messages: Option<&'a RawValue>,
    #[serde(borrow)]
    statuses: Option<&'a RawValue>,
    #[serde(borrow)]
    message_echoes: Option<&'a RawValue>,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
}

impl<'a> Value<'a> {
    fn items(&self) -> Items<'a> {
        let list = |raw: Option<&'a RawValue>| {
            raw.map_or_else(Vec::new, |raw| {
                wire::items(raw).unwrap_or_else(|_| vec![raw])
            })
        };
        Items {
            messages: list(self.messages),
            statuses: list(self.statuses),
            message_echoes: list(self.message_echoes),
            errors: list(self.errors),
        }
    }

    fn has_items(&self) -> bool {
        let lists = [
            self.messages,
            self.statuses,
            self.message_echoes,
            self.errors,
        ];
        lists.iter().any(Option::is_some)
    }
}

/// What can be read, is; the rest is as if it were not there.
fn leaf<T: Leaf>(raw: Option<&RawValue>) -> Option<T> {
    T::from_scalar(Scalar::of(raw?.get()).ok().flatten()?)
}

fn object<T: DeserializeOwned>(raw: Option<&RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}

/// Takes any body apart.
pub(super) fn careful(body: &Arc<str>) -> Result<Webhook, ParseError> {
    // This validates the whole body; what is wrong below is wrong in one item.
    let whole: &RawValue = serde_json::from_str(body).map_err(|error| ParseError::Json {
        line: error.line(),
        column: error.column(),
    })?;
    let root: Root<'_> = decode("the body", whole).map_err(|_| ParseError::Shape)?;
    let entries = wire::items(root.entry.ok_or(ParseError::Shape)?).unwrap_or_default();
    let mut updates = Vec::new();
    for raw in entries {
        let source = Source::default();
        match decode::<Entry<'_>>("the entry", raw) {
            Ok(entry) => changes(body, raw, &entry, &mut updates),
            Err(error) => updates.push(unread(body, raw, source, error)),
        }
    }
    let object: Option<String> = leaf(root.object);
    Ok(Webhook::new(object.as_deref().map(known), updates))
}

fn changes(body: &Arc<str>, raw: &RawValue, entry: &Entry<'_>, updates: &mut Vec<Update>) {
    let source = || Source {
        waba_id: leaf(entry.id),
        time: leaf(entry.time),
        ..Source::default()
    };
    let Some(list) = entry.changes else {
        let error = ItemError::new("the entry has no `changes`");
        return updates.push(unread(body, raw, source(), error));
    };
    for raw in wire::items(list).unwrap_or_default() {
        match decode::<Change<'_>>("the change", raw) {
            Ok(change) => read_change(body, raw, &change, source(), updates),
            Err(error) => updates.push(unread(body, raw, source(), error)),
        }
    }
}

fn read_change(
    body: &Arc<str>,
    raw: &RawValue,
    change: &Change<'_>,
    mut source: Source,
    updates: &mut Vec<Update>,
) {
    let field: Option<String> = leaf(change.field);
    source.field = field.as_deref().map(known).unwrap_or_default();
    let Some(value_raw) = change.value else {
        let error = ItemError::new("the change has no `value`");
        return updates.push(unread(body, raw, source, error));
    };
    let value: Value<'_> = match decode("the change's value", value_raw) {
        Ok(value) => value,
        Err(error) => return updates.push(unread(body, value_raw, source, error)),
    };
    source.messaging_product = leaf::<String>(value.messaging_product).map(|it| known(&it));
    source.metadata = object(value.metadata);
    let contacts = value.contacts.and_then(|raw| wire::items(raw).ok());
    let contacts = contacts.unwrap_or_default();
    source.contacts = contacts
        .iter()
        .filter_map(|raw| object(Some(raw)))
        .collect();
    let is_messages = field.as_deref().is_none_or(has_messages) && value.has_items();
    if is_messages {
        value.items().read(body, source, updates);
    } else {
        let kind = field::read(&source.field, value_raw);
        let source = Arc::new(source);
        updates.push(Update::new(
            body,
            value_raw.get(),
            &source,
            Place::Change,
            kind,
        ));
    }
}

fn unread(body: &Arc<str>, raw: &RawValue, source: Source, error: ItemError) -> Update {
    Update::new(
        body,
        raw.get(),
        &Arc::new(source),
        Place::Change,
        Err(error),
    )
}
