//! The account: state, review, alerts, limits, partners, payments
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update)).

mod detail;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::webhooks::field::{exchanged, lenient, list, unix_time};

pub use detail::{
    AlertDetail, BanDetail, CertificationDetail, DisconnectionDetail, RateCountry, RateEligibility,
    Restriction, Violation, VolumeTier, WabaDetail,
};

/// The account changed: `account_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AccountUpdate {
    /// What happened.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub event: Option<AccountEvent>,
    /// The business phone number it is about.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The country the business is in.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The account, its owner and its partners.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub waba_info: Option<WabaDetail>,
    /// What it did wrong.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub violation_info: Option<Violation>,
    /// What it may not do, and until when.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub restriction_info: Vec<Restriction>,
    /// Whether it is banned.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub ban_info: Option<BanDetail>,
    /// Since when the rate for authentication from abroad applies.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub auth_international_rate_eligibility: Option<RateEligibility>,
    /// The price tier it reached.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub volume_tier_info: Option<VolumeTier>,
    /// How the business's verification by its partner went.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub partner_client_certification_info: Option<CertificationDetail>,
    /// Why the WhatsApp Business app is no longer connected.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub disconnection_info: Option<DisconnectionDetail>,
}
ccaas_http::debug_allow_list! { AccountUpdate {
    event, country, waba_info, violation_info, restriction_info, ban_info,
    auth_international_rate_eligibility, volume_tier_info,
    partner_client_certification_info, disconnection_info
} }

ccaas_http::open_enum! {
    /// What happened to an account.
    pub enum AccountEvent {
        /// It was deleted.
        AccountDeleted = "ACCOUNT_DELETED",
        /// It left after a change of device or a new registration.
        AccountOffboarded = "ACCOUNT_OFFBOARDED",
        /// It is back after a change of device or a new registration.
        AccountReconnected = "ACCOUNT_RECONNECTED",
        /// It may not do everything for a while.
        AccountRestriction = "ACCOUNT_RESTRICTION",
        /// It broke a rule.
        AccountViolation = "ACCOUNT_VIOLATION",
        /// The partner may use its ad accounts.
        AdAccountLinked = "AD_ACCOUNT_LINKED",
        /// The rate for authentication from abroad applies.
        AuthIntlPriceEligibilityUpdate = "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE",
        /// The country of the business is set.
        BusinessPrimaryLocationCountryUpdate = "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE",
        /// It was banned, will be, or is no longer.
        DisabledUpdate = "DISABLED_UPDATE",
        /// The terms of the Marketing Messages API were accepted.
        MmLiteTermsSigned = "MM_LITE_TERMS_SIGNED",
        /// A partner was added.
        PartnerAdded = "PARTNER_ADDED",
        /// A partner was removed.
        PartnerRemoved = "PARTNER_REMOVED",
        /// The business granted the app permissions.
        PartnerAppInstalled = "PARTNER_APP_INSTALLED",
        /// The business removed the app.
        PartnerAppUninstalled = "PARTNER_APP_UNINSTALLED",
        /// The verification by the partner changed.
        PartnerClientCertificationStatusUpdate = "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
        /// A test number became a verified account.
        VerifiedAccount = "VERIFIED_ACCOUNT",
        /// A price tier was reached.
        VolumeBasedPricingTierUpdate = "VOLUME_BASED_PRICING_TIER_UPDATE",
    }
}

/// The account was reviewed: `account_review_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AccountReview {
    /// Such as `APPROVED` or `REJECTED`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}
ccaas_http::debug_allow_list!(AccountReview { decision });

/// Something needs a look: `account_alerts`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AccountAlert {
    /// `BUSINESS`, `PHONE_NUMBER` or `CURRENT_STATUS_ID`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub entity_type: Option<String>,
    /// What it is about, by its id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub entity_id: Option<String>,
    /// What it is.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub alert_info: Option<AlertDetail>,
    /// How bad it is, in older deliveries.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub alert_severity: Option<String>,
    /// Whether it lasts, in older deliveries.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub alert_status: Option<String>,
    /// What it is, in older deliveries.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub alert_type: Option<String>,
    /// In words, in older deliveries.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub alert_description: Option<String>,
}
ccaas_http::debug_allow_list! { AccountAlert {
    entity_type, entity_id, alert_info, alert_severity, alert_status, alert_type
} }

/// How much the business may do: `business_capability_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BusinessCapability {
    /// Customers a day, as a number or tier; `-1` is without limit.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub max_daily_conversations_per_business: Option<String>,
    /// Customers a day and number, until February 2026; `-1` is without limit.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub max_daily_conversation_per_phone: Option<i64>,
    /// Phone numbers of the business.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub max_phone_numbers_per_business: Option<i64>,
    /// Phone numbers of the account.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub max_phone_numbers_per_waba: Option<i64>,
}
ccaas_http::debug_allow_list! { BusinessCapability {
    max_daily_conversations_per_business, max_daily_conversation_per_phone,
    max_phone_numbers_per_business, max_phone_numbers_per_waba
} }

/// The business's username changed: `business_username_updates`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BusinessUsername {
    /// The business phone number.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub display_phone_number: Option<String>,
    /// The username; absent if it was deleted.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// `approved`, `reserved` or `deleted`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}
ccaas_http::debug_allow_list!(BusinessUsername { username, status });

/// A solution of several partners changed: `partner_solutions`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PartnerSolution {
    /// `SOLUTION_CREATED` or `SOLUTION_UPDATED`.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The solution.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub solution_id: Option<String>,
    /// Such as `DRAFT`, `INITIATED` or `ACTIVE`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub solution_status: Option<String>,
}
ccaas_http::debug_allow_list! { PartnerSolution { event, solution_id, solution_status } }

/// A payment gateway was set up: `payment_configuration_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PaymentConfiguration {
    /// The configuration's name.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub configuration_name: Option<String>,
    /// The gateway.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<String>,
    /// The business at the gateway.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub provider_mid: Option<String>,
    /// `Active`, `Needs Connecting` or `Needs Testing`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// When it was set up.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<DateTime<Utc>>,
    /// When it last changed.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub updated_timestamp: Option<DateTime<Utc>>,
}
ccaas_http::debug_allow_list! { PaymentConfiguration {
    configuration_name, provider_name, status, created_timestamp, updated_timestamp
} }
