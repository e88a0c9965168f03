//! What became of a sent message
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status)).

mod payment;

use chrono::{DateTime, Utc};

use super::Identity;
use crate::{GroupId, MessageId, ParentUserId, UserId, WaId, error::ErrorDetail};

pub use payment::{Payment, PaymentAmount, PaymentError, PaymentMethod, PaymentTransaction};

wire! {
    /// What became of a sent message, payment or call.
    pub struct Status {
        required {
            /// The message's id; a call's id in the field `calls`.
            pub id: MessageId,
        }
        /// What became of it.
        pub status: Option<StatusKind>,
        auxiliary {
            /// When.
            pub timestamp: Option<DateTime<Utc>>,
            /// Whom it went to: a `wa_id` or a group.
            pub recipient_id: Option<WaId>,
            /// Whom it went to, by business-scoped user id.
            pub recipient_user_id: Option<UserId>,
            /// Whom it went to, by the id across a parent business.
            pub recipient_parent_user_id: Option<ParentUserId>,
            /// The same, as another page of the documentation writes it.
            pub parent_recipient_user_id: Option<ParentUserId>,
            /// `individual` or `group`.
            pub recipient_type: Option<String>,
            /// The member of the group.
            pub recipient_participant_id: Option<WaId>,
            /// The same, as another page of the documentation writes it.
            pub participant_recipient_id: Option<WaId>,
            /// The member of the group, by business-scoped user id.
            pub recipient_participant_user_id: Option<UserId>,
            /// The member of the group, by the id across a parent business.
            pub recipient_participant_parent_user_id: Option<ParentUserId>,
            /// Fingerprint of the customer's keys, with the identity change check.
            pub recipient_identity_key_hash: Option<String>,
            /// The group it went to.
            pub group_id: Option<GroupId>,
            /// What the business sent along for itself.
            pub biz_opaque_callback_data: Option<String>,
            /// The conversation it counts to; since v24.0 only with free entry points.
            pub conversation: Option<Conversation>,
            /// What it costs; on `sent` and one of `delivered` and `read`.
            pub pricing: Option<Pricing>,
            /// Why it failed.
            pub errors: Vec<ErrorDetail>,
            /// `payment` or `call`; absent for messages.
            #[serde(rename = "type")]
            pub kind: Option<String>,
            /// Who paid.
            pub from: Option<WaId>,
            /// The payment.
            pub payment: Option<Box<Payment>>,
            /// The message it belongs to, in older deliveries.
            pub message: Option<StatusMessage>,
        }
    }
    shows { status, timestamp, recipient_type, kind, errors }
}

open_enum! {
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

wire! {
    /// The conversation that a message counts to.
    pub struct Conversation {
        auxiliary {
            /// Its id.
            pub id: Option<String>,
            /// When it ends; on `sent` only.
            pub expiration_timestamp: Option<DateTime<Utc>>,
            /// What opened it.
            pub origin: Option<ConversationOrigin>,
            /// What opened it, in older deliveries.
            #[serde(rename = "type")]
            pub kind: Option<String>,
            /// What it costs, as some group statuses write it.
            pub pricing: Option<Pricing>,
        }
    }
    shows { id, expiration_timestamp, origin, pricing }
}

wire! {
    /// What opened a conversation.
    pub struct ConversationOrigin {
        auxiliary {
            /// Such as `service` or `marketing`.
            #[serde(rename = "type")]
            pub kind: Option<String>,
        }
    }
    shows { kind }
}

wire! {
    /// What a message costs.
    pub struct Pricing {
        auxiliary {
            /// Whether it costs anything; to go away.
            pub billable: Option<bool>,
            /// `PMP`, per message; `CBP`, per conversation, until July 2025.
            pub pricing_model: Option<String>,
            /// `regular`, or why it is free.
            #[serde(rename = "type")]
            pub kind: Option<String>,
            /// The rate, such as `service` or `authentication-international`.
            pub category: Option<String>,
        }
    }
    shows { billable, pricing_model, kind, category }
}

wire! {
    /// The message that a status belongs to, in older deliveries.
    pub struct StatusMessage {
        auxiliary {
            /// Whom it went to.
            pub recipient_id: Option<WaId>,
        }
    }
    shows {}
}
