//! Parts of updates about the account.

use chrono::{DateTime, Utc};

use crate::WabaId;

wire! {
    /// What an alert is.
    pub struct AlertDetail {
        /// `CRITICAL`, `WARNING` or `INFORMATIONAL`.
        pub alert_severity: Option<String>,
        /// `ACTIVE` or `NONE`.
        pub alert_status: Option<String>,
        /// Such as `OBA_APPROVED`.
        pub alert_type: Option<String>,
        /// In words.
        pub alert_description: Option<String>,
    }
    shows { alert_severity, alert_status, alert_type }
}

wire! {
    /// An account, its owner and its partners.
    pub struct WabaDetail {
        /// The account.
        pub waba_id: Option<WabaId>,
        /// The business that owns it.
        pub owner_business_id: Option<String>,
        /// The ad account.
        pub ad_account_linked: Option<String>,
        /// The partner's app.
        pub partner_app_id: Option<String>,
        /// The solution the business came by.
        pub solution_id: Option<String>,
        /// The partners of the solution.
        pub solution_partner_business_ids: Vec<String>,
    }
    shows {
        waba_id, owner_business_id, ad_account_linked, partner_app_id, solution_id,
        solution_partner_business_ids
    }
}

wire! {
    /// A rule that was broken.
    pub struct Violation {
        /// Which rule.
        pub violation_type: Option<String>,
        /// What to do.
        pub remediation: Option<String>,
    }
    shows { violation_type }
}

wire! {
    /// Something that may not be done for a while.
    pub struct Restriction {
        /// What.
        pub restriction_type: Option<String>,
        /// Until when: a timestamp or a date, as written.
        pub expiration: Option<String>,
        /// What to do.
        pub remediation: Option<String>,
    }
    shows { restriction_type, expiration }
}

wire! {
    /// Whether an account is banned.
    pub struct BanDetail {
        /// `SCHEDULE_FOR_DISABLE`, `DISABLE` or `REINSTATE`.
        pub waba_ban_state: Vec<String>,
        /// Since when, as written.
        pub waba_ban_date: Option<String>,
    }
    shows { waba_ban_state, waba_ban_date }
}

wire! {
    /// Since when the rate for authentication from abroad applies.
    pub struct RateEligibility {
        /// Since when, in general.
        pub start_time: Option<DateTime<Utc>>,
        /// Countries with a date of their own.
        pub exception_countries: Vec<RateCountry>,
    }
    shows { start_time, exception_countries }
}

wire! {
    /// A country with a date of its own.
    pub struct RateCountry {
        /// The country's code.
        pub country_code: Option<String>,
        /// Since when.
        pub start_time: Option<DateTime<Utc>>,
    }
    shows { country_code, start_time }
}

wire! {
    /// A price tier.
    pub struct VolumeTier {
        /// When it was reached; of several deliveries the earliest counts.
        pub tier_update_time: Option<DateTime<Utc>>,
        /// `UTILITY` or `AUTHENTICATION`.
        pub pricing_category: Option<String>,
        /// From and to, such as `25000001:50000000`.
        pub tier: Option<String>,
        /// The month, such as `2026-11`.
        pub effective_month: Option<String>,
        /// Where the customers are.
        pub region: Option<String>,
    }
    shows { tier_update_time, pricing_category, tier, effective_month, region }
}

wire! {
    /// How the verification by a partner went.
    pub struct CertificationDetail {
        /// The business.
        pub client_business_id: Option<String>,
        /// Such as `APPROVED`.
        pub status: Option<String>,
        /// Why not.
        pub rejection_reasons: Vec<String>,
    }
    shows { client_business_id, status, rejection_reasons }
}

wire! {
    /// Why the WhatsApp Business app is no longer connected.
    pub struct DisconnectionDetail {
        /// Such as `PRIMARY_INACTIVITY`.
        pub reason: Option<String>,
        /// `USER` or `SYSTEM`.
        pub initiated_by: Option<String>,
    }
    shows { reason, initiated_by }
}
