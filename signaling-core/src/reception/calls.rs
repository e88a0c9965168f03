//! How calls begin.

use super::{From, Reception, limit};
use crate::{
    CallAccepted, CallId, CallStarted, ConversationStarted, Entropy, ErrorEvent, NewCallRequest,
    Output, Reply, ServerEvent, Side, StartConversation, Status, Text, WhenAbsent, WhenBusy,
    WithdrawnReason,
    call::{Call, CallEvent, CallState, Facts, Step, Why, next},
    deadlines::Timer,
    device::Owner,
    state::Found,
};

pub(super) const INVALID_SESSION: &str = "Invalid call session";
pub(super) const UNAUTHORIZED: &str = "Unauthorized signaling attempt";
pub(super) const STAFF_ONLY: &str = "Unauthorized: Staff access required";
pub(super) const PROCESSED: &str = "Call not found or already processed";
pub(super) const NOT_ASSIGNED: &str = "You are not assigned to this call";

impl Reception {
    /// `start-conversation`.
    pub(super) fn start(
        &mut self,
        from: From,
        start: StartConversation,
        entropy: &mut dyn Entropy,
        out: &mut Vec<Output>,
    ) -> Reply {
        let refuse = |this: &Self, message, out: &mut Vec<Output>| {
            this.refuse(from.connection, ErrorEvent::Conversation, message, out)
        };
        let record = from.device.map(|device| &self.state.devices[device]);
        if record.is_some_and(|device| device.owner != Owner::Visitor) {
            return refuse(self, "Staff cannot start a conversation", out);
        }
        if record.is_some_and(|device| device.call.is_some()) {
            return refuse(self, "You already have a call", out);
        }
        let address = self.state.addresses_of[&from.connection];
        let limits = &self.config.limits;
        let (rings, most, now) = (limits.rings, limits.addresses, self.state.now);
        if let Err(limited) = self.state.addresses.take(address, rings, most, now) {
            return limit(from.connection, limited, out);
        }
        let Some(chosen) = &start.selected_staff else {
            return refuse(self, "Please choose a staff member", out);
        };
        let staff = match self.index.find_staff(chosen.as_str()) {
            Found::One(staff) => staff,
            Found::Nobody => return refuse(self, "There is no such staff member", out),
            Found::Several => {
                return refuse(
                    self,
                    "Several staff members are called that, choose by id",
                    out,
                );
            }
        };
        if let Err(message) = self.can_ring(staff) {
            return refuse(self, message, out);
        }

        let device = match from.device {
            Some(device) => device,
            None => self.add_device(Owner::Visitor, from.connection, entropy),
        };
        let mut id = CallId::random(entropy);
        while self.index.calls.contains_key(&id) {
            id = CallId::random(entropy);
        }
        let facts = Facts {
            name: start.name,
            email: start.email,
            purpose: start.purpose,
            media: start.media,
            requested: now,
            answered: None,
            first_staff: self.state.staff[staff].staff.id.clone(),
            transfers: 0,
            reconnections: 0,
            chat_messages: 0,
            screen_shared: false,
            recorded: false,
        };
        let call = self.state.calls.insert(Call {
            id,
            state: CallState::Waiting,
            visitor: device,
            staff,
            staff_device: None,
            epoch: 0,
            candidates: 0,
            descriptions: 0,
            ring: None,
            facts: Box::new(facts),
        });
        self.index.calls.insert(id, call);
        let visitor = &mut self.state.devices[device];
        visitor.call = Some(call);
        visitor.known_epoch = 0;
        let (session, resume_token) = (visitor.session, visitor.token);
        let facts = &self.state.calls[call].facts;
        let callee = &self.state.staff[staff].staff;
        let started = ConversationStarted {
            session,
            call: id,
            name: facts.name.clone(),
            purpose: facts.purpose.clone(),
            staff_name: callee.name.clone(),
            staff_department: callee.department.clone(),
            selected_staff: callee.id.clone(),
            resume_token,
            ring_timeout_seconds: self.config.ring_timeout.as_secs(),
        };
        let started = ServerEvent::ConversationStarted(Box::new(started));
        self.tell(device, started, out);
        self.ring(call, staff, None, out);
        Reply::Done
    }

    /// Whether one more call may wait for a staff member, or what to say.
    pub(super) fn can_ring(&self, staff: u32) -> Result<(), &'static str> {
        let record = &self.state.staff[staff];
        if record.devices.is_empty() && self.config.when_absent == WhenAbsent::Refuse {
            return Err("This staff member is not available");
        }
        let busy = self.status(staff) == Status::Busy;
        if busy && self.config.when_busy == WhenBusy::Refuse
            || record.waiting.len() >= self.config.limits.waiting_per_staff
        {
            return Err("This staff member is busy");
        }
        Ok(())
    }

    /// A call begins to ring at a staff member.
    pub(super) fn ring(
        &mut self,
        call: u32,
        staff: u32,
        transferred_from: Option<Text>,
        out: &mut Vec<Output>,
    ) {
        let at = self.state.now.after(self.config.ring_timeout);
        let armed = self.state.deadlines.arm(Timer::Ring, at, call);
        let record = &mut self.state.calls[call];
        record.staff = staff;
        record.ring = Some(armed);
        let request = NewCallRequest {
            waiting: record.waiting(),
            media: record.facts.media,
            transferred_from,
        };
        self.state.staff[staff].waiting.push_back(call);
        let request = ServerEvent::NewCallRequest(Box::new(request));
        self.tell_staff(staff, None, &request, out);
        self.tell_waiting_count(staff, out);
    }

    /// A call rings no longer at its staff member, whose other devices are told why.
    pub(super) fn stop_ringing(
        &mut self,
        call: u32,
        reason: WithdrawnReason,
        except: Option<u32>,
        out: &mut Vec<Output>,
    ) {
        let record = &mut self.state.calls[call];
        record.ring = None;
        let (id, staff) = (record.id, record.staff);
        self.state.staff[staff].waiting.retain(|one| *one != call);
        let event = ServerEvent::CallWithdrawn { call: id, reason };
        self.tell_staff(staff, except, &event, out);
        self.tell_waiting_count(staff, out);
    }

    fn tell_waiting_count(&self, staff: u32, out: &mut Vec<Output>) {
        let count = self.state.staff[staff].waiting.len();
        let event = ServerEvent::WaitingCallsUpdated { count };
        self.tell_staff(staff, None, &event, out);
    }

    /// A call that rings at the staff member who says something about it, and their device.
    pub(super) fn assigned(
        &self,
        from: From,
        call: CallId,
    ) -> Result<(Option<u32>, u32), &'static str> {
        let device = from.device.ok_or(STAFF_ONLY)?;
        let Owner::Staff(staff) = self.state.devices[device].owner else {
            return Err(STAFF_ONLY);
        };
        let call = self.index.calls.get(&call).copied();
        match call {
            Some(call) if self.state.calls[call].staff != staff => Err(NOT_ASSIGNED),
            _ => Ok((call, device)),
        }
    }

    /// `accept-call`.
    pub(super) fn accept(&mut self, from: From, call: CallId, out: &mut Vec<Output>) -> Reply {
        let refuse = |this: &Self, message, out: &mut Vec<Output>| {
            this.refuse(from.connection, ErrorEvent::Call, message, out)
        };
        let (call, device) = match self.assigned(from, call) {
            Ok(found) => found,
            Err(message) => return refuse(self, message, out),
        };
        let step = next(self.state_of(call), CallEvent::Accept);
        let (Step::Go(state, _), Some(call)) = (step, call) else {
            return refuse(self, PROCESSED, out);
        };
        if self.state.devices[device].call.is_some() {
            return refuse(self, "You are already in a call", out);
        }
        self.stop_ringing(call, WithdrawnReason::AnsweredElsewhere, Some(device), out);
        self.begin(call, device, state, out);
        Reply::Done
    }

    /// Both sides are in the call.
    fn begin(&mut self, call: u32, device: u32, state: CallState, out: &mut Vec<Output>) {
        let now = self.state.now;
        let record = &mut self.state.calls[call];
        record.state = state;
        record.staff_device = Some(device);
        record.epoch += 1;
        record.candidates = 0;
        record.descriptions = 0;
        record.facts.answered.get_or_insert(now);
        let (id, epoch, visitor, staff) = (record.id, record.epoch, record.visitor, record.staff);
        let client_name = record.facts.name.clone();
        self.state.live_calls += 1;
        self.state.devices[device].call = Some(call);
        self.state.devices[device].known_epoch = epoch;
        let from = self.state.devices[device].session;
        let session = self.state.devices[visitor].session;
        let callee = &self.state.staff[staff].staff;
        let accepted = CallAccepted {
            call: id,
            staff_name: callee.name.clone(),
            staff_department: callee.department.clone(),
            from,
            session,
            epoch,
        };
        let started = CallStarted {
            call: id,
            client: session,
            client_name,
            session: from,
            epoch,
        };
        if self.state.devices[visitor].connection.is_some() {
            self.state.devices[visitor].known_epoch = epoch;
        }
        self.tell(visitor, ServerEvent::CallAccepted(Box::new(accepted)), out);
        self.tell(device, ServerEvent::CallStarted(Box::new(started)), out);
        if state.is_away(Side::Visitor) {
            self.tell_lost(call, Side::Visitor, out);
        }
        self.update_status(staff);
    }

    /// `reject-call`.
    pub(super) fn reject(
        &mut self,
        from: From,
        call: CallId,
        reason: Option<Text>,
        out: &mut Vec<Output>,
    ) -> Reply {
        let found = self.assigned(from, call);
        let busy = reason
            .as_ref()
            .is_some_and(|reason| reason.as_str() == "busy");
        let (event, reason) = match busy {
            true => (CallEvent::DeclineAsBusy, None),
            false => (CallEvent::Decline, reason),
        };
        let refused = match found {
            Ok((Some(call), _)) => match self.run(call, event, reason, out) {
                Step::Refuse(_) => PROCESSED,
                _ => return Reply::Done,
            },
            Ok((None, _)) => PROCESSED,
            Err(message) => message,
        };
        self.refuse(from.connection, ErrorEvent::Call, refused, out)
    }

    /// The call in which a device is, and on which side.
    pub(super) fn participant(
        &self,
        from: From,
        call: CallId,
    ) -> Result<(u32, Side), &'static str> {
        let device = from.device.map(|device| &self.state.devices[device]);
        if let Some(device) = device
            && let Some(slot) = device.call
            && self.state.calls[slot].id == call
        {
            return Ok((slot, device.owner.side()));
        }
        match self.index.calls.contains_key(&call) {
            true => Err(UNAUTHORIZED),
            false => Err(INVALID_SESSION),
        }
    }

    pub(super) fn message_of(why: Why) -> &'static str {
        match why {
            Why::InvalidSession => INVALID_SESSION,
            Why::AlreadyProcessed => PROCESSED,
        }
    }
}
