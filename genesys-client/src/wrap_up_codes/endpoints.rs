//! Sending what concerns wrap-up codes.

use ccaas_http::{Call, Page, Response};
use http::Method;

use super::{ListWrapUpCodes, WrapUpCode};
use crate::{
    client::GenesysClient,
    error::{ApiError, Error},
    ids::{QueueId, WrapUpCodeId},
    listing::EntityListing,
    sort_order::SortOrder,
};

const CODES: &str = "/api/v2/routing/wrapupcodes";

/// The endpoints of wrap-up codes. Permission: `routing:wrapupCode:view`.
#[derive(Clone, Copy, Debug)]
pub struct WrapUpCodes<'a> {
    client: &'a GenesysClient,
}

impl<'a> WrapUpCodes<'a> {
    pub(crate) fn new(client: &'a GenesysClient) -> Self {
        Self { client }
    }

    /// Reads one page of codes: `GET /api/v2/routing/wrapupcodes`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(&self, list: &ListWrapUpCodes) -> Result<Response<Page<WrapUpCode>>, Error> {
        let call = self.client.http().call(Method::GET, CODES);
        let call = call.query_opt("sortOrder", list.sort_order.map(SortOrder::as_str));
        page(call, list).await
    }

    /// Reads one page of a queue's codes:
    /// `GET /api/v2/routing/queues/{queueId}/wrapupcodes`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list_of_queue(
        &self,
        queue_id: &QueueId,
        list: &ListWrapUpCodes,
    ) -> Result<Response<Page<WrapUpCode>>, Error> {
        let http = self.client.http();
        let call = http.call(Method::GET, "/api/v2/routing/queues/{queueId}/wrapupcodes");
        page(call.path("queueId", queue_id.as_str()), list).await
    }

    /// Reads one code: `GET /api/v2/routing/wrapupcodes/{codeId}`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self, code_id: &WrapUpCodeId) -> Result<Response<WrapUpCode>, Error> {
        self.client
            .http()
            .call(Method::GET, "/api/v2/routing/wrapupcodes/{codeId}")
            .path("codeId", code_id.as_str())
            .send()
            .await
    }
}

async fn page(
    call: Call<'_, ApiError>,
    list: &ListWrapUpCodes,
) -> Result<Response<Page<WrapUpCode>>, Error> {
    let page_number = list.page_number.unwrap_or(1);
    let listing = call
        .query("pageNumber", page_number)
        .query_opt("pageSize", list.page_size)
        .query_opt("name", list.name.as_ref())
        .send::<EntityListing<WrapUpCode>>()
        .await?;
    Ok(listing.map(|listing| listing.into_page(page_number)))
}
