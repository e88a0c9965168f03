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

use ccaas_http::{InvalidRequest, define_id};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[cfg(feature = "client")]
pub use endpoints::Groups;

use super::{
    limits,
    received::{Lenient, lenient_through_serde, received},
};
use crate::{ErrorDetail, GroupId, UserId, WaId};

define_id! {
    /// Identifies a customer's wish to join a group.
    pub JoinRequestId
}
impl Lenient for JoinRequestId {
    fn read(raw: &serde_json::value::RawValue) -> Option<Self> {
        String::read(raw).map(Self::new)
    }
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

/// Whether the business lets customers in one by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum JoinApprovalMode {
    /// It does.
    ApprovalRequired,
    /// Whoever has the link may join.
    AutoApprove,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}
lenient_through_serde!(JoinApprovalMode);

received! {
    /// A group.
    pub struct Group {
        /// Its id.
        pub id: Option<GroupId>,
        /// Its name.
        pub subject: Option<String>,
        /// What it is about.
        pub description: Option<String>,
        /// Whether the business lets customers in one by one.
        pub join_approval_mode: Option<JoinApprovalMode>,
        /// Whether Meta stopped it.
        pub suspended: Option<bool>,
        /// When it was made.
        pub creation_timestamp: Option<DateTime<Utc>>,
        /// The same in listings.
        pub created_at: Option<DateTime<Utc>>,
        /// Who takes part, the business aside.
        pub participants: Vec<GroupParticipant>,
        /// How many take part, the business aside.
        pub total_participant_count: Option<i64>,
    }
    debug [id, join_approval_mode, suspended, total_participant_count]
}
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
received! {
    /// Somebody in a group.
    pub struct GroupParticipant {
        /// The phone number, mostly.
        pub wa_id: Option<WaId>,
        /// The business-scoped user id.
        pub user_id: Option<UserId>,
    }
    debug []
}
received! {
    /// A group that is being made or changed. A webhook tells when it is done.
    pub struct GroupRequest {
        /// What the webhook quotes.
        pub request_id: Option<String>,
        /// Whether it began.
        pub success: Option<bool>,
    }
    debug [request_id, success]
}
received! {
    /// The link with which customers join.
    pub struct GroupInviteLink {
        /// The link; whoever has it can join.
        pub invite_link: Option<String>,
    }
    debug []
}
received! {
    /// A customer's wish to join.
    pub struct JoinRequest {
        /// Its id.
        pub join_request_id: Option<JoinRequestId>,
        /// The phone number, mostly.
        pub wa_id: Option<WaId>,
        /// The business-scoped user id.
        pub user_id: Option<UserId>,
        /// When it was made.
        pub creation_timestamp: Option<DateTime<Utc>>,
    }
    debug [join_request_id, creation_timestamp]
}
received! {
    /// What became of several wishes to join.
    pub struct JoinRequestsResult {
        /// Those who are in.
        pub approved_join_requests: Vec<JoinRequestId>,
        /// Those who are not let in.
        pub rejected_join_requests: Vec<JoinRequestId>,
        /// Those for whom it failed, and why.
        pub failed_join_requests: Vec<FailedJoinRequest>,
        /// Why it failed for all.
        pub errors: Vec<ErrorDetail>,
    }
    debug [approved_join_requests, rejected_join_requests, failed_join_requests, errors]
}
received! {
    /// A wish to join for which it failed.
    pub struct FailedJoinRequest {
        /// Which.
        pub join_request_id: Option<JoinRequestId>,
        /// Why.
        pub errors: Vec<ErrorDetail>,
    }
    debug [join_request_id, errors]
}

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
