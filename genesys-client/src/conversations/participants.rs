//! Sending what concerns those who take part in a conversation.

use std::collections::BTreeMap;

use ccaas_http::{Call, Response, read::Items};
use http::Method;
use serde_json::json;

use super::{UpdateParticipant, WrapUp};
use crate::{
    client::GenesysClient,
    error::{ApiError, Error},
    ids::{ConversationId, ParticipantId},
    wrap_up_codes::WrapUpCode,
};

const PARTICIPANT: &str = "/api/v2/conversations/{conversationId}/participants/{participantId}";
const ATTRIBUTES: &str =
    "/api/v2/conversations/{conversationId}/participants/{participantId}/attributes";
const WRAP_UP: &str = "/api/v2/conversations/{conversationId}/participants/{participantId}/wrapup";
const WRAP_UP_CODES: &str =
    "/api/v2/conversations/{conversationId}/participants/{participantId}/wrapupcodes";

/// The endpoints of those who take part in one conversation.
#[derive(Clone, Copy, Debug)]
pub struct Participants<'a> {
    client: &'a GenesysClient,
    conversation_id: &'a ConversationId,
}

impl<'a> Participants<'a> {
    pub(super) fn new(client: &'a GenesysClient, conversation_id: &'a ConversationId) -> Self {
        Self {
            client,
            conversation_id,
        }
    }

    /// Changes a participant's state, hold, or wrap-up:
    /// `PATCH /api/v2/conversations/{conversationId}/participants/{participantId}`.
    ///
    /// It says how things are to be, so it is repeated after every transient failure.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn update(
        &self,
        participant_id: &ParticipantId,
        update: &UpdateParticipant,
    ) -> Result<Response<()>, Error> {
        self.call(Method::PATCH, PARTICIPANT, participant_id)
            .json(update)
            .idempotent(true)
            .send_ignoring_body()
            .await
    }

    /// Sets attributes of a participant; others stay:
    /// `PATCH …/participants/{participantId}/attributes`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn set_attributes(
        &self,
        participant_id: &ParticipantId,
        attributes: &BTreeMap<String, String>,
    ) -> Result<Response<()>, Error> {
        self.call(Method::PATCH, ATTRIBUTES, participant_id)
            .json(&json!({ "attributes": attributes }))
            .idempotent(true)
            .send_ignoring_body()
            .await
    }

    /// Reads how a participant filed the conversation:
    /// `GET …/participants/{participantId}/wrapup`.
    ///
    /// An answer without a body is a participant who has not done so.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn wrap_up(&self, participant_id: &ParticipantId) -> Result<Response<WrapUp>, Error> {
        self.call(Method::GET, WRAP_UP, participant_id)
            .send_or_default()
            .await
    }

    /// Reads the codes that a participant may file the conversation under:
    /// `GET …/participants/{participantId}/wrapupcodes`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn wrap_up_codes(
        &self,
        participant_id: &ParticipantId,
    ) -> Result<Response<Vec<WrapUpCode>>, Error> {
        let codes = self
            .call(Method::GET, WRAP_UP_CODES, participant_id)
            .send_or_default::<Items<WrapUpCode>>()
            .await?;
        Ok(codes.map(|codes| codes.items))
    }

    fn call(
        &self,
        method: Method,
        template: &'static str,
        participant_id: &'a ParticipantId,
    ) -> Call<'a, ApiError> {
        self.client
            .http()
            .call(method, template)
            .path("conversationId", self.conversation_id.as_str())
            .path("participantId", participant_id.as_str())
    }
}
