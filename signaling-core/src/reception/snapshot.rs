//! The whole state, for a server that restarts.

use serde::{Deserialize, Serialize};

use super::Reception;
use crate::{
    Config,
    deadlines::Armed,
    device::Owner,
    state::{Index, State, is_alive},
};

/// The whole state of a [`Reception`], for serde.
///
/// It holds names, what was said lately, and the secrets by which pages come back: keep it where
/// nobody else reads it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Snapshot {
    version: u32,
    state: State,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// A snapshot that cannot be restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// It was written by another version of this crate.
    #[error("the snapshot is of another version, start without it")]
    Version,
    /// Its parts do not fit together.
    #[error("the snapshot contradicts itself, start without it")]
    Contradiction,
}

const VERSION: u32 = 1;

impl Reception {
    /// All of it. What goes on from a snapshot goes on as this does.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            version: VERSION,
            state: self.state.clone(),
        }
    }

    /// A reception that goes on as the one did that the snapshot is of. After a restart of the
    /// server, tell it [`Input::Restarted`](crate::Input::Restarted) first.
    ///
    /// # Errors
    ///
    /// If the snapshot contradicts itself, or is of another version.
    pub fn restore(config: Config, snapshot: Snapshot) -> Result<Self, SnapshotError> {
        if snapshot.version != VERSION {
            return Err(SnapshotError::Version);
        }
        let state = snapshot.state;
        let index = Index::of(&state).filter(|_| is_sound(&state));
        let mut restored = Self {
            config,
            index: index.ok_or(SnapshotError::Contradiction)?,
            state,
            list_changed: false,
        };
        // Who is listed follows from the configuration, which may be another one now.
        let staff: Vec<u32> = restored.state.staff.iter().map(|(slot, _)| slot).collect();
        for slot in staff {
            restored.update_status(slot);
        }
        Ok(restored)
    }
}

/// Whether every record that is named exists, and names the one that names it.
fn is_sound(state: &State) -> bool {
    let State {
        connections,
        devices,
        staff,
        calls,
        ..
    } = state;
    let slabs = devices.is_sound() && staff.is_sound() && calls.is_sound();
    let from_somewhere = connections.len() == state.addresses_of.len()
        && connections
            .keys()
            .all(|id| state.addresses_of.contains_key(id));
    let connections = connections.iter().all(|(id, connection)| {
        let device = connection.device.map(|device| devices.get(device));
        device.is_none_or(|device| device.is_some_and(|device| device.connection == Some(*id)))
    });
    let devices_fit = devices.iter().all(|(slot, device)| {
        let owner = match device.owner {
            Owner::Visitor => true,
            Owner::Staff(owner) => staff
                .get(owner)
                .is_some_and(|owner| owner.devices.contains(&slot)),
        };
        let connection = device.connection.is_none_or(|id| {
            let connection = state.connections.get(&id);
            connection.is_some_and(|connection| connection.device == Some(slot))
        });
        let call = device.call.is_none_or(|call| {
            let side = device.owner.side();
            calls
                .get(call)
                .is_some_and(|call| call.device(side) == Some(slot))
        });
        owner && connection && call
    });
    let staff_fit = staff.iter().all(|(slot, record)| {
        let owned = record.devices.iter().all(|device| {
            devices
                .get(*device)
                .is_some_and(|device| device.owner == Owner::Staff(slot))
        });
        let waiting = record.waiting.iter().all(|call| {
            let call = calls.get(*call);
            call.is_some_and(|call| call.staff == slot && call.state.is_ringing())
        });
        owned && waiting
    });
    let calls_fit = calls.iter().all(|(slot, call)| {
        let visitor = devices
            .get(call.visitor)
            .is_some_and(|device| device.owner == Owner::Visitor && device.call == Some(slot));
        let on_device = call.staff_device.is_none_or(|device| {
            devices
                .get(device)
                .is_some_and(|device| device.call == Some(slot))
        });
        let place = staff.get(call.staff).is_some_and(|staff| {
            call.state.is_ringing() == staff.waiting.contains(&slot)
                && call.state.is_live() == call.staff_device.is_some()
        });
        visitor && on_device && place
    });
    let live = calls
        .iter()
        .filter(|(_, call)| call.state.is_live())
        .count();
    let waits = |armed: &Option<Armed>| usize::from(armed.is_some());
    let armed = devices
        .iter()
        .flat_map(|(_, device)| [&device.grace, &device.presence]);
    let armed = armed
        .chain(calls.iter().map(|(_, call)| &call.ring))
        .map(waits);
    let alive = state.deadlines.entries();
    let alive = alive.filter(|(timer, entry)| is_alive(calls, devices, *timer, entry));
    let deadlines = armed.sum::<usize>() == alive.count();
    let places = devices_fit && staff_fit && calls_fit && live == state.live_calls;
    slabs && deadlines && from_somewhere && connections && state.log.is_sound() && places
}
