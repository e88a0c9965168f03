//! The users that a phone number does not hear from.
//!
//! `GET`, `POST`, `DELETE /{phone_number_id}/block_users`
//!
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/block-users)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::read;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[cfg(feature = "client")]
pub use endpoints::BlockedUsers;

use crate::{ErrorDetail, ParentUserId, UserId, WaId};

/// A user to block or unblock.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum UserToBlock {
    /// By phone number or `wa_id`.
    #[serde(rename = "user")]
    Phone(String),
    /// By business-scoped user id.
    #[serde(rename = "user_id")]
    User(UserId),
}

impl fmt::Debug for UserToBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Phone(_) => "Phone([redacted])",
            Self::User(_) => "User([redacted])",
        })
    }
}

impl From<&str> for UserToBlock {
    fn from(phone_number: &str) -> Self {
        Self::Phone(phone_number.to_owned())
    }
}

impl From<String> for UserToBlock {
    fn from(phone_number: String) -> Self {
        Self::Phone(phone_number)
    }
}

impl From<UserId> for UserToBlock {
    fn from(user_id: UserId) -> Self {
        Self::User(user_id)
    }
}

impl From<&WaId> for UserToBlock {
    fn from(wa_id: &WaId) -> Self {
        Self::Phone(wa_id.as_str().to_owned())
    }
}

/// Which page of the block list to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListBlockedUsers {
    /// How many users a page holds.
    pub limit: Option<u32>,
    /// Where the page starts: `next` of the page before.
    pub after: Option<String>,
}

/// A blocked user.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct BlockedUser {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The phone number, mostly.
    #[serde(default, deserialize_with = "read::filled")]
    pub wa_id: Option<WaId>,
    /// The business-scoped user id.
    #[serde(default, deserialize_with = "read::filled")]
    pub user_id: Option<UserId>,
    /// The id across a parent business.
    #[serde(default, deserialize_with = "read::filled")]
    pub parent_user_id: Option<ParentUserId>,
}
ccaas_http::keep_raw!(BlockedUser);
ccaas_http::debug_allow_list!(BlockedUser {});

/// What became of each user that was to be blocked or unblocked.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct BlockResult {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Those who are blocked now.
    #[serde(default, deserialize_with = "read::list")]
    pub added_users: Vec<BlockOutcome>,
    /// Those who are unblocked now.
    #[serde(default, deserialize_with = "read::list")]
    pub removed_users: Vec<BlockOutcome>,
    /// Those for whom it failed, and why.
    #[serde(default, deserialize_with = "read::list")]
    pub failed_users: Vec<BlockOutcome>,
}
ccaas_http::keep_raw!(BlockResult);
ccaas_http::debug_allow_list! { BlockResult { added_users, removed_users, failed_users } }

/// What became of one user.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BlockOutcome {
    /// The user as it was sent.
    #[serde(deserialize_with = "read::filled")]
    pub input: Option<String>,
    /// The phone number, mostly.
    #[serde(deserialize_with = "read::filled")]
    pub wa_id: Option<WaId>,
    /// The business-scoped user id.
    #[serde(deserialize_with = "read::filled")]
    pub user_id: Option<UserId>,
    /// The id across a parent business.
    #[serde(deserialize_with = "read::filled")]
    pub parent_user_id: Option<ParentUserId>,
    /// Why it failed.
    #[serde(deserialize_with = "read::list")]
    pub errors: Vec<ErrorDetail>,
}
ccaas_http::debug_allow_list!(BlockOutcome { errors });

impl BlockResult {
    /// Whether it worked for all users.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failed_users.is_empty()
    }
}
