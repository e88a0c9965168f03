//! Templates: status, quality, components, category
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update)).

use chrono::{DateTime, Utc};

use crate::TemplateId;

wire! {
    /// A template's status changed: `message_template_status_update`.
    pub struct TemplateStatus {
        /// What happened.
        pub event: Option<TemplateEvent>,
        /// The template.
        pub message_template_id: Option<TemplateId>,
        /// The template's name.
        pub message_template_name: Option<String>,
        /// The template's language.
        pub message_template_language: Option<String>,
        /// The template's category.
        pub message_template_category: Option<String>,
        /// Why; `NONE` or absent if there is no reason.
        pub reason: Option<String>,
        /// When it was disabled.
        pub disable_info: Option<DisableDetail>,
        /// About a pause or a lock.
        pub other_info: Option<TemplateNote>,
        /// Why it was rejected, and what to change.
        pub rejection_info: Option<RejectionDetail>,
    }
    shows {
        event, message_template_id, message_template_name, message_template_language,
        message_template_category, reason, disable_info
    }
}

open_enum! {
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

wire! {
    /// When a template was disabled.
    pub struct DisableDetail {
        /// A timestamp or a date, as written.
        pub disable_date: Option<String>,
    }
    shows { disable_date }
}

wire! {
    /// About a pause or a lock.
    pub struct TemplateNote {
        /// Such as `FIRST_PAUSE`.
        pub title: Option<String>,
        /// In words.
        pub description: Option<String>,
    }
    shows { title }
}

wire! {
    /// Why a template was rejected.
    pub struct RejectionDetail {
        /// What is wrong.
        pub reason: Option<String>,
        /// What to change.
        pub recommendation: Option<String>,
    }
    shows {}
}

wire! {
    /// A template's quality changed: `message_template_quality_update`.
    pub struct TemplateQuality {
        /// The quality until now.
        pub previous_quality_score: Option<QualityScore>,
        /// The quality from now on.
        pub new_quality_score: Option<QualityScore>,
        /// The template.
        pub message_template_id: Option<TemplateId>,
        /// The template's name.
        pub message_template_name: Option<String>,
        /// The template's language.
        pub message_template_language: Option<String>,
    }
    shows {
        previous_quality_score, new_quality_score, message_template_id, message_template_name,
        message_template_language
    }
}

open_enum! {
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

wire! {
    /// A template was edited: `message_template_components_update`.
    pub struct TemplateComponents {
        /// The template.
        pub message_template_id: Option<TemplateId>,
        /// The template's name.
        pub message_template_name: Option<String>,
        /// The template's language.
        pub message_template_language: Option<String>,
        /// The header's text.
        pub message_template_title: Option<String>,
        /// The body's text.
        pub message_template_element: Option<String>,
        /// The footer's text.
        pub message_template_footer: Option<String>,
        /// The buttons.
        pub message_template_buttons: Vec<TemplateButton>,
    }
    shows { message_template_id, message_template_name, message_template_language }
}

wire! {
    /// A button of a template.
    pub struct TemplateButton {
        /// Such as `URL` or `QUICK_REPLY`.
        pub message_template_button_type: Option<String>,
        /// What it says.
        pub message_template_button_text: Option<String>,
        /// Where it leads.
        pub message_template_button_url: Option<String>,
        /// What it calls.
        pub message_template_button_phone_number: Option<String>,
    }
    shows { message_template_button_type }
}

wire! {
    /// A template's category changed, or will: `template_category_update`.
    pub struct TemplateCategoryUpdate {
        /// The template.
        pub message_template_id: Option<TemplateId>,
        /// The template's name.
        pub message_template_name: Option<String>,
        /// The template's language.
        pub message_template_language: Option<String>,
        /// The category until now.
        pub previous_category: Option<String>,
        /// The category from now on; the present one if the change is yet to come.
        pub new_category: Option<String>,
        /// The category to come.
        pub correct_category: Option<String>,
        /// When it comes.
        pub category_update_timestamp: Option<DateTime<Utc>>,
    }
    shows {
        message_template_id, message_template_name, message_template_language,
        previous_category, new_category, correct_category, category_update_timestamp
    }
}
