//! Why things end, whose turn it was, and which error event tells of it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Who takes part in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The visitor, who called.
    Visitor,
    /// The staff member, who was called. This side is the polite one in perfect negotiation.
    Staff,
}

impl Side {
    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Visitor => Self::Staff,
            Self::Staff => Self::Visitor,
        }
    }

    /// Whether this side gives way when two offers collide.
    pub const fn is_polite(self) -> bool {
        matches!(self, Self::Staff)
    }
}

/// Who ended a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum EndedBy {
    /// The visitor.
    #[serde(rename = "client")]
    Client,
    /// The staff member.
    #[serde(rename = "staff")]
    Staff,
    /// Neither: a time limit, a lost connection, the server.
    System,
}

impl From<Side> for EndedBy {
    fn from(side: Side) -> Self {
        match side {
            Side::Visitor => Self::Client,
            Side::Staff => Self::Staff,
        }
    }
}

macro_rules! wire_names {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// As it is called on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

wire_names! {
    /// Why a call ended.
    EndCode {
        /// Somebody hung up.
        Hangup = "hangup",
        /// The staff member declined it.
        Declined = "declined",
        /// The staff member declined it as busy.
        Busy = "busy",
        /// Nobody answered in time.
        NoAnswer = "no-answer",
        /// The visitor gave up before it was answered.
        Cancelled = "cancelled",
        /// Somebody lost the connection and did not come back.
        Disconnected = "disconnected",
        /// The staff member signed out.
        SignedOut = "signed-out",
        /// The staff member was removed.
        StaffRemoved = "staff-removed",
        /// The server restarted, and somebody did not come back.
        ServerRestarted = "server-restarted",
        /// For the staff member who passed it on; the call itself goes on.
        Transferred = "transferred",
    }
}

impl EndCode {
    /// A sentence for people.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Hangup => "Call ended",
            Self::Declined => "The call was declined",
            Self::Busy => "The staff member is busy",
            Self::NoAnswer => "Nobody answered",
            Self::Cancelled => "The call was cancelled",
            Self::Disconnected => "Other participant disconnected",
            Self::SignedOut => "The staff member signed out",
            Self::StaffRemoved => "The staff member is no longer available",
            Self::ServerRestarted => "ended: server restarted",
            Self::Transferred => "The call was transferred",
        }
    }
}

wire_names! {
    /// Why a ringing call left a staff member's list.
    WithdrawnReason {
        /// Another device of the same staff member took it.
        AnsweredElsewhere = "answered-elsewhere",
        /// It ended before it was answered.
        Cancelled = "cancelled",
        /// Nobody answered in time.
        Timeout = "timeout",
        /// It rings at another staff member now.
        Transferred = "transferred",
    }
}

wire_names! {
    /// What the staff list says of a staff member.
    Status {
        /// Can be called.
        Available = "available",
        /// Is in a call, or said so.
        Busy = "busy",
        /// Said so, or no page of theirs has answered lately.
        Away = "away",
    }
}

wire_names! {
    /// The event by which a client is told that something was refused.
    ErrorEvent {
        /// A sign-in.
        Login = "login-error",
        /// A conversation that was to start.
        Conversation = "conversation-error",
        /// What staff do with calls.
        Call = "call-error",
        /// What the two sides of a call say to each other.
        Signaling = "signaling-error",
        /// A session that was to be taken up again.
        Resume = "resume-error",
        /// Too much at once.
        RateLimited = "rate-limited",
    }
}

wire_names! {
    /// Why the server is to close a connection.
    CloseReason {
        /// Its identity is with a newer connection.
        Replaced = "replaced",
        /// The staff member signed out, or was removed.
        SignedOut = "signed-out",
        /// There are too many connections.
        Full = "full",
    }
}
