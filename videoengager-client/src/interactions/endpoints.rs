//! The endpoint group.

use ccaas_http::{HttpClient, Response};
use http::Method;
use serde_json::value::RawValue;

use super::{
    CreateFeedback, CreateInteraction, CreateInteractionByVisitor, Feedback, Interaction,
    InteractionByVisitor, InteractionId,
};
use crate::{
    error::{ApiError, Error},
    schedules::TenantId,
};

/// Video calls that begin at once: `client.interactions()`.
#[derive(Clone, Copy, Debug)]
pub struct Interactions<'a> {
    http: &'a HttpClient<ApiError>,
    public: &'a HttpClient<ApiError>,
}

impl<'a> Interactions<'a> {
    pub(crate) fn new(http: &'a HttpClient<ApiError>, public: &'a HttpClient<ApiError>) -> Self {
        Self { http, public }
    }

    /// Creates a call without a token:
    /// `POST /api/interactions/tenants/{tenantId}/interactions`.
    ///
    /// It is repeated only if it surely had no effect.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth`; a success without an id is `Decode`.
    pub async fn create_for_tenant(
        &self,
        tenant_id: &TenantId,
        interaction: &CreateInteraction,
    ) -> Result<Response<Interaction>, Error> {
        let answer = self
            .public
            .call(
                Method::POST,
                "/api/interactions/tenants/{tenantId}/interactions",
            )
            .path("tenantId", tenant_id.as_str())
            .json(interaction)
            .send::<Box<RawValue>>()
            .await?;
        self.read(answer, None)
    }

    /// Creates a call: `POST /api/interactions`.
    ///
    /// It is repeated only if it surely had no effect.
    ///
    /// # Errors
    /// All variants of [`Error`]; a success without an id is `Decode`.
    pub async fn create(
        &self,
        interaction: &CreateInteraction,
    ) -> Result<Response<Interaction>, Error> {
        let answer = self
            .http
            .call(Method::POST, "/api/interactions")
            .json(interaction)
            .send::<Box<RawValue>>()
            .await?;
        self.read(answer, None)
    }

    /// Creates a call as a visitor, without a token:
    /// `POST /api/interactions/createByVisitor/{tenantId}`.
    ///
    /// It is the older of the vendor's two, and repeated only if it surely had no effect.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth`; a success without an id is `Decode`.
    pub async fn create_by_visitor(
        &self,
        tenant_id: &TenantId,
        interaction: &CreateInteractionByVisitor,
    ) -> Result<Response<InteractionByVisitor>, Error> {
        let answer = self
            .public
            .call(Method::POST, "/api/interactions/createByVisitor/{tenantId}")
            .path("tenantId", tenant_id.as_str())
            .json(interaction)
            .send::<Box<RawValue>>()
            .await?;
        let read = answer.try_map(InteractionByVisitor::read);
        read.map_err(Error::Decode)
    }

    /// Reads what a visitor may see, without a token:
    /// `GET /api/interactions/{interactionId}/visitor`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth`.
    pub async fn visitor(&self, id: &InteractionId) -> Result<Response<Interaction>, Error> {
        let answer = self
            .public
            .call(Method::GET, "/api/interactions/{interactionId}/visitor")
            .path("interactionId", id.as_str())
            .send::<Box<RawValue>>()
            .await?;
        self.read(answer, Some(id))
    }

    /// Reads what an agent may see: `GET /api/interactions/{interactionId}/agent`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn agent(&self, id: &InteractionId) -> Result<Response<Interaction>, Error> {
        let answer = self
            .http
            .call(Method::GET, "/api/interactions/{interactionId}/agent")
            .path("interactionId", id.as_str())
            .send::<Box<RawValue>>()
            .await?;
        self.read(answer, Some(id))
    }

    /// Deletes a call for all: `DELETE /api/interactions/{interactionId}`.
    ///
    /// It is repeated after a failure that may have had an effect, so a 404 may mean
    /// that this very call deleted it.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn delete(&self, id: &InteractionId) -> Result<Response<()>, Error> {
        self.http
            .call(Method::DELETE, "/api/interactions/{interactionId}")
            .path("interactionId", id.as_str())
            .send_ignoring_body()
            .await
    }

    /// Reads the feedback on a call, without a token:
    /// `GET /api/interactions/{interactionId}/feedback`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth`.
    pub async fn feedback(&self, id: &InteractionId) -> Result<Response<Feedback>, Error> {
        self.public
            .call(Method::GET, "/api/interactions/{interactionId}/feedback")
            .path("interactionId", id.as_str())
            .send()
            .await
    }

    /// Gives feedback on a call, without a token:
    /// `POST /api/interactions/{interactionId}/feedback`.
    ///
    /// It is repeated only if it surely had no effect.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth` and `Decode`.
    pub async fn create_feedback(
        &self,
        id: &InteractionId,
        feedback: &CreateFeedback,
    ) -> Result<Response<()>, Error> {
        self.public
            .call(Method::POST, "/api/interactions/{interactionId}/feedback")
            .path("interactionId", id.as_str())
            .json(feedback)
            .send_ignoring_body()
            .await
    }

    fn read(
        &self,
        answer: Response<Box<RawValue>>,
        known: Option<&InteractionId>,
    ) -> Result<Response<Interaction>, Error> {
        let base = self.http.base_url();
        let read = answer.try_map(|raw| Interaction::read(raw, base, known));
        read.map_err(Error::Decode)
    }
}
