//! The seam for applications that schedule callbacks.

use async_trait::async_trait;
use ccaas_http::Response;

use crate::{
    callbacks::{CallbackConversation, CreateCallback, CreateCallbackResponse},
    client::GenesysClient,
    error::Error,
    ids::ConversationId,
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
