//! Sending what concerns queues.

use ccaas_http::{Page, Pager, Response};
use http::Method;

use super::{ListQueues, Queue};
use crate::{
    client::GenesysClient,
    error::Error,
    ids::QueueId,
    listing::{EntityListing, FIND_PAGE_SIZE, PageFuture},
    sort_order::SortOrder,
};

/// The endpoints of queues. Permission: `routing:queue:view`.
#[derive(Clone, Copy, Debug)]
pub struct Queues<'a> {
    pub(super) client: &'a GenesysClient,
}

impl<'a> Queues<'a> {
    pub(crate) fn new(client: &'a GenesysClient) -> Self {
        Self { client }
    }

    /// Reads one page of queues: `GET /api/v2/routing/queues`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(&self, list: &ListQueues) -> Result<Response<Page<Queue>>, Error> {
        self.page("/api/v2/routing/queues", list).await
    }

    /// Reads one page of the queues that one may search, whatever one may do with them:
    /// `GET /api/v2/routing/queues/divisionviews`.
    ///
    /// Permission: `routing:queue:search`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn division_views(&self, list: &ListQueues) -> Result<Response<Page<Queue>>, Error> {
        self.page("/api/v2/routing/queues/divisionviews", list)
            .await
    }

    async fn page(
        &self,
        template: &'static str,
        list: &ListQueues,
    ) -> Result<Response<Page<Queue>>, Error> {
        let page_number = list.page_number.unwrap_or(1);
        let mut call = self
            .client
            .http()
            .call(Method::GET, template)
            .query("pageNumber", page_number)
            .query_opt("pageSize", list.page_size)
            .query_opt("sortOrder", list.sort_order.map(SortOrder::as_str))
            .query_opt("name", list.name.as_ref());
        for id in &list.id {
            call = call.query("id", id);
        }
        for division_id in &list.division_id {
            call = call.query("divisionId", division_id);
        }
        let listing = call.send::<EntityListing<Queue>>().await?;
        Ok(listing.map(|listing| listing.into_page(page_number)))
    }

    /// Reads queues one by one, over all pages from `list.page_number` on.
    #[must_use]
    pub fn pager(
        &self,
        list: ListQueues,
    ) -> Pager<Queue, u32, impl FnMut(u32) -> PageFuture<Queue> + Send + use<>> {
        let client = self.client.clone();
        Pager::new(
            list.page_number.unwrap_or(1),
            move |page_number| -> PageFuture<Queue> {
                let client = client.clone();
                let list = ListQueues {
                    page_number: Some(page_number),
                    ..list.clone()
                };
                Box::pin(async move { client.queues().list(&list).await.map(Response::into_inner) })
            },
        )
    }

    /// Reads one queue: `GET /api/v2/routing/queues/{queueId}`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self, queue_id: &QueueId) -> Result<Response<Queue>, Error> {
        self.client
            .http()
            .call(Method::GET, "/api/v2/routing/queues/{queueId}")
            .path("queueId", queue_id.as_str())
            .send()
            .await
    }

    /// Finds the queue of exactly this name.
    ///
    /// The vendor's own filter takes asterisks for anything and does not mind the case.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn find_by_name(&self, name: &str) -> Result<Option<Queue>, Error> {
        let mut queues = self.pager(ListQueues {
            name: Some(name.to_owned()),
            page_size: Some(FIND_PAGE_SIZE),
            ..ListQueues::default()
        });
        while let Some(queue) = queues.next().await? {
            if queue.name.as_deref() == Some(name) {
                return Ok(Some(queue));
            }
        }
        Ok(None)
    }
}
