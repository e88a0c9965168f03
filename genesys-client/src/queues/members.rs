//! `GET /api/v2/routing/queues/{queueId}/members`: who serves a queue.

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient},
};
use serde::{Deserialize, Serialize};

use crate::{
    ids::UserId,
    users::{RoutingState, RoutingStatus, User, UserExpand},
};

/// Which members of a queue to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListMembers {
    /// The page, from 1. Default 1.
    pub page_number: Option<u32>,
    /// How many members a page holds. The vendor's default is 25.
    pub page_size: Option<u32>,
    /// What to send with each member.
    pub expand: Vec<UserExpand>,
    /// Only members of this name.
    pub name: Option<String>,
    /// Only members in one of these states.
    pub routing_status: Vec<RoutingState>,
    /// Only members with one of these presences, such as `Available`.
    pub presence: Vec<String>,
    /// Only members who have joined, or have not.
    pub joined: Option<bool>,
}

/// Somebody who serves a queue.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct QueueMember {
    /// The user's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<UserId>,
    /// The person's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The user, with what was asked for.
    #[serde(deserialize_with = "lenient")]
    pub user: Option<User>,
    /// The bullseye ring.
    #[serde(deserialize_with = "lenient")]
    pub ring_number: Option<i64>,
    /// Whether the member has joined, so that conversations are offered.
    #[serde(deserialize_with = "lenient")]
    pub joined: Option<bool>,
    /// `user` or `group`.
    #[serde(deserialize_with = "lenient")]
    pub member_by: Option<String>,
    /// Where the member stands in routing, if it was asked for.
    #[serde(deserialize_with = "lenient")]
    pub routing_status: Option<RoutingStatus>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(QueueMember {
    id,
    ring_number,
    joined,
    member_by,
    routing_status
});
