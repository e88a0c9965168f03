//! The seams for applications that schedule callbacks, and that hand on messages.

use async_trait::async_trait;
use ccaas_http::Response;

use crate::{
    callbacks::{CallbackConversation, CreateCallback, CreateCallbackResponse},
    client::GenesysClient,
    error::Error,
    ids::{ConversationId, IntegrationId},
    open_messaging::{
        InboundEvent, InboundMessage, NormalizedMessage, Receipt, StructuredResponse,
    },
};

/// What an application that schedules callbacks needs.
///
/// Take it as `Arc<dyn ScheduleCallbacks>`, and your own tests can stand in for Genesys
/// Cloud. [`GenesysClient`] implements it.
#[async_trait]
pub trait ScheduleCallbacks: Send + Sync {
    /// Obtains a token if none is cached.
    ///
    /// # Errors
    /// `Auth`.
    async fn sign_in(&self) -> Result<(), Error>;

    /// Schedules a callback.
    ///
    /// # Errors
    /// All variants of [`Error`].
    async fn create(&self, callback: &CreateCallback) -> Result<CreateCallbackResponse, Error>;

    /// Reads a callback.
    ///
    /// # Errors
    /// All variants of [`Error`].
    async fn get(&self, conversation_id: &ConversationId) -> Result<CallbackConversation, Error>;

    /// Cancels a callback; cancelling twice is the same as cancelling once.
    ///
    /// # Errors
    /// All variants of [`Error`].
    async fn cancel(&self, conversation_id: &ConversationId) -> Result<(), Error>;
}

#[async_trait]
impl ScheduleCallbacks for GenesysClient {
    async fn sign_in(&self) -> Result<(), Error> {
        GenesysClient::sign_in(self).await
    }

    async fn create(&self, callback: &CreateCallback) -> Result<CreateCallbackResponse, Error> {
        Ok(self.callbacks().create(callback).await?.into_inner())
    }

    async fn get(&self, conversation_id: &ConversationId) -> Result<CallbackConversation, Error> {
        Ok(self.callbacks().get(conversation_id).await?.into_inner())
    }

    async fn cancel(&self, conversation_id: &ConversationId) -> Result<(), Error> {
        self.callbacks()
            .cancel(conversation_id)
            .await
            .map(Response::into_inner)
    }
}

/// What an application that hands on what customers write needs.
///
/// Take it as `Arc<dyn DeliverInbound>`, and your own tests can stand in for Genesys
/// Cloud. [`GenesysClient`] implements it.
#[async_trait]
pub trait DeliverInbound: Send + Sync {
    /// Hands on a message; the answer names the conversation.
    ///
    /// # Errors
    /// All variants of [`Error`].
    async fn message(
        &self,
        integration_id: &IntegrationId,
        message: &InboundMessage,
    ) -> Result<NormalizedMessage, Error>;

    /// Hands on a choice among what a message offered.
    ///
    /// # Errors
    /// All variants of [`Error`].
    async fn structured_response(
        &self,
        integration_id: &IntegrationId,
        response: &StructuredResponse,
    ) -> Result<NormalizedMessage, Error>;

    /// Tells what became of an agent's message.
    ///
    /// # Errors
    /// `Api` for a receipt that was not taken, see
    /// [`ApiError::is_refused_receipt`](crate::ApiError::is_refused_receipt); else all
    /// variants of [`Error`].
    async fn receipt(
        &self,
        integration_id: &IntegrationId,
        receipt: &Receipt,
    ) -> Result<NormalizedMessage, Error>;

    /// Tells that a customer types.
    ///
    /// # Errors
    /// All variants of [`Error`].
    async fn event(
        &self,
        integration_id: &IntegrationId,
        event: &InboundEvent,
    ) -> Result<NormalizedMessage, Error>;
}

#[async_trait]
impl DeliverInbound for GenesysClient {
    async fn message(
        &self,
        integration_id: &IntegrationId,
        message: &InboundMessage,
    ) -> Result<NormalizedMessage, Error> {
        let messages = self
            .open_messages(integration_id)
            .prefetch_conversation_id(true);
        messages.message(message).await.map(Response::into_inner)
    }

    async fn structured_response(
        &self,
        integration_id: &IntegrationId,
        response: &StructuredResponse,
    ) -> Result<NormalizedMessage, Error> {
        let messages = self.open_messages(integration_id);
        let sent = messages.structured_response(response).await;
        sent.map(Response::into_inner)
    }

    async fn receipt(
        &self,
        integration_id: &IntegrationId,
        receipt: &Receipt,
    ) -> Result<NormalizedMessage, Error> {
        let messages = self.open_messages(integration_id);
        messages.receipt(receipt).await.map(Response::into_inner)
    }

    async fn event(
        &self,
        integration_id: &IntegrationId,
        event: &InboundEvent,
    ) -> Result<NormalizedMessage, Error> {
        let messages = self.open_messages(integration_id);
        messages.event(event).await.map(Response::into_inner)
    }
}
