//! What happens to a reception: connections, sign-ins, and what clients send.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::{CallId, ConnectionId, RawJson, ResumeToken, StaffId, Status, Text};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Input {
    /// A client connected. Whoever it is, it is a visitor until it signs in.
    Connect {
        /// A number that no other connection had.
        connection: ConnectionId,
        /// Where it comes from, for the limit on conversations that are started.
        address: IpAddr,
    },
    /// A connection was lost or closed.
    Disconnect {
        /// Which.
        connection: ConnectionId,
    },
    /// A client sent an event that [`wire::decode`](crate::wire::decode) has read.
    Event {
        /// From where.
        connection: ConnectionId,
        /// What.
        event: ClientEvent,
    },
    /// A client sent an event that [`wire::decode`](crate::wire::decode) refused. It counts for the
    /// limits, and the client is told.
    Undecoded {
        /// From where.
        connection: ConnectionId,
        /// Why.
        error: crate::wire::DecodeError,
    },
    /// The server has checked who this is: credentials of [`ClientEvent::StaffLogin`], or a token
    /// that came with the connection.
    SignIn(SignIn),
    /// A sign-in was refused by the server; the client is told.
    SignInRefused {
        /// Who tried.
        connection: ConnectionId,
        /// A sentence for people.
        message: Text,
        /// Whether a second factor is missing.
        code_required: bool,
    },
    /// A staff member was added or has changed.
    PutStaff(Staff),
    /// A staff member is gone: devices are closed, calls end.
    RemoveStaff {
        /// Who.
        staff: StaffId,
    },
    /// The server restarted and [restored](crate::Reception::restore) a snapshot: no connection of
    /// it exists any more. Everybody has the usual grace to come back.
    Restarted,
    /// Nothing but time: [`deadline`](crate::Reception::deadline) has come.
    Tick,
}

/// A sign-in that the server has checked.
#[derive(Clone, Debug, PartialEq)]
pub struct SignIn {
    /// Who signs in.
    pub connection: ConnectionId,
    /// As whom. The staff member must be known by [`Input::PutStaff`].
    pub staff: StaffId,
    /// Whether this sign-in takes over the session of an earlier one: `Some(true)` does,
    /// `Some(false)` never does, `None` follows
    /// [`Config::second_sign_in`](crate::Config::second_sign_in).
    pub take_over: Option<bool>,
    /// The resume of a client that sent it together with its sign-in. If its session is still
    /// there, it is taken up and no new one is made.
    pub resume: Option<Resume>,
}

/// Somebody who can be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// As the server's accounts know them.
    pub id: StaffId,
    /// Shown to visitors.
    pub name: Text,
    /// One of the ways to name them in `selectedStaffId`; never shown to visitors.
    pub email: Text,
    /// Shown to visitors.
    pub department: Text,
    /// What they may do elsewhere in the server, such as `staff` or `admin`.
    pub role: Text,
}

/// What clients send, read and checked.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ClientEvent {
    /// `staff-login`: answered with [`Reply::Authenticate`](crate::Reply::Authenticate).
    StaffLogin(Login),
    /// `set-status`.
    SetStatus(Status),
    /// `start-conversation`.
    StartConversation(StartConversation),
    /// `cancel-call`.
    CancelCall(CallId),
    /// `accept-call`.
    AcceptCall(CallId),
    /// `reject-call`.
    RejectCall {
        /// Which.
        call: CallId,
        /// `busy` makes it [`EndCode::Busy`](crate::EndCode::Busy).
        reason: Option<Text>,
    },
    /// `transfer-call`.
    TransferCall {
        /// Which.
        call: CallId,
        /// To whom.
        target: StaffId,
    },
    /// `offer`, `answer` or `ice-candidate`.
    Relay(Relay),
    /// `end-call`.
    EndCall {
        /// Which.
        call: CallId,
        /// A sentence for the other side.
        reason: Option<Text>,
    },
    /// `chat-message`.
    ChatMessage {
        /// In which call.
        call: CallId,
        /// 1 to 2,000 characters.
        text: Text,
    },
    /// `media-state`.
    MediaState {
        /// In which call.
        call: CallId,
        /// What is on.
        state: MediaState,
    },
    /// `ice-servers`: answered with [`Reply::IceServers`](crate::Reply::IceServers).
    IceServers(CallId),
    /// `call-stats`.
    CallStats {
        /// Of which call.
        call: CallId,
        /// What was measured.
        stats: CallStats,
    },
    /// `call-decision`.
    CallDecision {
        /// On which call.
        call: CallId,
        /// In a word or two.
        decision: Text,
        /// At more length; may be empty.
        notes: Text,
    },
    /// `resume`.
    Resume(Resume),
    /// `presence-pong`, or the ack of a `presence-ping`.
    PresencePong,
    /// `sign-out`.
    SignOut,
}

/// Credentials, which only the server can check.
#[derive(Clone, Debug, PartialEq)]
pub struct Login {
    /// With what.
    pub credentials: Credentials,
    /// Goes into [`SignIn::take_over`].
    pub take_over: Option<bool>,
}

/// What somebody signs in with.
#[derive(Clone, Debug, PartialEq)]
pub enum Credentials {
    /// A password, and a code where a second factor is set up.
    Password {
        /// Of the account.
        email: Text,
        /// The password.
        password: Text,
        /// The second factor.
        code: Option<Text>,
    },
    /// A token that the server has issued.
    Token(Text),
}

/// A conversation that a visitor starts.
#[derive(Clone, Debug, PartialEq)]
pub struct StartConversation {
    /// The visitor's name.
    pub name: Text,
    /// The visitor's address.
    pub email: Text,
    /// What it is about.
    pub purpose: Text,
    /// The id, email or name of the staff member; nobody is picked for the visitor.
    pub selected_staff: Option<Text>,
    /// What the visitor wants to send.
    pub media: Media,
}

/// What a visitor wants to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Media {
    /// Picture and sound.
    #[default]
    Video,
    /// Sound only.
    Audio,
    /// Neither.
    None,
}

/// An offer, an answer or a candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Relay {
    /// Which of the three.
    pub kind: RelayKind,
    /// Of which call.
    pub call: CallId,
    /// The epoch of the connection it belongs to; absent, the current one.
    pub epoch: Option<u32>,
    /// Passed on byte for byte; absent stays absent.
    pub payload: Option<RawJson>,
}

/// What is relayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelayKind {
    /// A description that asks.
    Offer,
    /// A description that answers.
    Answer,
    /// An ICE candidate, or the end of them.
    IceCandidate,
}

/// What a side sends at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MediaState {
    /// The microphone is on.
    pub audio: bool,
    /// The camera is on.
    pub video: bool,
    /// A screen is shared.
    pub screen: bool,
    /// The call is being recorded.
    pub recording: bool,
}

/// How a connection between two browsers came about.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallStats {
    /// Which way the media take.
    pub path_type: PathType,
    /// From the accepted call to the first media.
    pub setup_ms: u32,
    /// Packets lost.
    pub loss_percent: f32,
    /// There and back.
    pub rtt_ms: f32,
}

/// Which way media take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PathType {
    /// Directly, in one network.
    Host,
    /// Directly, through address translation.
    Srflx,
    /// Through a TURN server.
    Relay,
}

/// A session that is to be taken up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resume {
    /// The secret that the session began with; `None` if what was sent is none.
    pub token: Option<ResumeToken>,
    /// How many of the counted events (`offer`, `answer`, `ice-candidate`, `chat-message`,
    /// `media-state`) the page has had since the session began or last began a new epoch with a
    /// `resumed` event. Absent after a page refresh: the peer connection is gone.
    pub received: Option<u64>,
}
