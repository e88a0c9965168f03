//! Channels, and what they are subscribed to.

use ccaas_http::{
    debug_allow_list, open_enum,
    read::{filled, lenient, list, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::Url;

use super::Topic;
use crate::ids::ChannelId;

/// A way for events to come. It lives a day.
///
/// Whoever has its address can listen, so that is not printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Channel {
    /// The channel's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ChannelId>,
    /// Where its WebSocket is.
    #[serde(deserialize_with = "lenient")]
    pub connect_uri: Option<Url>,
    /// When it ends.
    #[serde(deserialize_with = "time")]
    pub expires: Option<DateTime<Utc>>,
}
debug_allow_list!(Channel { expires });

/// A topic that a channel is subscribed to, or was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ChannelTopic {
    /// The topic.
    #[serde(deserialize_with = "filled")]
    pub id: Option<Topic>,
    /// Whether it is allowed.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<TopicState>,
    /// Why it is not.
    #[serde(deserialize_with = "lenient")]
    pub rejection_reason: Option<String>,
    /// Which permissions it lacks.
    #[serde(deserialize_with = "list")]
    pub missing_permissions: Vec<String>,
}

open_enum! {
    /// Whether a channel may have a topic.
    pub enum TopicState {
        /// It may.
        Permitted = "Permitted",
        /// It may not.
        Rejected = "Rejected",
    }
}
