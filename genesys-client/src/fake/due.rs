//! Callbacks that come due: they ring an agent, and are taken or not.
//!
//! `POST /_fake/callbacks/{conversationId}/ring` lets somebody without this crate do the same.

use ccaas_http::{
    debug_allow_list,
    test_util::{Answer, FakeRequest},
};
use chrono::{DateTime, Utc};

use super::{FakeGenesys, Organisation, answers::Refusal, callbacks::json_object, leg::Leg};
use crate::ids::{ConversationId, UserId};

/// A callback that rings an agent. Each method is what happens next.
#[derive(Clone)]
pub struct FakeDueCallback {
    genesys: FakeGenesys,
    conversation_id: ConversationId,
}

debug_allow_list!(FakeDueCallback { conversation_id });

impl FakeDueCallback {
    /// The conversation.
    #[must_use]
    pub fn conversation_id(&self) -> &ConversationId {
        &self.conversation_id
    }

    /// The agent who is rung takes the callback.
    pub fn answer(&self) {
        self.go("answer");
    }

    /// The agent does not take it in time; it waits in the queue again.
    pub fn ignore(&self) {
        self.go("ignore");
    }

    /// The callback is over.
    pub fn hang_up(&self) {
        self.go("disconnect");
    }

    fn go(&self, what: &str) {
        let (host, id) = (self.genesys.host(), self.conversation_id.as_str());
        let now = host.now();
        // A callback that was forgotten rings nowhere.
        let _ = host.with(|it| it.move_callback(now, id, what));
    }
}

impl Organisation {
    /// `POST /_fake/callbacks/{conversationId}/{what}`: no token is wanted.
    pub(super) fn due_api(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Answer, Refusal> {
        match (request.method.as_str(), path) {
            ("POST", [id, "ring"]) => {
                let body = json_object(request)?;
                let agent = body["userId"].as_str().unwrap_or(FakeGenesys::AGENT_ID);
                self.ring_callback(now, id, agent)?;
            }
            ("POST", [id, what]) => self.move_callback(now, id, what)?,
            _ => return Err(Refusal::of_status(404)),
        }
        Ok(Answer::empty(204))
    }

    fn ring_callback(&mut self, now: DateTime<Utc>, id: &str, agent: &str) -> Result<(), Refusal> {
        let callback = self.callback(id)?;
        if callback.ended.is_some() {
            return Err(Refusal::new(400, "bad.request", "The callback is over."));
        }
        callback.state = "alerting";
        callback.agents.push(Leg::new(agent, now));
        self.tell_of_callback(id);
        Ok(())
    }

    fn move_callback(&mut self, now: DateTime<Utc>, id: &str, what: &str) -> Result<(), Refusal> {
        let callback = self.callback(id)?;
        let last = callback.agents.last_mut();
        match (what, last) {
            ("answer", Some(agent)) => {
                agent.go("connected", now);
                callback.state = "connected";
            }
            ("ignore", Some(agent)) => {
                agent.go("disconnected", now);
                callback.state = "scheduled";
            }
            ("disconnect", _) => callback.end(now),
            ("answer" | "ignore", None) => {
                let message = "The callback rings nobody.";
                return Err(Refusal::new(400, "bad.request", message));
            }
            _ => return Err(Refusal::of_status(404)),
        }
        self.tell_of_callback(id);
        Ok(())
    }

    /// Tells those who listen to the queue or to one of the agents.
    pub(super) fn tell_of_callback(&mut self, id: &str) {
        let Ok(callback) = self.callback(id) else {
            return;
        };
        let body = callback.conversation();
        let queue = format!(
            "v2.routing.queues.{}.conversations.callbacks",
            callback.queue_id
        );
        let agents = callback.agents.iter();
        let agents = agents.map(|leg| format!("v2.users.{}.conversations.callbacks", leg.user_id));
        let topics: Vec<_> = std::iter::once(queue).chain(agents).collect();
        for topic in topics {
            self.channels.tell(&topic, &body);
        }
    }
}

/// Callbacks that come due.
impl FakeGenesys {
    /// Lets a callback come due, whenever it was to: it rings [`Self::AGENT_ID`].
    ///
    /// `None` if there is no such callback, or it is over.
    #[must_use]
    pub fn ring_callback(&self, conversation_id: &ConversationId) -> Option<FakeDueCallback> {
        self.ring_callback_of(conversation_id, &UserId::new(Self::AGENT_ID))
    }

    /// Lets a callback come due: it rings this agent.
    ///
    /// `None` if there is no such callback, or it is over.
    #[must_use]
    pub fn ring_callback_of(
        &self,
        conversation_id: &ConversationId,
        user_id: &UserId,
    ) -> Option<FakeDueCallback> {
        let (now, id) = (self.host().now(), conversation_id.as_str());
        let rung = self
            .host()
            .with(|it| it.ring_callback(now, id, user_id.as_str()));
        rung.is_ok().then(|| FakeDueCallback {
            genesys: self.clone(),
            conversation_id: conversation_id.clone(),
        })
    }
}
