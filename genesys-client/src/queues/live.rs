//! Sending what concerns queues at work: members, numbers, waiting times.

use ccaas_http::{Page, Response};
use http::Method;

use super::{
    EstimatedWaitTime, ListMembers, QueryObservations, QueueMember, QueueObservations, Queues,
};
use crate::{
    error::Error,
    ids::{ConversationId, QueueId},
    listing::EntityListing,
};

const MEMBERS: &str = "/api/v2/routing/queues/{queueId}/members";
const WAIT: &str = "/api/v2/routing/queues/{queueId}/estimatedwaittime";
const WAIT_OF_MEDIA: &str =
    "/api/v2/routing/queues/{queueId}/mediatypes/{mediaType}/estimatedwaittime";

/// Queues at work.
impl Queues<'_> {
    /// Reads one page of those who serve a queue:
    /// `GET /api/v2/routing/queues/{queueId}/members`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn members(
        &self,
        queue_id: &QueueId,
        list: &ListMembers,
    ) -> Result<Response<Page<QueueMember>>, Error> {
        let page_number = list.page_number.unwrap_or(1);
        let mut call = self
            .client
            .http()
            .call(Method::GET, MEMBERS)
            .path("queueId", queue_id.as_str())
            .query("pageNumber", page_number)
            .query_opt("pageSize", list.page_size)
            .query_opt("name", list.name.as_ref())
            .query_opt("joined", list.joined);
        for part in &list.expand {
            call = call.query("expand", part.as_str());
        }
        for status in &list.routing_status {
            call = call.query("routingStatus", status.as_str());
        }
        for presence in &list.presence {
            call = call.query("presence", presence);
        }
        let listing = call.send::<EntityListing<QueueMember>>().await?;
        Ok(listing.map(|listing| listing.into_page(page_number)))
    }

    /// Asks what happens in queues now:
    /// `POST /api/v2/analytics/queues/observations/query`.
    ///
    /// A question changes nothing, so it is repeated after every transient failure.
    ///
    /// Permission: `analytics:queueObservation:view`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn observations(
        &self,
        query: &QueryObservations,
    ) -> Result<Response<QueueObservations>, Error> {
        self.client
            .http()
            .call(Method::POST, "/api/v2/analytics/queues/observations/query")
            .json(query)
            .idempotent(true)
            .send()
            .await
    }

    /// Asks how long a customer may wait:
    /// `GET /api/v2/routing/queues/{queueId}/estimatedwaittime`.
    ///
    /// With a conversation the estimate is for its place in the queue.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn estimated_wait_time(
        &self,
        queue_id: &QueueId,
        conversation_id: Option<&ConversationId>,
    ) -> Result<Response<EstimatedWaitTime>, Error> {
        self.client
            .http()
            .call(Method::GET, WAIT)
            .path("queueId", queue_id.as_str())
            .query_opt("conversationId", conversation_id)
            .send()
            .await
    }

    /// Asks how long a customer of one medium may wait, such as `message` or `callback`:
    /// `GET /api/v2/routing/queues/{queueId}/mediatypes/{mediaType}/estimatedwaittime`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn estimated_wait_time_of(
        &self,
        queue_id: &QueueId,
        media_type: &str,
    ) -> Result<Response<EstimatedWaitTime>, Error> {
        self.client
            .http()
            .call(Method::GET, WAIT_OF_MEDIA)
            .path("queueId", queue_id.as_str())
            .path("mediaType", media_type)
            .send()
            .await
    }
}
