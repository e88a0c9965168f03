//! `/api/genesys/callback/tenant/{tenantId}`: the endpoint group.

use std::pin::Pin;

use ccaas_http::{HttpClient, InvalidRequest, Page, Pager, Response};
use chrono::{DateTime, Utc};
use http::Method;
use serde::Serialize;

use super::{
    CreateGenesysCallback, GenesysCallback, ListGenesysCallbacks, PublicGenesysCallbacks,
    body::Body,
    create::{iso, iso_millis},
    list::Listing,
};
use crate::{
    error::{ApiError, Error},
    schedules::{ScheduleId, TenantId},
};

const ONE: &str = "/api/genesys/callback/tenant/{tenantId}/{conversationId}";

/// A page of callbacks on its way, as the pager fetches it.
pub type CallbackPageFuture =
    Pin<Box<dyn Future<Output = Result<Page<GenesysCallback>, Error>> + Send>>;

/// VideoEngager's own Genesys callbacks: `client.genesys_callbacks(&tenant_id)`.
#[derive(Clone, Copy, Debug)]
pub struct GenesysCallbacks<'a> {
    http: &'a HttpClient<ApiError>,
    public: &'a HttpClient<ApiError>,
    tenant_id: &'a TenantId,
}

#[derive(Serialize)]
struct Update {
    #[serde(serialize_with = "iso_millis")]
    date: DateTime<Utc>,
}

impl<'a> GenesysCallbacks<'a> {
    pub(crate) fn new(
        http: &'a HttpClient<ApiError>,
        public: &'a HttpClient<ApiError>,
        tenant_id: &'a TenantId,
    ) -> Self {
        Self {
            http,
            public,
            tenant_id,
        }
    }

    /// The calls that need no sign-in, for a customer's own page.
    #[must_use]
    pub fn public(&self) -> PublicGenesysCallbacks<'a> {
        PublicGenesysCallbacks::new(self.public, self.tenant_id)
    }

    /// Creates a callback: `POST /api/genesys/callback/tenant/{tenantId}`.
    ///
    /// It is repeated only if it surely had no effect.
    ///
    /// # Errors
    /// All variants of [`Error`]; a field that breaks a rule of the vendor is
    /// `InvalidRequest`.
    pub async fn create(
        &self,
        callback: &CreateGenesysCallback,
    ) -> Result<Response<GenesysCallback>, Error> {
        callback.check()?;
        self.http
            .call(Method::POST, "/api/genesys/callback/tenant/{tenantId}")
            .path("tenantId", self.tenant_id.as_str())
            .json(&Body::of(callback))
            .send()
            .await
    }

    /// Reads a callback: `GET /api/genesys/callback/tenant/{tenantId}/{conversationId}`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self, conversation_id: &str) -> Result<Response<GenesysCallback>, Error> {
        self.http
            .call(Method::GET, ONE)
            .path("tenantId", self.tenant_id.as_str())
            .path("conversationId", conversation_id)
            .send()
            .await
    }

    /// Moves a callback: `PATCH /api/genesys/callback/tenant/{tenantId}/{conversationId}`.
    ///
    /// Moving it twice to the same time is moving it once, so the call is repeated. The
    /// vendor moves only a callback that belongs to an agent.
    ///
    /// # Errors
    /// All variants of [`Error`]; [`ApiError::callback_update_error`] tells the reason.
    pub async fn update(
        &self,
        conversation_id: &str,
        date: DateTime<Utc>,
    ) -> Result<Response<GenesysCallback>, Error> {
        self.http
            .call(Method::PATCH, ONE)
            .path("tenantId", self.tenant_id.as_str())
            .path("conversationId", conversation_id)
            .json(&Update { date })
            .idempotent(true)
            .send()
            .await
    }

    /// Deletes a callback:
    /// `DELETE /api/genesys/callback/tenant/{tenantId}/{conversationId}`.
    ///
    /// It is repeated after a failure that may have had an effect, so an error that says
    /// the callback is gone may mean that this very call deleted it.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn delete(&self, conversation_id: &str) -> Result<Response<()>, Error> {
        self.http
            .call(Method::DELETE, ONE)
            .path("tenantId", self.tenant_id.as_str())
            .path("conversationId", conversation_id)
            .send_ignoring_body()
            .await
    }

    /// Deletes the callback of a schedule:
    /// `DELETE /api/genesys/callback/byScheduleId/tenant/{tenantId}/{scheduleId}`.
    ///
    /// # Errors
    /// As for [`GenesysCallbacks::delete`].
    pub async fn delete_by_schedule_id(
        &self,
        schedule_id: &ScheduleId,
    ) -> Result<Response<()>, Error> {
        self.http
            .call(
                Method::DELETE,
                "/api/genesys/callback/byScheduleId/tenant/{tenantId}/{scheduleId}",
            )
            .path("tenantId", self.tenant_id.as_str())
            .path("scheduleId", schedule_id.as_str())
            .send_ignoring_body()
            .await
    }

    /// Reads a page of callbacks:
    /// `GET /api/genesys/callback/list/tenant/{tenantId}/{from}/{to}`.
    ///
    /// # Errors
    /// All variants of [`Error`]; a period that ends before it starts is `InvalidRequest`.
    pub async fn list(
        &self,
        list: &ListGenesysCallbacks,
    ) -> Result<Response<Page<GenesysCallback>>, Error> {
        fetch(self.http, self.tenant_id, list).await
    }

    /// Reads callbacks one by one, over all pages from `list.page` on.
    #[must_use]
    pub fn pager(
        &self,
        list: ListGenesysCallbacks,
    ) -> Pager<GenesysCallback, u32, impl FnMut(u32) -> CallbackPageFuture + Send + use<>> {
        let (http, tenant_id) = (self.http.clone(), self.tenant_id.clone());
        Pager::new(list.page.unwrap_or(1), move |page| -> CallbackPageFuture {
            let (http, tenant_id) = (http.clone(), tenant_id.clone());
            let list = ListGenesysCallbacks {
                page: Some(page),
                ..list.clone()
            };
            Box::pin(async move {
                let answer = fetch(&http, &tenant_id, &list).await?;
                Ok(answer.into_inner())
            })
        })
    }
}

async fn fetch(
    http: &HttpClient<ApiError>,
    tenant_id: &TenantId,
    list: &ListGenesysCallbacks,
) -> Result<Response<Page<GenesysCallback>>, Error> {
    if list.to < list.from {
        return Err(InvalidRequest::new("to", "must not be before `from`").into());
    }
    let (from, to) = (iso(list.from), iso(list.to));
    let answer = http
        .call(
            Method::GET,
            "/api/genesys/callback/list/tenant/{tenantId}/{from}/{to}",
        )
        .path("tenantId", tenant_id.as_str())
        .path("from", &from)
        .path("to", &to)
        .query_opt("preferedAgent", list.prefered_agent.as_ref())
        .query_opt("orderBy", list.order_by.map(|order| order.as_str()))
        .query_opt("asc", list.sort_order.map(|order| order.asc()))
        .query_opt("pageSize", list.page_size)
        .query_opt("page", list.page)
        .query_opt("searchBy", list.search_by.as_ref())
        .query_opt("searchString", list.search_string.as_ref())
        .query_opt("active", list.active)
        .query_opt("queueId", list.queue_id.as_ref())
        .send::<Listing>()
        .await?;
    Ok(answer.map(|listing| list.read(listing)))
}
