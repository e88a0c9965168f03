//! What can be looked at, and who can be asked to act.

use ccaas_http::{
    BoxError,
    test_util::{Delivered, SignedWebhook},
};

use super::{
    FakeAgent, FakeConversation, FakeOpenMessage, FakeOutbound, FakeReceipt, FakeWebhook,
    WebhookState, webhook,
};
use crate::{
    fake::{FakeGenesys, Organisation},
    ids::ConversationId,
};

/// Open Messaging: what came, and the agent. Of each kind the last 10,000 are kept.
impl FakeGenesys {
    /// The conversations by message, oldest first.
    #[must_use]
    pub fn conversations(&self) -> Vec<FakeConversation> {
        self.host()
            .with(|it| it.open.store.conversations().cloned().collect())
    }

    /// The latest conversation of a customer.
    #[must_use]
    pub fn conversation_of(&self, from_id: &str) -> Option<FakeConversation> {
        self.host()
            .with(|it| it.open.store.latest_of(from_id).cloned())
    }

    /// The messages of a conversation, of both sides, and typing, oldest first.
    #[must_use]
    pub fn messages_of(&self, conversation_id: &ConversationId) -> Vec<FakeOpenMessage> {
        let id = conversation_id.as_str();
        self.host()
            .with(|it| it.open.store.messages_of(id).cloned().collect())
    }

    /// A message, by the id that Genesys gave it.
    #[must_use]
    pub fn message(&self, id: &str) -> Option<FakeOpenMessage> {
        self.host().with(|it| it.open.store.message(id).cloned())
    }

    /// What customers wrote, oldest first, without typing and without duplicates.
    #[must_use]
    pub fn inbound_messages(&self) -> Vec<FakeOpenMessage> {
        let is_inbound =
            |message: &&FakeOpenMessage| message.direction == "Inbound" && message.kind != "Event";
        self.host().with(|it| {
            let messages = it.open.store.messages();
            messages.filter(is_inbound).cloned().collect()
        })
    }

    /// How many messages of customers came in all, without duplicates.
    #[must_use]
    pub fn inbound_count(&self) -> u64 {
        self.host().with(|it| it.open.store.inbound_count)
    }

    /// Messages whose `messageId` and time had been there before, oldest first. They are
    /// answered like the first one, and are in no conversation again.
    #[must_use]
    pub fn duplicates(&self) -> Vec<FakeOpenMessage> {
        self.host()
            .with(|it| it.open.store.duplicates.iter().cloned().collect())
    }

    /// The receipts that came, oldest first.
    #[must_use]
    pub fn receipts(&self) -> Vec<FakeReceipt> {
        self.host()
            .with(|it| it.open.store.receipts.iter().cloned().collect())
    }

    /// The webhooks that were sent or wait, oldest first.
    #[must_use]
    pub fn webhooks_sent(&self) -> Vec<FakeWebhook> {
        self.host()
            .with(|it| it.open.outbox.sent.iter().cloned().collect())
    }

    /// Waits until no webhook waits or is on its way.
    pub async fn webhooks_settled(&self) {
        let mut pending = self.host().with(|it| it.open.outbox.pending.subscribe());
        // The sender lives as long as this fake, so waiting cannot fail.
        let _ = pending.wait_for(|pending| *pending == 0).await;
    }

    /// The agent of a conversation, if there is one.
    #[must_use]
    pub fn agent(&self, conversation_id: &ConversationId) -> Option<FakeAgent> {
        let id = conversation_id.as_str();
        let known = self
            .host()
            .with(|it| it.open.store.conversation(id).is_some());
        known.then(|| FakeAgent::new(self.clone(), conversation_id.clone()))
    }

    /// The agent of a customer's latest conversation, if there is one.
    #[must_use]
    pub fn agent_of(&self, from_id: &str) -> Option<FakeAgent> {
        let conversation = self.conversation_of(from_id)?;
        Some(FakeAgent::new(self.clone(), conversation.id))
    }

    /// The webhook that carries this message, signed. It is not sent.
    #[must_use]
    pub fn webhook(&self, message: &FakeOutbound) -> SignedWebhook {
        self.host().with(|it| it.write(message).signed)
    }

    /// Posts this message once and at once, whatever waits.
    ///
    /// # Errors
    /// If there is no answer.
    ///
    /// # Panics
    /// If nobody said where webhooks go.
    pub async fn deliver(&self, message: &FakeOutbound) -> Result<Delivered, BoxError> {
        let (signed, url, headers) = self.host().with(|it| {
            let webhook = it.write(message);
            let integration = it.open.integrations.get(&webhook.integration_id);
            let integration = integration.expect("the integration is there");
            let url = integration.webhook_url.clone();
            (webhook.signed, url, integration.webhook_headers.clone())
        });
        let url = url.expect("`deliver_to` set the receiver");
        signed.post(&url, webhook::headers(&headers)?).await
    }
}

impl FakeOutbound {
    /// Sends it in the background, after what waits in its conversation and with the
    /// vendor's retries. Gives the message's id.
    pub fn send(self) -> String {
        self.genesys.host().with(|it| {
            let webhook = it.write(&self);
            it.open.outbox.add(webhook);
        });
        self.id
    }
}

impl Organisation {
    /// Puts a message of an agent into its conversation, and signs its webhook.
    fn write(&mut self, message: &FakeOutbound) -> FakeWebhook {
        let open = &mut self.open;
        let conversation = open.store.conversation(message.conversation_id.as_str());
        let integration_id = conversation.map(|it| it.integration_id.clone());
        let integration_id = integration_id.unwrap_or_default();
        let secret = open.integrations.get(&integration_id);
        let secret = secret.map_or(FakeGenesys::WEBHOOK_SECRET, |it| it.secret.as_str());
        let webhook = FakeWebhook {
            message_id: message.id.clone(),
            conversation_id: message.conversation_id.clone(),
            signed: webhook::sign(&message.body, secret),
            attempts: Vec::new(),
            state: WebhookState::Waiting,
            integration_id,
        };
        if open.store.message(&message.id).is_none() {
            open.store.add(message.written());
        }
        webhook
    }
}
