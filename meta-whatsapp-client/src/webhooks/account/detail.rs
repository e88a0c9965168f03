//! Parts of updates about the account.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    WabaId,
    webhooks::field::{lenient, list, unix_time},
};

/// What an alert is.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AlertDetail {
    /// `CRITICAL`, `WARNING` or `INFORMATIONAL`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub alert_severity: Option<String>,
    /// `ACTIVE` or `NONE`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub alert_status: Option<String>,
    /// Such as `OBA_APPROVED`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub alert_type: Option<String>,
    /// In words.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub alert_description: Option<String>,
}
ccaas_http::debug_allow_list! { AlertDetail { alert_severity, alert_status, alert_type } }

/// An account, its owner and its partners.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WabaDetail {
    /// The account.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub waba_id: Option<WabaId>,
    /// The business that owns it.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub owner_business_id: Option<String>,
    /// The ad account.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub ad_account_linked: Option<String>,
    /// The partner's app.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub partner_app_id: Option<String>,
    /// The solution the business came by.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub solution_id: Option<String>,
    /// The partners of the solution.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub solution_partner_business_ids: Vec<String>,
}
ccaas_http::debug_allow_list! { WabaDetail {
    waba_id, owner_business_id, ad_account_linked, partner_app_id, solution_id,
    solution_partner_business_ids
} }

/// A rule that was broken.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Violation {
    /// Which rule.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub violation_type: Option<String>,
    /// What to do.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub remediation: Option<String>,
}
ccaas_http::debug_allow_list!(Violation { violation_type });

/// Something that may not be done for a while.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Restriction {
    /// What.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub restriction_type: Option<String>,
    /// Until when: a timestamp or a date, as written.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<String>,
    /// What to do.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub remediation: Option<String>,
}
ccaas_http::debug_allow_list! { Restriction { restriction_type, expiration } }

/// Whether an account is banned.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BanDetail {
    /// `SCHEDULE_FOR_DISABLE`, `DISABLE` or `REINSTATE`.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub waba_ban_state: Vec<String>,
    /// Since when, as written.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub waba_ban_date: Option<String>,
}
ccaas_http::debug_allow_list! { BanDetail { waba_ban_state, waba_ban_date } }

/// Since when the rate for authentication from abroad applies.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RateEligibility {
    /// Since when, in general.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime<Utc>>,
    /// Countries with a date of their own.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub exception_countries: Vec<RateCountry>,
}
ccaas_http::debug_allow_list! { RateEligibility { start_time, exception_countries } }

/// A country with a date of its own.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RateCountry {
    /// The country's code.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Since when.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime<Utc>>,
}
ccaas_http::debug_allow_list! { RateCountry { country_code, start_time } }

/// A price tier.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VolumeTier {
    /// When it was reached; of several deliveries the earliest counts.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub tier_update_time: Option<DateTime<Utc>>,
    /// `UTILITY` or `AUTHENTICATION`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub pricing_category: Option<String>,
    /// From and to, such as `25000001:50000000`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// The month, such as `2026-11`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub effective_month: Option<String>,
    /// Where the customers are.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}
ccaas_http::debug_allow_list! { VolumeTier {
    tier_update_time, pricing_category, tier, effective_month, region
} }

/// How the verification by a partner went.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CertificationDetail {
    /// The business.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub client_business_id: Option<String>,
    /// Such as `APPROVED`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Why not.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub rejection_reasons: Vec<String>,
}
ccaas_http::debug_allow_list! { CertificationDetail {
    client_business_id, status, rejection_reasons
} }

/// Why the WhatsApp Business app is no longer connected.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DisconnectionDetail {
    /// Such as `PRIMARY_INACTIVITY`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `USER` or `SYSTEM`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub initiated_by: Option<String>,
}
ccaas_http::debug_allow_list! { DisconnectionDetail { reason, initiated_by } }
