//! `/api/genesys/callback/{tenantId}`: the endpoint group. No call carries a token.

use ccaas_http::{HttpClient, InvalidRequest, Response};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::Value;

use super::{Availability, CreateGenesysCallback, GenesysCallback, body::PublicBody, create::iso};
use crate::{
    error::{ApiError, Error},
    schedules::TenantId,
};

const ONE: &str = "/api/genesys/callback/{tenantId}/{conversationId}";

/// What a customer's own page may ask: `client.genesys_callbacks(&tenant_id).public()`.
#[derive(Clone, Copy, Debug)]
pub struct PublicGenesysCallbacks<'a> {
    http: &'a HttpClient<ApiError>,
    tenant_id: &'a TenantId,
}

impl<'a> PublicGenesysCallbacks<'a> {
    pub(super) fn new(http: &'a HttpClient<ApiError>, tenant_id: &'a TenantId) -> Self {
        Self { http, tenant_id }
    }

    /// Reads when callbacks can be booked:
    /// `GET /api/genesys/callback/{tenantId}/availability`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth`; other than 1 to 30 days is `InvalidRequest`.
    pub async fn availability(
        &self,
        start: DateTime<Utc>,
        number_of_days: u32,
    ) -> Result<Response<Availability>, Error> {
        if !(1..=30).contains(&number_of_days) {
            return Err(InvalidRequest::new("number-of-days", "must be 1 to 30").into());
        }
        self.http
            .call(Method::GET, "/api/genesys/callback/{tenantId}/availability")
            .path("tenantId", self.tenant_id.as_str())
            .query("start", iso(start))
            .query("number-of-days", number_of_days)
            .send()
            .await
    }

    /// Reads the tenant's calendar: `GET /api/genesys/callback/{tenantId}/calendar`.
    ///
    /// The vendor's answer is a text that is JSON itself, and is read as such. What is
    /// in it is not documented.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth`.
    pub async fn calendar(&self) -> Result<Response<Value>, Error> {
        let answer = self
            .http
            .call(Method::GET, "/api/genesys/callback/{tenantId}/calendar")
            .path("tenantId", self.tenant_id.as_str())
            .send::<Value>()
            .await?;
        match &*answer {
            Value::String(text) => {
                let calendar = serde_json::from_str(text);
                let calendar: Value = calendar.map_err(|error| Error::Decode(error.into()))?;
                Ok(answer.map(|_| calendar))
            }
            _ => Ok(answer),
        }
    }

    /// Creates a callback: `POST /api/genesys/callback/{tenantId}`.
    ///
    /// It is repeated only if it surely had no effect.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth`; a field that breaks a rule of the vendor is
    /// `InvalidRequest`.
    pub async fn create(
        &self,
        callback: &CreateGenesysCallback,
    ) -> Result<Response<GenesysCallback>, Error> {
        callback.check()?;
        self.http
            .call(Method::POST, "/api/genesys/callback/{tenantId}")
            .path("tenantId", self.tenant_id.as_str())
            .json(&PublicBody::of(callback, self.tenant_id))
            .send()
            .await
    }

    /// Reads a callback: `GET /api/genesys/callback/{tenantId}/{conversationId}`.
    ///
    /// Here the Genesys Cloud part is a whole conversation.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth`.
    pub async fn get(&self, conversation_id: &str) -> Result<Response<GenesysCallback>, Error> {
        self.http
            .call(Method::GET, ONE)
            .path("tenantId", self.tenant_id.as_str())
            .path("conversationId", conversation_id)
            .send()
            .await
    }

    /// Deletes a callback: `DELETE /api/genesys/callback/{tenantId}/{conversationId}`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Auth` and `Decode`.
    pub async fn delete(&self, conversation_id: &str) -> Result<Response<()>, Error> {
        self.http
            .call(Method::DELETE, ONE)
            .path("tenantId", self.tenant_id.as_str())
            .path("conversationId", conversation_id)
            .send_ignoring_body()
            .await
    }
}
