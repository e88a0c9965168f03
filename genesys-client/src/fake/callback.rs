//! One callback of the fake, and how answers show it.

use std::collections::BTreeMap;

use ccaas_http::debug_allow_list;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::leg::Leg;
use crate::{
    ids::{ConversationId, QueueId, ScriptId},
    wire,
};

/// A callback that a fake has.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FakeCallback {
    /// The callback's conversation.
    pub conversation_id: ConversationId,
    /// `scheduled`; `alerting` and `connected` as of the agent whom it rings; `disconnected`
    /// when it is over.
    pub state: &'static str,
    /// The numbers to call.
    pub callback_numbers: Vec<String>,
    /// The name of the party to be called back.
    pub callback_user_name: Option<String>,
    /// The queue.
    pub queue_id: QueueId,
    /// The script.
    pub script_id: Option<ScriptId>,
    /// When to call; `None` means at once.
    pub scheduled_time: Option<DateTime<Utc>>,
    /// What it was created with as `data`.
    pub data: BTreeMap<String, String>,
    pub(super) created: DateTime<Utc>,
    pub(super) ended: Option<DateTime<Utc>>,
    pub(super) external_id: String,
    pub(super) acd_id: String,
    /// Whom it rang when it came due, in this order.
    pub(super) agents: Vec<Leg>,
}
debug_allow_list!(FakeCallback {
    conversation_id,
    state,
    queue_id,
    script_id,
    scheduled_time
});

impl FakeCallback {
    fn self_uri(&self) -> String {
        format!("/api/v2/conversations/{}", self.conversation_id)
    }

    /// `CreateCallbackResponse` and `PatchCallbackResponse`.
    pub(super) fn reference(&self) -> Value {
        json!({
            "conversation": { "id": self.conversation_id, "selfUri": self.self_uri() },
            "callbackIdentifiers": [
                { "type": "EXTERNAL", "id": self.external_id },
                { "type": "ACD", "id": self.acd_id },
            ],
        })
    }

    /// It is over, for everybody.
    pub(super) fn end(&mut self, now: DateTime<Utc>) {
        self.state = "disconnected";
        self.ended = self.ended.or(Some(now));
        for agent in &mut self.agents {
            agent.go("disconnected", now);
        }
    }

    /// `CallbackConversation`: the customer, the routing that waits with them, and the agents
    /// whom it rang.
    pub(super) fn conversation(&self) -> Value {
        let participant = |id: &str, purpose: &str| {
            let mut participant = json!({
                "id": id,
                "purpose": purpose,
                "state": if self.ended.is_some() { "disconnected" } else { "connected" },
                "direction": "inbound",
                "held": false,
                "provider": "Fake Callback",
                "startTime": wire::time_text(self.created),
                "connectedTime": wire::time_text(self.created),
                "callbackNumbers": self.callback_numbers,
                "queue": { "id": self.queue_id },
                "attributes": self.data,
            });
            let optional = [
                (
                    "callbackScheduledTime",
                    self.scheduled_time.map(wire::time_text),
                ),
                ("endTime", self.ended.map(wire::time_text)),
                ("disconnectType", self.ended.map(|_| "client".to_owned())),
                ("callbackUserName", self.callback_user_name.clone()),
            ];
            for (name, value) in optional {
                if let Some(value) = value {
                    participant[name] = value.into();
                }
            }
            if let Some(script_id) = &self.script_id {
                participant["script"] = json!({ "id": script_id });
            }
            participant
        };
        let mut participants = vec![
            participant(&self.external_id, "customer"),
            participant(&self.acd_id, "acd"),
        ];
        for (number, agent) in self.agents.iter().enumerate() {
            let mut shown =
                participant(&format!("{}-agent-{number}", self.conversation_id), "agent");
            agent.tell(&mut shown);
            participants.push(shown);
        }
        json!({
            "id": self.conversation_id,
            "participants": participants,
            "otherMediaUris": [],
            "selfUri": format!("/api/v2/conversations/callbacks/{}", self.conversation_id),
        })
    }

    /// `Conversation`, the answer to a change: each participant with its callback.
    pub(super) fn whole_conversation(&self) -> Value {
        let state = if self.ended.is_some() {
            "disconnected"
        } else {
            "connected"
        };
        let ended = self.ended.map(wire::time_text);
        let participant = |id: &str, purpose: &str| {
            let mut callback = json!({
                "id": id,
                "state": state,
                "direction": "inbound",
                "held": false,
                "callbackNumbers": self.callback_numbers,
            });
            let mut participant = json!({
                "id": id,
                "purpose": purpose,
                "startTime": wire::time_text(self.created),
                "queueId": self.queue_id,
                "attributes": self.data,
            });
            if let Some(ended) = &ended {
                participant["endTime"] = ended.as_str().into();
                callback["disconnectedTime"] = ended.as_str().into();
                callback["disconnectType"] = "client".into();
            }
            participant["callbacks"] = json!([callback]);
            participant
        };
        json!({
            "id": self.conversation_id,
            "startTime": wire::time_text(self.created),
            "participants": [
                participant(&self.external_id, "customer"),
                participant(&self.acd_id, "acd"),
            ],
            "state": state,
            "selfUri": self.self_uri(),
        })
    }
}
