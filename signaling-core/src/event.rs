//! What clients are told.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    CallId, EndCode, EndedBy, ErrorEvent, Media, MediaState, RawJson, RelayKind, ResumeToken,
    SessionId, Staff, StaffId, Text, Timestamp, WithdrawnReason,
};

/// One event for a client. [`wire::encode`](crate::wire::encode) gives its name and its JSON.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ServerEvent {
    /// `login-success`; the server adds its own token.
    LoginSuccess(Box<LoginSuccess>),
    /// `staff-list-updated`; the server fills in [`staff_list`](crate::Reception::staff_list).
    StaffListUpdated,
    /// `waiting-calls`.
    WaitingCalls(Vec<WaitingCall>),
    /// `waiting-calls-updated`.
    WaitingCallsUpdated {
        /// How many there are.
        count: usize,
    },
    /// `conversation-started`.
    ConversationStarted(Box<ConversationStarted>),
    /// `new-call-request`.
    NewCallRequest(Box<NewCallRequest>),
    /// `call-accepted`; the server adds ICE servers.
    CallAccepted(Box<CallAccepted>),
    /// `call-started`; the server adds ICE servers.
    CallStarted(Box<CallStarted>),
    /// `call-withdrawn`.
    CallWithdrawn {
        /// Which.
        call: CallId,
        /// Why.
        reason: WithdrawnReason,
    },
    /// `offer`, `answer` or `ice-candidate`.
    Relayed(Box<Relayed>),
    /// `call-ended`.
    CallEnded(Box<CallEnded>),
    /// `call-transferred`.
    CallTransferred(Box<CallTransferred>),
    /// `peer-disconnected`.
    PeerDisconnected {
        /// Of which call.
        call: CallId,
        /// How long the call waits for the peer.
        grace_seconds: u64,
    },
    /// `peer-rejoined`.
    PeerRejoined {
        /// Of which call.
        call: CallId,
        /// From now on; if it is not the one before, a new peer connection is needed.
        epoch: u32,
        /// Whether the side that is told makes the first offer.
        you_offer: bool,
    },
    /// `resumed`; the server adds ICE servers.
    Resumed(Box<Resumed>),
    /// `chat-message`.
    ChatMessage(Arc<ChatMessage>),
    /// `media-state`.
    MediaState(Arc<MediaStateChanged>),
    /// `decision-saved`.
    DecisionSaved {
        /// On which call.
        call: CallId,
    },
    /// `call-completed`.
    CallCompleted {
        /// Which.
        call: CallId,
        /// As the staff member decided.
        decision: Text,
    },
    /// `presence-ping`, to be sent with an ack if the transport has them.
    PresencePing,
    /// `replaced`.
    Replaced {
        /// A sentence for people.
        message: Text,
    },
    /// `signed-out`.
    SignedOut {
        /// A sentence for people.
        message: Text,
    },
    /// One of the error events.
    Error {
        /// Which.
        event: ErrorEvent,
        /// A sentence for people.
        message: Text,
    },
    /// `login-error`, where a second factor is missing.
    LoginCodeRequired {
        /// A sentence for people.
        message: Text,
    },
    /// `rate-limited`.
    RateLimited {
        /// A sentence for people.
        message: Text,
        /// When to try again.
        retry_after_seconds: u64,
    },
}

/// A staff member is signed in.
#[derive(Clone, Debug, PartialEq)]
pub struct LoginSuccess {
    /// Who.
    pub staff: Staff,
    /// The `from` of what this device sends.
    pub session: SessionId,
    /// For [`Resume`](crate::Resume).
    pub resume_token: ResumeToken,
}

/// A call that waits for a staff member.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingCall {
    /// Which.
    pub call: CallId,
    /// The visitor.
    pub client_name: Text,
    /// What it is about.
    pub purpose: Text,
    /// Since when.
    pub timestamp: Timestamp,
}

/// A visitor's call waits.
#[derive(Clone, Debug, PartialEq)]
pub struct ConversationStarted {
    /// The `from` of what this page sends.
    pub session: SessionId,
    /// The call.
    pub call: CallId,
    /// The visitor's name, as it is shown.
    pub name: Text,
    /// What it is about, as it is shown.
    pub purpose: Text,
    /// Whom it rings at.
    pub staff_name: Text,
    /// Where they work.
    pub staff_department: Text,
    /// Who was chosen, by id whatever the visitor chose by.
    pub selected_staff: StaffId,
    /// For [`Resume`](crate::Resume).
    pub resume_token: ResumeToken,
    /// How long it rings.
    pub ring_timeout_seconds: u64,
}

/// A call rings.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCallRequest {
    /// Which, from whom, about what, since when.
    pub waiting: WaitingCall,
    /// What the visitor wants to send.
    pub media: Media,
    /// The name of the staff member who passed it on.
    pub transferred_from: Option<Text>,
}

/// The visitor's call was accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct CallAccepted {
    /// Which.
    pub call: CallId,
    /// By whom.
    pub staff_name: Text,
    /// Where they work.
    pub staff_department: Text,
    /// The session of the staff member's device.
    pub from: SessionId,
    /// The session of the visitor, whose ICE credentials these are.
    pub session: SessionId,
    /// The epoch that begins. The visitor makes the first offer, and is impolite.
    pub epoch: u32,
}

/// The staff member's device is in the call.
#[derive(Clone, Debug, PartialEq)]
pub struct CallStarted {
    /// Which.
    pub call: CallId,
    /// The session of the visitor.
    pub client: SessionId,
    /// The visitor.
    pub client_name: Text,
    /// The session of the staff member's device, whose ICE credentials these are.
    pub session: SessionId,
    /// The epoch that begins. The staff side is polite.
    pub epoch: u32,
}

/// An offer, an answer or a candidate from the other side.
#[derive(Clone, Debug, PartialEq)]
pub struct Relayed {
    /// Which of the three.
    pub kind: RelayKind,
    /// Byte for byte as it was sent; absent if it was absent.
    pub payload: Option<RawJson>,
    /// The session it comes from.
    pub from: SessionId,
    /// Of which call.
    pub call: CallId,
    /// The epoch it belongs to.
    pub epoch: u32,
}

/// A call is over, for the side that is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallEnded {
    /// Which.
    pub call: CallId,
    /// A sentence for people.
    pub reason: Text,
    /// By whom.
    pub ended_by: EndedBy,
    /// Why.
    pub code: EndCode,
}

/// The visitor's call rings at somebody else now.
#[derive(Clone, Debug, PartialEq)]
pub struct CallTransferred {
    /// Which.
    pub call: CallId,
    /// At whom.
    pub staff_name: Text,
    /// Where they work.
    pub staff_department: Text,
}

/// A session was taken up again.
#[derive(Clone, Debug, PartialEq)]
pub struct Resumed {
    /// The staff member, for a device of one.
    pub staff: Option<Staff>,
    /// The session, as before.
    pub session: SessionId,
    /// The device's calls.
    pub calls: Vec<ResumedCall>,
    /// Whether the page needs a new peer connection and makes the first offer, and counts what it
    /// receives from zero.
    pub new_epoch: bool,
}

/// A call of a device that came back.
#[derive(Clone, Debug, PartialEq)]
pub struct ResumedCall {
    /// Which.
    pub call: CallId,
    /// Whether the two sides are in the call, or it still rings.
    pub live: bool,
    /// The epoch, 0 before a call was first accepted.
    pub epoch: u32,
    /// Whether this side gives way when two offers collide.
    pub polite: bool,
    /// Who the other side is.
    pub peer_name: Text,
    /// The other side's session, once there is one.
    pub peer_session: Option<SessionId>,
}

/// A line of the chat, told to both sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChatMessage {
    /// Of which call.
    pub call: CallId,
    /// Counts within the call, from 1.
    pub number: u32,
    /// Whose it is.
    pub from: SessionId,
    /// What was written.
    pub text: Text,
    /// When.
    pub timestamp: Timestamp,
}

/// What the other side sends has changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MediaStateChanged {
    /// Of which call.
    pub call: CallId,
    /// Whose it is.
    pub from: SessionId,
    /// What is on.
    pub state: MediaState,
}
