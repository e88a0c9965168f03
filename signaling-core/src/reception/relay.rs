//! Offers, answers and candidates.

use super::{From, Reception};
use crate::{
    ErrorEvent, Output, Relay, RelayKind, Reply, Side,
    call::{CallEvent, Step, next},
    log::Said,
};

impl Reception {
    /// `offer`, `answer` and `ice-candidate`: to the other side as they are, in the order in which
    /// they come.
    pub(super) fn relay(&mut self, from: From, relay: Relay, out: &mut Vec<Output>) -> Reply {
        let sent = self.speaker(from, relay.call);
        let (call, side) = match sent {
            Ok(found) => found,
            Err(message) => {
                return self.refuse(from.connection, ErrorEvent::Signaling, message, out);
            }
        };
        let limits = &self.config.limits;
        let record = &mut self.state.calls[call];
        let epoch = record.epoch;
        let refused = if relay.epoch.is_some_and(|epoch| epoch != record.epoch) {
            Some("this belongs to an earlier connection of the call")
        } else {
            let (count, most) = match relay.kind {
                RelayKind::IceCandidate => (&mut record.candidates, limits.candidates_per_epoch),
                RelayKind::Offer | RelayKind::Answer => {
                    (&mut record.descriptions, limits.descriptions_per_epoch)
                }
            };
            let full = *count >= most;
            *count += u32::from(!full);
            full.then_some("there were too many of these in this call")
        };
        if let Some(message) = refused {
            return self.refuse(from.connection, ErrorEvent::Signaling, message, out);
        }
        let record = &self.state.calls[call];
        let Some((sender, receiver)) = record.device(side).zip(record.device(side.other())) else {
            return Reply::Done;
        };
        let said = Said::Relayed {
            kind: relay.kind,
            epoch,
            from: self.state.devices[sender].session,
            payload: relay.payload,
        };
        self.tell_counted(receiver, relay.call, said, out);
        Reply::Done
    }

    /// The live call in which a device may say something, and on which side it is.
    pub(super) fn speaker(
        &self,
        from: From,
        call: crate::CallId,
    ) -> Result<(u32, Side), &'static str> {
        let (call, side) = self.participant(from, call)?;
        match next(self.state.calls[call].state, CallEvent::Speak(side)) {
            Step::Go(..) => Ok((call, side)),
            Step::Refuse(why) => Err(Self::message_of(why)),
            Step::Ignore => Err(super::calls::INVALID_SESSION),
        }
    }
}
