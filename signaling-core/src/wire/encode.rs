//! From a [`ServerEvent`] to its name and its JSON.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::payload;
use crate::{RelayKind, ServerEvent, SessionId, StaffEntry, StaffId};

/// What only the server knows of what is sent.
pub trait Extras {
    /// Fresh ICE servers, for a session that is in a call.
    fn ice_servers(&self, session: SessionId) -> IceServers;

    /// The token that a staff member is given at sign-in.
    fn staff_token(&self, staff: &StaffId) -> String;

    /// The staff list, as [`Reception::staff_list`](crate::Reception::staff_list) tells it.
    fn staff_list(&self) -> Vec<StaffEntry>;
}

/// ICE servers, as browsers take them.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IceServers {
    /// `RTCConfiguration.iceServers`, as JSON.
    pub ice_servers: Box<RawValue>,
    /// `RTCConfiguration.iceTransportPolicy`: `all` or `relay`.
    pub ice_transport_policy: String,
}

impl std::fmt::Debug for IceServers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IceServers")
            .field("ice_transport_policy", &self.ice_transport_policy)
            .finish_non_exhaustive()
    }
}

/// The name of an event.
pub fn event_name(event: &ServerEvent) -> &'static str {
    match event {
        ServerEvent::LoginSuccess(_) => "login-success",
        ServerEvent::StaffListUpdated => "staff-list-updated",
        ServerEvent::WaitingCalls(_) => "waiting-calls",
        ServerEvent::WaitingCallsUpdated { .. } => "waiting-calls-updated",
        ServerEvent::ConversationStarted(_) => "conversation-started",
        ServerEvent::NewCallRequest(_) => "new-call-request",
        ServerEvent::CallAccepted(_) => "call-accepted",
        ServerEvent::CallStarted(_) => "call-started",
        ServerEvent::CallWithdrawn { .. } => "call-withdrawn",
        ServerEvent::Relayed(relayed) => match relayed.kind {
            RelayKind::Offer => "offer",
            RelayKind::Answer => "answer",
            RelayKind::IceCandidate => "ice-candidate",
        },
        ServerEvent::CallEnded(_) => "call-ended",
        ServerEvent::CallTransferred(_) => "call-transferred",
        ServerEvent::PeerDisconnected { .. } => "peer-disconnected",
        ServerEvent::PeerRejoined { .. } => "peer-rejoined",
        ServerEvent::Resumed(_) => "resumed",
        ServerEvent::ChatMessage(_) => "chat-message",
        ServerEvent::MediaState(_) => "media-state",
        ServerEvent::DecisionSaved { .. } => "decision-saved",
        ServerEvent::CallCompleted { .. } => "call-completed",
        ServerEvent::PresencePing => "presence-ping",
        ServerEvent::Replaced { .. } => "replaced",
        ServerEvent::SignedOut { .. } => "signed-out",
        ServerEvent::Error { event, .. } => event.as_str(),
        ServerEvent::LoginCodeRequired { .. } => "login-error",
        ServerEvent::RateLimited { .. } => "rate-limited",
    }
}

/// The JSON of an event.
///
/// # Panics
///
/// Never: all that is written are objects of texts and numbers.
pub fn encode(event: &ServerEvent, extras: &dyn Extras) -> Box<RawValue> {
    to_raw_value(&payload::Payload { event, extras }).expect("objects of texts and numbers")
}
