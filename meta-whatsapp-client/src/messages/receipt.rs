//! Read marks and the typing indicator.

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use super::{read::ReadError, wire::read_from};
use crate::id::MessageId;

/// Marks a received message, and all before it, as read
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators)).
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(into = "Wire")]
pub struct ReadReceipt {
    /// The message that was received.
    pub message_id: MessageId,
    /// Whether the customer sees that somebody types: until the answer, at most 25 s.
    pub typing: bool,
}

impl ReadReceipt {
    /// Marks as read, and nothing else.
    #[must_use]
    pub fn new(message_id: MessageId) -> Self {
        Self {
            message_id,
            typing: false,
        }
    }

    /// Marks as read, and shows that somebody types.
    #[must_use]
    pub fn typing(message_id: MessageId) -> Self {
        Self {
            message_id,
            typing: true,
        }
    }
}

debug_allow_list!(ReadReceipt { typing });

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    messaging_product: String,
    status: String,
    message_id: MessageId,
    #[serde(skip_serializing_if = "Option::is_none")]
    typing_indicator: Option<TypingIndicator>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypingIndicator {
    #[serde(rename = "type")]
    type_: String,
}

read_from!(ReadReceipt, Wire);

impl TryFrom<Wire> for ReadReceipt {
    type Error = ReadError;

    fn try_from(wire: Wire) -> Result<Self, ReadError> {
        if wire.messaging_product != "whatsapp" {
            return Err(ReadError::odd("messaging_product", "`whatsapp`"));
        }
        if wire.status != "read" {
            return Err(ReadError::odd("status", "`read`"));
        }
        match &wire.typing_indicator {
            Some(indicator) if indicator.type_ != "text" => {
                return Err(ReadError::odd("typing_indicator.type", "`text`"));
            }
            _ => {}
        }
        Ok(Self {
            message_id: wire.message_id,
            typing: wire.typing_indicator.is_some(),
        })
    }
}

impl From<ReadReceipt> for Wire {
    fn from(receipt: ReadReceipt) -> Self {
        let typing = TypingIndicator {
            type_: "text".to_owned(),
        };
        Self {
            messaging_product: "whatsapp".to_owned(),
            status: "read".to_owned(),
            message_id: receipt.message_id,
            typing_indicator: receipt.typing.then_some(typing),
        }
    }
}
