//! The name and id of an update, also of one that could not be read.

use serde_json::value::RawValue;

use super::{Update, UpdateKind};
use crate::webhooks::{
    change::Place,
    wire::{Object, Scalar},
};

/// What stands in for a type that was not told.
const UNKNOWN: &str = "unknown";

pub(super) fn name(update: &Update) -> String {
    let of = |group: &str, kind: &str| {
        let kind = if kind.is_empty() { UNKNOWN } else { kind };
        format!("{group}.{kind}")
    };
    match (&update.kind, update.place()) {
        (Ok(UpdateKind::Message(message)), _) => of("message", &message.kind),
        (Ok(UpdateKind::Echo(message)), _) => of("echo", &message.kind),
        (Ok(UpdateKind::Status(status)), _) => of(
            "status",
            status.status.as_ref().map_or("", |it| it.as_str()),
        ),
        (_, Place::Error) => "error".to_owned(),
        (_, Place::Message) => of("message", &glimpse(update, "type")),
        (_, Place::Echo) => of("echo", &glimpse(update, "type")),
        (_, Place::Status) => of("status", &glimpse(update, "status")),
        (_, Place::Change) if update.field().is_empty() => UNKNOWN.to_owned(),
        (_, Place::Change) => update.field().to_owned(),
    }
}

pub(super) fn id(update: &Update) -> Option<String> {
    match (&update.kind, update.place()) {
        (Ok(UpdateKind::Message(it) | UpdateKind::Echo(it)), _) => Some(it.id.as_str().to_owned()),
        (Ok(UpdateKind::Status(status)), _) => Some(status.id.as_str().to_owned()),
        (Err(_), Place::Message | Place::Echo | Place::Status) => {
            Some(glimpse(update, "id")).filter(|id| !id.is_empty())
        }
        _ => None,
    }
}

/// A field of an item that could not be read; empty if it is not there.
fn glimpse(update: &Update, field: &str) -> String {
    let raw = serde_json::from_str::<&RawValue>(update.raw()).ok();
    let value = raw.and_then(Object::of).and_then(|it| it.get(field));
    let scalar = value.and_then(|raw| Scalar::of(raw.get()).ok().flatten());
    scalar.map_or_else(String::new, |it| it.as_text().to_owned())
}
