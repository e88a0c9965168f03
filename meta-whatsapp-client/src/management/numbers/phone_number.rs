//! What is received about a phone number.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    PhoneNumberId,
    management::received::{lenient_through_serde, received},
};

received! {
    /// A business phone number.
    ///
    /// Which fields are there depends on those that were asked for.
    pub struct PhoneNumber {
        /// Its id, which calls are made with.
        pub id: Option<PhoneNumberId>,
        /// The number, formatted for people.
        pub display_phone_number: Option<String>,
        /// The display name that was approved.
        pub verified_name: Option<String>,
        /// How customers receive its messages.
        pub quality_rating: Option<QualityRating>,
        /// Whether it works.
        pub status: Option<PhoneNumberStatus>,
        /// Where the review of the display name stands.
        pub name_status: Option<NameStatus>,
        /// Where the review of a new display name stands.
        pub new_name_status: Option<NameStatus>,
        /// The display name that waits for its review.
        pub new_display_name: Option<String>,
        /// Whether its owner proved to have it.
        pub code_verification_status: Option<CodeVerificationStatus>,
        /// Where it is registered: `CLOUD_API`, `ON_PREMISE`, `NOT_APPLICABLE`.
        pub platform_type: Option<String>,
        /// The same under its older name.
        pub host_platform: Option<String>,
        /// How much it may send a second.
        pub throughput: Option<Throughput>,
        /// Whether it is for tests only.
        pub account_mode: Option<AccountMode>,
        /// How many users the business may write to first, in 24 hours.
        pub whatsapp_business_manager_messaging_limit: Option<String>,
        /// The older limit, of this number alone.
        pub messaging_limit_tier: Option<String>,
        /// Whether it has the green tick.
        pub is_official_business_account: Option<bool>,
        /// Whether it has a PIN.
        pub is_pin_enabled: Option<bool>,
        /// Whether it was verified before it was added.
        pub is_preverified_number: Option<bool>,
        /// Whether the WhatsApp Business app uses it, too.
        pub is_on_biz_app: Option<bool>,
        /// Whether it can be found by searching.
        pub search_visibility: Option<String>,
        /// Review of name and business together.
        pub unified_cert_status: Option<String>,
        /// Two letters.
        pub country_code: Option<String>,
        /// The digits behind `+`.
        pub country_dial_code: Option<String>,
        /// The business's username.
        pub username: Option<String>,
        /// Where its webhooks go.
        pub webhook_configuration: Option<WebhookConfiguration>,
        /// What keeps it from sending.
        pub health_status: Option<Value>,
        /// When it was added.
        pub last_onboarded_time: Option<DateTime<Utc>>,
    }
    debug [id, quality_rating, status, name_status, code_verification_status, account_mode]
}

received! {
    /// How much a number may send a second.
    pub struct Throughput {
        /// `STANDARD`, `HIGH` or `NOT_APPLICABLE`.
        pub level: Option<String>,
    }
    debug [level]
}
received! {
    /// Where webhooks go; the most special address counts.
    pub struct WebhookConfiguration {
        /// The address of this number.
        pub phone_number: Option<String>,
        /// The address of its business account.
        pub whatsapp_business_account: Option<String>,
        /// The address of the app.
        pub application: Option<String>,
    }
    debug []
}

/// How customers receive a number's messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum QualityRating {
    /// Well.
    Green,
    /// Not so well.
    Yellow,
    /// Badly.
    Red,
    /// Not known yet.
    Na,
    /// A value this version of the crate does not know; Meta also sends `UNKNOWN`.
    #[serde(untagged)]
    Unknown(String),
}

/// Whether a number works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum PhoneNumberStatus {
    /// It waits to be registered.
    Pending,
    /// It works.
    Connected,
    /// It is not registered.
    Disconnected,
    /// It is connected to the account.
    Linked,
    /// It is not connected to the account.
    Unlinked,
    /// It was deleted.
    Deleted,
    /// It was moved away.
    Migrated,
    /// It is banned.
    Banned,
    /// It reached its messaging limit.
    Restricted,
    /// It sends too fast.
    RateLimited,
    /// Its quality is low.
    Flagged,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}

/// Where the review of a display name stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum NameStatus {
    /// It is approved.
    Approved,
    /// It may be used without a review.
    AvailableWithoutReview,
    /// It is refused.
    Declined,
    /// Its certificate ended.
    Expired,
    /// It is being reviewed.
    PendingReview,
    /// There is none.
    None,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}

/// Whether the owner of a number proved to have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CodeVerificationStatus {
    /// Yes.
    Verified,
    /// No.
    NotVerified,
    /// No, in the words of the OpenAPI file.
    Unverified,
    /// Too long ago.
    Expired,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}

/// Whether a number is for tests only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AccountMode {
    /// It is for customers.
    Live,
    /// It is for tests.
    Sandbox,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}
lenient_through_serde!(
    QualityRating,
    PhoneNumberStatus,
    NameStatus,
    CodeVerificationStatus,
    AccountMode,
);
