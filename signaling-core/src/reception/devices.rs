//! Devices: how one is made, told things, lost and removed.

use super::Reception;
use crate::{
    CallId, CloseReason, ConnectionId, Entropy, Output, ResumeToken, ServerEvent, SessionId,
    WaitingCall,
    call::{CallEvent, CallState},
    deadlines::Timer,
    device::{Device, Owner},
    log::Said,
};

impl Reception {
    /// Makes a device for a connection that has none.
    pub(super) fn add_device(
        &mut self,
        owner: Owner,
        connection: ConnectionId,
        entropy: &mut dyn Entropy,
    ) -> u32 {
        let session = SessionId::random(entropy);
        let token = self.new_token(entropy);
        let device = Device::new(owner, connection, session, token);
        let slot = self.state.devices.insert(device);
        self.index.tokens.insert(token, slot);
        if let Some(record) = self.state.connections.get_mut(&connection) {
            record.device = Some(slot);
        }
        if let Owner::Staff(staff) = owner {
            self.state.staff[staff].devices.push(slot);
            self.arm_ping(slot);
        }
        slot
    }

    /// A token that no device has.
    pub(super) fn new_token(&self, entropy: &mut dyn Entropy) -> ResumeToken {
        loop {
            let token = ResumeToken::random(entropy);
            if !self.index.tokens.contains_key(&token) {
                return token;
            }
        }
    }

    /// Sends an event, if the device is connected.
    pub(super) fn tell(&self, device: u32, event: ServerEvent, out: &mut Vec<Output>) {
        if let Some(connection) = self.state.devices[device].connection {
            out.push(Output::Send { connection, event });
        }
    }

    /// Sends what the page counts, and keeps it in case that it does not arrive.
    pub(super) fn tell_counted(
        &mut self,
        device: u32,
        call: CallId,
        said: Said,
        out: &mut Vec<Output>,
    ) {
        let record = &mut self.state.devices[device];
        if let Some(connection) = record.connection {
            let event = said.to_event(call);
            out.push(Output::Send { connection, event });
        }
        record.count += 1;
        let (now, most) = (self.state.now, self.config.limits.kept_bytes_in_total);
        record.last = self.state.log.push(now, record.last, said, most);
    }

    /// Sends an event to every device of a staff member but one.
    pub(super) fn tell_staff(
        &self,
        staff: u32,
        except: Option<u32>,
        event: &ServerEvent,
        out: &mut Vec<Output>,
    ) {
        for device in &self.state.staff[staff].devices {
            if Some(*device) != except {
                self.tell(*device, event.clone(), out);
            }
        }
    }

    /// Gives a device a connection that has no other.
    pub(super) fn attach(&mut self, device: u32, connection: ConnectionId) {
        let record = &mut self.state.devices[device];
        record.connection = Some(connection);
        record.grace = None;
        record.lost_by_restart = false;
        record.answers = true;
        let owner = record.owner;
        if let Some(record) = self.state.connections.get_mut(&connection) {
            record.device = Some(device);
        }
        if let Owner::Staff(_) = owner {
            self.arm_ping(device);
        }
    }

    /// Takes a device's connection away from it: a newer one is there.
    pub(super) fn replace_connection(&mut self, device: u32, out: &mut Vec<Output>) {
        let Some(connection) = self.state.devices[device].connection.take() else {
            return;
        };
        self.state.remove_connection(connection);
        let message = "this session was taken over by another page".into();
        let event = ServerEvent::Replaced { message };
        out.push(Output::Send { connection, event });
        let reason = CloseReason::Replaced;
        out.push(Output::Close { connection, reason });
    }

    /// A device's connection is gone; the device may come back.
    pub(super) fn lose_connection(&mut self, device: u32, out: &mut Vec<Output>) {
        let at = self.state.now.after(self.config.grace);
        let record = &mut self.state.devices[device];
        record.connection = None;
        record.presence = None;
        record.is_asked = false;
        let (owner, call) = (record.owner, record.call);
        if owner == Owner::Visitor && call.is_none() {
            self.remove_device(device);
            return;
        }
        self.state.devices[device].grace = Some(self.state.deadlines.arm(Timer::Grace, at, device));
        if let Some(call) = call {
            self.run(call, CallEvent::Lost(owner.side()), None, out);
        }
        if let Owner::Staff(staff) = owner {
            self.state.staff[staff].last_active = self.state.now;
            self.update_status(staff);
        }
    }

    /// A device did not come back.
    pub(super) fn give_up_device(&mut self, device: u32, out: &mut Vec<Output>) {
        let record = &self.state.devices[device];
        if let Some(call) = record.call {
            let side = record.owner.side();
            let event = match record.lost_by_restart {
                true => CallEvent::RestartGraceOver(side),
                false => CallEvent::GraceOver(side),
            };
            self.run(call, event, None, out);
        }
        self.remove_device(device);
    }

    /// Forgets a device that is in no call.
    pub(super) fn remove_device(&mut self, device: u32) {
        let Some(record) = self.state.devices.remove(device) else {
            return;
        };
        self.index.tokens.remove(&record.token);
        if let Some(connection) = record.connection
            && let Some(connection) = self.state.connections.get_mut(&connection)
        {
            connection.device = None;
        }
        if let Owner::Staff(staff) = record.owner {
            let owner = &mut self.state.staff[staff];
            owner.devices.retain(|one| *one != device);
            if owner.devices.is_empty() {
                owner.undecided.clear();
            }
            self.update_status(staff);
        }
    }

    /// The calls that wait for a staff member, as they are told.
    pub(super) fn waiting_of(&self, staff: u32) -> Vec<WaitingCall> {
        let waiting = &self.state.staff[staff].waiting;
        let calls = waiting.iter().map(|call| self.state.calls[*call].waiting());
        calls.collect()
    }

    /// The state of a call, or that of one that is over.
    pub(super) fn state_of(&self, call: Option<u32>) -> CallState {
        call.and_then(|call| self.state.calls.get(call))
            .map_or(CallState::Ended, |call| call.state)
    }
}
