//! Who takes part in a conversation.

use std::collections::BTreeMap;

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient, list, map, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Communication, WrapUp};
use crate::ids::{ParticipantId, QueueId, UserId};

/// Somebody, or something, that takes part in a conversation.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Participant {
    /// The participant's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ParticipantId>,
    /// The name shown to agents.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// What it is here for: `customer`, `agent`, `acd`, `external`, `workflow` and others.
    #[serde(deserialize_with = "lenient")]
    pub purpose: Option<String>,
    /// The user, of an agent.
    #[serde(deserialize_with = "filled")]
    pub user_id: Option<UserId>,
    /// The queue that it came in on.
    #[serde(deserialize_with = "filled")]
    pub queue_id: Option<QueueId>,
    /// The queue's name.
    #[serde(deserialize_with = "lenient")]
    pub queue_name: Option<String>,
    /// The contact, of a customer who is known.
    #[serde(deserialize_with = "filled")]
    pub external_contact_id: Option<String>,
    /// The address; a customer's is a number.
    #[serde(deserialize_with = "lenient")]
    pub address: Option<String>,
    /// When it joined.
    #[serde(deserialize_with = "time")]
    pub start_time: Option<DateTime<Utc>>,
    /// When it was connected.
    #[serde(deserialize_with = "time")]
    pub connected_time: Option<DateTime<Utc>>,
    /// When it left.
    #[serde(deserialize_with = "time")]
    pub end_time: Option<DateTime<Utc>>,
    /// What flows, scripts and applications keep here.
    #[serde(deserialize_with = "map")]
    pub attributes: BTreeMap<String, String>,
    /// Whether it has to say how the conversation is filed.
    #[serde(deserialize_with = "lenient")]
    pub wrapup_required: Option<bool>,
    /// How long there is for that, in milliseconds.
    #[serde(deserialize_with = "lenient")]
    pub wrapup_timeout_ms: Option<i64>,
    /// How it filed the conversation.
    #[serde(deserialize_with = "lenient")]
    pub wrapup: Option<WrapUp>,
    /// Its calls.
    #[serde(deserialize_with = "list")]
    pub calls: Vec<Communication>,
    /// Its callbacks.
    #[serde(deserialize_with = "list")]
    pub callbacks: Vec<Communication>,
    /// Its chats.
    #[serde(deserialize_with = "list")]
    pub chats: Vec<Communication>,
    /// Its mails.
    #[serde(deserialize_with = "list")]
    pub emails: Vec<Communication>,
    /// Its message threads.
    #[serde(deserialize_with = "list")]
    pub messages: Vec<Communication>,
}
debug_allow_list!(Participant {
    id,
    purpose,
    user_id,
    queue_id,
    start_time,
    end_time,
    calls,
    callbacks,
    chats,
    emails,
    messages
});

impl Participant {
    /// Whether it left.
    #[must_use]
    pub fn has_left(&self) -> bool {
        self.end_time.is_some()
    }
}
