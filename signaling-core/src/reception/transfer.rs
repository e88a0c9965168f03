//! Passing a call on.

use super::{From, Reception, calls::PROCESSED};
use crate::{
    CallEnded, CallId, CallTransferred, EndCode, EndedBy, ErrorEvent, Output, Reply, ServerEvent,
    StaffId, WithdrawnReason,
    call::{CallEvent, CallState, Step, next},
};

impl Reception {
    /// `transfer-call`: of a live call, or of one that rings.
    pub(super) fn transfer(
        &mut self,
        from: From,
        call: CallId,
        target: &StaffId,
        out: &mut Vec<Output>,
    ) -> Reply {
        match self.transferable(from, call, target) {
            Ok((call, state, target)) => {
                self.pass_on(call, state, target, out);
                Reply::Done
            }
            Err(message) => self.refuse(from.connection, ErrorEvent::Call, message, out),
        }
    }

    fn transferable(
        &self,
        from: From,
        call: CallId,
        target: &StaffId,
    ) -> Result<(u32, CallState, u32), &'static str> {
        let (call, device) = self.assigned(from, call)?;
        let step = next(self.state_of(call), CallEvent::Transfer);
        let (Step::Go(state, _), Some(call)) = (step, call) else {
            return Err(PROCESSED);
        };
        let record = &self.state.calls[call];
        if record.staff_device.is_some_and(|other| other != device) {
            return Err("This call is on another of your devices");
        }
        let target = *self
            .index
            .staff
            .get(target)
            .ok_or("There is no such staff member")?;
        if target == record.staff {
            return Err("This call is with you already");
        }
        self.can_ring(target)?;
        Ok((call, state, target))
    }

    fn pass_on(&mut self, call: u32, state: CallState, target: u32, out: &mut Vec<Output>) {
        let record = &mut self.state.calls[call];
        let was_live = record.state.is_live();
        record.facts.transfers += 1;
        let (id, visitor, staff) = (record.id, record.visitor, record.staff);
        let former = record.staff_device.take();
        if was_live {
            self.state.live_calls -= 1;
            let ended = CallEnded {
                call: id,
                reason: EndCode::Transferred.sentence().into(),
                ended_by: EndedBy::Staff,
                code: EndCode::Transferred,
            };
            if let Some(former) = former {
                self.leave(former, ended, out);
            }
        } else {
            self.stop_ringing(call, WithdrawnReason::Transferred, None, out);
        }
        self.state.calls[call].state = state;
        let from_name = self.state.staff[staff].staff.name.clone();
        let callee = &self.state.staff[target].staff;
        let transferred = CallTransferred {
            call: id,
            staff_name: callee.name.clone(),
            staff_department: callee.department.clone(),
        };
        let transferred = ServerEvent::CallTransferred(Box::new(transferred));
        self.tell(visitor, transferred, out);
        self.ring(call, target, Some(from_name), out);
        self.update_status(staff);
    }
}
