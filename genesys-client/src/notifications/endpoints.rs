//! Sending what concerns notification channels.

use ccaas_http::{Call, Response, read::Items};
use http::Method;
use serde::{Deserialize, Serialize};

use super::{Channel, ChannelTopic, Topic};
use crate::{
    client::GenesysClient,
    error::{ApiError, Error},
    ids::ChannelId,
};

const CHANNELS: &str = "/api/v2/notifications/channels";
const SUBSCRIPTIONS: &str = "/api/v2/notifications/channels/{channelId}/subscriptions";

/// The endpoints of notification channels.
///
/// A user and app may have 20 channels of 1,000 topics each.
#[derive(Clone, Copy, Debug)]
pub struct Notifications<'a> {
    pub(super) client: &'a GenesysClient,
}

#[derive(Serialize)]
struct Id<'a> {
    id: &'a Topic,
}

/// These listings have no pages.
#[derive(Deserialize)]
#[serde(bound = "T: serde::de::DeserializeOwned")]
struct Listing<T> {
    #[serde(default)]
    entities: Items<T>,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self {
            entities: Items::default(),
        }
    }
}

impl<'a> Notifications<'a> {
    pub(crate) fn new(client: &'a GenesysClient) -> Self {
        Self { client }
    }

    /// Makes a channel: `POST /api/v2/notifications/channels`.
    ///
    /// A second channel does no harm, so the call is repeated after every transient
    /// failure.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn create_channel(&self) -> Result<Response<Channel>, Error> {
        self.client
            .http()
            .call(Method::POST, CHANNELS)
            .idempotent(true)
            .send()
            .await
    }

    /// Reads the channels of this token: `GET /api/v2/notifications/channels`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list_channels(&self) -> Result<Response<Vec<Channel>>, Error> {
        let listing = self.client.http().call(Method::GET, CHANNELS);
        let listing = listing.send::<Listing<Channel>>().await?;
        Ok(listing.map(|listing| listing.entities.items))
    }

    /// Reads what a channel is subscribed to: `GET …/{channelId}/subscriptions`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn subscriptions(
        &self,
        channel_id: &ChannelId,
    ) -> Result<Response<Vec<ChannelTopic>>, Error> {
        topics(self.call(Method::GET, channel_id)).await
    }

    /// Adds topics to a channel: `POST …/{channelId}/subscriptions`.
    ///
    /// Adding twice is the same as adding once, so it is repeated after every transient
    /// failure.
    ///
    /// # Errors
    /// All variants of [`Error`]. A topic that is not permitted makes it `Api`, or is in the
    /// answer: see [`ChannelTopic::is_refused`].
    pub async fn subscribe(
        &self,
        channel_id: &ChannelId,
        list: &[Topic],
    ) -> Result<Response<Vec<ChannelTopic>>, Error> {
        topics(self.call(Method::POST, channel_id).json(&ids(list))).await
    }

    /// Replaces the topics of a channel: `PUT …/{channelId}/subscriptions`.
    ///
    /// # Errors
    /// All variants of [`Error`]. A topic that is not permitted makes it `Api`, or is in the
    /// answer: see [`ChannelTopic::is_refused`].
    pub async fn replace(
        &self,
        channel_id: &ChannelId,
        list: &[Topic],
    ) -> Result<Response<Vec<ChannelTopic>>, Error> {
        topics(self.call(Method::PUT, channel_id).json(&ids(list))).await
    }

    /// Takes all topics from a channel: `DELETE …/{channelId}/subscriptions`.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn unsubscribe_all(&self, channel_id: &ChannelId) -> Result<Response<()>, Error> {
        self.call(Method::DELETE, channel_id)
            .send_ignoring_body()
            .await
    }

    fn call<'b>(&self, method: Method, channel_id: &'b ChannelId) -> Call<'b, ApiError>
    where
        'a: 'b,
    {
        self.client
            .http()
            .call(method, SUBSCRIPTIONS)
            .path("channelId", channel_id.as_str())
            .idempotent(true)
    }
}

fn ids(list: &[Topic]) -> Vec<Id<'_>> {
    list.iter().map(|id| Id { id }).collect()
}

async fn topics(call: Call<'_, ApiError>) -> Result<Response<Vec<ChannelTopic>>, Error> {
    let listing = call.send_or_default::<Listing<ChannelTopic>>().await?;
    Ok(listing.map(|listing| listing.entities.items))
}
