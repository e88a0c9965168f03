//! How calls end, and what follows from what happens to them.

use super::{From, Reception, calls::INVALID_SESSION};
use crate::{
    CallEnded, CallId, CallSummary, EndCode, EndedBy, ErrorEvent, Output, Reply, ServerEvent, Text,
    WithdrawnReason,
    call::{Action, CallEvent, Step, next},
    state::Undecided,
};

impl Reception {
    /// `end-call` and `cancel-call`.
    pub(super) fn end_call(
        &mut self,
        from: From,
        call: CallId,
        reason: Option<Text>,
        out: &mut Vec<Output>,
    ) -> Reply {
        match self.participant(from, call) {
            Ok((call, side)) => match self.run(call, CallEvent::EndBy(side), reason, out) {
                Step::Refuse(_) => {
                    self.refuse(from.connection, ErrorEvent::Signaling, INVALID_SESSION, out)
                }
                _ => Reply::Done,
            },
            Err(message) => self.refuse(from.connection, ErrorEvent::Signaling, message, out),
        }
    }

    /// Lets an event happen to a call that exists, and does what follows from it, but for what needs
    /// more than the call: [`Action::Begin`], [`Action::Ring`] and [`Action::Deliver`].
    pub(super) fn run(
        &mut self,
        call: u32,
        event: CallEvent,
        reason: Option<Text>,
        out: &mut Vec<Output>,
    ) -> Step {
        let step = next(self.state.calls[call].state, event);
        if let Step::Go(state, action) = step {
            match action {
                Action::End(code, by) => self.end(call, code, by, reason, out),
                Action::TellLost(side) => {
                    self.state.calls[call].state = state;
                    self.tell_lost(call, side, out);
                }
                Action::TellBack(side) => {
                    self.state.calls[call].state = state;
                    self.tell_back(call, side, out);
                }
                Action::BeginAgain(side) => {
                    self.state.calls[call].state = state;
                    self.begin_again(call, side, out);
                }
                Action::Nothing => self.state.calls[call].state = state,
                Action::Begin | Action::Ring | Action::Deliver => {}
            }
        }
        step
    }

    /// A call is over: everybody is told, and it is forgotten.
    fn end(
        &mut self,
        call: u32,
        code: EndCode,
        by: EndedBy,
        reason: Option<Text>,
        out: &mut Vec<Output>,
    ) {
        let record = &self.state.calls[call];
        let (id, visitor, staff) = (record.id, record.visitor, record.staff);
        let staff_device = record.staff_device;
        if record.state.is_ringing() {
            let withdrawn = match code {
                EndCode::NoAnswer => WithdrawnReason::Timeout,
                _ => WithdrawnReason::Cancelled,
            };
            self.stop_ringing(call, withdrawn, None, out);
        } else {
            self.state.live_calls -= 1;
            let session = self.state.devices[visitor].session;
            let undecided = Undecided {
                call: id,
                visitor,
                session,
            };
            let list = &mut self.state.staff[staff].undecided;
            list.push_back(undecided);
            if list.len() > self.config.limits.undecided_per_staff {
                list.pop_front();
            }
        }
        let ended = CallEnded {
            call: id,
            reason: reason.unwrap_or_else(|| code.sentence().into()),
            ended_by: by,
            code,
        };
        for device in [Some(visitor), staff_device].into_iter().flatten() {
            self.leave(device, ended.clone(), out);
        }
        self.index.calls.remove(&id);
        let record = self.state.calls.remove(call).expect("it was there");
        let facts = *record.facts;
        let staff_id = self.state.staff[staff].staff.id.clone();
        out.push(Output::Summary(Box::new(CallSummary {
            call: id,
            client_name: facts.name,
            client_email: facts.email,
            purpose: facts.purpose,
            transferred_from: (facts.first_staff != staff_id).then_some(facts.first_staff),
            staff: staff_id,
            requested: facts.requested,
            answered: facts.answered,
            ended: self.state.now,
            code,
            ended_by: by,
            transfers: facts.transfers,
            reconnections: facts.reconnections,
            chat_messages: facts.chat_messages,
            screen_shared: facts.screen_shared,
            recorded: facts.recorded,
        })));
        self.update_status(staff);
    }

    /// A device's call is over for it. If it is away, it is told when it comes back.
    pub(super) fn leave(&mut self, device: u32, ended: CallEnded, out: &mut Vec<Output>) {
        let record = &mut self.state.devices[device];
        record.call = None;
        record.known_epoch = 0;
        record.last = None;
        if record.connection.is_none() {
            record.ended = Some(Box::new(ended));
        } else {
            self.tell(device, ServerEvent::CallEnded(Box::new(ended)), out);
        }
    }
}
