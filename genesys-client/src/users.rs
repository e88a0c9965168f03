//! Users, and their presence.
//!
//! - `GET /api/v2/users/me`
//! - `GET /api/v2/users/{userId}`
//! - `GET /api/v2/users/{userId}/presences/{sourceId}`
//! - `PATCH /api/v2/users/{userId}/presences/{sourceId}`
//!
//! [Docs](https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-users-me)

#[cfg(feature = "client")]
mod endpoints;
mod presence;

use ccaas_http::{
    debug_allow_list, open_enum,
    read::{filled, lenient},
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "client")]
pub use endpoints::Users;
pub use presence::{PresenceDefinition, RoutingState, RoutingStatus, UpdatePresence, UserPresence};

use crate::{ids::UserId, reference::Division, tokens::NamedOrganization};

/// A user; an agent is one.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct User {
    /// The user's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<UserId>,
    /// The person's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The name that they want to be called by.
    #[serde(deserialize_with = "lenient")]
    pub preferred_name: Option<String>,
    /// The division they belong to.
    #[serde(deserialize_with = "lenient")]
    pub division: Option<Division>,
    /// The department.
    #[serde(deserialize_with = "lenient")]
    pub department: Option<String>,
    /// The title.
    #[serde(deserialize_with = "lenient")]
    pub title: Option<String>,
    /// The address that they sign in with.
    #[serde(deserialize_with = "lenient")]
    pub email: Option<String>,
    /// The name that they sign in with.
    #[serde(deserialize_with = "lenient")]
    pub username: Option<String>,
    /// Whether the account is in use.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<UserState>,
    /// The number of the account's version, which a change has to name.
    #[serde(deserialize_with = "lenient")]
    pub version: Option<i64>,
    /// Whether conversations are answered for them, once a queue offers one.
    #[serde(deserialize_with = "lenient")]
    pub acd_auto_answer: Option<bool>,
    /// The presence, if it was asked for.
    #[serde(deserialize_with = "lenient")]
    pub presence: Option<UserPresence>,
    /// Where they stand in routing, if it was asked for.
    #[serde(deserialize_with = "lenient")]
    pub routing_status: Option<RoutingStatus>,
    /// The organisation, of `users().me` if it was asked for.
    #[serde(deserialize_with = "lenient")]
    pub organization: Option<NamedOrganization>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(User {
    id,
    division,
    state,
    version,
    presence,
    routing_status
});

open_enum! {
    /// Whether an account is in use.
    pub enum UserState {
        /// It is.
        Active = "active",
        /// It is not.
        Inactive = "inactive",
        /// It was deleted.
        Deleted = "deleted",
    }
}

open_enum! {
    /// A part of a user that is only sent when it is asked for.
    pub enum UserExpand {
        /// The presence.
        Presence = "presence",
        /// Where the user stands in routing.
        RoutingStatus = "routingStatus",
        /// The organisation.
        Organization = "organization",
    }
}
