//! An inbound receipt: what became of an agent's message.

use ccaas_http::{
    InvalidRequest, debug_allow_list, open_enum,
    read::{lenient, or_default},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::OpenTo;
use crate::{ids::MessageId, wire};

/// What became of an agent's message.
///
/// The vendor documents `Delivered` and `Failed` as the ones it takes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The message: the `id` of the outbound webhook.
    pub id: MessageId,
    /// To whom the message went, and when this came about.
    pub channel: ReceiptChannel,
    /// What became of it.
    pub status: ReceiptStatus,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Whether no other receipt follows for this message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_final_receipt: Option<bool>,
}
debug_allow_list!(Receipt {
    id,
    channel,
    status,
    reasons,
    is_final_receipt,
});

impl Receipt {
    /// A receipt after which another may follow.
    #[must_use]
    pub fn new(id: MessageId, to: OpenTo, time: DateTime<Utc>, status: ReceiptStatus) -> Self {
        Self {
            id,
            channel: ReceiptChannel { to, time },
            status,
            reasons: Vec::new(),
            is_final_receipt: None,
        }
    }

    /// The last receipt of a message that arrived.
    #[must_use]
    pub fn delivered(id: MessageId, to: OpenTo, time: DateTime<Utc>) -> Self {
        Self {
            is_final_receipt: Some(true),
            ..Self::new(id, to, time, ReceiptStatus::Delivered)
        }
    }

    /// The last receipt of a message that did not arrive, and why.
    #[must_use]
    pub fn failed(id: MessageId, to: OpenTo, time: DateTime<Utc>, reasons: Vec<Reason>) -> Self {
        Self {
            reasons,
            is_final_receipt: Some(true),
            ..Self::new(id, to, time, ReceiptStatus::Failed)
        }
    }

    /// What the vendor would refuse, found before anything is sent.
    ///
    /// # Errors
    /// [`InvalidRequest`] if the message or its recipient is not named.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        if self.id.as_str().is_empty() {
            return Err(InvalidRequest::new("id", "must not be empty"));
        }
        if self.channel.to.id.as_str().is_empty() {
            return Err(InvalidRequest::new("channel.to.id", "must not be empty"));
        }
        Ok(())
    }
}

/// To whom a message went, and when its receipt came about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptChannel {
    /// The customer.
    pub to: OpenTo,
    /// When, in steps of a millisecond.
    #[serde(with = "wire::millis")]
    pub time: DateTime<Utc>,
}
debug_allow_list!(ReceiptChannel { time });

open_enum! {
    /// What became of a message.
    pub enum ReceiptStatus {
        /// It was handed on.
        Sent = "Sent",
        /// It arrived.
        Delivered = "Delivered",
        /// It was read; only the deprecated call takes it.
        Read = "Read",
        /// It did not arrive.
        Failed = "Failed",
        /// It was published.
        Published = "Published",
        /// It was taken back.
        Removed = "Removed",
    }
}

/// Why a message failed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The kind of failure.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub code: Option<ReasonCode>,
    /// What to tell the agent.
    #[serde(default, deserialize_with = "or_default")]
    pub message: String,
}
debug_allow_list!(Reason { code });

impl Reason {
    /// A kind of failure, and what to tell the agent.
    #[must_use]
    pub fn new(code: ReasonCode, message: impl Into<String>) -> Self {
        Self {
            code: Some(code),
            message: message.into(),
        }
    }
}

open_enum! {
    /// The kind of a failure.
    pub enum ReasonCode {
        /// It is too late for the message.
        MessageExpired = "MessageExpired",
        /// Too many messages.
        RateLimited = "RateLimited",
        /// The message must not be sent.
        MessageNotAllowed = "MessageNotAllowed",
        /// Anything else.
        GeneralError = "GeneralError",
        /// The channel has no such message.
        UnsupportedMessage = "UnsupportedMessage",
        /// Nobody knows such a message.
        UnknownMessage = "UnknownMessage",
        /// The message is malformed.
        InvalidMessageStructure = "InvalidMessageStructure",
        /// The recipient does not exist.
        InvalidDestination = "InvalidDestination",
        /// The channel failed.
        ServerError = "ServerError",
        /// The channel does not take this kind of file.
        MediaTypeNotAllowed = "MediaTypeNotAllowed",
        /// The file is too large or empty.
        InvalidMediaContentLength = "InvalidMediaContentLength",
        /// The recipient does not want messages.
        RecipientOptedOut = "RecipientOptedOut",
        /// The content was filtered.
        DataFiltered = "DataFiltered",
    }
}
