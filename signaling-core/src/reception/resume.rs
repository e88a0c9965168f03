//! Coming back: after a lost connection, or with a page that was loaded anew.

use super::{From, Reception};
use crate::{
    CallId, ErrorEvent, Output, Reply, Resume, Resumed, ResumedCall, ServerEvent, Side,
    call::CallEvent, device::Owner, log::Said,
};

impl Reception {
    /// `resume`.
    pub(super) fn resume(&mut self, from: From, resume: Resume, out: &mut Vec<Output>) -> Reply {
        let found = resume.token.and_then(|token| self.index.tokens.get(&token));
        let refused = match (found, from.device) {
            (None, _) => "this session is over",
            (Some(device), Some(own)) if *device == own => {
                // Nothing was lost, it is only told again.
                self.tell_resumed(own, false, out);
                return Reply::Done;
            }
            (Some(_), Some(own)) if self.state.devices[own].call.is_some() => {
                "this page is in a call"
            }
            (Some(device), own) => {
                let device = *device;
                if let Some(own) = own {
                    self.remove_device(own);
                }
                self.replace_connection(device, out);
                self.attach(device, from.connection);
                self.take_up(device, resume.received, out);
                return Reply::Done;
            }
        };
        self.refuse(from.connection, ErrorEvent::Resume, refused, out)
    }

    /// Tells a device with a new connection what it missed, and the others that it is back.
    pub(super) fn take_up(&mut self, device: u32, received: Option<u64>, out: &mut Vec<Output>) {
        let record = &self.state.devices[device];
        let (owner, call) = (record.owner, record.call);
        let received = received.filter(|received| *received <= record.count);
        if let Some(call) = call {
            let side = owner.side();
            let event = match received {
                Some(_) => CallEvent::Back(side),
                None => CallEvent::Refreshed(side),
            };
            self.run(call, event, None, out);
        }
        let epoch = call.map_or(0, |call| self.state.calls[call].epoch);
        let record = &mut self.state.devices[device];
        let new_epoch = received.is_none() || record.known_epoch != epoch;
        record.known_epoch = epoch;
        let missed = usize::try_from(record.count - received.unwrap_or(0)).unwrap_or(usize::MAX);
        let limits = &self.config.limits;
        let most = missed.min(limits.kept_messages);
        let missed = self.state.log.last(record.last, most, limits.kept_bytes);
        record.last = None;
        record.count = match new_epoch {
            true => 0,
            false => received.unwrap_or(0),
        };

        self.tell_resumed(device, new_epoch, out);
        // What another peer connection, or another peer, said is void.
        let live = call
            .map(|call| &self.state.calls[call])
            .filter(|call| call.state.is_live());
        let peer = live.and_then(|call| call.device(owner.side().other()));
        let peer = peer.map(|peer| self.state.devices[peer].session);
        let id = call.map_or(CallId::UNKNOWN, |call| self.state.calls[call].id);
        for said in missed {
            let is_void = match &said {
                Said::Relayed { epoch: of, .. } => peer.is_none() || *of != epoch,
                Said::MediaState(changed) => Some(changed.from) != peer,
                Said::Chat(_) => false,
            };
            if !is_void {
                self.tell_counted(device, id, said, out);
            }
        }
        if let Some(ended) = self.state.devices[device].ended.take() {
            self.tell(device, ServerEvent::CallEnded(ended), out);
        }
        if let Some(call) = call {
            let peer = owner.side().other();
            if self.state.calls[call].state.is_live() && self.state.calls[call].state.is_away(peer)
            {
                self.tell_lost(call, peer, out);
            }
        }
        if let Owner::Staff(staff) = owner {
            let waiting = ServerEvent::WaitingCalls(self.waiting_of(staff));
            self.tell(device, waiting, out);
            self.state.staff[staff].last_active = self.state.now;
            self.update_status(staff);
        }
    }

    /// `resumed`, with the calls that the device has.
    pub(super) fn tell_resumed(&self, device: u32, new_epoch: bool, out: &mut Vec<Output>) {
        let record = &self.state.devices[device];
        let (side, mut staff) = (record.owner.side(), None);
        if let Owner::Staff(slot) = record.owner {
            staff = Some(self.state.staff[slot].staff.clone());
        }
        let calls = record.call.map(|call| {
            let call = &self.state.calls[call];
            let peer_name = match side {
                Side::Visitor => &self.state.staff[call.staff].staff.name,
                Side::Staff => &call.facts.name,
            };
            let peer = call.device(side.other());
            ResumedCall {
                call: call.id,
                live: call.state.is_live(),
                epoch: call.epoch,
                polite: side.is_polite(),
                peer_name: peer_name.clone(),
                peer_session: peer.map(|peer| self.state.devices[peer].session),
            }
        });
        let resumed = Resumed {
            staff,
            session: record.session,
            calls: calls.into_iter().collect(),
            new_epoch,
        };
        self.tell(device, ServerEvent::Resumed(Box::new(resumed)), out);
    }

    /// The other side of this one is told that it is gone.
    pub(super) fn tell_lost(&self, call: u32, side: Side, out: &mut Vec<Output>) {
        let record = &self.state.calls[call];
        if let Some(peer) = record.device(side.other()) {
            let event = ServerEvent::PeerDisconnected {
                call: record.id,
                grace_seconds: self.config.grace.as_secs(),
            };
            self.tell(peer, event, out);
        }
    }

    /// The other side of this one is told that it is back, and that nothing has changed.
    pub(super) fn tell_back(&mut self, call: u32, side: Side, out: &mut Vec<Output>) {
        let record = &mut self.state.calls[call];
        record.facts.reconnections += 1;
        let (id, epoch, peer) = (record.id, record.epoch, record.device(side.other()));
        if let Some(peer) = peer {
            let event = ServerEvent::PeerRejoined {
                call: id,
                epoch,
                you_offer: false,
            };
            self.tell(peer, event, out);
        }
    }

    /// A side has a new page: a new epoch begins, and that side makes the first offer.
    pub(super) fn begin_again(&mut self, call: u32, side: Side, out: &mut Vec<Output>) {
        let record = &mut self.state.calls[call];
        record.epoch += 1;
        record.candidates = 0;
        record.descriptions = 0;
        let (epoch, peer) = (record.epoch, record.device(side.other()));
        if let Some(peer) = peer
            && self.state.devices[peer].connection.is_some()
        {
            self.state.devices[peer].known_epoch = epoch;
        }
        self.tell_back(call, side, out);
    }
}
