//! After a restart of the server.

use super::Reception;
use crate::{
    Side,
    call::{CallEvent, Step, next},
    deadlines::Timer,
    device::Owner,
};

impl Reception {
    /// No connection is left. Everybody has the whole grace to come back, and what rings has its
    /// whole time, since nobody could answer in between.
    pub(super) fn restarted(&mut self) {
        let now = self.state.now;
        self.state.connections.clear();
        self.state.addresses_of.clear();
        let devices: Vec<u32> = self.state.devices.iter().map(|(slot, _)| slot).collect();
        for slot in devices {
            let record = &mut self.state.devices[slot];
            record.connection = None;
            record.presence = None;
            record.is_asked = false;
            if record.owner == Owner::Visitor && record.call.is_none() && record.ended.is_none() {
                self.remove_device(slot);
                continue;
            }
            record.lost_by_restart = true;
            let at = now.after(self.config.grace);
            record.grace = Some(self.state.deadlines.arm(Timer::Grace, at, slot));
        }
        let calls: Vec<u32> = self.state.calls.iter().map(|(slot, _)| slot).collect();
        for slot in calls {
            let record = &mut self.state.calls[slot];
            for side in [Side::Visitor, Side::Staff] {
                if let Step::Go(state, _) = next(record.state, CallEvent::Lost(side)) {
                    record.state = state;
                }
            }
            if record.state.is_ringing() {
                let at = now.after(self.config.ring_timeout);
                record.ring = Some(self.state.deadlines.arm(Timer::Ring, at, slot));
            }
        }
        let staff: Vec<u32> = self.state.staff.iter().map(|(slot, _)| slot).collect();
        for slot in staff {
            self.update_status(slot);
        }
    }
}
