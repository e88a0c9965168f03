//! What the WhatsApp Business app of an onboarded number knows: chats and contacts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{InboundMessage, Received};
use crate::{
    ParentUserId, UserId, WaId,
    error::ErrorDetail,
    webhooks::field::{lenient, list, raw_list, unix_time},
};

/// A part of the chat history: `history`.
///
/// One delivery can hold thousands of messages: keep it first, read it later
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history)).
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct History {
    /// Chats.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<HistoryChunk>,
    /// Files of messages that came as placeholders.
    #[serde(with = "raw_list", skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Received<InboundMessage>>,
}
ccaas_http::debug_allow_list!(History { history });

/// Some chats.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct HistoryChunk {
    /// The chats.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub threads: Vec<HistoryThread>,
    /// Which part this is.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<HistoryPhase>,
    /// Why there is none: the business does not share it.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorDetail>,
}
ccaas_http::debug_allow_list!(HistoryChunk { metadata, errors });

/// Which part of the chat history this is.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct HistoryPhase {
    /// 0: the first day; 1: to day 90; 2: to day 180.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub phase: Option<i64>,
    /// The chunk's place; chunks arrive in any order.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub chunk_order: Option<i64>,
    /// How much is done, in percent.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub progress: Option<i64>,
}
ccaas_http::debug_allow_list! { HistoryPhase { phase, chunk_order, progress } }

/// The chat with one customer.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct HistoryThread {
    /// The messages, of both sides.
    #[serde(with = "raw_list", skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Received<InboundMessage>>,
    /// The customer's phone number.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub id: Option<WaId>,
    /// The customer.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub context: Option<ThreadContext>,
}
ccaas_http::debug_allow_list!(HistoryThread {});

/// The customer of a chat.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ThreadContext {
    /// The customer's `wa_id`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    /// The customer's business-scoped user id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The customer's id across a parent business.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub parent_user_id: Option<ParentUserId>,
    /// The customer's username.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}
ccaas_http::debug_allow_list!(ThreadContext {});

/// How far a message of the chat history got.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct HistoryContext {
    /// `SENT`, `DELIVERED`, `READ`, `PLAYED`, `PENDING` or `ERROR`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}
ccaas_http::debug_allow_list!(HistoryContext { status });

/// Contacts of the app changed: `smb_app_state_sync`.
///
/// [docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_app_state_sync)
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AppStateSync {
    /// The changes.
    #[serde(with = "raw_list", skip_serializing_if = "Vec::is_empty")]
    pub state_sync: Vec<Received<StateChange>>,
}
ccaas_http::debug_allow_list!(AppStateSync {});

/// One contact of the app changed.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StateChange {
    /// What it is: `contact`.
    #[serde(rename = "type")]
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `add`, also for an edit, or `remove`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// The contact.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub contact: Option<AppContact>,
    /// When.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<StateTime>,
}
ccaas_http::debug_allow_list! { StateChange { kind, action, metadata } }

/// A contact of the app.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AppContact {
    /// The whole name; absent if it was removed.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// The given name; absent if it was removed.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The phone number.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The business-scoped user id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The id across a parent business.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub parent_user_id: Option<ParentUserId>,
    /// The username.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}
ccaas_http::debug_allow_list!(AppContact {});

/// When a contact changed.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StateTime {
    /// When.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime<Utc>>,
    /// The version of the contacts.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}
ccaas_http::debug_allow_list!(StateTime { timestamp, version });
