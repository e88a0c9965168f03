//! What an update is and whose, also of one that could not be read.

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Update, UpdateKind};
use crate::{
    ParentUserId, UserId, WaId,
    webhooks::{Identity, change::Place},
};

/// What stands in for a type that was not told.
const UNKNOWN: &str = "unknown";

pub(super) fn name(update: &Update) -> String {
    let of = |group: &str, kind: &str| {
        let kind = if kind.is_empty() { UNKNOWN } else { kind };
        format!("{group}.{kind}")
    };
    match (&update.kind, update.place) {
        (Ok(UpdateKind::Message(message)), _) => of("message", &message.kind),
        (Ok(UpdateKind::Echo(message)), _) => of("echo", &message.kind),
        (Ok(UpdateKind::Status(status)), _) => of(
            "status",
            status.status.as_ref().map_or("", |it| it.as_str()),
        ),
        (_, Place::Error) => "error".to_owned(),
        (_, Place::Message) => of("message", &glimpse(update).kind),
        (_, Place::Echo) => of("echo", &glimpse(update).kind),
        (_, Place::Status) => of("status", &glimpse(update).status),
        (_, Place::Change) if update.field().is_empty() => UNKNOWN.to_owned(),
        (_, Place::Change) => update.field().to_owned(),
    }
}

pub(super) fn id(update: &Update) -> Option<String> {
    match &update.kind {
        Ok(UpdateKind::Message(it) | UpdateKind::Echo(it)) => Some(it.id.as_str().to_owned()),
        Ok(UpdateKind::Status(status)) => Some(status.id.as_str().to_owned()),
        Ok(_) => None,
        Err(_) => glimpse(update).id,
    }
}

pub(super) fn timestamp(update: &Update) -> Option<DateTime<Utc>> {
    match &update.kind {
        Ok(UpdateKind::Message(it) | UpdateKind::Echo(it)) => it.timestamp,
        Ok(UpdateKind::Status(status)) => status.timestamp,
        Ok(_) => None,
        Err(_) => glimpse(update).timestamp,
    }
}

/// The customer, as far as the update itself names one.
pub(super) fn customer(update: &Update) -> Option<Identity> {
    match (&update.kind, update.place) {
        (Ok(UpdateKind::Message(message)), _) => Some(message.sender()),
        (Ok(UpdateKind::Echo(message)), _) => Some(message.recipient()),
        (Ok(UpdateKind::Status(status)), _) => Some(status.recipient()),
        (Err(_), Place::Message) => {
            let it = glimpse(update);
            Some(identity(it.from, it.from_user_id, it.from_parent_user_id))
        }
        (Err(_), Place::Echo | Place::Status) => {
            let it = glimpse(update);
            Some(identity(it.to, it.to_user_id, it.to_parent_user_id))
        }
        _ => None,
    }
}

fn identity(
    wa_id: Option<WaId>,
    user_id: Option<UserId>,
    parent_user_id: Option<ParentUserId>,
) -> Identity {
    Identity {
        user_id,
        parent_user_id,
        wa_id,
        username: None,
    }
    .normalized()
}

/// What can be read of an item that is not as documented.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Glimpse {
    #[serde(deserialize_with = "read::filled")]
    id: Option<String>,
    #[serde(rename = "type", deserialize_with = "read::or_default")]
    kind: String,
    #[serde(deserialize_with = "read::or_default")]
    status: String,
    #[serde(deserialize_with = "read::time")]
    timestamp: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "read::lenient")]
    from: Option<WaId>,
    #[serde(deserialize_with = "read::lenient")]
    from_user_id: Option<UserId>,
    #[serde(deserialize_with = "read::lenient")]
    from_parent_user_id: Option<ParentUserId>,
    #[serde(alias = "recipient_id", deserialize_with = "read::lenient")]
    to: Option<WaId>,
    #[serde(alias = "recipient_user_id", deserialize_with = "read::lenient")]
    to_user_id: Option<UserId>,
    #[serde(alias = "recipient_parent_user_id", deserialize_with = "read::lenient")]
    to_parent_user_id: Option<ParentUserId>,
}

fn glimpse(update: &Update) -> Glimpse {
    match update.place {
        Place::Message | Place::Status | Place::Echo => {
            read::json(update.raw().as_bytes()).unwrap_or_default()
        }
        Place::Error | Place::Change => Glimpse::default(),
    }
}
