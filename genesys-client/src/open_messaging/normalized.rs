//! The body of the deprecated `POST /api/v2/conversations/messages/inbound/open`.

use std::collections::BTreeMap;

use ccaas_http::debug_allow_list;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    Attachment, ExternalMessageId, InboundMessage, MessageType, OpenFrom, OpenTo, Reason, Receipt,
    ReceiptStatus, RecipientId, message::write_content,
};
use crate::{
    ids::{IntegrationId, MessageId},
    wire,
};

/// A message or a receipt, as the deprecated call takes them.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenNormalizedMessage {
    /// Of a receipt, the message that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
    /// From whom to whom.
    pub channel: NormalizedChannel,
    /// What it is: `Text` or `Receipt`.
    #[serde(rename = "type")]
    pub kind: MessageType,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The files.
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "write_content"
    )]
    pub content: Vec<Attachment>,
    /// Of a receipt, what became of the message; this call also takes `Read`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ReceiptStatus>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Of a receipt, whether it is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_final_receipt: Option<bool>,
    /// What else is known about it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}
debug_allow_list!(OpenNormalizedMessage {
    id,
    channel,
    kind,
    status,
    reasons,
    is_final_receipt,
});

/// From whom to whom a message of the deprecated call goes.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NormalizedChannel {
    /// The message's id at the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<ExternalMessageId>,
    /// The integration.
    pub to: OpenTo,
    /// The customer.
    pub from: OpenFrom,
    /// When, in steps of a millisecond.
    #[serde(serialize_with = "wire::millis::serialize")]
    pub time: DateTime<Utc>,
}
debug_allow_list!(NormalizedChannel { time });

impl OpenNormalizedMessage {
    /// A message of a customer to an integration.
    #[must_use]
    pub fn message(to: &IntegrationId, message: InboundMessage) -> Self {
        let channel = NormalizedChannel {
            message_id: message.channel.message_id,
            to: integration(to),
            from: message.channel.from,
            time: message.channel.time,
        };
        Self {
            text: message.text,
            content: message.content,
            metadata: message.metadata,
            ..Self::new(channel, MessageType::Text)
        }
    }

    /// A receipt of a customer for a message of an integration.
    #[must_use]
    pub fn receipt(to: &IntegrationId, from: OpenFrom, receipt: Receipt) -> Self {
        let channel = NormalizedChannel {
            message_id: None,
            to: integration(to),
            from,
            time: receipt.channel.time,
        };
        Self {
            id: Some(receipt.id),
            status: Some(receipt.status),
            reasons: receipt.reasons,
            is_final_receipt: receipt.is_final_receipt,
            ..Self::new(channel, MessageType::Receipt)
        }
    }

    fn new(channel: NormalizedChannel, kind: MessageType) -> Self {
        Self {
            id: None,
            channel,
            kind,
            text: None,
            content: Vec::new(),
            status: None,
            reasons: Vec::new(),
            is_final_receipt: None,
            metadata: BTreeMap::new(),
        }
    }
}

fn integration(id: &IntegrationId) -> OpenTo {
    OpenTo {
        id: RecipientId::new(id.as_str()),
        id_type: None,
    }
}
