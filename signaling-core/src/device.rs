//! A device: a visitor's page, or one browser of a staff member.

use serde::{Deserialize, Serialize};

use crate::{CallEnded, ConnectionId, ResumeToken, SessionId, Side, deadlines::Armed, log::Place};

/// What outlives a connection.
///
/// What every relayed message needs comes first, in one line of the processor's cache.
#[derive(Clone, Serialize, Deserialize)]
#[repr(C, align(64))]
pub(crate) struct Device {
    pub(crate) session: SessionId,
    pub(crate) connection: Option<ConnectionId>,
    /// Of a visitor, the one call; of staff, the one that the device is in.
    pub(crate) call: Option<u32>,
    pub(crate) owner: Owner,
    /// How many counted events the page has been told since it began to count.
    pub(crate) count: u64,
    /// Where the last of them is kept.
    pub(crate) last: Option<Place>,
    /// The epoch that the page has been told of.
    pub(crate) known_epoch: u32,
    pub(crate) token: ResumeToken,
    /// The end of a call that the page could not be told of.
    pub(crate) ended: Option<Box<CallEnded>>,
    pub(crate) grace: Option<Armed>,
    /// When it is asked whether it is there, or when its answer is due.
    pub(crate) presence: Option<Armed>,
    /// Whether an answer is due.
    pub(crate) is_asked: bool,
    /// Whether the last presence ping was answered in time.
    pub(crate) answers: bool,
    /// Whether a restart of the server took the connection.
    pub(crate) lost_by_restart: bool,
}

/// Whose a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Owner {
    Visitor,
    /// The staff member in that slot.
    Staff(u32),
}

impl Owner {
    pub(crate) fn side(self) -> Side {
        match self {
            Self::Visitor => Side::Visitor,
            Self::Staff(_) => Side::Staff,
        }
    }
}

impl Device {
    pub(crate) fn new(
        owner: Owner,
        connection: ConnectionId,
        session: SessionId,
        token: ResumeToken,
    ) -> Self {
        Self {
            owner,
            connection: Some(connection),
            call: None,
            session,
            token,
            known_epoch: 0,
            count: 0,
            last: None,
            ended: None,
            grace: None,
            presence: None,
            is_asked: false,
            answers: true,
            lost_by_restart: false,
        }
    }
}
