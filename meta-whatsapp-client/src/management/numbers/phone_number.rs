//! What is received about a phone number.

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use crate::PhoneNumberId;

/// A business phone number.
///
/// Which fields are there depends on those that were asked for.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct PhoneNumber {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id, which calls are made with.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<PhoneNumberId>,
    /// The number, formatted for people.
    #[serde(default, deserialize_with = "read::filled")]
    pub display_phone_number: Option<String>,
    /// The display name that was approved.
    #[serde(default, deserialize_with = "read::filled")]
    pub verified_name: Option<String>,
    /// How customers receive its messages.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub quality_rating: Option<QualityRating>,
    /// Whether it works.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub status: Option<PhoneNumberStatus>,
    /// Where the review of the display name stands.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub name_status: Option<NameStatus>,
    /// Where the review of a new display name stands.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub new_name_status: Option<NameStatus>,
    /// The display name that waits for its review.
    #[serde(default, deserialize_with = "read::filled")]
    pub new_display_name: Option<String>,
    /// Whether its owner proved to have it.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub code_verification_status: Option<CodeVerificationStatus>,
    /// Where it is registered: `CLOUD_API`, `ON_PREMISE`, `NOT_APPLICABLE`.
    #[serde(default, deserialize_with = "read::filled")]
    pub platform_type: Option<String>,
    /// The same under its older name.
    #[serde(default, deserialize_with = "read::filled")]
    pub host_platform: Option<String>,
    /// How much it may send a second.
    #[serde(default, deserialize_with = "read::lenient")]
    pub throughput: Option<Throughput>,
    /// Whether it is for tests only.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub account_mode: Option<AccountMode>,
    /// How many users the business may write to first, in 24 hours.
    #[serde(default, deserialize_with = "read::filled")]
    pub whatsapp_business_manager_messaging_limit: Option<String>,
    /// The older limit, of this number alone.
    #[serde(default, deserialize_with = "read::filled")]
    pub messaging_limit_tier: Option<String>,
    /// Whether it has the green tick.
    #[serde(default, deserialize_with = "read::lenient")]
    pub is_official_business_account: Option<bool>,
    /// Whether it has a PIN.
    #[serde(default, deserialize_with = "read::lenient")]
    pub is_pin_enabled: Option<bool>,
    /// Whether it was verified before it was added.
    #[serde(default, deserialize_with = "read::lenient")]
    pub is_preverified_number: Option<bool>,
    /// Whether the WhatsApp Business app uses it, too.
    #[serde(default, deserialize_with = "read::lenient")]
    pub is_on_biz_app: Option<bool>,
    /// Whether it can be found by searching.
    #[serde(default, deserialize_with = "read::filled")]
    pub search_visibility: Option<String>,
    /// Review of name and business together.
    #[serde(default, deserialize_with = "read::filled")]
    pub unified_cert_status: Option<String>,
    /// Two letters.
    #[serde(default, deserialize_with = "read::filled")]
    pub country_code: Option<String>,
    /// The digits behind `+`.
    #[serde(default, deserialize_with = "read::filled")]
    pub country_dial_code: Option<String>,
    /// The business's username.
    #[serde(default, deserialize_with = "read::filled")]
    pub username: Option<String>,
    /// Where its webhooks go.
    #[serde(default, deserialize_with = "read::lenient")]
    pub webhook_configuration: Option<WebhookConfiguration>,
    /// What keeps it from sending.
    #[serde(default)]
    pub health_status: Option<Value>,
    /// When it was added.
    #[serde(default, deserialize_with = "read::time")]
    pub last_onboarded_time: Option<DateTime<Utc>>,
}
ccaas_http::keep_raw!(PhoneNumber);
ccaas_http::debug_allow_list! { PhoneNumber {
    id, quality_rating, status, name_status, code_verification_status, account_mode
} }

/// How much a number may send a second.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Throughput {
    /// `STANDARD`, `HIGH` or `NOT_APPLICABLE`.
    #[serde(deserialize_with = "read::filled")]
    pub level: Option<String>,
}
ccaas_http::debug_allow_list!(Throughput { level });

/// Where webhooks go; the most special address counts.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WebhookConfiguration {
    /// The address of this number.
    #[serde(deserialize_with = "read::filled")]
    pub phone_number: Option<String>,
    /// The address of its business account.
    #[serde(deserialize_with = "read::filled")]
    pub whatsapp_business_account: Option<String>,
    /// The address of the app.
    #[serde(deserialize_with = "read::filled")]
    pub application: Option<String>,
}
ccaas_http::debug_allow_list!(WebhookConfiguration {});

ccaas_http::open_enum! {
    /// How customers receive a number's messages.
    pub enum QualityRating {
        /// Well.
        Green = "GREEN",
        /// Not so well.
        Yellow = "YELLOW",
        /// Badly.
        Red = "RED",
        /// Not known yet.
        Na = "NA",
    }
}

ccaas_http::open_enum! {
    /// Whether a number works.
    pub enum PhoneNumberStatus {
        /// It waits to be registered.
        Pending = "PENDING",
        /// It works.
        Connected = "CONNECTED",
        /// It is not registered.
        Disconnected = "DISCONNECTED",
        /// It is connected to the account.
        Linked = "LINKED",
        /// It is not connected to the account.
        Unlinked = "UNLINKED",
        /// It was deleted.
        Deleted = "DELETED",
        /// It was moved away.
        Migrated = "MIGRATED",
        /// It is banned.
        Banned = "BANNED",
        /// It reached its messaging limit.
        Restricted = "RESTRICTED",
        /// It sends too fast.
        RateLimited = "RATE_LIMITED",
        /// Its quality is low.
        Flagged = "FLAGGED",
    }
}

ccaas_http::open_enum! {
    /// Where the review of a display name stands.
    pub enum NameStatus {
        /// It is approved.
        Approved = "APPROVED",
        /// It may be used without a review.
        AvailableWithoutReview = "AVAILABLE_WITHOUT_REVIEW",
        /// It is refused.
        Declined = "DECLINED",
        /// Its certificate ended.
        Expired = "EXPIRED",
        /// It is being reviewed.
        PendingReview = "PENDING_REVIEW",
        /// There is none.
        None = "NONE",
    }
}

ccaas_http::open_enum! {
    /// Whether the owner of a number proved to have it.
    pub enum CodeVerificationStatus {
        /// Yes.
        Verified = "VERIFIED",
        /// No.
        NotVerified = "NOT_VERIFIED",
        /// No, in the words of the OpenAPI file.
        Unverified = "UNVERIFIED",
        /// Too long ago.
        Expired = "EXPIRED",
    }
}

ccaas_http::open_enum! {
    /// Whether a number is for tests only.
    pub enum AccountMode {
        /// It is for customers.
        Live = "LIVE",
        /// It is for tests.
        Sandbox = "SANDBOX",
    }
}
