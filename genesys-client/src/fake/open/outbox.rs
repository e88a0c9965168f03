//! Webhooks that wait, and what became of those that were posted.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use ccaas_http::{debug_allow_list, test_util::SignedWebhook};
use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};

use super::ring::Ring;
use crate::ids::ConversationId;

/// How long the vendor waits for an answer, and how it tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookTiming {
    /// How long an answer may take; at most 10 s.
    pub timeout: Duration,
    /// How long it waits before it tries again.
    pub wait: Duration,
    /// How often it tries again.
    pub retries: u32,
}

impl Default for WebhookTiming {
    /// What the vendor documents.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            wait: Duration::from_secs(5),
            retries: 5,
        }
    }
}

/// What became of a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookState {
    /// It waits, for the first time or for the next.
    Waiting,
    /// The receiver took it.
    Delivered,
    /// All tries were in vain.
    GaveUp,
    /// The receiver refused it, which made the conversation fail.
    Refused,
    /// The integration is gone, or nobody said where webhooks go.
    NoReceiver,
}

/// One try to post a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FakeAttempt {
    /// When it began.
    pub at: DateTime<Utc>,
    /// The status of the answer; `None` if there was none in time.
    pub status: Option<u16>,
}

/// A webhook that was sent, or is about to be.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeWebhook {
    /// The id of the message that it carries.
    pub message_id: String,
    /// The conversation.
    pub conversation_id: ConversationId,
    /// Body and signature.
    pub signed: SignedWebhook,
    /// The tries so far.
    pub attempts: Vec<FakeAttempt>,
    /// What became of it.
    pub state: WebhookState,
    pub(super) integration_id: String,
}

debug_allow_list!(FakeWebhook {
    message_id,
    conversation_id,
    attempts,
    state
});

/// The webhooks of each conversation are posted one after the other.
pub(super) struct Outbox {
    pub(super) timing: WebhookTiming,
    pub(super) wake: Arc<Notify>,
    /// How many wait or are on their way.
    pub(super) pending: watch::Sender<usize>,
    pub(super) sent: Ring<FakeWebhook>,
    /// What waits, by conversation; a conversation whose courier is out has an entry.
    waiting: HashMap<ConversationId, VecDeque<u64>>,
    /// Conversations that have no courier yet.
    idle: VecDeque<ConversationId>,
}

impl Default for Outbox {
    fn default() -> Self {
        Self {
            timing: WebhookTiming::default(),
            wake: Arc::default(),
            pending: watch::Sender::new(0),
            sent: Ring::default(),
            waiting: HashMap::new(),
            idle: VecDeque::new(),
        }
    }
}

impl Outbox {
    pub(super) fn add(&mut self, webhook: FakeWebhook) {
        let (number, key) = (self.sent.next(), webhook.conversation_id.clone());
        self.sent.push(webhook);
        self.pending.send_modify(|pending| *pending += 1);
        let waiting = self.waiting.entry(key.clone()).or_insert_with(|| {
            self.idle.push_back(key);
            VecDeque::new()
        });
        waiting.push_back(number);
        self.wake.notify_one();
    }

    /// The next conversation that needs a courier.
    pub(super) fn next_idle(&mut self) -> Option<ConversationId> {
        self.idle.pop_front()
    }

    /// The next webhook of a conversation; without one its courier is dismissed.
    pub(super) fn next_of(&mut self, conversation_id: &ConversationId) -> Option<u64> {
        let next = self.waiting.get_mut(conversation_id)?.pop_front();
        if next.is_none() {
            self.waiting.remove(conversation_id);
        }
        next
    }

    /// Ends a webhook in one way or another.
    pub(super) fn settle(&mut self, number: u64, state: WebhookState) {
        if let Some(webhook) = self.sent.get_mut(number) {
            webhook.state = state;
        }
        self.pending.send_modify(|pending| *pending -= 1);
    }
}
