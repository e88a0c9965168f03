//! Calls over WhatsApp: starting, answering, ending, and the permission to call.
//!
//! - `POST /{phone_number_id}/calls`
//! - `GET /{phone_number_id}/call_permissions`
//!
//! The media goes over WebRTC or SIP, which is not part of this crate.
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::{InvalidRequest, define_id};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[cfg(feature = "client")]
pub use endpoints::Calls;

use super::{
    limits,
    received::{Lenient, lenient_through_serde, received},
};
use crate::UserId;

define_id! {
    /// Identifies a call: the `wacid`. It contains a phone number.
    pub personal CallId
}
impl Lenient for CallId {
    fn read(raw: &serde_json::value::RawValue) -> Option<Self> {
        String::read(raw).map(Self::new)
    }
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

/// Which side describes a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SdpType {
    /// The one that calls.
    Offer,
    /// The one that is called.
    Answer,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}

received! {
    /// A call that was started.
    pub struct StartedCall {
        /// Its id.
        pub id: Option<CallId>,
    }
    debug []
}

received! {
    /// Whether a customer may be called.
    pub struct CallPermissions {
        /// What the customer allowed.
        pub permission: Option<CallPermission>,
        /// What may be done now.
        pub actions: Vec<CallPermissionAction>,
    }
    debug [permission, actions]
}
received! {
    /// What a customer allowed.
    pub struct CallPermission {
        /// Whether the customer may be called.
        pub status: Option<CallPermissionStatus>,
        /// Until when.
        pub expiration_time: Option<DateTime<Utc>>,
    }
    debug [status, expiration_time]
}
received! {
    /// Something that may be done, and how often.
    pub struct CallPermissionAction {
        /// `start_call` or `send_call_permission_request`.
        pub action_name: Option<String>,
        /// Whether it may be done now.
        pub can_perform_action: Option<bool>,
        /// How often.
        pub limits: Vec<CallActionLimit>,
    }
    debug [action_name, can_perform_action, limits]
}
received! {
    /// How often something may be done.
    pub struct CallActionLimit {
        /// In which time, ISO 8601: `PT24H`.
        pub time_period: Option<String>,
        /// How often it was done.
        pub current_usage: Option<i64>,
        /// How often it may be done.
        pub max_allowed: Option<i64>,
        /// When the count starts again.
        pub limit_expiration_time: Option<DateTime<Utc>>,
    }
    debug [time_period, current_usage, max_allowed, limit_expiration_time]
}

/// Whether a customer may be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CallPermissionStatus {
    /// Yes.
    Granted,
    /// For some days.
    Temporary,
    /// For good.
    Permanent,
    /// Not asked yet.
    NoPermission,
    /// Asked, not answered yet.
    Pending,
    /// No.
    Denied,
    /// Not any more.
    Expired,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}
lenient_through_serde!(CallPermissionStatus);

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
