//! What a server may ask.

use serde::{Deserialize, Serialize};

use super::Reception;
use crate::{CallId, ConnectionId, SessionId, StaffId, Status, Text, Timestamp, WaitingCall};

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
    /// Bytes of relayed messages that are kept for devices which may have lost them.
    pub kept_bytes: usize,
    /// Addresses that lately started a conversation.
    pub addresses: usize,
}

impl Reception {
    /// The staff list that visitors see: those who are signed in, or all if calls may wait for those
    /// who are not. It takes as long as there are staff; a server keeps it until it
    /// [changes](crate::ServerEvent::StaffListUpdated).
    pub fn staff_list(&self) -> Vec<StaffEntry> {
        let listed = self.state.staff.iter().filter_map(|(_, record)| {
            Some(StaffEntry {
                id: record.staff.id.clone(),
                name: record.staff.name.clone(),
                department: record.staff.department.clone(),
                status: record.listed?,
                last_active: record.last_active,
            })
        });
        listed.collect()
    }

    /// The calls that wait for a staff member, the oldest first.
    pub fn waiting_calls(&self, staff: &StaffId) -> Vec<WaitingCall> {
        let slot = self.index.staff.get(staff);
        slot.map(|slot| self.waiting_of(*slot)).unwrap_or_default()
    }

    /// The calls in which a staff member is, on each of their devices.
    pub fn active_calls(&self, staff: &StaffId) -> Vec<WaitingCall> {
        let slot = self.index.staff.get(staff);
        let devices = slot.map(|slot| self.state.staff[*slot].devices.as_slice());
        let devices = devices.unwrap_or_default().iter();
        let calls = devices.filter_map(|device| self.state.devices[*device].call);
        calls.map(|call| self.state.calls[call].waiting()).collect()
    }

    /// The staff member who is signed in on a connection.
    pub fn staff_on(&self, connection: ConnectionId) -> Option<&StaffId> {
        let device = self.state.connections.get(&connection)?.device?;
        match self.state.devices[device].owner {
            crate::device::Owner::Visitor => None,
            crate::device::Owner::Staff(staff) => Some(&self.state.staff[staff].staff.id),
        }
    }

    /// The session on a connection, and the call it has.
    pub fn session_on(&self, connection: ConnectionId) -> Option<(SessionId, Option<CallId>)> {
        let device = self.state.connections.get(&connection)?.device?;
        let device = &self.state.devices[device];
        Some((
            device.session,
            device.call.map(|call| self.state.calls[call].id),
        ))
    }

    /// How much there is of everything.
    pub fn counts(&self) -> Counts {
        Counts {
            connections: self.state.connections.len(),
            devices: self.state.devices.len(),
            staff: self.state.staff.len(),
            waiting_calls: self.state.calls.len() - self.state.live_calls,
            active_calls: self.state.live_calls,
            kept_bytes: self.state.log.bytes(),
            addresses: self.state.addresses.len(),
        }
    }
}
