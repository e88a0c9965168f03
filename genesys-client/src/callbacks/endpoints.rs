//! Sending what concerns callbacks.

use ccaas_http::Response;
use http::Method;
use serde_json::json;

use super::{
    BulkUpdateResponse, CallbackConversation, CallbackDisconnectIdentifier, CreateCallback,
    CreateCallbackResponse, PatchCallbackResponse, RescheduleCallback,
};
use crate::{client::GenesysClient, error::Error, ids::ConversationId};

const CALLBACKS: &str = "/api/v2/conversations/callbacks";
const CALLBACK: &str = "/api/v2/conversations/callbacks/{conversationId}";

/// The endpoints of callbacks.
#[derive(Clone, Copy, Debug)]
pub struct Callbacks<'a> {
    client: &'a GenesysClient,
}

impl<'a> Callbacks<'a> {
    pub(crate) fn new(client: &'a GenesysClient) -> Self {
        Self { client }
    }

    /// Schedules a callback: `POST /api/v2/conversations/callbacks`.
    ///
    /// It is never sent twice when the first request may have been acted on:
    /// [`Error::may_have_been_applied`](ccaas_http::Error::may_have_been_applied) then
    /// says so. A success without a body gives an answer without a conversation.
    ///
    /// Permission: `conversation:callback:create`.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`CreateCallback::check`] finds; else all variants of
    /// [`Error`].
    pub async fn create(
        &self,
        callback: &CreateCallback,
    ) -> Result<Response<CreateCallbackResponse>, Error> {
        callback.check()?;
        self.client
            .http()
            .call(Method::POST, CALLBACKS)
            .json(callback)
            .send_or_default()
            .await
    }

    /// Reads a callback: `GET /api/v2/conversations/callbacks/{conversationId}`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(
        &self,
        conversation_id: &ConversationId,
    ) -> Result<Response<CallbackConversation>, Error> {
        self.client
            .http()
            .call(Method::GET, CALLBACK)
            .path("conversationId", conversation_id.as_str())
            .send()
            .await
    }

    /// Changes a scheduled callback: `PATCH /api/v2/conversations/callbacks`.
    ///
    /// Like a new callback, it is never sent twice when the first request may have been
    /// acted on.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn reschedule(
        &self,
        callback: &RescheduleCallback,
    ) -> Result<Response<PatchCallbackResponse>, Error> {
        self.client
            .http()
            .call(Method::PATCH, CALLBACKS)
            .json(callback)
            .send_or_default()
            .await
    }

    /// Cancels a callback by disconnecting all participants:
    /// `PATCH /api/v2/conversations/callbacks/{conversationId}`.
    ///
    /// Cancelling twice is the same as cancelling once, so it is repeated after every
    /// transient failure.
    ///
    /// Permission: `conversation:communication:disconnect`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn cancel(&self, conversation_id: &ConversationId) -> Result<Response<()>, Error> {
        self.client
            .http()
            .call(Method::PATCH, CALLBACK)
            .path("conversationId", conversation_id.as_str())
            .json(&json!({ "state": "disconnected" }))
            .idempotent(true)
            .send_ignoring_body()
            .await
    }

    /// Changes several scheduled callbacks:
    /// `POST /api/v2/conversations/callbacks/bulk/update`.
    ///
    /// Some may fail while others do not; the answer tells which. It is never sent twice
    /// when the first request may have been acted on.
    ///
    /// Permission: `conversation:callback:edit`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn bulk_update(
        &self,
        callbacks: &[RescheduleCallback],
    ) -> Result<Response<BulkUpdateResponse>, Error> {
        self.client
            .http()
            .call(Method::POST, "/api/v2/conversations/callbacks/bulk/update")
            .json(&json!({ "patchCallbackRequests": callbacks }))
            .send_or_default()
            .await
    }

    /// Cancels several scheduled callbacks:
    /// `POST /api/v2/conversations/callbacks/bulk/disconnect`.
    ///
    /// Cancelling twice is the same as cancelling once, so it is repeated after every
    /// transient failure.
    ///
    /// Permission: `conversation:communication:disconnect`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn bulk_disconnect(
        &self,
        callbacks: &[CallbackDisconnectIdentifier],
    ) -> Result<Response<()>, Error> {
        self.client
            .http()
            .call(
                Method::POST,
                "/api/v2/conversations/callbacks/bulk/disconnect",
            )
            .json(&json!({ "callbackDisconnectIdentifiers": callbacks }))
            .idempotent(true)
            .send_ignoring_body()
            .await
    }
}
