//! Calls of customers: they wait in a queue, ring an agent, and are answered.
//!
//! `POST /_fake/calls` lets somebody without this crate do the same.

use std::collections::VecDeque;

use ccaas_http::{
    debug_allow_list,
    test_util::{Answer, FakeRequest},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{FakeGenesys, Organisation, answers::Refusal, callbacks::json_object, leg::Leg};
use crate::{
    ids::{ConversationId, QueueId, UserId},
    wire,
};

/// How many calls are remembered; the oldest go.
const KEPT: usize = 1_000;

/// A call that rings an agent. Each method is what happens next.
#[derive(Clone)]
pub struct FakeCall {
    genesys: FakeGenesys,
    conversation_id: ConversationId,
}

debug_allow_list!(FakeCall { conversation_id });

impl FakeCall {
    /// The conversation.
    #[must_use]
    pub fn conversation_id(&self) -> &ConversationId {
        &self.conversation_id
    }

    /// The agent who is rung takes the call.
    pub fn answer(&self) {
        self.become_to("connected");
    }

    /// The agent does not take it, and it rings another one.
    pub fn ring_instead(&self, user_id: &UserId) {
        let id = self.conversation_id.as_str();
        let now = self.genesys.host().now();
        let host = self.genesys.host();
        host.with(|it| it.ring_another(now, id, user_id.as_str()));
    }

    /// The call ends.
    pub fn hang_up(&self) {
        self.become_to("disconnected");
    }

    fn become_to(&self, state: &'static str) {
        let id = self.conversation_id.as_str();
        let now = self.genesys.host().now();
        let host = self.genesys.host();
        // A call that was forgotten rings nowhere.
        let _ = host.with(|it| it.move_call(now, id, state));
    }
}

/// The calls that a fake has, oldest first.
#[derive(Default)]
pub(super) struct Calls(VecDeque<Call>);

struct Call {
    id: String,
    from: String,
    queue_id: String,
    started: DateTime<Utc>,
    ended: Option<DateTime<Utc>>,
    /// Whom it rang, in this order.
    agents: Vec<Leg>,
}

impl Organisation {
    /// `POST /_fake/calls`, `POST /_fake/calls/{id}/{what}`: no token is wanted.
    pub(super) fn calls_api(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Answer, Refusal> {
        match (request.method.as_str(), path) {
            ("POST", []) => {
                let body = json_object(request)?;
                let from = body["from"].as_str().unwrap_or_default();
                if from.is_empty() {
                    return Err(Refusal::field("bad.request", "from", "is required"));
                }
                let queue = body["queueId"].as_str().unwrap_or(FakeGenesys::QUEUE_ID);
                self.queues.check(queue)?;
                let agent = body["userId"].as_str().unwrap_or(FakeGenesys::AGENT_ID);
                let id = self.ring(now, from, queue, agent);
                Ok(Answer::json(200, &json!({ "conversationId": id })))
            }
            ("POST", [id, "answer"]) => self.move_call(now, id, "connected"),
            ("POST", [id, "disconnect"]) => self.move_call(now, id, "disconnected"),
            _ => Err(Refusal::of_status(404)),
        }
    }

    fn ring(&mut self, now: DateTime<Utc>, from: &str, queue: &str, agent: &str) -> String {
        let mut call = Call {
            id: self.next_id(now),
            from: from.to_owned(),
            queue_id: queue.to_owned(),
            started: now,
            ended: None,
            agents: Vec::new(),
        };
        // At first it waits in the queue, and nobody is rung.
        self.tell_of(&call);
        call.agents.push(Leg::new(agent, now));
        self.tell_of(&call);
        let id = call.id.clone();
        let calls = &mut self.calls.0;
        if calls.len() == KEPT {
            calls.pop_front();
        }
        calls.push_back(call);
        id
    }

    fn ring_another(&mut self, now: DateTime<Utc>, id: &str, agent: &str) {
        self.change(id, |call| {
            if let Some(last) = call.agents.last_mut() {
                last.go("disconnected", now);
            }
            call.agents.push(Leg::new(agent, now));
        });
    }

    fn move_call(
        &mut self,
        now: DateTime<Utc>,
        id: &str,
        state: &'static str,
    ) -> Result<Answer, Refusal> {
        let is_known = self.change(id, |call| {
            if let Some(last) = call.agents.last_mut() {
                last.go(state, now);
            }
            if state == "disconnected" {
                call.ended = Some(now);
            }
        });
        match is_known {
            true => Ok(Answer::empty(204)),
            false => Err(Refusal::not_found("conversation", id)),
        }
    }

    /// Changes a call and tells of it; says whether there is one.
    fn change(&mut self, id: &str, change: impl FnOnce(&mut Call)) -> bool {
        let found = self.calls.0.iter().position(|call| call.id == id);
        let taken = found.and_then(|index| Some((index, self.calls.0.remove(index)?)));
        let Some((index, mut call)) = taken else {
            return false;
        };
        change(&mut call);
        self.tell_of(&call);
        self.calls.0.insert(index, call);
        true
    }

    /// Tells those who listen to the queue or to one of the agents.
    fn tell_of(&mut self, call: &Call) {
        let body = conversation(call);
        let queue = &call.queue_id;
        let queue = format!("v2.routing.queues.{queue}.conversations.calls");
        let agents = call.agents.iter();
        let agents = agents.map(|leg| format!("v2.users.{}.conversations.calls", leg.user_id));
        for topic in std::iter::once(queue).chain(agents) {
            self.channels.tell(&topic, &body);
        }
    }
}

/// The whole conversation, as each event of the topics has it.
fn conversation(call: &Call) -> Value {
    let state = match call.ended {
        Some(_) => "disconnected",
        None => "connected",
    };
    let of = |name: &str, purpose: &str| {
        json!({
            "id": format!("{}-{name}", call.id),
            "purpose": purpose,
            "state": state,
            "direction": "inbound",
            "startTime": wire::time_text(call.started),
            "connectedTime": wire::time_text(call.started),
            "endTime": call.ended.map(wire::time_text),
            "queue": { "id": call.queue_id },
            "held": false,
            "attributes": {},
        })
    };
    let mut customer = of("customer", "customer");
    customer["address"] = format!("tel:{}", call.from).into();
    customer["ani"] = customer["address"].clone();
    let mut participants = vec![customer, of("acd", "acd")];
    for (number, leg) in call.agents.iter().enumerate() {
        let mut agent = of(&format!("agent-{number}"), "agent");
        leg.tell(&mut agent);
        participants.push(agent);
    }
    json!({ "id": call.id, "participants": participants })
}

/// Customers who call.
impl FakeGenesys {
    /// A customer calls the queue [`Self::QUEUE_ID`], which rings [`Self::AGENT_ID`].
    #[must_use]
    pub fn call_from(&self, number: &str) -> FakeCall {
        let queue = QueueId::new(Self::QUEUE_ID);
        self.call_from_to(number, &queue, &UserId::new(Self::AGENT_ID))
    }

    /// A customer calls a queue, which rings this agent.
    #[must_use]
    pub fn call_from_to(&self, number: &str, queue_id: &QueueId, user_id: &UserId) -> FakeCall {
        let now = self.host().now();
        let (queue, user) = (queue_id.as_str(), user_id.as_str());
        let id = self.host().with(|it| it.ring(now, number, queue, user));
        FakeCall {
            genesys: self.clone(),
            conversation_id: ConversationId::new(id),
        }
    }
}
