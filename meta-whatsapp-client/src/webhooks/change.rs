//! One change of a body, read carefully: each part by itself, so that none takes others down.

mod field;

use std::{borrow::Cow, sync::Arc};

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

use super::{
    Contact, ItemError, Metadata, ParseError, Update, UpdateKind, Webhook,
    envelope::{has_messages, known},
    item_error::decode,
    message, problem,
    wire::{self, Object, Wire},
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

/// The items of a change's value; `None` if it has no list of them.
fn items<'a>(value: &Object<'a>) -> Option<Items<'a>> {
    let lists = ["messages", "statuses", "message_echoes", "errors"].map(|it| value.present(it));
    if lists.iter().all(Option::is_none) {
        return None;
    }
    let [messages, statuses, message_echoes, errors] = lists.map(|raw| {
        raw.map_or_else(Vec::new, |raw| {
            wire::items(raw).unwrap_or_else(|_| vec![raw])
        })
    });
    Some(Items {
        messages,
        statuses,
        message_echoes,
        errors,
    })
}

/// What can be read, is; the rest is as if it were not there.
fn lenient<T: Wire + Default>(raw: Option<&RawValue>) -> T {
    raw.map_or_else(T::default, T::lenient)
}

/// Takes any body apart.
pub(super) fn careful(body: &Arc<str>) -> Result<Webhook, ParseError> {
    // This validates the whole body; what is wrong below is wrong in one item.
    let whole: &RawValue = serde_json::from_str(body).map_err(|error| ParseError::Json {
        line: error.line(),
        column: error.column(),
    })?;
    let root = Object::of(whole).ok_or(ParseError::Shape)?;
    let entries = root.present("entry").ok_or(ParseError::Shape)?;
    let mut updates = Vec::new();
    for raw in wire::items(entries).unwrap_or_default() {
        match Object::of(raw) {
            Some(entry) => changes(body, raw, &entry, &mut updates),
            None => {
                let error = ItemError::new("the entry is not an object");
                updates.push(unread(body, raw, Source::default(), error));
            }
        }
    }
    let object: Option<String> = lenient(root.get("object"));
    Ok(Webhook::new(object.as_deref().map(known), updates))
}

fn changes(body: &Arc<str>, raw: &RawValue, entry: &Object<'_>, updates: &mut Vec<Update>) {
    let source = || Source {
        waba_id: lenient(entry.get("id")),
        time: lenient(entry.get("time")),
        ..Source::default()
    };
    let Some(list) = entry.present("changes") else {
        let error = ItemError::new("the entry has no `changes`");
        return updates.push(unread(body, raw, source(), error));
    };
    for raw in wire::items(list).unwrap_or_default() {
        match Object::of(raw) {
            Some(change) => read_change(body, raw, &change, source(), updates),
            None => {
                let error = ItemError::new("the change is not an object");
                updates.push(unread(body, raw, source(), error));
            }
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
    let field: Option<String> = lenient(change.get("field"));
    source.field = field.as_deref().map(known).unwrap_or_default();
    let Some(value_raw) = change.get("value") else {
        let error = ItemError::new("the change has no `value`");
        return updates.push(unread(body, raw, source, error));
    };
    let value = Object::of(value_raw).unwrap_or_default();
    let messaging_product: Option<String> = lenient(value.get("messaging_product"));
    source.messaging_product = messaging_product.as_deref().map(known);
    source.metadata = lenient(value.get("metadata"));
    source.contacts = lenient(value.get("contacts"));
    match items(&value) {
        Some(items) if field.as_deref().is_none_or(has_messages) => {
            items.read(body, source, updates);
        }
        _ => {
            let kind = field::read(&source.field, value_raw);
            let (source, raw) = (Arc::new(source), value_raw.get());
            updates.push(Update::new(body, raw, &source, Place::Change, kind));
        }
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
