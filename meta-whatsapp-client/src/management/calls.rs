//! Calls over WhatsApp: starting, answering, ending, and the permission to call.
//!
//! - `POST /{phone_number_id}/calls`
//! - `GET /{phone_number_id}/call_permissions`
//!
//! The media goes over WebRTC or SIP, which is not part of this crate.
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::{InvalidRequest, define_id, read};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[cfg(feature = "client")]
pub use endpoints::Calls;

use super::limits;
use crate::UserId;

define_id! {
    /// Identifies a call: the `wacid`. It contains a phone number.
    pub personal CallId
}

/// A call to start.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartCall {
    /// The customer's phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The customer's business-scoped user id, instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<UserId>,
    /// What the business offers.
    pub session: Session,
    /// What the call's webhooks bring back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biz_opaque_callback_data: Option<String>,
}
ccaas_http::debug_allow_list!(StartCall {});

impl StartCall {
    /// To a phone number.
    pub fn to(phone_number: impl Into<String>, offer: impl Into<String>) -> Self {
        Self {
            to: Some(phone_number.into()),
            recipient: None,
            session: Session::offer(offer),
            biz_opaque_callback_data: None,
        }
    }

    /// Checks the limits.
    ///
    /// # Errors
    /// The first field that breaks one.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        limits::not_empty("to", self.to.is_none() && self.recipient.is_none())?;
        check_data(self.biz_opaque_callback_data.as_deref())
    }
}

fn check_data(data: Option<&str>) -> Result<(), InvalidRequest> {
    let field = || "biz_opaque_callback_data".to_owned();
    limits::length(field, data.unwrap_or_default(), limits::CALL_CALLBACK_DATA)
}

/// One side's description of a call.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Which side's.
    pub sdp_type: SdpType,
    /// The description, RFC 8866. It has network addresses.
    pub sdp: String,
}
ccaas_http::debug_allow_list!(Session { sdp_type });

impl Session {
    /// Of the side that calls.
    pub fn offer(sdp: impl Into<String>) -> Self {
        Self {
            sdp_type: SdpType::Offer,
            sdp: sdp.into(),
        }
    }

    /// Of the side that is called.
    pub fn answer(sdp: impl Into<String>) -> Self {
        Self {
            sdp_type: SdpType::Answer,
            sdp: sdp.into(),
        }
    }
}

ccaas_http::open_enum! {
    /// Which side describes a call.
    pub enum SdpType {
        /// The one that calls.
        Offer = "offer",
        /// The one that is called.
        Answer = "answer",
    }
}

/// A call that was started.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct StartedCall {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<CallId>,
}
ccaas_http::keep_raw!(StartedCall);
ccaas_http::debug_allow_list!(StartedCall {});

/// Whether a customer may be called.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct CallPermissions {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// What the customer allowed.
    #[serde(default, deserialize_with = "read::lenient")]
    pub permission: Option<CallPermission>,
    /// What may be done now.
    #[serde(default, deserialize_with = "read::list")]
    pub actions: Vec<CallPermissionAction>,
}
ccaas_http::keep_raw!(CallPermissions);
ccaas_http::debug_allow_list! { CallPermissions { permission, actions } }

/// What a customer allowed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallPermission {
    /// Whether the customer may be called.
    #[serde(deserialize_with = "read::raw_lenient")]
    pub status: Option<CallPermissionStatus>,
    /// Until when.
    #[serde(deserialize_with = "read::time")]
    pub expiration_time: Option<DateTime<Utc>>,
}
ccaas_http::debug_allow_list! { CallPermission { status, expiration_time } }

/// Something that may be done, and how often.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallPermissionAction {
    /// `start_call` or `send_call_permission_request`.
    #[serde(deserialize_with = "read::filled")]
    pub action_name: Option<String>,
    /// Whether it may be done now.
    #[serde(deserialize_with = "read::lenient")]
    pub can_perform_action: Option<bool>,
    /// How often.
    #[serde(deserialize_with = "read::list")]
    pub limits: Vec<CallActionLimit>,
}
ccaas_http::debug_allow_list! { CallPermissionAction { action_name, can_perform_action, limits } }

/// How often something may be done.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallActionLimit {
    /// In which time, ISO 8601: `PT24H`.
    #[serde(deserialize_with = "read::filled")]
    pub time_period: Option<String>,
    /// How often it was done.
    #[serde(deserialize_with = "read::lenient")]
    pub current_usage: Option<i64>,
    /// How often it may be done.
    #[serde(deserialize_with = "read::lenient")]
    pub max_allowed: Option<i64>,
    /// When the count starts again.
    #[serde(deserialize_with = "read::time")]
    pub limit_expiration_time: Option<DateTime<Utc>>,
}
ccaas_http::debug_allow_list! { CallActionLimit {
    time_period, current_usage, max_allowed, limit_expiration_time
} }

ccaas_http::open_enum! {
    /// Whether a customer may be called.
    pub enum CallPermissionStatus {
        /// Yes.
        Granted = "granted",
        /// For some days.
        Temporary = "temporary",
        /// For good.
        Permanent = "permanent",
        /// Not asked yet.
        NoPermission = "no_permission",
        /// Asked, not answered yet.
        Pending = "pending",
        /// No.
        Denied = "denied",
        /// Not any more.
        Expired = "expired",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_needs_somebody_to_call() {
        let call = StartCall::to("+12025550147", "v=0");
        assert!(call.check().is_ok());
        let nobody = StartCall {
            to: None,
            ..call.clone()
        };
        assert_eq!(nobody.check().unwrap_err().field(), "to");
        let long = StartCall {
            biz_opaque_callback_data: Some("x".repeat(513)),
            ..call
        };
        assert_eq!(
            long.check().unwrap_err().field(),
            "biz_opaque_callback_data"
        );
    }

    #[test]
    fn debug_shows_neither_number_nor_session() {
        let printed = format!("{:?}", StartCall::to("canary", "canary"));
        assert!(!printed.contains("canary"), "{printed}");
    }
}
