//! Business phone numbers: name, quality, security, settings
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_quality_update)).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    PhoneNumberId,
    webhooks::field::{exchanged, lenient, list, unix_time},
};

/// A display name was decided on: `phone_number_name_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PhoneNumberName {
    /// The business phone number.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub display_phone_number: Option<String>,
    /// Such as `APPROVED`, `REJECTED` or `DEFERRED`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// The name.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub requested_verified_name: Option<String>,
    /// Why not.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub rejection_reason: Option<String>,
}
ccaas_http::debug_allow_list! { PhoneNumberName {
    decision, requested_verified_name, rejection_reason
} }

/// A limit or the throughput changed: `phone_number_quality_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PhoneNumberQuality {
    /// The business phone number.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub display_phone_number: Option<String>,
    /// Such as `ONBOARDING`, `THROUGHPUT_UPGRADE` or `FLAGGED`.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The limit until now; to go away.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub old_limit: Option<String>,
    /// The limit from now on; to go away.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub current_limit: Option<String>,
    /// Customers a day, as a tier such as `TIER_2K`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub max_daily_conversations_per_business: Option<String>,
}
ccaas_http::debug_allow_list! { PhoneNumberQuality {
    event, old_limit, current_limit, max_daily_conversations_per_business
} }

/// The two-step PIN was touched: `security`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Security {
    /// The business phone number.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub display_phone_number: Option<String>,
    /// What happened.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub event: Option<SecurityEvent>,
    /// Who asked, by id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub requester: Option<String>,
}
ccaas_http::debug_allow_list!(Security { event });

ccaas_http::open_enum! {
    /// What happened to the two-step PIN.
    pub enum SecurityEvent {
        /// It was changed, or set.
        PinChanged = "PIN_CHANGED",
        /// Somebody asked to turn it off.
        PinResetRequest = "PIN_RESET_REQUEST",
        /// It is off.
        PinRequestSuccess = "PIN_REQUEST_SUCCESS",
        /// It is off, as older pages of the documentation write it.
        PinResetSuccess = "PIN_RESET_SUCCESS",
    }
}

/// Settings changed: `account_settings_update`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AccountSettings {
    /// Such as `phone_number_settings`.
    #[serde(rename = "type")]
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// When.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime<Utc>>,
    /// The settings of a number.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub phone_number_settings: Option<PhoneNumberSettings>,
}
ccaas_http::debug_allow_list! { AccountSettings { kind, timestamp, phone_number_settings } }

/// Settings of a business phone number.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PhoneNumberSettings {
    /// The number's id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub phone_number_id: Option<PhoneNumberId>,
    /// Settings for calls.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub calling: Option<CallingSettings>,
}
ccaas_http::debug_allow_list! { PhoneNumberSettings { phone_number_id, calling } }

/// Settings for calls.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallingSettings {
    /// `ENABLED` or `DISABLED`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Whether customers see how to call.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub call_icon_visibility: Option<String>,
    /// Whether calling the business allows it to call back.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub callback_permission_status: Option<String>,
    /// How media are encrypted with SIP.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub srtp_key_exchange_protocol: Option<String>,
    /// When calls are taken.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub call_hours: Option<CallHours>,
    /// Calls over SIP.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub sip: Option<SipSettings>,
}
ccaas_http::debug_allow_list! { CallingSettings {
    status, call_icon_visibility, callback_permission_status, srtp_key_exchange_protocol,
    call_hours, sip
} }

/// When calls are taken.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallHours {
    /// `ENABLED` or `DISABLED`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The time zone.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub timezone_id: Option<String>,
    /// Each week.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub weekly_operating_hours: Vec<OpeningHours>,
    /// On holidays.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub holiday_schedule: Vec<HolidayHours>,
}
ccaas_http::debug_allow_list! { CallHours {
    status, timezone_id, weekly_operating_hours, holiday_schedule
} }

/// Hours of one day of the week.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OpeningHours {
    /// The day, such as `MONDAY`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub day_of_week: Option<String>,
    /// From, such as `0400`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub open_time: Option<String>,
    /// To, such as `1020`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub close_time: Option<String>,
}
ccaas_http::debug_allow_list! { OpeningHours { day_of_week, open_time, close_time } }

/// Hours of one holiday.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct HolidayHours {
    /// The day, such as `2026-01-01`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// From, such as `0000`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// To, such as `2359`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
}
ccaas_http::debug_allow_list! { HolidayHours { date, start_time, end_time } }

/// Calls over SIP.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SipSettings {
    /// `ENABLED` or `DISABLED`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Where calls go.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<SipServer>,
}
ccaas_http::debug_allow_list!(SipSettings { status, servers });

/// A SIP server.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SipServer {
    /// The host.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// The port.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub port: Option<i64>,
}
ccaas_http::debug_allow_list!(SipServer { hostname, port });
