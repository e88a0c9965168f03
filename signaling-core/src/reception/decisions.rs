//! What staff decide on a call, during it and after it.

use super::{
    From, Reception,
    calls::{NOT_ASSIGNED, PROCESSED, STAFF_ONLY},
};
use crate::{
    CallId, DecisionMade, ErrorEvent, Output, Reply, ServerEvent, Text, device::Owner,
    state::Undecided,
};

impl Reception {
    /// `call-decision`.
    pub(super) fn decide(
        &mut self,
        from: From,
        call: CallId,
        decision: Text,
        notes: Text,
        out: &mut Vec<Output>,
    ) -> Reply {
        let (staff, device, undecided) = match self.decidable(from, call) {
            Ok(found) => found,
            Err(message) => return self.refuse(from.connection, ErrorEvent::Call, message, out),
        };
        self.tell(device, ServerEvent::DecisionSaved { call }, out);
        let completed = ServerEvent::CallCompleted {
            call,
            decision: decision.clone(),
        };
        self.tell_staff(staff, Some(device), &completed, out);
        let visitor = self.state.devices.get(undecided.visitor);
        if visitor.is_some_and(|visitor| visitor.session == undecided.session) {
            self.tell(undecided.visitor, completed, out);
        }
        out.push(Output::Decision(Box::new(DecisionMade {
            call,
            staff: self.state.staff[staff].staff.id.clone(),
            decision,
            notes,
        })));
        Reply::Done
    }

    /// The call on which a staff member may decide: the one the device is in, or one of the last.
    fn decidable(&self, from: From, call: CallId) -> Result<(u32, u32, Undecided), &'static str> {
        let device = from.device.ok_or(STAFF_ONLY)?;
        let Owner::Staff(staff) = self.state.devices[device].owner else {
            return Err(STAFF_ONLY);
        };
        if let Some(slot) = self.index.calls.get(&call) {
            let record = &self.state.calls[*slot];
            if record.staff != staff || record.staff_device.is_none() {
                return Err(NOT_ASSIGNED);
            }
            let visitor = record.visitor;
            let session = self.state.devices[visitor].session;
            let undecided = Undecided {
                call,
                visitor,
                session,
            };
            return Ok((staff, device, undecided));
        }
        let mut ended = self.state.staff[staff].undecided.iter();
        let undecided = ended.find(|ended| ended.call == call).ok_or(PROCESSED)?;
        Ok((staff, device, *undecided))
    }
}
