//! The port: what an application that sends messages needs.

use async_trait::async_trait;
use ccaas_http::Response;

use super::{answer::SendAnswer, message::Message};
use crate::{
    client::WhatsAppClient,
    error::Error,
    id::{MessageId, PhoneNumberId},
};

/// Sends messages: a [`MessageSender`], or a test's own implementation.
///
/// For an application that takes `Arc<dyn SendMessages>`. What an implementation
/// returns is made with [`SendAnswer::new`] and its `with_…` methods.
#[async_trait]
pub trait SendMessages: Send + Sync {
    /// Sends a message. Never repeated after a failure that may have had an effect.
    async fn send(&self, message: &Message) -> Result<SendAnswer, Error>;

    /// Marks a received message, and all before it, as read.
    async fn mark_read(&self, message_id: &MessageId) -> Result<(), Error>;
}

/// Sends from one number; cheap to clone.
///
/// Made by [`Messages::sender`](super::Messages::sender).
#[derive(Clone, Debug)]
pub struct MessageSender {
    client: WhatsAppClient,
    from: PhoneNumberId,
}

impl MessageSender {
    pub(super) fn new(client: WhatsAppClient, from: PhoneNumberId) -> Self {
        Self { client, from }
    }

    /// The number that it sends from.
    #[must_use]
    pub fn from(&self) -> &PhoneNumberId {
        &self.from
    }
}

#[async_trait]
impl SendMessages for MessageSender {
    async fn send(&self, message: &Message) -> Result<SendAnswer, Error> {
        let messages = self.client.messages(&self.from);
        messages.send(message).await.map(Response::into_inner)
    }

    async fn mark_read(&self, message_id: &MessageId) -> Result<(), Error> {
        let messages = self.client.messages(&self.from);
        messages
            .mark_read(message_id)
            .await
            .map(Response::into_inner)
    }
}
