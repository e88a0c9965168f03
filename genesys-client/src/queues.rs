//! Queues.
//!
//! - `GET /api/v2/routing/queues`
//! - `GET /api/v2/routing/queues/{queueId}`
//! - `GET /api/v2/routing/queues/{queueId}/members`
//! - `GET /api/v2/routing/queues/{queueId}/estimatedwaittime`
//! - `GET /api/v2/routing/queues/{queueId}/mediatypes/{mediaType}/estimatedwaittime`
//! - `GET /api/v2/routing/queues/divisionviews`
//! - `POST /api/v2/analytics/queues/observations/query`
//!
//! [Docs](https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-routing-queues)

#[cfg(feature = "client")]
mod endpoints;
#[cfg(feature = "client")]
mod live;
mod members;
mod observations;
mod wait_time;

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[cfg(feature = "client")]
pub use endpoints::Queues;
pub use members::{ListMembers, QueueMember};
pub use observations::{
    Observation, ObservationGroup, ObservationMetric, ObservationStats, QueryObservations,
    QueueObservations,
};
pub use wait_time::{EstimatedWaitTime, WaitTimePrediction};

use crate::{
    ids::{DivisionId, QueueId},
    reference::Division,
    sort_order::SortOrder,
};

/// Which queues to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQueues {
    /// The page, from 1. Default 1.
    pub page_number: Option<u32>,
    /// How many queues a page holds. The vendor's default is 25.
    pub page_size: Option<u32>,
    /// The order; queues are sorted by name.
    pub sort_order: Option<SortOrder>,
    /// Only queues of this name; it may begin and end with an asterisk.
    pub name: Option<String>,
    /// Only these queues.
    pub id: Vec<QueueId>,
    /// Only queues of these divisions.
    pub division_id: Vec<DivisionId>,
}

/// A queue.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Queue {
    /// The queue's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<QueueId>,
    /// The queue's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The division it belongs to.
    #[serde(deserialize_with = "lenient")]
    pub division: Option<Division>,
    /// What it is for.
    #[serde(deserialize_with = "lenient")]
    pub description: Option<String>,
    /// When it was created.
    #[serde(deserialize_with = "time")]
    pub date_created: Option<DateTime<Utc>>,
    /// When it was last changed.
    #[serde(deserialize_with = "time")]
    pub date_modified: Option<DateTime<Utc>>,
    /// How many members it has.
    #[serde(deserialize_with = "lenient")]
    pub member_count: Option<i64>,
    /// How many members have joined.
    #[serde(deserialize_with = "lenient")]
    pub joined_member_count: Option<i64>,
    /// The name shown to those who are called from this queue.
    #[serde(deserialize_with = "lenient")]
    pub calling_party_name: Option<String>,
    /// The number shown to those who are called from this queue.
    #[serde(deserialize_with = "lenient")]
    pub calling_party_number: Option<String>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(Queue {
    id,
    name,
    division,
    member_count,
    joined_member_count
});
