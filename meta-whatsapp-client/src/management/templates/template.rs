//! What is received about a template.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Component, button::Button};
use crate::{
    TemplateId,
    management::received::{lenient_through_serde, received},
};

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

received! {
    /// A message template, in one language.
    ///
    /// Which fields are there depends on those that were asked for.
    pub struct Template {
        /// Its id.
        pub id: Option<TemplateId>,
        /// Its name, which it shares with its translations.
        pub name: Option<String>,
        /// Its language.
        pub language: Option<String>,
        /// Whether it may be sent.
        pub status: Option<TemplateStatus>,
        /// What it is for.
        pub category: Option<TemplateCategory>,
        /// What it was for before.
        pub previous_category: Option<TemplateCategory>,
        /// What Meta says that it is for.
        pub correct_category: Option<TemplateCategory>,
        /// A finer category.
        pub sub_category: Option<String>,
        /// Its parts.
        pub components: Vec<Component>,
        /// How its variables are written.
        pub parameter_format: Option<ParameterFormat>,
        /// How customers receive it.
        pub quality_score: Option<QualityScore>,
        /// Why it was refused.
        pub rejected_reason: Option<RejectedReason>,
        /// How long Meta tries to deliver a message of it.
        pub message_send_ttl_seconds: Option<i64>,
        /// Whether clicks on its links are left uncounted.
        pub cta_url_link_tracking_opted_out: Option<bool>,
        /// The template of Meta's library that it is made from.
        pub library_template_name: Option<String>,
        /// When it was last changed.
        pub last_updated_time: Option<DateTime<Utc>>,
    }
    debug [id, name, language, status, category, rejected_reason]
}

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

received! {
    /// How customers receive a template.
    pub struct QualityScore {
        /// How well.
        pub score: Option<TemplateQuality>,
        /// Since when.
        pub date: Option<DateTime<Utc>>,
    }
    debug [score, date]
}

/// What a template is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TemplateCategory {
    /// One-time passwords.
    #[serde(alias = "authentication")]
    Authentication,
    /// Offers and all that is neither of the others.
    #[serde(alias = "marketing")]
    Marketing,
    /// What belongs to something that the customer did.
    #[serde(alias = "utility")]
    Utility,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}

/// Whether a template may be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TemplateStatus {
    /// It may.
    Approved,
    /// It is being reviewed.
    Pending,
    /// It was refused.
    Rejected,
    /// It rests for some hours: customers received it badly.
    Paused,
    /// It may not be sent any more.
    Disabled,
    /// The refusal is being looked at again.
    InAppeal,
    /// It may be sent again.
    Reinstated,
    /// It is being deleted.
    PendingDeletion,
    /// It was deleted.
    Deleted,
    /// Its quality is low.
    Flagged,
    /// There are too many templates.
    LimitExceeded,
    /// It was put away.
    Archived,
    /// It was taken out again.
    Unarchived,
    /// It cannot be changed.
    Locked,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}

/// How well customers receive a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TemplateQuality {
    /// Well.
    Green,
    /// Not so well.
    Yellow,
    /// Badly.
    Red,
    /// A value this version of the crate does not know; Meta also sends `UNKNOWN`.
    #[serde(untagged)]
    Unknown(String),
}

/// Why a template was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum RejectedReason {
    /// Its content is not allowed.
    AbusiveContent,
    /// Its category is wrong.
    IncorrectCategory,
    /// Its variables are wrong.
    InvalidFormat,
    /// It promotes where it may not.
    Promotional,
    /// Its content does not fit its category or language.
    TagContentMismatch,
    /// It deceives.
    Scam,
    /// It was not refused.
    None,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}

/// How the variables of a template are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ParameterFormat {
    /// `{{1}}`, `{{2}}` …
    #[serde(alias = "positional")]
    Positional,
    /// `{{first_name}}` …
    #[serde(alias = "named")]
    Named,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}

lenient_through_serde!(
    Component,
    Button,
    TemplateCategory,
    TemplateStatus,
    TemplateQuality,
    RejectedReason,
    ParameterFormat,
);
