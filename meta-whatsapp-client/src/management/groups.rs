//! Groups: chats of a business with several customers.
//!
//! - `GET`, `POST /{phone_number_id}/groups`
//! - `GET`, `POST`, `DELETE /{group_id}`
//! - `GET`, `POST /{group_id}/invite_link`
//! - `GET`, `POST`, `DELETE /{group_id}/join_requests`
//! - `DELETE /{group_id}/participants`
//!
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/reference)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::{InvalidRequest, define_id, read};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[cfg(feature = "client")]
pub use endpoints::Groups;

use super::limits;
use crate::{ErrorDetail, GroupId, UserId, WaId};

define_id! {
    /// Identifies a customer's wish to join a group.
    pub JoinRequestId
}

/// A group to create.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateGroup {
    /// Its name.
    pub subject: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the business lets customers in one by one. Meta's default is not to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join_approval_mode: Option<JoinApprovalMode>,
}
ccaas_http::debug_allow_list!(CreateGroup { join_approval_mode });

impl CreateGroup {
    /// With this name.
    pub fn new(subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            description: None,
            join_approval_mode: None,
        }
    }

    /// Checks the limits.
    ///
    /// # Errors
    /// The first field that breaks one.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        limits::not_empty("subject", self.subject.trim().is_empty())?;
        check(Some(&self.subject), self.description.as_deref())
    }
}

fn check(subject: Option<&str>, description: Option<&str>) -> Result<(), InvalidRequest> {
    let length = |field: &str, text: Option<&str>, limit| {
        limits::length(|| field.to_owned(), text.unwrap_or_default(), limit)
    };
    length("subject", subject, limits::GROUP_SUBJECT)?;
    length("description", description, limits::GROUP_DESCRIPTION)
}

/// What to change in a group. What is `None` stays.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateGroup {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
ccaas_http::debug_allow_list!(UpdateGroup {});

impl UpdateGroup {
    /// Checks the limits.
    ///
    /// # Errors
    /// The first field that breaks one.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        check(self.subject.as_deref(), self.description.as_deref())
    }
}

/// Which groups to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListGroups {
    /// How many groups a page holds.
    pub limit: Option<u32>,
    /// Where the page starts: `next` of the page before.
    pub after: Option<String>,
}

ccaas_http::open_enum! {
    /// Whether the business lets customers in one by one.
    pub enum JoinApprovalMode {
        /// It does.
        ApprovalRequired = "approval_required",
        /// Whoever has the link may join.
        AutoApprove = "auto_approve",
    }
}

/// A group.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Group {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<GroupId>,
    /// Its name.
    #[serde(default, deserialize_with = "read::filled")]
    pub subject: Option<String>,
    /// What it is about.
    #[serde(default, deserialize_with = "read::filled")]
    pub description: Option<String>,
    /// Whether the business lets customers in one by one.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub join_approval_mode: Option<JoinApprovalMode>,
    /// Whether Meta stopped it.
    #[serde(default, deserialize_with = "read::lenient")]
    pub suspended: Option<bool>,
    /// When it was made.
    #[serde(default, deserialize_with = "read::time")]
    pub creation_timestamp: Option<DateTime<Utc>>,
    /// The same in listings.
    #[serde(default, deserialize_with = "read::time")]
    pub created_at: Option<DateTime<Utc>>,
    /// Who takes part, the business aside.
    #[serde(default, deserialize_with = "read::list")]
    pub participants: Vec<GroupParticipant>,
    /// How many take part, the business aside.
    #[serde(default, deserialize_with = "read::lenient")]
    pub total_participant_count: Option<i64>,
}
ccaas_http::keep_raw!(Group);
ccaas_http::debug_allow_list! { Group {
    id, join_approval_mode, suspended, total_participant_count
} }
impl Group {
    /// The fields that can be asked for.
    pub const FIELDS: &[&str] = &[
        "subject",
        "description",
        "join_approval_mode",
        "suspended",
        "creation_timestamp",
        "participants",
        "total_participant_count",
    ];
}

/// Somebody in a group.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GroupParticipant {
    /// The phone number, mostly.
    #[serde(deserialize_with = "read::filled")]
    pub wa_id: Option<WaId>,
    /// The business-scoped user id.
    #[serde(deserialize_with = "read::filled")]
    pub user_id: Option<UserId>,
}
ccaas_http::debug_allow_list!(GroupParticipant {});

/// A group that is being made or changed. A webhook tells when it is done.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct GroupRequest {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// What the webhook quotes.
    #[serde(default, deserialize_with = "read::filled")]
    pub request_id: Option<String>,
    /// Whether it began.
    #[serde(default, deserialize_with = "read::lenient")]
    pub success: Option<bool>,
}
ccaas_http::keep_raw!(GroupRequest);
ccaas_http::debug_allow_list! { GroupRequest { request_id, success } }

/// The link with which customers join.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct GroupInviteLink {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The link; whoever has it can join.
    #[serde(default, deserialize_with = "read::filled")]
    pub invite_link: Option<String>,
}
ccaas_http::keep_raw!(GroupInviteLink);
ccaas_http::debug_allow_list!(GroupInviteLink {});

/// A customer's wish to join.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct JoinRequest {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(default, deserialize_with = "read::filled")]
    pub join_request_id: Option<JoinRequestId>,
    /// The phone number, mostly.
    #[serde(default, deserialize_with = "read::filled")]
    pub wa_id: Option<WaId>,
    /// The business-scoped user id.
    #[serde(default, deserialize_with = "read::filled")]
    pub user_id: Option<UserId>,
    /// When it was made.
    #[serde(default, deserialize_with = "read::time")]
    pub creation_timestamp: Option<DateTime<Utc>>,
}
ccaas_http::keep_raw!(JoinRequest);
ccaas_http::debug_allow_list! { JoinRequest { join_request_id, creation_timestamp } }

/// What became of several wishes to join.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct JoinRequestsResult {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Those who are in.
    #[serde(default, deserialize_with = "read::list")]
    pub approved_join_requests: Vec<JoinRequestId>,
    /// Those who are not let in.
    #[serde(default, deserialize_with = "read::list")]
    pub rejected_join_requests: Vec<JoinRequestId>,
    /// Those for whom it failed, and why.
    #[serde(default, deserialize_with = "read::list")]
    pub failed_join_requests: Vec<FailedJoinRequest>,
    /// Why it failed for all.
    #[serde(default, deserialize_with = "read::list")]
    pub errors: Vec<ErrorDetail>,
}
ccaas_http::keep_raw!(JoinRequestsResult);
ccaas_http::debug_allow_list! { JoinRequestsResult {
    approved_join_requests, rejected_join_requests, failed_join_requests, errors
} }

/// A wish to join for which it failed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FailedJoinRequest {
    /// Which.
    #[serde(deserialize_with = "read::filled")]
    pub join_request_id: Option<JoinRequestId>,
    /// Why.
    #[serde(deserialize_with = "read::list")]
    pub errors: Vec<ErrorDetail>,
}
ccaas_http::debug_allow_list! { FailedJoinRequest { join_request_id, errors } }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_of_names_and_descriptions_are_checked() {
        assert!(CreateGroup::new("ä".repeat(128)).check().is_ok());
        for subject in [" ".to_owned(), "ä".repeat(129)] {
            let error = CreateGroup::new(subject).check().unwrap_err();
            assert_eq!(error.field(), "subject");
        }
        let update = UpdateGroup {
            description: Some("ä".repeat(2049)),
            ..UpdateGroup::default()
        };
        assert_eq!(update.check().unwrap_err().field(), "description");
    }
}
