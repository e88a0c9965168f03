//! Who can be called at all.

use std::collections::VecDeque;

use super::Reception;
use crate::{
    ErrorEvent, Output, Refusal, Reply, Staff, StaffId, Status, call::CallEvent, state::StaffRecord,
};

impl Reception {
    /// A staff member was added, or has changed.
    pub(super) fn put_staff(&mut self, staff: Staff) -> Reply {
        if let Some(slot) = self.index.staff.get(&staff.id).copied() {
            let former = std::mem::replace(&mut self.state.staff[slot].staff, staff.clone());
            self.index.remove_staff(slot, &former);
            self.index.add_staff(slot, &staff);
            self.list_changed |= former != staff && self.state.staff[slot].listed.is_some();
            return Reply::Done;
        }
        if self.state.staff.len() >= self.config.limits.staff {
            return Reply::Refused(Refusal {
                event: ErrorEvent::Call,
                message: "there are too many staff members".into(),
                retry_after_seconds: None,
            });
        }
        let slot = self.state.staff.insert(StaffRecord {
            staff: staff.clone(),
            chosen: Status::Available,
            listed: None,
            last_active: self.state.now,
            devices: Vec::new(),
            waiting: VecDeque::new(),
            undecided: VecDeque::new(),
        });
        self.index.add_staff(slot, &staff);
        self.update_status(slot);
        Reply::Done
    }

    /// A staff member is gone.
    pub(super) fn remove_staff(&mut self, staff: &StaffId, out: &mut Vec<Output>) -> Reply {
        let Some(slot) = self.index.staff.get(staff).copied() else {
            return Reply::Done;
        };
        while let Some(call) = self.state.staff[slot].waiting.front().copied() {
            self.run(call, CallEvent::RemoveStaff, None, out);
        }
        for device in self.state.staff[slot].devices.clone() {
            if let Some(call) = self.state.devices[device].call {
                self.run(call, CallEvent::RemoveStaff, None, out);
            }
            self.dismiss(device, "this account is no longer available", out);
        }
        if let Some(record) = self.state.staff.remove(slot) {
            self.index.remove_staff(slot, &record.staff);
            self.list_changed |= record.listed.is_some();
        }
        Reply::Done
    }
}
