//! The JSON of each event, field by field.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::encode::Extras;
use crate::{
    Media, RelayKind, ResumedCall, ServerEvent, SessionId, StaffEntry, Timestamp, WaitingCall,
};

/// Writes an object whose fields are named here and nowhere else.
macro_rules! object {
    ($serializer:expr, { $($name:literal: $value:expr),* $(,)? }) => {{
        let mut map = $serializer.serialize_map(None)?;
        $(map.serialize_entry($name, &$value)?;)*
        map.end()
    }};
}
pub(super) use object;

/// An event with what the server adds to it.
pub(super) struct Payload<'a> {
    pub(super) event: &'a ServerEvent,
    pub(super) extras: &'a dyn Extras,
}

impl Serialize for Payload<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use ServerEvent as E;
        let extras = self.extras;
        match self.event {
            E::LoginSuccess(login) => object!(serializer, {
                "token": extras.staff_token(&login.staff.id),
                "staff": Card(&login.staff),
                "role": login.staff.role,
                "sessionId": login.session,
                "resumeToken": login.resume_token,
            }),
            E::StaffListUpdated => object!(serializer, {
                "staff": extras.staff_list().iter().map(Listed).collect::<Vec<_>>(),
            }),
            E::WaitingCalls(calls) => object!(serializer, {
                "count": calls.len(),
                "calls": calls.iter().map(Waiting).collect::<Vec<_>>(),
            }),
            E::WaitingCallsUpdated { count } => object!(serializer, { "count": count }),
            E::ConversationStarted(started) => object!(serializer, {
                "sessionId": started.session,
                "callId": started.call,
                "name": started.name,
                "purpose": started.purpose,
                "staffName": started.staff_name,
                "staffDepartment": started.staff_department,
                "selectedStaffId": started.selected_staff,
                "resumeToken": started.resume_token,
                "ringTimeoutSeconds": started.ring_timeout_seconds,
            }),
            E::NewCallRequest(request) => {
                new_call_request(serializer, &request.waiting, request.media, request)
            }
            E::CallAccepted(accepted) => {
                let ice = extras.ice_servers(accepted.session);
                object!(serializer, {
                    "staffName": accepted.staff_name,
                    "staffDepartment": accepted.staff_department,
                    "callId": accepted.call,
                    "from": accepted.from,
                    "polite": false,
                    "epoch": accepted.epoch,
                    "iceServers": ice.ice_servers,
                    "iceTransportPolicy": ice.ice_transport_policy,
                })
            }
            E::CallStarted(started) => {
                let ice = extras.ice_servers(started.session);
                object!(serializer, {
                    "callId": started.call,
                    "clientId": started.client,
                    "clientName": started.client_name,
                    "polite": true,
                    "epoch": started.epoch,
                    "iceServers": ice.ice_servers,
                    "iceTransportPolicy": ice.ice_transport_policy,
                })
            }
            E::CallWithdrawn { call, reason } => {
                object!(serializer, { "callId": call, "reason": reason })
            }
            E::Relayed(relayed) => {
                let mut map = serializer.serialize_map(None)?;
                if let Some(payload) = &relayed.payload {
                    let name = match relayed.kind {
                        RelayKind::Offer => "offer",
                        RelayKind::Answer => "answer",
                        RelayKind::IceCandidate => "candidate",
                    };
                    map.serialize_entry(name, payload)?;
                }
                map.serialize_entry("from", &relayed.from)?;
                map.serialize_entry("callId", &relayed.call)?;
                map.serialize_entry("epoch", &relayed.epoch)?;
                map.end()
            }
            E::CallEnded(ended) => object!(serializer, {
                "callId": ended.call,
                "reason": ended.reason,
                "endedBy": ended.ended_by,
                "code": ended.code,
            }),
            E::CallTransferred(transferred) => object!(serializer, {
                "callId": transferred.call,
                "staffName": transferred.staff_name,
                "staffDepartment": transferred.staff_department,
            }),
            E::PeerDisconnected {
                call,
                grace_seconds,
            } => object!(serializer, { "callId": call, "graceSeconds": grace_seconds }),
            E::PeerRejoined {
                call,
                epoch,
                you_offer,
            } => object!(serializer, { "callId": call, "epoch": epoch, "youOffer": you_offer }),
            E::Resumed(resumed) => {
                let calls: Vec<_> = resumed
                    .calls
                    .iter()
                    .map(|call| Call(call, resumed.session, extras))
                    .collect();
                let mut map = serializer.serialize_map(None)?;
                let role = resumed
                    .staff
                    .as_ref()
                    .map_or("client", |staff| staff.role.as_str());
                map.serialize_entry("role", role)?;
                if let Some(staff) = &resumed.staff {
                    map.serialize_entry("staff", &Card(staff))?;
                }
                map.serialize_entry("sessionId", &resumed.session)?;
                map.serialize_entry("calls", &calls)?;
                map.serialize_entry("newEpoch", &resumed.new_epoch)?;
                map.end()
            }
            E::ChatMessage(chat) => object!(serializer, {
                "callId": chat.call,
                "id": format_args!("{}-{}", chat.call, chat.number),
                "from": chat.from,
                "text": chat.text,
                "timestamp": Iso(chat.timestamp),
            }),
            E::MediaState(changed) => object!(serializer, {
                "callId": changed.call,
                "from": changed.from,
                "audio": changed.state.audio,
                "video": changed.state.video,
                "screen": changed.state.screen,
                "recording": changed.state.recording,
            }),
            E::DecisionSaved { call } => object!(serializer, { "callId": call }),
            E::CallCompleted { call, decision } => {
                object!(serializer, { "callId": call, "decision": decision })
            }
            E::PresencePing => serializer.serialize_map(Some(0))?.end(),
            E::Replaced { message } | E::SignedOut { message } | E::Error { message, .. } => {
                object!(serializer, { "message": message })
            }
            E::LoginCodeRequired { message } => {
                object!(serializer, { "message": message, "codeRequired": true })
            }
            E::RateLimited {
                message,
                retry_after_seconds,
            } => object!(serializer, {
                "message": message,
                "retryAfterSeconds": retry_after_seconds,
            }),
        }
    }
}

fn new_call_request<S: Serializer>(
    serializer: S,
    waiting: &WaitingCall,
    media: Media,
    request: &crate::NewCallRequest,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    put_waiting(&mut map, waiting)?;
    map.serialize_entry("media", &media)?;
    if let Some(from) = &request.transferred_from {
        map.serialize_entry("transferredFrom", from)?;
    }
    map.end()
}

fn put_waiting<M: SerializeMap>(map: &mut M, waiting: &WaitingCall) -> Result<(), M::Error> {
    map.serialize_entry("callId", &waiting.call)?;
    map.serialize_entry("clientName", &waiting.client_name)?;
    map.serialize_entry("purpose", &waiting.purpose)?;
    map.serialize_entry("timestamp", &Iso(waiting.timestamp))
}

struct Iso(Timestamp);

impl Serialize for Iso {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

struct Waiting<'a>(&'a WaitingCall);

impl Serialize for Waiting<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        put_waiting(&mut map, self.0)?;
        map.end()
    }
}

struct Card<'a>(&'a crate::Staff);

impl Serialize for Card<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, {
            "id": self.0.id,
            "name": self.0.name,
            "department": self.0.department,
            "email": self.0.email,
        })
    }
}

struct Listed<'a>(&'a StaffEntry);

impl Serialize for Listed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, {
            "id": self.0.id,
            "name": self.0.name,
            "department": self.0.department,
            "status": self.0.status,
        })
    }
}

struct Call<'a>(&'a ResumedCall, SessionId, &'a dyn Extras);

impl Serialize for Call<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(call, session, extras) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("callId", &call.call)?;
        map.serialize_entry("state", if call.live { "live" } else { "waiting" })?;
        map.serialize_entry("epoch", &call.epoch)?;
        map.serialize_entry("polite", &call.polite)?;
        map.serialize_entry("peerName", &call.peer_name)?;
        if let Some(peer) = &call.peer_session {
            map.serialize_entry("peerSessionId", peer)?;
        }
        if call.live {
            let ice = extras.ice_servers(*session);
            map.serialize_entry("iceServers", &ice.ice_servers)?;
            map.serialize_entry("iceTransportPolicy", &ice.ice_transport_policy)?;
        }
        map.end()
    }
}
