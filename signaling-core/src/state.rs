//! All records, and how one is found.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasherDefault, Hasher},
    net::IpAddr,
};

use serde::{Deserialize, Serialize};

use crate::{
    CallId, ConnectionId, ResumeToken, SessionId, Staff, StaffId, Status, Timestamp,
    call::Call,
    deadlines::{Deadlines, Entry, Timer},
    device::Device,
    limits::{Addresses, Bucket},
    log::Log,
    slab::Slab,
};

/// Everything that a snapshot holds.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// The latest moment that was told.
    pub(crate) now: Timestamp,
    pub(crate) connections: HashMap<ConnectionId, Connection, Unchosen>,
    /// Where they come from; apart, since nobody asks but who starts a conversation.
    pub(crate) addresses_of: HashMap<ConnectionId, IpAddr, Unchosen>,
    pub(crate) devices: Slab<Device>,
    pub(crate) staff: Slab<StaffRecord>,
    pub(crate) calls: Slab<Call>,
    pub(crate) live_calls: usize,
    pub(crate) log: Log,
    pub(crate) deadlines: Deadlines,
    pub(crate) addresses: Addresses,
}

impl State {
    /// Forgets a connection.
    pub(crate) fn remove_connection(&mut self, connection: ConnectionId) -> Option<Connection> {
        self.addresses_of.remove(&connection);
        self.connections.remove(&connection)
    }

    /// Throws away deadlines that nobody waits for.
    pub(crate) fn settle(&mut self) {
        let Self {
            deadlines,
            calls,
            devices,
            ..
        } = self;
        deadlines.settle(|timer, entry| is_alive(calls, devices, timer, entry));
    }
}

/// Whether a record still waits for a deadline.
pub(crate) fn is_alive(
    calls: &Slab<Call>,
    devices: &Slab<Device>,
    timer: Timer,
    entry: &Entry,
) -> bool {
    let device = || devices.get(entry.slot);
    let armed = match timer {
        Timer::Ring => calls.get(entry.slot).and_then(|call| call.ring),
        Timer::Grace => device().and_then(|device| device.grace),
        Timer::Ping | Timer::Pong => device().and_then(|device| device.presence),
    };
    armed == Some(entry.armed)
}

/// An open connection.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Connection {
    pub(crate) device: Option<u32>,
    pub(crate) events: Bucket,
}

/// A staff member.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct StaffRecord {
    pub(crate) staff: Staff,
    /// As they said themselves.
    pub(crate) chosen: Status,
    /// As the list says; `None` while they are not in it.
    pub(crate) listed: Option<Status>,
    pub(crate) last_active: Timestamp,
    pub(crate) devices: Vec<u32>,
    /// Calls that ring, the oldest first.
    pub(crate) waiting: VecDeque<u32>,
    /// Ended calls that may get a decision.
    pub(crate) undecided: VecDeque<Undecided>,
}

/// A call that has ended, and may get a decision.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Undecided {
    pub(crate) call: CallId,
    /// Where the visitor was, and by which session to know them again.
    pub(crate) visitor: u32,
    pub(crate) session: SessionId,
}

/// Ways to find a record by what is said from outside. They are made anew from the records.
#[derive(Default)]
pub(crate) struct Index {
    pub(crate) calls: HashMap<CallId, u32, Unchosen>,
    pub(crate) tokens: HashMap<ResumeToken, u32, Unchosen>,
    pub(crate) staff: HashMap<StaffId, u32>,
    /// By name and by address, in lower case; each staff member once.
    pub(crate) spoken: HashMap<String, Vec<u32>>,
}

impl Index {
    /// The index of these records, or nothing if two of them are called the same.
    pub(crate) fn of(state: &State) -> Option<Self> {
        let mut index = Self::default();
        for (slot, call) in state.calls.iter() {
            if index.calls.insert(call.id, slot).is_some() {
                return None;
            }
        }
        for (slot, device) in state.devices.iter() {
            if index.tokens.insert(device.token, slot).is_some() {
                return None;
            }
        }
        for (slot, record) in state.staff.iter() {
            if index.staff.contains_key(&record.staff.id) {
                return None;
            }
            index.add_staff(slot, &record.staff);
        }
        Some(index)
    }

    pub(crate) fn add_staff(&mut self, slot: u32, staff: &Staff) {
        self.staff.insert(staff.id.clone(), slot);
        for key in spoken_keys(staff) {
            let slots = self.spoken.entry(key).or_default();
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
    }

    pub(crate) fn remove_staff(&mut self, slot: u32, staff: &Staff) {
        self.staff.remove(&staff.id);
        for key in spoken_keys(staff) {
            if let Some(slots) = self.spoken.get_mut(&key) {
                slots.retain(|one| *one != slot);
                if slots.is_empty() {
                    self.spoken.remove(&key);
                }
            }
        }
    }

    /// Whom a visitor means: by id, else by address or name.
    pub(crate) fn find_staff(&self, spoken: &str) -> Found {
        if let Some(slot) = self.staff.get(spoken) {
            return Found::One(*slot);
        }
        match self.spoken.get(&spoken_key(spoken)).map(Vec::as_slice) {
            None | Some([]) => Found::Nobody,
            Some([slot]) => Found::One(*slot),
            Some(_) => Found::Several,
        }
    }
}

/// Whom a visitor means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nobody,
    One(u32),
    Several,
}

fn spoken_keys(staff: &Staff) -> [String; 2] {
    [
        spoken_key(staff.name.as_str()),
        spoken_key(staff.email.as_str()),
    ]
}

fn spoken_key(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// For keys that nobody outside chooses: numbers that the server counts up, and random ones.
pub(crate) type Unchosen = BuildHasherDefault<NumberHasher>;

/// Spreads numbers.
#[derive(Clone, Copy, Default)]
pub(crate) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut number = [0; 8];
            number[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(number));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }

    fn write_u128(&mut self, number: u128) {
        self.write_u64(number as u64);
        self.write_u64((number >> 64) as u64);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}
