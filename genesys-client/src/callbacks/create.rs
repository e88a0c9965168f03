//! `POST /api/v2/conversations/callbacks`: the request and its answer.

use std::collections::BTreeMap;

use ccaas_http::{
    InvalidRequest, debug_allow_list, open_enum,
    read::{exchanged, filled, lenient, list, required},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{CallbackId, ConversationId, LanguageId, QueueId, ScriptId, SkillId, UserId},
    reference::DomainEntityRef,
    wire,
};

/// A callback to schedule.
///
/// Needs a number, and a queue either in `queue_id` or in `routing_data`. Its `Debug`
/// shows no number, no name and no `data`.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateCallback {
    /// The script that the agent sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script_id: Option<ScriptId>,
    /// The queue; instead of `routing_data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<QueueId>,
    /// Queue, skills and priority; instead of `queue_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing_data: Option<RoutingData>,
    /// Whether an agent is reserved before the customer is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_first_callback_delivery_mode: Option<CustomerFirstCallbackDeliveryMode>,
    /// The name of the party to be called back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_user_name: Option<String>,
    /// The numbers to call; at least one. The vendor checks their form only if
    /// `validate_callback_numbers` is true.
    pub callback_numbers: Vec<String>,
    /// When to call, in steps of a millisecond; `None` means at once. The vendor takes
    /// times up to 30 days ahead.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "wire::time")]
    pub callback_scheduled_time: Option<DateTime<Utc>>,
    /// The country of the numbers, such as `US`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Whether the vendor checks the form of the numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validate_callback_numbers: Option<bool>,
    /// Becomes the attributes of the conversation's participant.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub data: BTreeMap<String, String>,
    /// The number shown to the customer, in E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_id: Option<String>,
    /// The name shown to the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_id_name: Option<String>,
}
debug_allow_list!(CreateCallback {
    script_id,
    queue_id,
    routing_data,
    callback_scheduled_time,
    country_code,
});

impl CreateCallback {
    /// A callback to `number` through `queue_id`, at once.
    #[must_use]
    pub fn to_queue(queue_id: QueueId, number: impl Into<String>) -> Self {
        Self {
            queue_id: Some(queue_id),
            callback_numbers: vec![number.into()],
            ..Self::default()
        }
    }

    /// What the vendor would refuse, found before anything is sent.
    ///
    /// # Errors
    /// [`InvalidRequest`] if there is no number, or not exactly one of `queue_id` and
    /// `routing_data`.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        if self.callback_numbers.is_empty() {
            return Err(InvalidRequest::new(
                "callbackNumbers",
                "must hold at least one number",
            ));
        }
        if self
            .callback_numbers
            .iter()
            .any(|number| number.trim().is_empty())
        {
            return Err(InvalidRequest::new(
                "callbackNumbers",
                "must not hold an empty number",
            ));
        }
        let queue_id = match (&self.queue_id, &self.routing_data) {
            (Some(queue_id), None) => queue_id,
            (None, Some(routing_data)) => &routing_data.queue_id,
            (None, None) => {
                return Err(InvalidRequest::new(
                    "queueId",
                    "or `routingData` is required",
                ));
            }
            (Some(_), Some(_)) => {
                return Err(InvalidRequest::new(
                    "queueId",
                    "and `routingData` exclude each other",
                ));
            }
        };
        if queue_id.as_str().is_empty() {
            return Err(InvalidRequest::new("queueId", "must not be empty"));
        }
        Ok(())
    }
}

/// How a callback finds its agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoutingData {
    /// The queue.
    pub queue_id: QueueId,
    /// A language the agent must speak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_id: Option<LanguageId>,
    /// A label that categorises the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    /// Skills the agent must have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skill_ids: Vec<SkillId>,
    /// An expression over skills, instead of all of `skill_ids`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skill_expression: Option<String>,
    /// Agents to be preferred.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preferred_agent_ids: Vec<UserId>,
    /// Agents with scores.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scored_agents: Vec<ScoredAgent>,
    /// Flags such as `AGENT_OWNED_CALLBACK`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub routing_flags: Vec<String>,
}

impl RoutingData {
    /// Through `queue_id`, with no further wish.
    #[must_use]
    pub fn new(queue_id: QueueId) -> Self {
        Self {
            queue_id,
            language_id: None,
            label: None,
            priority: None,
            skill_ids: Vec::new(),
            skill_expression: None,
            preferred_agent_ids: Vec::new(),
            scored_agents: Vec::new(),
            routing_flags: Vec::new(),
        }
    }

    /// An agent-owned callback: for this agent alone.
    #[must_use]
    pub fn owned_by(queue_id: QueueId, agent_id: &UserId) -> Self {
        Self {
            scored_agents: vec![ScoredAgent::new(agent_id, 100)],
            routing_flags: vec!["AGENT_OWNED_CALLBACK".to_owned()],
            ..Self::new(queue_id)
        }
    }
}

/// An agent and how well it fits, from 0 to 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScoredAgent {
    /// The agent; only its id is sent.
    pub agent: DomainEntityRef,
    /// The score.
    pub score: i32,
}

impl ScoredAgent {
    /// Gives `agent_id` a score.
    #[must_use]
    pub fn new(agent_id: &UserId, score: i32) -> Self {
        let agent = DomainEntityRef {
            id: Some(agent_id.as_str().to_owned()),
            ..DomainEntityRef::default()
        };
        Self { agent, score }
    }
}

open_enum! {
    /// Whether an agent is reserved before the customer is called.
    pub enum CustomerFirstCallbackDeliveryMode {
        /// As the queue is set.
        UseQueueSetting = "UseQueueSetting",
        /// An agent is reserved first.
        UseAgentReservation = "UseAgentReservation",
        /// No agent is reserved.
        NoAgentReservation = "NoAgentReservation",
    }
}

/// The answer to a new callback.
///
/// The vendor also documents a success without a body, which gives the default value:
/// the callback exists, but nobody knows its id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CreateCallbackResponse {
    /// The callback's conversation.
    #[serde(deserialize_with = "exchanged")]
    pub conversation: Option<ConversationRef>,
    /// The callback's parts in that conversation.
    #[serde(deserialize_with = "list")]
    pub callback_identifiers: Vec<CallbackIdentifier>,
}

impl CreateCallbackResponse {
    /// The answer for a conversation.
    #[must_use]
    pub fn new(conversation_id: ConversationId) -> Self {
        let conversation = ConversationRef {
            id: conversation_id,
            self_uri: None,
        };
        Self {
            conversation: Some(conversation),
            callback_identifiers: Vec::new(),
        }
    }

    /// Adds the callback's parts.
    #[must_use]
    pub fn with_callback_identifiers(mut self, identifiers: Vec<CallbackIdentifier>) -> Self {
        self.callback_identifiers = identifiers;
        self
    }

    /// The conversation's id, under which the callback is read and cancelled.
    #[must_use]
    pub fn conversation_id(&self) -> Option<&ConversationId> {
        self.conversation
            .as_ref()
            .map(|conversation| &conversation.id)
    }
}

/// A reference to a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConversationRef {
    /// The conversation's id.
    #[serde(deserialize_with = "required")]
    pub id: ConversationId,
    /// The path under which it can be read.
    #[serde(default, deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}

/// One part of a callback.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallbackIdentifier {
    /// Whose part it is.
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: Option<CallbackIdentifierType>,
    /// The part's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<CallbackId>,
}

impl CallbackIdentifier {
    /// A part of a callback.
    #[must_use]
    pub fn new(kind: CallbackIdentifierType, id: CallbackId) -> Self {
        Self {
            kind: Some(kind),
            id: Some(id),
        }
    }
}

open_enum! {
    /// Whose part of a callback it is.
    pub enum CallbackIdentifierType {
        /// The routing's.
        Acd = "ACD",
        /// The customer's.
        External = "EXTERNAL",
        /// The dialer's.
        Dialer = "DIALER",
    }
}
