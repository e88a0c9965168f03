//! Templates: status, quality, components, category
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update)).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    TemplateId,
    webhooks::field::{exchanged, lenient, list, unix_time},
};

/// A template's status changed: `message_template_status_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplateStatus {
    /// What happened.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub event: Option<TemplateEvent>,
    /// The template.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_id: Option<TemplateId>,
    /// The template's name.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_name: Option<String>,
    /// The template's language.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_language: Option<String>,
    /// The template's category.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_category: Option<String>,
    /// Why; `NONE` or absent if there is no reason.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was disabled.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub disable_info: Option<DisableDetail>,
    /// About a pause or a lock.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub other_info: Option<TemplateNote>,
    /// Why it was rejected, and what to change.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub rejection_info: Option<RejectionDetail>,
}
ccaas_http::debug_allow_list! { TemplateStatus {
    event, message_template_id, message_template_name, message_template_language,
    message_template_category, reason, disable_info
} }

ccaas_http::open_enum! {
    /// What happened to a template.
    pub enum TemplateEvent {
        /// It can be sent.
        Approved = "APPROVED",
        /// It was put away.
        Archived = "ARCHIVED",
        /// It is back from the archive.
        Unarchived = "UNARCHIVED",
        /// It was deleted.
        Deleted = "DELETED",
        /// It was disabled for bad feedback.
        Disabled = "DISABLED",
        /// It is at risk of being disabled.
        Flagged = "FLAGGED",
        /// The rejection is being looked at again.
        InAppeal = "IN_APPEAL",
        /// The account has too many templates.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// It cannot be edited.
        Locked = "LOCKED",
        /// It can be edited again.
        Unlocked = "UNLOCKED",
        /// It cannot be sent for a while.
        Paused = "PAUSED",
        /// It is being reviewed.
        Pending = "PENDING",
        /// It will be deleted.
        PendingDeletion = "PENDING_DELETION",
        /// It can be sent again.
        Reinstated = "REINSTATED",
        /// It was rejected.
        Rejected = "REJECTED",
    }
}

/// When a template was disabled.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DisableDetail {
    /// A timestamp or a date, as written.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub disable_date: Option<String>,
}
ccaas_http::debug_allow_list!(DisableDetail { disable_date });

/// About a pause or a lock.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplateNote {
    /// Such as `FIRST_PAUSE`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// In words.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
ccaas_http::debug_allow_list!(TemplateNote { title });

/// Why a template was rejected.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RejectionDetail {
    /// What is wrong.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What to change.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<String>,
}
ccaas_http::debug_allow_list!(RejectionDetail {});

/// A template's quality changed: `message_template_quality_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplateQuality {
    /// The quality until now.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub previous_quality_score: Option<QualityScore>,
    /// The quality from now on.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub new_quality_score: Option<QualityScore>,
    /// The template.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_id: Option<TemplateId>,
    /// The template's name.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_name: Option<String>,
    /// The template's language.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_language: Option<String>,
}
ccaas_http::debug_allow_list! { TemplateQuality {
    previous_quality_score, new_quality_score, message_template_id, message_template_name,
    message_template_language
} }

ccaas_http::open_enum! {
    /// How customers take a template.
    pub enum QualityScore {
        /// High.
        Green = "GREEN",
        /// Medium.
        Yellow = "YELLOW",
        /// Low.
        Red = "RED",
        /// Not known yet.
        NotKnown = "UNKNOWN",
    }
}

/// A template was edited: `message_template_components_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplateComponents {
    /// The template.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_id: Option<TemplateId>,
    /// The template's name.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_name: Option<String>,
    /// The template's language.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_language: Option<String>,
    /// The header's text.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_title: Option<String>,
    /// The body's text.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_element: Option<String>,
    /// The footer's text.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_footer: Option<String>,
    /// The buttons.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub message_template_buttons: Vec<TemplateButton>,
}
ccaas_http::debug_allow_list! { TemplateComponents {
    message_template_id, message_template_name, message_template_language
} }

/// A button of a template.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplateButton {
    /// Such as `URL` or `QUICK_REPLY`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_button_type: Option<String>,
    /// What it says.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_button_text: Option<String>,
    /// Where it leads.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_button_url: Option<String>,
    /// What it calls.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_button_phone_number: Option<String>,
}
ccaas_http::debug_allow_list! { TemplateButton { message_template_button_type } }

/// A template's category changed, or will: `template_category_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplateCategoryUpdate {
    /// The template.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_id: Option<TemplateId>,
    /// The template's name.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_name: Option<String>,
    /// The template's language.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message_template_language: Option<String>,
    /// The category until now.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub previous_category: Option<String>,
    /// The category from now on; the present one if the change is yet to come.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub new_category: Option<String>,
    /// The category to come.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub correct_category: Option<String>,
    /// When it comes.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub category_update_timestamp: Option<DateTime<Utc>>,
}
ccaas_http::debug_allow_list! { TemplateCategoryUpdate {
    message_template_id, message_template_name, message_template_language,
    previous_category, new_category, correct_category, category_update_timestamp
} }
