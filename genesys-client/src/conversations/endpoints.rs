//! Sending what concerns conversations as wholes.

use ccaas_http::{Page, Response};
use http::Method;

use super::{Conversation, Participants};
use crate::{client::GenesysClient, error::Error, ids::ConversationId, listing::EntityListing};

const CONVERSATION: &str = "/api/v2/conversations/{conversationId}";

/// The endpoints of conversations.
#[derive(Clone, Copy, Debug)]
pub struct Conversations<'a> {
    client: &'a GenesysClient,
}

impl<'a> Conversations<'a> {
    pub(crate) fn new(client: &'a GenesysClient) -> Self {
        Self { client }
    }

    /// Reads the conversations of the user whose token it is: `GET /api/v2/conversations`.
    ///
    /// `communication_type` keeps those of one medium, such as `message` or `callback`.
    /// A token of client credentials belongs to no user and has none.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list_own(
        &self,
        communication_type: Option<&str>,
    ) -> Result<Response<Page<Conversation>>, Error> {
        let listing = self
            .client
            .http()
            .call(Method::GET, "/api/v2/conversations")
            .query_opt("communicationType", communication_type)
            .send::<EntityListing<Conversation>>()
            .await?;
        Ok(listing.map(|listing| listing.into_page(1)))
    }

    /// Reads a conversation: `GET /api/v2/conversations/{conversationId}`.
    ///
    /// Permission: `conversation:communication:view`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(
        &self,
        conversation_id: &ConversationId,
    ) -> Result<Response<Conversation>, Error> {
        self.client
            .http()
            .call(Method::GET, CONVERSATION)
            .path("conversationId", conversation_id.as_str())
            .send()
            .await
    }

    /// Ends a conversation for all who take part:
    /// `DELETE /api/v2/conversations/{conversationId}`.
    ///
    /// Permission: `conversation:communication:disconnect`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn disconnect(
        &self,
        conversation_id: &ConversationId,
    ) -> Result<Response<()>, Error> {
        self.client
            .http()
            .call(Method::DELETE, CONVERSATION)
            .path("conversationId", conversation_id.as_str())
            .send_ignoring_body()
            .await
    }

    /// Those who take part in a conversation.
    #[must_use]
    pub fn participants(&self, conversation_id: &'a ConversationId) -> Participants<'a> {
        Participants::new(self.client, conversation_id)
    }
}
