//! The conversations and messages that are kept.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::{
    FakeConversation, FakeOpenMessage, FakeReceipt,
    ring::{KEPT, Ring},
};

/// A customer of an integration: its id and theirs.
type Customer = (String, String);
/// What must be unique of an inbound message: integration, `messageId`, time.
type Seen = (String, String, String);

/// Conversations by id and by customer; messages by id. The oldest are forgotten.
pub(in crate::fake) struct Store {
    conversations: HashMap<String, FakeConversation>,
    order: VecDeque<String>,
    threads: HashMap<Customer, String>,
    messages: Ring<FakeOpenMessage>,
    by_id: HashMap<String, u64>,
    seen: HashMap<Seen, u64>,
    pub(super) duplicates: Ring<FakeOpenMessage>,
    pub(super) receipts: Ring<FakeReceipt>,
    pub(super) inbound_count: u64,
    pub(super) window: Duration,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            conversations: HashMap::new(),
            order: VecDeque::new(),
            threads: HashMap::new(),
            messages: Ring::default(),
            by_id: HashMap::new(),
            seen: HashMap::new(),
            duplicates: Ring::default(),
            receipts: Ring::default(),
            inbound_count: 0,
            window: Duration::from_secs(72 * 3_600),
        }
    }
}

impl Store {
    pub(in crate::fake) fn conversation(&self, id: &str) -> Option<&FakeConversation> {
        self.conversations.get(id)
    }

    pub(in crate::fake) fn conversation_mut(&mut self, id: &str) -> Option<&mut FakeConversation> {
        self.conversations.get_mut(id)
    }

    /// Oldest first.
    pub(in crate::fake) fn conversations(&self) -> impl Iterator<Item = &FakeConversation> {
        self.order.iter().filter_map(|id| self.conversation(id))
    }

    /// The messages of a conversation, oldest first.
    pub(in crate::fake) fn messages_of(&self, id: &str) -> impl Iterator<Item = &FakeOpenMessage> {
        let numbers = self.conversation(id).map(|found| &found.messages);
        let numbers = numbers.into_iter().flatten();
        numbers.filter_map(|number| self.messages.get(*number))
    }

    pub(super) fn messages(&self) -> impl Iterator<Item = &FakeOpenMessage> {
        self.messages.iter()
    }

    pub(in crate::fake) fn message(&self, id: &str) -> Option<&FakeOpenMessage> {
        self.messages.get(*self.by_id.get(id)?)
    }

    pub(super) fn message_mut(&mut self, id: &str) -> Option<&mut FakeOpenMessage> {
        self.messages.get_mut(*self.by_id.get(id)?)
    }

    /// The conversation that a message of this customer belongs to now.
    pub(super) fn thread(
        &self,
        integration_id: &str,
        from_id: &str,
        now: DateTime<Utc>,
    ) -> Option<&FakeConversation> {
        let customer = (integration_id.to_owned(), from_id.to_owned());
        let conversation = self.conversation(self.threads.get(&customer)?)?;
        let window = TimeDelta::from_std(self.window).unwrap_or(TimeDelta::MAX);
        let is_open = conversation.ended.is_none() && now - conversation.last_message < window;
        is_open.then_some(conversation)
    }

    /// The latest conversation of a customer, of whatever integration.
    pub(super) fn latest_of(&self, from_id: &str) -> Option<&FakeConversation> {
        let mut newest_first = self.order.iter().rev();
        newest_first.find_map(|id| self.conversation(id).filter(|it| it.from_id() == from_id))
    }

    pub(super) fn open(&mut self, conversation: FakeConversation) {
        if self.order.len() == KEPT
            && let Some(oldest) = self.order.pop_front()
            && let Some(forgotten) = self.conversations.remove(&oldest)
        {
            let customer = customer(&forgotten);
            if self.threads.get(&customer) == Some(&oldest) {
                self.threads.remove(&customer);
            }
        }
        let id = conversation.id.as_str().to_owned();
        self.threads.insert(customer(&conversation), id.clone());
        self.order.push_back(id.clone());
        self.conversations.insert(id, conversation);
    }

    /// The first message with this `messageId` and time, if there was one.
    pub(super) fn first_of(&self, seen: &Seen) -> Option<&FakeOpenMessage> {
        self.messages.get(*self.seen.get(seen)?)
    }

    /// Adds a message to its conversation.
    pub(in crate::fake) fn add(&mut self, message: FakeOpenMessage) {
        let number = self.messages.next();
        self.by_id.insert(message.id.clone(), number);
        if message.direction == "Inbound" && message.kind != "Event" {
            self.inbound_count += 1;
            if let Some(conversation) = self.conversations.get(message.conversation_id.as_str())
                && let Some(seen) = seen(&conversation.integration_id, &message.body)
            {
                self.seen.insert(seen, number);
            }
        }
        if let Some(conversation) = self.conversations.get_mut(message.conversation_id.as_str()) {
            conversation.messages.push_back(number);
            if message.kind != "Event" {
                conversation.last_message = message.at;
            }
        }
        if let Some(forgotten) = self.messages.push(message) {
            self.forget(&forgotten);
        }
    }

    fn forget(&mut self, message: &FakeOpenMessage) {
        self.by_id.remove(&message.id);
        if let Some(conversation) = self.conversations.get_mut(message.conversation_id.as_str()) {
            // What was forgotten is the oldest of all, so of its conversation too.
            conversation.messages.pop_front();
            if let Some(seen) = seen(&conversation.integration_id, &message.body) {
                self.seen.remove(&seen);
            }
        }
    }
}

fn customer(conversation: &FakeConversation) -> Customer {
    (
        conversation.integration_id.clone(),
        conversation.from_id().to_owned(),
    )
}

/// What must be unique of a message; messages without `messageId` are all their own.
pub(super) fn seen(integration_id: &str, body: &Value) -> Option<Seen> {
    let channel = &body["channel"];
    Some((
        integration_id.to_owned(),
        channel["messageId"].as_str()?.to_owned(),
        channel["time"].as_str()?.to_owned(),
    ))
}
