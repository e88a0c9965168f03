//! Business phone numbers: name, quality, security, settings
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_quality_update)).

use chrono::{DateTime, Utc};

use crate::PhoneNumberId;

wire! {
    /// A display name was decided on: `phone_number_name_update`.
    pub struct PhoneNumberName {
        /// The business phone number.
        pub display_phone_number: Option<String>,
        /// Such as `APPROVED`, `REJECTED` or `DEFERRED`.
        pub decision: Option<String>,
        /// The name.
        pub requested_verified_name: Option<String>,
        /// Why not.
        pub rejection_reason: Option<String>,
    }
    shows { decision, requested_verified_name, rejection_reason }
}

wire! {
    /// A limit or the throughput changed: `phone_number_quality_update`.
    pub struct PhoneNumberQuality {
        /// The business phone number.
        pub display_phone_number: Option<String>,
        /// Such as `ONBOARDING`, `THROUGHPUT_UPGRADE` or `FLAGGED`.
        pub event: Option<String>,
        /// The limit until now; to go away.
        pub old_limit: Option<String>,
        /// The limit from now on; to go away.
        pub current_limit: Option<String>,
        /// Customers a day, as a tier such as `TIER_2K`.
        pub max_daily_conversations_per_business: Option<String>,
    }
    shows { event, old_limit, current_limit, max_daily_conversations_per_business }
}

wire! {
    /// The two-step PIN was touched: `security`.
    pub struct Security {
        /// The business phone number.
        pub display_phone_number: Option<String>,
        /// What happened.
        pub event: Option<SecurityEvent>,
        /// Who asked, by id.
        pub requester: Option<String>,
    }
    shows { event }
}

open_enum! {
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

wire! {
    /// Settings changed: `account_settings_update`.
    pub struct AccountSettings {
        /// Such as `phone_number_settings`.
        #[serde(rename = "type")]
        pub kind: Option<String>,
        /// When.
        pub timestamp: Option<DateTime<Utc>>,
        /// The settings of a number.
        pub phone_number_settings: Option<PhoneNumberSettings>,
    }
    shows { kind, timestamp, phone_number_settings }
}

wire! {
    /// Settings of a business phone number.
    pub struct PhoneNumberSettings {
        /// The number's id.
        pub phone_number_id: Option<PhoneNumberId>,
        /// Settings for calls.
        pub calling: Option<CallingSettings>,
    }
    shows { phone_number_id, calling }
}

wire! {
    /// Settings for calls.
    pub struct CallingSettings {
        /// `ENABLED` or `DISABLED`.
        pub status: Option<String>,
        /// Whether customers see how to call.
        pub call_icon_visibility: Option<String>,
        /// Whether calling the business allows it to call back.
        pub callback_permission_status: Option<String>,
        /// How media are encrypted with SIP.
        pub srtp_key_exchange_protocol: Option<String>,
        /// When calls are taken.
        pub call_hours: Option<CallHours>,
        /// Calls over SIP.
        pub sip: Option<SipSettings>,
    }
    shows {
        status, call_icon_visibility, callback_permission_status, srtp_key_exchange_protocol,
        call_hours, sip
    }
}

wire! {
    /// When calls are taken.
    pub struct CallHours {
        /// `ENABLED` or `DISABLED`.
        pub status: Option<String>,
        /// The time zone.
        pub timezone_id: Option<String>,
        /// Each week.
        pub weekly_operating_hours: Vec<OpeningHours>,
        /// On holidays.
        pub holiday_schedule: Vec<HolidayHours>,
    }
    shows { status, timezone_id, weekly_operating_hours, holiday_schedule }
}

wire! {
    /// Hours of one day of the week.
    pub struct OpeningHours {
        /// The day, such as `MONDAY`.
        pub day_of_week: Option<String>,
        /// From, such as `0400`.
        pub open_time: Option<String>,
        /// To, such as `1020`.
        pub close_time: Option<String>,
    }
    shows { day_of_week, open_time, close_time }
}

wire! {
    /// Hours of one holiday.
    pub struct HolidayHours {
        /// The day, such as `2026-01-01`.
        pub date: Option<String>,
        /// From, such as `0000`.
        pub start_time: Option<String>,
        /// To, such as `2359`.
        pub end_time: Option<String>,
    }
    shows { date, start_time, end_time }
}

wire! {
    /// Calls over SIP.
    pub struct SipSettings {
        /// `ENABLED` or `DISABLED`.
        pub status: Option<String>,
        /// Where calls go.
        pub servers: Vec<SipServer>,
    }
    shows { status, servers }
}

wire! {
    /// A SIP server.
    pub struct SipServer {
        /// The host.
        pub hostname: Option<String>,
        /// The port.
        pub port: Option<i64>,
    }
    shows { hostname, port }
}
