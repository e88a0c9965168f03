//! Sending what concerns integrations.

use std::time::Duration;

use ccaas_http::{Page, Pager, Response};
use chrono::TimeDelta;
use http::{Method, StatusCode};

use super::{
    CreateOpenIntegration, CreateStatus, ListOpenIntegrations, OpenIntegration,
    UpdateOpenIntegration,
};
use crate::{
    client::GenesysClient,
    error::{ApiError, Error},
    ids::IntegrationId,
    listing::{EntityListing, PageFuture},
};

const INTEGRATIONS: &str = "/api/v2/conversations/messaging/integrations/open";
const INTEGRATION: &str = "/api/v2/conversations/messaging/integrations/open/{integrationId}";
/// How long to wait before the state of a creation is read again.
const CREATION_POLL: Duration = Duration::from_secs(2);

/// The endpoints of Open Messaging integrations.
#[derive(Clone, Copy, Debug)]
pub struct OpenIntegrations<'a> {
    client: &'a GenesysClient,
}

impl<'a> OpenIntegrations<'a> {
    pub(crate) fn new(client: &'a GenesysClient) -> Self {
        Self { client }
    }

    /// Reads one page of integrations:
    /// `GET /api/v2/conversations/messaging/integrations/open`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(
        &self,
        list: &ListOpenIntegrations,
    ) -> Result<Response<Page<OpenIntegration>>, Error> {
        let page_number = list.page_number.unwrap_or(1);
        let listing = self
            .client
            .http()
            .call(Method::GET, INTEGRATIONS)
            .query("pageNumber", page_number)
            .query_opt("pageSize", list.page_size)
            .query_opt("expand", list.expand.as_ref())
            .send::<EntityListing<OpenIntegration>>()
            .await?;
        Ok(listing.map(|listing| listing.into_page(page_number)))
    }

    /// Reads integrations one by one, over all pages from `list.page_number` on.
    #[must_use]
    pub fn pager(
        &self,
        list: ListOpenIntegrations,
    ) -> Pager<OpenIntegration, u32, impl FnMut(u32) -> PageFuture<OpenIntegration> + Send + use<>>
    {
        let client = self.client.clone();
        Pager::new(
            list.page_number.unwrap_or(1),
            move |page_number| -> PageFuture<OpenIntegration> {
                let client = client.clone();
                let list = ListOpenIntegrations {
                    page_number: Some(page_number),
                    ..list.clone()
                };
                Box::pin(async move {
                    let page = client.open_messaging().list(&list).await;
                    page.map(Response::into_inner)
                })
            },
        )
    }

    /// Reads one integration:
    /// `GET /api/v2/conversations/messaging/integrations/open/{integrationId}`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(
        &self,
        integration_id: &IntegrationId,
    ) -> Result<Response<OpenIntegration>, Error> {
        self.client
            .http()
            .call(Method::GET, INTEGRATION)
            .path("integrationId", integration_id.as_str())
            .send()
            .await
    }

    /// Begins to create an integration:
    /// `POST /api/v2/conversations/messaging/integrations/open`.
    ///
    /// It can be used once [`OpenIntegrations::wait_until_created`] says so. It is never
    /// sent twice when the first request may have been acted on.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`CreateOpenIntegration::check`] finds; else all variants
    /// of [`Error`].
    pub async fn create(
        &self,
        integration: &CreateOpenIntegration,
    ) -> Result<Response<OpenIntegration>, Error> {
        integration.check()?;
        self.client
            .http()
            .call(Method::POST, INTEGRATIONS)
            .json(integration)
            .send()
            .await
    }

    /// Reads an integration again and again until its creation is completed.
    ///
    /// One that cannot be found yet is waited for, too. Time and waits are the client's
    /// clock's.
    ///
    /// # Errors
    /// `Api` with the vendor's reason, and the status of a success, if the creation failed;
    /// `Interrupted` if it is not completed after `at_most`; else all variants of [`Error`].
    pub async fn wait_until_created(
        &self,
        integration_id: &IntegrationId,
        at_most: Duration,
    ) -> Result<Response<OpenIntegration>, Error> {
        let clock = self.client.http().clock();
        let at_most = TimeDelta::from_std(at_most).unwrap_or(TimeDelta::MAX);
        let deadline = clock.now().checked_add_signed(at_most);
        loop {
            match self.get(integration_id).await {
                Ok(found) => match found.create_status {
                    None | Some(CreateStatus::Completed) => return Ok(found),
                    Some(CreateStatus::Error) => return Err(creation_failed(found)),
                    Some(_) => {}
                },
                Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => {}
                Err(error) => return Err(error),
            }
            let left =
                deadline.map(|deadline| (deadline - clock.now()).to_std().unwrap_or_default());
            if left.is_some_and(|left| left.is_zero()) {
                let problem = "the integration is still being created; wait for it again";
                return Err(Error::Interrupted(problem.into()));
            }
            clock
                .sleep(left.map_or(CREATION_POLL, |left| left.min(CREATION_POLL)))
                .await;
        }
    }

    /// Changes an integration:
    /// `PATCH /api/v2/conversations/messaging/integrations/open/{integrationId}`.
    ///
    /// The same change twice is the same as once, so it is repeated after every transient
    /// failure.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`UpdateOpenIntegration::check`] finds; else all variants
    /// of [`Error`].
    pub async fn update(
        &self,
        integration_id: &IntegrationId,
        change: &UpdateOpenIntegration,
    ) -> Result<Response<OpenIntegration>, Error> {
        change.check()?;
        self.client
            .http()
            .call(Method::PATCH, INTEGRATION)
            .path("integrationId", integration_id.as_str())
            .json(change)
            .idempotent(true)
            .send()
            .await
    }

    /// Deletes an integration:
    /// `DELETE /api/v2/conversations/messaging/integrations/open/{integrationId}`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`; `Api` with status 404 also if a first
    /// attempt, whose answer was lost, has deleted it.
    pub async fn delete(&self, integration_id: &IntegrationId) -> Result<Response<()>, Error> {
        self.client
            .http()
            .call(Method::DELETE, INTEGRATION)
            .path("integrationId", integration_id.as_str())
            .send_ignoring_body()
            .await
    }
}

fn creation_failed(found: Response<OpenIntegration>) -> Error {
    let meta = found.meta().clone();
    let body = found.into_inner().create_error.unwrap_or_default();
    Error::Api(Box::new(ApiError::of_creation(meta, body)))
}
