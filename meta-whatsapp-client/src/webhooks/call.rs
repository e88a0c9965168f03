//! Calls: `calls`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference)).

use chrono::{DateTime, Utc};

use super::{Received, Status};
use crate::{ParentUserId, UserId, WaId, error::ErrorDetail};

wire! {
    /// Calls began, ended, or moved on.
    pub struct Calls {
        /// Calls that began or ended.
        pub calls: Vec<Received<Call>>,
        /// Calls of the business that moved on.
        pub statuses: Vec<Received<Status>>,
        auxiliary {
            /// What went wrong.
            pub errors: Vec<ErrorDetail>,
        }
    }
    shows { errors }
}

wire! {
    /// A call that began or ended.
    pub struct Call {
        /// The call's id.
        pub id: Option<String>,
        /// Who calls.
        pub from: Option<WaId>,
        /// Who calls, by business-scoped user id.
        pub from_user_id: Option<UserId>,
        /// Who calls, by the id across a parent business.
        pub from_parent_user_id: Option<ParentUserId>,
        /// Who is called.
        pub to: Option<WaId>,
        /// Who is called, by business-scoped user id.
        pub to_user_id: Option<UserId>,
        /// Who is called, by the id across a parent business.
        pub to_parent_user_id: Option<ParentUserId>,
        /// What happened.
        pub event: Option<CallEvent>,
        /// `USER_INITIATED` or `BUSINESS_INITIATED`.
        pub direction: Option<String>,
        /// How it ended: `COMPLETED` or `FAILED`.
        pub status: Vec<String>,
        /// When it was taken.
        pub start_time: Option<DateTime<Utc>>,
        /// When it ended.
        pub end_time: Option<DateTime<Utc>>,
        /// How long it was, in seconds.
        pub duration: Option<i64>,
        /// The session's description.
        pub session: Option<CallSession>,
        /// The session's description, in older deliveries.
        pub connection: Option<CallConnection>,
        /// What the business put into the link the customer called by.
        pub deeplink_payload: Option<String>,
        /// What the business put into the button the customer called by.
        pub cta_payload: Option<String>,
        auxiliary {
            /// When.
            pub timestamp: Option<DateTime<Utc>>,
            /// What the business sent along for itself.
            pub biz_opaque_callback_data: Option<String>,
            /// What went wrong.
            pub errors: Vec<ErrorDetail>,
        }
    }
    shows { event, timestamp, direction, status, start_time, end_time, duration, errors }
}

open_enum! {
    /// What happened to a call.
    pub enum CallEvent {
        /// It begins.
        Connect = "connect",
        /// It ended.
        Terminate = "terminate",
    }
}

wire! {
    /// A session's description.
    pub struct CallSession {
        /// `offer` or `answer`.
        pub sdp_type: Option<String>,
        /// The description; it names network addresses.
        pub sdp: Option<String>,
    }
    shows { sdp_type }
}

wire! {
    /// A session's description, in older deliveries.
    pub struct CallConnection {
        /// For WebRTC.
        pub webrtc: Option<WebRtc>,
    }
    shows {}
}

wire! {
    /// A session's description for WebRTC.
    pub struct WebRtc {
        /// The description; it names network addresses.
        pub sdp: Option<String>,
    }
    shows {}
}
