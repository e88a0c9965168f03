//! What an app sees of chats that another app handles: `standby`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby)).

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

use super::{Contact, InboundMessage, Received, Status};
use crate::MessageId;

wire! {
    /// What happened in chats that another app handles.
    pub struct Standby {
        /// What happened.
        pub standby: Option<StandbyItems>,
    }
    shows {}
}

wire! {
    /// Messages and statuses of chats that another app handles.
    pub struct StandbyItems {
        /// What customers wrote.
        pub messages: Vec<Received<InboundMessage>>,
        /// What became of what was sent.
        pub statuses: Vec<Received<Status>>,
        /// What the other app sent.
        pub message_echoes: Vec<Received<StandbyEcho>>,
        auxiliary {
            /// The customers.
            pub contacts: Vec<Contact>,
        }
    }
    shows {}
}

/// What another app sent.
#[derive(Clone, serde::Serialize)]
#[non_exhaustive]
pub struct StandbyEcho {
    /// The message's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
    /// When it was sent.
    #[serde(
        serialize_with = "super::wire::write",
        skip_serializing_if = "Option::is_none"
    )]
    pub timestamp: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<Box<RawValue>>,
}

read_object! {
    ['de] StandbyEcho {
        required {}
        strict { message, template, flow, }
        auxiliary { id, timestamp, }
    }
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
