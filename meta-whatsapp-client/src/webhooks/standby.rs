//! What an app sees of chats that another app handles: `standby`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby)).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Contact, InboundMessage, Received, Status};
use crate::{
    MessageId,
    webhooks::field::{lenient, list, raw_list, unix_time},
};

/// What happened in chats that another app handles.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Standby {
    /// What happened.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub standby: Option<StandbyItems>,
}
ccaas_http::debug_allow_list!(Standby {});

/// Messages and statuses of chats that another app handles.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StandbyItems {
    /// What customers wrote.
    #[serde(with = "raw_list", skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Received<InboundMessage>>,
    /// What became of what was sent.
    #[serde(with = "raw_list", skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<Received<Status>>,
    /// What the other app sent.
    #[serde(with = "raw_list", skip_serializing_if = "Vec::is_empty")]
    pub message_echoes: Vec<Received<StandbyEcho>>,
    /// The customers.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
}
ccaas_http::debug_allow_list!(StandbyItems {});

/// What another app sent.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StandbyEcho {
    /// The message's id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
    /// When it was sent.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<Box<RawValue>>,
}
ccaas_http::debug_allow_list!(StandbyEcho { timestamp });

impl StandbyEcho {
    /// The request that sent it, as JSON; [`crate::messages::Message`] reads it.
    #[must_use]
    pub fn message_json(&self) -> Option<&str> {
        self.message.as_deref().map(RawValue::get)
    }

    /// The template that was sent, as JSON.
    #[must_use]
    pub fn template_json(&self) -> Option<&str> {
        self.template.as_deref().map(RawValue::get)
    }

    /// The flow that was sent, as JSON.
    #[must_use]
    pub fn flow_json(&self) -> Option<&str> {
        self.flow.as_deref().map(RawValue::get)
    }
}
