//! Sending what concerns conversations by message.

use ccaas_http::{Call, DecodeError, InvalidRequest, Response, SendBody};
use http::{HeaderName, HeaderValue, Method};
use serde_json::json;

use super::{
    AgentlessMessage, AgentlessMessageResponse, MediaUpload, MessageConversation, MessageData,
    SendMessage, UploadMedia,
};
use crate::{
    client::GenesysClient,
    conversations::{UpdateParticipant, WrapUp},
    error::{ApiError, Error},
    ids::{CommunicationId, ConversationId, ParticipantId},
};

const CONVERSATION: &str = "/api/v2/conversations/messages/{conversationId}";
const PARTICIPANT: &str =
    "/api/v2/conversations/messages/{conversationId}/participants/{participantId}";
const WRAP_UP: &str = "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/communications/{communicationId}/wrapup";
const MESSAGES: &str =
    "/api/v2/conversations/messages/{conversationId}/communications/{communicationId}/messages";
const UPLOADS: &str = "/api/v2/conversations/messages/{conversationId}/communications/{communicationId}/messages/media/uploads";

/// The endpoints of conversations by message.
#[derive(Clone, Copy, Debug)]
pub struct Messages<'a> {
    client: &'a GenesysClient,
}

impl<'a> Messages<'a> {
    pub(crate) fn new(client: &'a GenesysClient) -> Self {
        Self { client }
    }

    /// Reads a conversation: `GET /api/v2/conversations/messages/{conversationId}`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(
        &self,
        conversation_id: &ConversationId,
    ) -> Result<Response<MessageConversation>, Error> {
        self.call(Method::GET, CONVERSATION, conversation_id)
            .send()
            .await
    }

    /// Ends a conversation for all who take part:
    /// `PATCH /api/v2/conversations/messages/{conversationId}`.
    ///
    /// Ending it twice is the same as ending it once, so it is repeated after every
    /// transient failure.
    ///
    /// Permission: `conversation:communication:disconnect`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn disconnect(
        &self,
        conversation_id: &ConversationId,
    ) -> Result<Response<()>, Error> {
        self.call(Method::PATCH, CONVERSATION, conversation_id)
            .json(&json!({ "state": "disconnected" }))
            .idempotent(true)
            .send_ignoring_body()
            .await
    }

    /// Changes a participant, for example lets it leave:
    /// `PATCH …/{conversationId}/participants/{participantId}`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn update_participant(
        &self,
        conversation_id: &ConversationId,
        participant_id: &ParticipantId,
        update: &UpdateParticipant,
    ) -> Result<Response<()>, Error> {
        self.call(Method::PATCH, PARTICIPANT, conversation_id)
            .path("participantId", participant_id.as_str())
            .json(update)
            .idempotent(true)
            .send_ignoring_body()
            .await
    }

    /// Files one leg of a participant:
    /// `POST …/participants/{participantId}/communications/{communicationId}/wrapup`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn wrap_up(
        &self,
        conversation_id: &ConversationId,
        participant_id: &ParticipantId,
        communication_id: &CommunicationId,
        wrap_up: &WrapUp,
    ) -> Result<Response<()>, Error> {
        self.call(Method::POST, WRAP_UP, conversation_id)
            .path("participantId", participant_id.as_str())
            .path("communicationId", communication_id.as_str())
            .json(wrap_up)
            .send_ignoring_body()
            .await
    }

    /// Sends a message for the agent whose token it is:
    /// `POST …/{conversationId}/communications/{communicationId}/messages`.
    ///
    /// It is never sent twice when the first request may have been acted on.
    ///
    /// Permission: `conversation:message:create`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn send(
        &self,
        conversation_id: &ConversationId,
        communication_id: &CommunicationId,
        message: &SendMessage,
    ) -> Result<Response<MessageData>, Error> {
        self.call(Method::POST, MESSAGES, conversation_id)
            .path("communicationId", communication_id.as_str())
            .json(message)
            .send_or_default()
            .await
    }

    /// Sends a message without an agent: `POST /api/v2/conversations/messages/agentless`.
    ///
    /// It is never sent twice when the first request may have been acted on.
    ///
    /// Permission: `conversation:message:create`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn send_agentless(
        &self,
        message: &AgentlessMessage,
    ) -> Result<Response<AgentlessMessageResponse>, Error> {
        self.client
            .http()
            .call(Method::POST, "/api/v2/conversations/messages/agentless")
            .json(message)
            .send_or_default()
            .await
    }

    /// Asks where a file may be uploaded: `POST …/messages/media/uploads`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn create_upload(
        &self,
        conversation_id: &ConversationId,
        communication_id: &CommunicationId,
        media: &UploadMedia,
    ) -> Result<Response<MediaUpload>, Error> {
        self.call(Method::POST, UPLOADS, conversation_id)
            .path("communicationId", communication_id.as_str())
            .json(media)
            .send()
            .await
    }

    /// Uploads a file's bytes to where the vendor said, without the token.
    ///
    /// Afterwards [`send`](Self::send) it by its id.
    ///
    /// # Errors
    /// `Decode` if `upload` has no address; else as those of a call.
    pub async fn upload(
        &self,
        upload: &MediaUpload,
        content_type: HeaderValue,
        bytes: SendBody,
    ) -> Result<Response<()>, Error> {
        let Some(url) = upload.upload_url.clone() else {
            return Err(Error::Decode(DecodeError::Field { field: "uploadUrl" }));
        };
        let http = self.client.http();
        let mut call = http
            .call_url(Method::PUT, url, "{uploadUrl}")
            .body(content_type, bytes);
        for (name, value) in &upload.upload_headers {
            let wrong = |_| InvalidRequest::new("uploadHeaders", "cannot be sent as headers");
            let name = HeaderName::try_from(name).map_err(|_| ()).map_err(wrong)?;
            let value = HeaderValue::try_from(value)
                .map_err(|_| ())
                .map_err(wrong)?;
            call = call.header(name, value);
        }
        call.send_ignoring_body().await
    }

    fn call<'b>(
        &self,
        method: Method,
        template: &'static str,
        conversation_id: &'b ConversationId,
    ) -> Call<'b, ApiError>
    where
        'a: 'b,
    {
        self.client
            .http()
            .call(method, template)
            .path("conversationId", conversation_id.as_str())
    }
}
