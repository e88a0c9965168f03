//! Groups: `group_lifecycle_update`, `group_participants_update`, `group_settings_update`,
//! `group_status_update`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks)).

use chrono::{DateTime, Utc};

use super::Received;
use crate::{GroupId, ParentUserId, UserId, WaId, error::ErrorDetail};

wire! {
    /// Groups changed.
    pub struct GroupUpdate {
        /// The changes.
        pub groups: Vec<Received<Group>>,
    }
    shows {}
}

wire! {
    /// One change of one group.
    pub struct Group {
        /// What happened.
        #[serde(rename = "type")]
        pub kind: Option<GroupEvent>,
        /// When.
        pub timestamp: Option<DateTime<Utc>>,
        /// The group.
        pub group_id: Option<GroupId>,
        /// The request that it answers.
        pub request_id: Option<String>,
        /// The group's name.
        pub subject: Option<String>,
        /// What the group is about.
        pub description: Option<String>,
        /// The link to join by.
        pub invite_link: Option<String>,
        /// Who may join: `approval_required` or `auto_approve`.
        pub join_approval_mode: Option<String>,
        /// Why.
        pub reason: Option<String>,
        /// `business` or `participant`.
        pub initiated_by: Option<String>,
        /// The request to join.
        pub join_request_id: Option<String>,
        /// Who asks to join.
        pub wa_id: Option<WaId>,
        /// Who asks to join, by business-scoped user id.
        pub user_id: Option<UserId>,
        /// Who asks to join, by the id across a parent business.
        pub parent_user_id: Option<ParentUserId>,
        /// Who asks to join, by username.
        pub username: Option<String>,
        /// Who is in now.
        pub added_participants: Vec<Participant>,
        /// Who is out now.
        pub removed_participants: Vec<Participant>,
        /// With whom it failed.
        pub failed_participants: Vec<FailedParticipant>,
        /// The new picture.
        pub profile_picture: Option<GroupPicture>,
        /// The new name.
        pub group_subject: Option<GroupText>,
        /// The new description.
        pub group_description: Option<GroupText>,
        auxiliary {
            /// What went wrong.
            pub errors: Vec<ErrorDetail>,
        }
    }
    shows { kind, timestamp, group_id, request_id, join_approval_mode, initiated_by, errors }
}

open_enum! {
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

wire! {
    /// A member of a group.
    pub struct Participant {
        /// The member, as the business wrote it.
        pub input: Option<String>,
        /// The member's `wa_id`.
        pub wa_id: Option<WaId>,
        /// The member's business-scoped user id.
        pub user_id: Option<UserId>,
        /// The member's id across a parent business.
        pub parent_user_id: Option<ParentUserId>,
        /// The member's username.
        pub username: Option<String>,
    }
    shows {}
}

wire! {
    /// Somebody with whom it failed.
    pub struct FailedParticipant {
        /// The member, as the business wrote it.
        pub input: Option<String>,
        /// The member's `wa_id`.
        pub wa_id: Option<WaId>,
        /// The member's business-scoped user id.
        pub user_id: Option<UserId>,
        auxiliary {
            /// Why.
            pub errors: Vec<ErrorDetail>,
        }
    }
    shows { errors }
}

wire! {
    /// A group's new picture.
    pub struct GroupPicture {
        /// The file's type.
        pub mime_type: Option<String>,
        /// The file's SHA-256.
        pub sha256: Option<String>,
        /// Whether it worked.
        pub update_successful: Option<bool>,
        auxiliary {
            /// Why not.
            pub errors: Vec<ErrorDetail>,
        }
    }
    shows { mime_type, update_successful, errors }
}

wire! {
    /// A group's new name or description.
    pub struct GroupText {
        /// The text.
        pub text: Option<String>,
        /// Whether it worked.
        pub update_successful: Option<bool>,
        auxiliary {
            /// Why not.
            pub errors: Vec<ErrorDetail>,
        }
    }
    shows { update_successful, errors }
}
