//! Whether staff are there.

use super::{From, Reception, calls::STAFF_ONLY};
use crate::{
    ErrorEvent, Output, Reply, ServerEvent, Status, WhenAbsent, deadlines::Timer, device::Owner,
};

impl Reception {
    /// `set-status`.
    pub(super) fn set_status(
        &mut self,
        from: From,
        status: Status,
        out: &mut Vec<Output>,
    ) -> Reply {
        let owner = from.device.map(|device| self.state.devices[device].owner);
        let Some(Owner::Staff(staff)) = owner else {
            return self.refuse(from.connection, ErrorEvent::Call, STAFF_ONLY, out);
        };
        let record = &mut self.state.staff[staff];
        record.chosen = status;
        record.last_active = self.state.now;
        self.update_status(staff);
        Reply::Done
    }

    /// `presence-pong`.
    pub(super) fn pong(&mut self, from: From) -> Reply {
        let Some(device) = from.device else {
            return Reply::Done;
        };
        let record = &mut self.state.devices[device];
        if let Owner::Staff(staff) = record.owner {
            if record.is_asked || !record.answers {
                record.answers = true;
                self.arm_ping(device);
            }
            self.state.staff[staff].last_active = self.state.now;
            self.update_status(staff);
        }
        Reply::Done
    }

    /// When the next question is due.
    pub(super) fn arm_ping(&mut self, device: u32) {
        let at = self.state.now.after(self.config.presence_ping_every);
        let armed = self.state.deadlines.arm(Timer::Ping, at, device);
        let record = &mut self.state.devices[device];
        record.presence = Some(armed);
        record.is_asked = false;
    }

    /// It is time to ask.
    pub(super) fn ask_presence(&mut self, device: u32, out: &mut Vec<Output>) {
        self.tell(device, ServerEvent::PresencePing, out);
        let at = self.state.now.after(self.config.presence_answer_within);
        let armed = self.state.deadlines.arm(Timer::Pong, at, device);
        let record = &mut self.state.devices[device];
        record.presence = Some(armed);
        record.is_asked = true;
    }

    /// There was no answer in time. It is asked again all the same, since it may wake up.
    pub(super) fn miss_presence(&mut self, device: u32) {
        let record = &mut self.state.devices[device];
        record.answers = false;
        let owner = record.owner;
        self.arm_ping(device);
        if let Owner::Staff(staff) = owner {
            self.update_status(staff);
        }
    }

    /// What the list says of a staff member.
    pub(super) fn status(&self, staff: u32) -> Status {
        let record = &self.state.staff[staff];
        let devices = || {
            record
                .devices
                .iter()
                .map(|device| &self.state.devices[*device])
        };
        let is_there = devices().any(|device| device.connection.is_some() && device.answers);
        if devices().any(|device| device.call.is_some()) {
            return Status::Busy;
        }
        match is_there {
            true => record.chosen,
            false => Status::Away,
        }
    }

    /// Notes that the list is another one now, if it is.
    pub(super) fn update_status(&mut self, staff: u32) {
        let record = &self.state.staff[staff];
        let is_listed = !record.devices.is_empty() || self.config.when_absent == WhenAbsent::Wait;
        let listed = is_listed.then(|| self.status(staff));
        if record.listed != listed {
            self.state.staff[staff].listed = listed;
            self.list_changed = true;
        }
    }

    /// Tells everybody of a new list, once for all that an input changed.
    pub(super) fn announce(&mut self, out: &mut Vec<Output>) {
        if std::mem::take(&mut self.list_changed) && !self.state.connections.is_empty() {
            let event = ServerEvent::StaffListUpdated;
            out.push(Output::Broadcast { event });
        }
    }
}
