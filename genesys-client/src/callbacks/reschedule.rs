//! `PATCH /api/v2/conversations/callbacks`: the request and its answer.

use ccaas_http::debug_allow_list;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{CreateCallbackResponse, CustomerFirstCallbackDeliveryMode};
use crate::{
    ids::{ConversationId, QueueId, UserId},
    wire,
};

/// The answer to a change, which has the shape of a new callback's.
pub type PatchCallbackResponse = CreateCallbackResponse;

/// What to change about a scheduled callback; what is `None` or empty stays.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RescheduleCallback {
    /// The callback's conversation.
    pub conversation_id: ConversationId,
    /// The agent. The vendor's description requires it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<UserId>,
    /// Another queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<QueueId>,
    /// Another time, in steps of a millisecond.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "wire::time")]
    pub callback_scheduled_time: Option<DateTime<Utc>>,
    /// The country of the numbers, such as `US`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Other numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub callback_numbers: Vec<String>,
    /// Whether the vendor checks the form of the numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validate_callback_numbers: Option<bool>,
    /// Whether an agent is reserved before the customer is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_first_callback_delivery_mode: Option<CustomerFirstCallbackDeliveryMode>,
}
debug_allow_list!(RescheduleCallback {
    conversation_id,
    agent_id,
    queue_id,
    callback_scheduled_time,
    country_code,
});

impl RescheduleCallback {
    /// A change to the callback of `conversation_id` that `agent_id` owns.
    #[must_use]
    pub fn new(conversation_id: ConversationId, agent_id: UserId) -> Self {
        Self {
            agent_id: Some(agent_id),
            ..Self::without_agent(conversation_id)
        }
    }

    /// A change without an agent, against the vendor's description.
    ///
    /// Some applications are known to send none; whether every organisation takes that
    /// is not documented. Without an agent at hand, a new callback and a cancelled old
    /// one do the same with documented means.
    #[must_use]
    pub fn without_agent(conversation_id: ConversationId) -> Self {
        Self {
            conversation_id,
            agent_id: None,
            queue_id: None,
            callback_scheduled_time: None,
            country_code: None,
            callback_numbers: Vec::new(),
            validate_callback_numbers: None,
            customer_first_callback_delivery_mode: None,
        }
    }

    /// Moves the callback to another time.
    #[must_use]
    pub fn with_callback_scheduled_time(mut self, time: DateTime<Utc>) -> Self {
        self.callback_scheduled_time = Some(time);
        self
    }
}
