//! What became of a sent message
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status)).

mod payment;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Identity, item_id};
use crate::{
    GroupId, MessageId, ParentUserId, UserId, WaId,
    error::ErrorDetail,
    webhooks::field::{exchanged, lenient, list, unix_time},
};

pub use payment::{Payment, PaymentAmount, PaymentError, PaymentMethod, PaymentTransaction};

/// What became of a sent message, payment or call.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Status {
    /// The message's id; a call's id in the field `calls`.
    #[serde(deserialize_with = "item_id")]
    pub id: MessageId,
    /// What became of it.
    #[serde(default, with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusKind>,
    /// When.
    #[serde(default, with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime<Utc>>,
    /// Whom it went to: a `wa_id` or a group.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub recipient_id: Option<WaId>,
    /// Whom it went to, by business-scoped user id.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub recipient_user_id: Option<UserId>,
    /// Whom it went to, by the id across a parent business.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub recipient_parent_user_id: Option<ParentUserId>,
    /// The same, as another page of the documentation writes it.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub parent_recipient_user_id: Option<ParentUserId>,
    /// `individual` or `group`.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub recipient_type: Option<String>,
    /// The member of the group.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub recipient_participant_id: Option<WaId>,
    /// The same, as another page of the documentation writes it.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub participant_recipient_id: Option<WaId>,
    /// The member of the group, by business-scoped user id.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub recipient_participant_user_id: Option<UserId>,
    /// The member of the group, by the id across a parent business.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub recipient_participant_parent_user_id: Option<ParentUserId>,
    /// Fingerprint of the customer's keys, with the identity change check.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub recipient_identity_key_hash: Option<String>,
    /// The group it went to.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// What the business sent along for itself.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub biz_opaque_callback_data: Option<String>,
    /// The conversation it counts to; since v24.0 only with free entry points.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Conversation>,
    /// What it costs; on `sent` and one of `delivered` and `read`.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub pricing: Option<Pricing>,
    /// Why it failed.
    #[serde(default, with = "list", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorDetail>,
    /// `payment` or `call`; absent for messages.
    #[serde(rename = "type")]
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Who paid.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub from: Option<WaId>,
    /// The payment.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub payment: Option<Box<Payment>>,
    /// The message it belongs to, in older deliveries.
    #[serde(default, with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message: Option<StatusMessage>,
}
ccaas_http::debug_allow_list! { Status { status, timestamp, recipient_type, kind, errors } }

ccaas_http::open_enum! {
    /// What became of a sent message, payment or call.
    pub enum StatusKind {
        /// On its way from Meta's servers.
        Sent = "sent",
        /// On the customer's device.
        Delivered = "delivered",
        /// Shown to the customer.
        Read = "read",
        /// A voice message that the customer played.
        Played = "played",
        /// Not sent, or not delivered; see [`Status::errors`].
        Failed = "failed",
        /// Deleted by the customer, in older deliveries.
        Deleted = "deleted",
        /// Something about the message is not right, in older deliveries.
        Warning = "warning",
        /// The payment is under way.
        Pending = "pending",
        /// The payment is done.
        Captured = "captured",
        /// The call rings.
        Ringing = "RINGING",
        /// The call was taken.
        Accepted = "ACCEPTED",
        /// The call was declined.
        Rejected = "REJECTED",
    }
}

impl Status {
    /// Whom it went to: the parts that the status itself names.
    ///
    /// For a group it is the member, if the status names one.
    #[must_use]
    pub fn recipient(&self) -> Identity {
        let participant = self.recipient_participant_id.clone();
        let participant = participant.or_else(|| self.participant_recipient_id.clone());
        let parent = self.recipient_parent_user_id.clone();
        let parent = parent.or_else(|| self.parent_recipient_user_id.clone());
        if self.is_group() {
            return Identity {
                user_id: self.recipient_participant_user_id.clone(),
                parent_user_id: self.recipient_participant_parent_user_id.clone(),
                wa_id: participant,
                username: None,
            }
            .normalized();
        }
        Identity {
            user_id: self.recipient_user_id.clone(),
            parent_user_id: parent,
            wa_id: self.recipient_id.clone(),
            username: None,
        }
        .normalized()
    }

    /// Whether the message went to a group.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.recipient_type.as_deref() == Some("group")
            || self.group_id.is_some()
            || self.recipient_participant_id.is_some()
            || self.participant_recipient_id.is_some()
    }
}

/// The conversation that a message counts to.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Conversation {
    /// Its id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When it ends; on `sent` only.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub expiration_timestamp: Option<DateTime<Utc>>,
    /// What opened it.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub origin: Option<ConversationOrigin>,
    /// What opened it, in older deliveries.
    #[serde(rename = "type")]
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What it costs, as some group statuses write it.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub pricing: Option<Pricing>,
}
ccaas_http::debug_allow_list! { Conversation { id, expiration_timestamp, origin, pricing } }

/// What opened a conversation.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ConversationOrigin {
    /// Such as `service` or `marketing`.
    #[serde(rename = "type")]
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
ccaas_http::debug_allow_list!(ConversationOrigin { kind });

/// What a message costs.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Pricing {
    /// Whether it costs anything; to go away.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub billable: Option<bool>,
    /// `PMP`, per message; `CBP`, per conversation, until July 2025.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub pricing_model: Option<String>,
    /// `regular`, or why it is free.
    #[serde(rename = "type")]
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The rate, such as `service` or `authentication-international`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}
ccaas_http::debug_allow_list! { Pricing { billable, pricing_model, kind, category } }

/// The message that a status belongs to, in older deliveries.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StatusMessage {
    /// Whom it went to.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub recipient_id: Option<WaId>,
}
ccaas_http::debug_allow_list!(StatusMessage {});
