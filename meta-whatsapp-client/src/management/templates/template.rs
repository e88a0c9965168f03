//! What is received about a template.

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Component;
use crate::TemplateId;

/// Which templates to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListTemplates {
    /// The fields that are wanted; empty for Meta's choice.
    pub fields: Vec<String>,
    /// Only templates of this name.
    pub name: Option<String>,
    /// Only templates with this text in their name or content.
    pub name_or_content: Option<String>,
    /// Only templates with this text in their content.
    pub content: Option<String>,
    /// Only templates in this language.
    pub language: Option<String>,
    /// Only templates of this status.
    pub status: Option<TemplateStatus>,
    /// Only templates of this category.
    pub category: Option<TemplateCategory>,
    /// Only templates of this quality.
    pub quality_score: Option<TemplateQuality>,
    /// How many templates a page holds.
    pub limit: Option<u32>,
    /// Where the page starts: `next` of the page before.
    pub after: Option<String>,
}

/// A message template, in one language.
///
/// Which fields are there depends on those that were asked for.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Template {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<TemplateId>,
    /// Its name, which it shares with its translations.
    #[serde(default, deserialize_with = "read::filled")]
    pub name: Option<String>,
    /// Its language.
    #[serde(default, deserialize_with = "read::filled")]
    pub language: Option<String>,
    /// Whether it may be sent.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub status: Option<TemplateStatus>,
    /// What it is for.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub category: Option<TemplateCategory>,
    /// What it was for before.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub previous_category: Option<TemplateCategory>,
    /// What Meta says that it is for.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub correct_category: Option<TemplateCategory>,
    /// A finer category.
    #[serde(default, deserialize_with = "read::filled")]
    pub sub_category: Option<String>,
    /// Its parts.
    #[serde(default, deserialize_with = "read::list")]
    pub components: Vec<Component>,
    /// How its variables are written.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub parameter_format: Option<ParameterFormat>,
    /// How customers receive it.
    #[serde(default, deserialize_with = "read::lenient")]
    pub quality_score: Option<QualityScore>,
    /// Why it was refused.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub rejected_reason: Option<RejectedReason>,
    /// How long Meta tries to deliver a message of it.
    #[serde(default, deserialize_with = "read::lenient")]
    pub message_send_ttl_seconds: Option<i64>,
    /// Whether clicks on its links are left uncounted.
    #[serde(default, deserialize_with = "read::lenient")]
    pub cta_url_link_tracking_opted_out: Option<bool>,
    /// The template of Meta's library that it is made from.
    #[serde(default, deserialize_with = "read::filled")]
    pub library_template_name: Option<String>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "read::time")]
    pub last_updated_time: Option<DateTime<Utc>>,
}
ccaas_http::keep_raw!(Template);
ccaas_http::debug_allow_list! { Template { id, name, language, status, category, rejected_reason } }

impl Template {
    /// Every field that this crate has a name for.
    pub const FIELDS: &[&str] = &[
        "id",
        "name",
        "language",
        "status",
        "category",
        "previous_category",
        "correct_category",
        "sub_category",
        "components",
        "parameter_format",
        "quality_score",
        "rejected_reason",
        "message_send_ttl_seconds",
        "cta_url_link_tracking_opted_out",
        "library_template_name",
    ];
}

/// How customers receive a template.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct QualityScore {
    /// How well.
    #[serde(deserialize_with = "read::raw_lenient")]
    pub score: Option<TemplateQuality>,
    /// Since when.
    #[serde(deserialize_with = "read::time")]
    pub date: Option<DateTime<Utc>>,
}
ccaas_http::debug_allow_list!(QualityScore { score, date });

ccaas_http::open_enum! {
    /// What a template is for.
    pub enum TemplateCategory {
        /// One-time passwords.
        Authentication = "AUTHENTICATION" | "authentication",
        /// Offers and all that is neither of the others.
        Marketing = "MARKETING" | "marketing",
        /// What belongs to something that the customer did.
        Utility = "UTILITY" | "utility",
    }
}

ccaas_http::open_enum! {
    /// Whether a template may be sent.
    pub enum TemplateStatus {
        /// It may.
        Approved = "APPROVED",
        /// It is being reviewed.
        Pending = "PENDING",
        /// It was refused.
        Rejected = "REJECTED",
        /// It rests for some hours: customers received it badly.
        Paused = "PAUSED",
        /// It may not be sent any more.
        Disabled = "DISABLED",
        /// The refusal is being looked at again.
        InAppeal = "IN_APPEAL",
        /// It may be sent again.
        Reinstated = "REINSTATED",
        /// It is being deleted.
        PendingDeletion = "PENDING_DELETION",
        /// It was deleted.
        Deleted = "DELETED",
        /// Its quality is low.
        Flagged = "FLAGGED",
        /// There are too many templates.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// It was put away.
        Archived = "ARCHIVED",
        /// It was taken out again.
        Unarchived = "UNARCHIVED",
        /// It cannot be changed.
        Locked = "LOCKED",
    }
}

ccaas_http::open_enum! {
    /// How well customers receive a template.
    pub enum TemplateQuality {
        /// Well.
        Green = "GREEN",
        /// Not so well.
        Yellow = "YELLOW",
        /// Badly.
        Red = "RED",
    }
}

ccaas_http::open_enum! {
    /// Why a template was refused.
    pub enum RejectedReason {
        /// Its content is not allowed.
        AbusiveContent = "ABUSIVE_CONTENT",
        /// Its category is wrong.
        IncorrectCategory = "INCORRECT_CATEGORY",
        /// Its variables are wrong.
        InvalidFormat = "INVALID_FORMAT",
        /// It promotes where it may not.
        Promotional = "PROMOTIONAL",
        /// Its content does not fit its category or language.
        TagContentMismatch = "TAG_CONTENT_MISMATCH",
        /// It deceives.
        Scam = "SCAM",
        /// It was not refused.
        None = "NONE",
    }
}

ccaas_http::open_enum! {
    /// How the variables of a template are written.
    pub enum ParameterFormat {
        /// `{{1}}`, `{{2}}` …
        Positional = "POSITIONAL" | "positional",
        /// `{{first_name}}` …
        Named = "NAMED" | "named",
    }
}
