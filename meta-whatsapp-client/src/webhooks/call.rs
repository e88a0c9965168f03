//! Calls: `calls`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference)).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Received, Status};
use crate::{
    ParentUserId, UserId, WaId,
    error::ErrorDetail,
    webhooks::field::{exchanged, lenient, list, raw_list, unix_time},
};

/// Calls began, ended, or moved on.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Calls {
    /// Calls that began or ended.
    #[serde(with = "raw_list", skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<Received<Call>>,
    /// Calls of the business that moved on.
    #[serde(with = "raw_list", skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<Received<Status>>,
    /// What went wrong.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorDetail>,
}
ccaas_http::debug_allow_list!(Calls { errors });

/// A call that began or ended.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Call {
    /// The call's id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Who calls.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub from: Option<WaId>,
    /// Who calls, by business-scoped user id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub from_user_id: Option<UserId>,
    /// Who calls, by the id across a parent business.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub from_parent_user_id: Option<ParentUserId>,
    /// Who is called.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub to: Option<WaId>,
    /// Who is called, by business-scoped user id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub to_user_id: Option<UserId>,
    /// Who is called, by the id across a parent business.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub to_parent_user_id: Option<ParentUserId>,
    /// What happened.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub event: Option<CallEvent>,
    /// `USER_INITIATED` or `BUSINESS_INITIATED`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// How it ended: `COMPLETED` or `FAILED`.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<String>,
    /// When it was taken.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<DateTime<Utc>>,
    /// When it ended.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<DateTime<Utc>>,
    /// How long it was, in seconds.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub duration: Option<i64>,
    /// The session's description.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub session: Option<CallSession>,
    /// The session's description, in older deliveries.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub connection: Option<CallConnection>,
    /// What the business put into the link the customer called by.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub deeplink_payload: Option<String>,
    /// What the business put into the button the customer called by.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub cta_payload: Option<String>,
    /// When.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime<Utc>>,
    /// What the business sent along for itself.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub biz_opaque_callback_data: Option<String>,
    /// What went wrong.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorDetail>,
}
ccaas_http::debug_allow_list! { Call {
    event, timestamp, direction, status, start_time, end_time, duration, errors
} }

ccaas_http::open_enum! {
    /// What happened to a call.
    pub enum CallEvent {
        /// It begins.
        Connect = "connect",
        /// It ended.
        Terminate = "terminate",
    }
}

/// A session's description.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallSession {
    /// `offer` or `answer`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub sdp_type: Option<String>,
    /// The description; it names network addresses.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub sdp: Option<String>,
}
ccaas_http::debug_allow_list!(CallSession { sdp_type });

/// A session's description, in older deliveries.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallConnection {
    /// For WebRTC.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub webrtc: Option<WebRtc>,
}
ccaas_http::debug_allow_list!(CallConnection {});

/// A session's description for WebRTC.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WebRtc {
    /// The description; it names network addresses.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub sdp: Option<String>,
}
ccaas_http::debug_allow_list!(WebRtc {});
