//! What happens by itself.

use super::Reception;
use crate::{Output, Timestamp, call::CallEvent, deadlines::Timer, state::is_alive};

impl Reception {
    /// Lets everything happen that was due until now, each at its own moment.
    pub(super) fn run_due(&mut self, now: Timestamp, out: &mut Vec<Output>) {
        while let Some((timer, at)) = self.state.deadlines.next().filter(|(_, at)| *at <= now) {
            let Some(entry) = self.state.deadlines.pop(timer) else {
                break;
            };
            if is_alive(&self.state.calls, &self.state.devices, timer, &entry) {
                self.state.now = self.state.now.max(at);
                self.fire(timer, entry.slot, out);
                self.state.settle();
            }
        }
        self.state.addresses.expire(self.config.limits.rings, now);
        self.state
            .log
            .expire(now.before(self.config.keep_for_resume));
    }

    fn fire(&mut self, timer: Timer, slot: u32, out: &mut Vec<Output>) {
        match timer {
            Timer::Ring => {
                self.state.calls[slot].ring = None;
                self.run(slot, CallEvent::RingTimeout, None, out);
            }
            Timer::Grace => {
                self.state.devices[slot].grace = None;
                self.give_up_device(slot, out);
            }
            Timer::Ping => {
                self.state.devices[slot].presence = None;
                self.ask_presence(slot, out);
            }
            Timer::Pong => {
                self.state.devices[slot].presence = None;
                self.miss_presence(slot);
            }
        }
    }
}
