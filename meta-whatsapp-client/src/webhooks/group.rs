//! Groups: `group_lifecycle_update`, `group_participants_update`, `group_settings_update`,
//! `group_status_update`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks)).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Received;
use crate::{
    GroupId, ParentUserId, UserId, WaId,
    error::ErrorDetail,
    webhooks::field::{lenient, list, raw_list, unix_time},
};

/// Groups changed.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GroupUpdate {
    /// The changes.
    #[serde(with = "raw_list", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Received<Group>>,
}
ccaas_http::debug_allow_list!(GroupUpdate {});

/// One change of one group.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Group {
    /// What happened.
    #[serde(rename = "type")]
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub kind: Option<GroupEvent>,
    /// When.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime<Utc>>,
    /// The group.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The request that it answers.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The group's name.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What the group is about.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The link to join by.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub invite_link: Option<String>,
    /// Who may join: `approval_required` or `auto_approve`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub join_approval_mode: Option<String>,
    /// Why.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `business` or `participant`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub initiated_by: Option<String>,
    /// The request to join.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub join_request_id: Option<String>,
    /// Who asks to join.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    /// Who asks to join, by business-scoped user id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Who asks to join, by the id across a parent business.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub parent_user_id: Option<ParentUserId>,
    /// Who asks to join, by username.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Who is in now.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub added_participants: Vec<Participant>,
    /// Who is out now.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub removed_participants: Vec<Participant>,
    /// With whom it failed.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub failed_participants: Vec<FailedParticipant>,
    /// The new picture.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub profile_picture: Option<GroupPicture>,
    /// The new name.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub group_subject: Option<GroupText>,
    /// The new description.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub group_description: Option<GroupText>,
    /// What went wrong.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorDetail>,
}
ccaas_http::debug_allow_list! { Group {
    kind, timestamp, group_id, request_id, join_approval_mode, initiated_by, errors
} }

ccaas_http::open_enum! {
    /// What happened to a group.
    pub enum GroupEvent {
        /// It was made.
        Create = "group_create",
        /// It was deleted.
        Delete = "group_delete",
        /// Somebody joined.
        ParticipantsAdd = "group_participants_add",
        /// Somebody left.
        ParticipantsRemove = "group_participants_remove",
        /// Somebody joined, as the vendor's OpenAPI file writes it.
        AddParticipants = "group_add_participants",
        /// Somebody left, as the vendor's OpenAPI file writes it.
        RemoveParticipants = "group_remove_participants",
        /// Somebody asks to join.
        JoinRequestCreated = "group_join_request_created",
        /// Somebody no longer asks to join.
        JoinRequestRevoked = "group_join_request_revoked",
        /// Its settings changed.
        SettingsUpdate = "group_settings_update",
        /// It is suspended.
        Suspend = "group_suspend",
        /// It is no longer suspended.
        SuspendCleared = "group_suspend_cleared",
    }
}

/// A member of a group.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Participant {
    /// The member, as the business wrote it.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The member's `wa_id`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    /// The member's business-scoped user id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The member's id across a parent business.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub parent_user_id: Option<ParentUserId>,
    /// The member's username.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}
ccaas_http::debug_allow_list!(Participant {});

/// Somebody with whom it failed.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FailedParticipant {
    /// The member, as the business wrote it.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The member's `wa_id`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    /// The member's business-scoped user id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Why.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorDetail>,
}
ccaas_http::debug_allow_list!(FailedParticipant { errors });

/// A group's new picture.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GroupPicture {
    /// The file's type.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// The file's SHA-256.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whether it worked.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub update_successful: Option<bool>,
    /// Why not.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorDetail>,
}
ccaas_http::debug_allow_list! { GroupPicture { mime_type, update_successful, errors } }

/// A group's new name or description.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GroupText {
    /// The text.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether it worked.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub update_successful: Option<bool>,
    /// Why not.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorDetail>,
}
ccaas_http::debug_allow_list! { GroupText { update_successful, errors } }
