//! The state machine: inputs in, outputs out.

use serde::{Deserialize, Serialize};

use crate::{Config, Entropy, Input, Output, Reply, StaffId, Status, Text, Timestamp, WaitingCall};

/// A reception: staff who can be called, visitors who call them, and their calls.
#[derive(Debug)]
pub struct Reception {
    config: Config,
}

/// A line of the staff list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffEntry {
    /// Who.
    pub id: StaffId,
    /// Shown to visitors.
    pub name: Text,
    /// Shown to visitors.
    pub department: Text,
    /// Whether they can be called.
    pub status: Status,
    /// When they last did anything.
    pub last_active: Timestamp,
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Open connections.
    pub connections: usize,
    /// Devices, of visitors and staff, those included that may come back.
    pub devices: usize,
    /// Staff members known.
    pub staff: usize,
    /// Calls that ring.
    pub waiting_calls: usize,
    /// Calls in which both sides are.
    pub active_calls: usize,
}

impl Reception {
    /// An empty reception.
    pub fn new(config: Config) -> Self {
        Self { config }
    }

    /// Takes one input at a moment, and says what is to be done about it, and about every
    /// [deadline](Self::deadline) that has come before.
    ///
    /// Outputs are added to `outputs`. The reply is what the client's ack says.
    pub fn handle(
        &mut self,
        now: Timestamp,
        input: Input,
        entropy: &mut dyn Entropy,
        outputs: &mut Vec<Output>,
    ) -> Reply {
        Reply::Done
    }

    /// When to call [`handle`](Self::handle) with [`Input::Tick`] if nothing else comes before.
    pub fn deadline(&self) -> Option<Timestamp> {
        None
    }

    /// The staff list that visitors see.
    pub fn staff_list(&self) -> Vec<StaffEntry> {
        Vec::new()
    }

    /// The calls that wait for a staff member, the oldest first.
    pub fn waiting_calls(&self, _staff: &StaffId) -> Vec<WaitingCall> {
        Vec::new()
    }

    /// How much there is of everything.
    pub fn counts(&self) -> Counts {
        Counts::default()
    }

    /// All of it, to be kept where nobody else reads it: it holds names and resume tokens.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {}
    }

    /// A reception that goes on as the one did that the snapshot is of. After a restart of the
    /// server, tell it [`Input::Restarted`].
    ///
    /// # Errors
    ///
    /// If the snapshot contradicts itself, or is of another version.
    pub fn restore(config: Config, _snapshot: Snapshot) -> Result<Self, SnapshotError> {
        Ok(Self { config })
    }
}

/// The whole state of a [`Reception`], for serde.
#[derive(Debug, Serialize, Deserialize)]
pub struct Snapshot {}

/// A snapshot that cannot be restored.
#[derive(Debug, thiserror::Error)]
#[error("the snapshot contradicts itself or is of another version; start without it")]
pub struct SnapshotError;
