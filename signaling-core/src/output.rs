//! What a reception wants done, and what it answers.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    CallId, CallStats, CloseReason, ConnectionId, EndCode, EndedBy, ErrorEvent, Login, ServerEvent,
    SessionId, Side, StaffId, Text, Timestamp,
};

/// One thing for the server to do. Their order is the order of delivery.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// Send an event to one connection.
    Send {
        /// To whom; a connection that was told of and not yet closed.
        connection: ConnectionId,
        /// What.
        event: ServerEvent,
    },
    /// Send an event to everybody who is connected. It always tells the whole state, so a server may
    /// leave out all but the last of several.
    Broadcast {
        /// What.
        event: ServerEvent,
    },
    /// Close a connection, after what was sent to it. The reception has forgotten it already.
    Close {
        /// Which.
        connection: ConnectionId,
        /// Why.
        reason: CloseReason,
    },
    /// A call is over; for the history and the analytics.
    Summary(Box<CallSummary>),
    /// A staff member decided on a call; to be kept.
    Decision(Box<DecisionMade>),
    /// A side measured its connection; for the analytics.
    Stats(StatsReported),
}

/// What an input is answered. For an event it is what a client's ack says.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reply {
    /// It was done. The ack is `{"ok":true}`.
    Done,
    /// The server is to check the credentials, and to say [`Input::SignIn`](crate::Input::SignIn) or
    /// [`Input::SignInRefused`](crate::Input::SignInRefused).
    Authenticate(Login),
    /// The server is to acknowledge with fresh ICE servers for this session.
    IceServers(SessionId),
    /// It was refused. The client is told by an event, too.
    Refused(Refusal),
}

impl Reply {
    /// Why it was refused, if it was.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

/// Why something was not done, in the words of the documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The event by which the client is told.
    pub event: ErrorEvent,
    /// A sentence for people. It contains nothing that anybody typed.
    pub message: Cow<'static, str>,
    /// When to try again, if that can be told.
    pub retry_after_seconds: Option<u64>,
}

/// A call, after its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallSummary {
    /// Which.
    pub call: CallId,
    /// The visitor's name.
    pub client_name: Text,
    /// The visitor's address.
    pub client_email: Text,
    /// What it was about.
    pub purpose: Text,
    /// Whom it rang at last.
    pub staff: StaffId,
    /// Whom it rang at first, if that was somebody else.
    pub transferred_from: Option<StaffId>,
    /// When it began to ring.
    pub requested: Timestamp,
    /// When it was first accepted.
    pub answered: Option<Timestamp>,
    /// When it ended.
    pub ended: Timestamp,
    /// Why.
    pub code: EndCode,
    /// By whom.
    pub ended_by: EndedBy,
    /// How often it was passed on.
    pub transfers: u32,
    /// How often a side came back after it was lost.
    pub reconnections: u32,
    /// How many lines the chat had.
    pub chat_messages: u32,
    /// Whether a screen was shared.
    pub screen_shared: bool,
    /// Whether it was recorded.
    pub recorded: bool,
}

/// A decision on a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionMade {
    /// Which.
    pub call: CallId,
    /// By whom.
    pub staff: StaffId,
    /// In a word or two.
    pub decision: Text,
    /// At more length; may be empty.
    pub notes: Text,
}

/// What a side measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatsReported {
    /// Of which call.
    pub call: CallId,
    /// Which side.
    pub side: Side,
    /// What.
    pub stats: CallStats,
}
