//! Pauses that errors cause.

use std::time::{Duration, Instant};

use super::time::{after, later};
use crate::ErrorCode;

/// How long after its end a pause is remembered: the next one may be longer until then.
const REMEMBERED: Duration = Duration::from_secs(5 * 60);
/// The pause a code without a hint causes.
const SHORT_PAUSE: Duration = Duration::from_secs(1);

/// The last pause, and how many there were lately.
#[derive(Clone, Copy, Default)]
pub(super) struct Pause {
    last: Option<(Instant, ErrorCode)>,
    count: u32,
}

impl Pause {
    /// Pauses because of `code`, and says for how long.
    ///
    /// What is reported during a pause was sent before it. It is not another pause, but a
    /// different code may make it longer.
    pub(super) fn begin(&mut self, now: Instant, code: ErrorCode) -> Duration {
        let left = self.left(now);
        if left.is_zero() {
            if self.remembered_until().is_none_or(|at| at <= now) {
                self.count = 0;
            }
            let pause = code.retry_after_hint(self.count).unwrap_or(SHORT_PAUSE);
            self.count = self.count.saturating_add(1);
            self.last = Some((later(now, pause), code));
            return pause;
        }
        let asked = code.retry_after_hint(0).unwrap_or(SHORT_PAUSE);
        let is_other = self.last.is_some_and(|(_, cause)| cause != code);
        if is_other && asked > left {
            self.last = Some((later(now, asked), code));
            return asked;
        }
        left
    }

    /// How long it still lasts.
    pub(super) fn left(&self, now: Instant) -> Duration {
        self.until().map_or(Duration::ZERO, |at| after(now, at))
    }

    pub(super) fn until(&self) -> Option<Instant> {
        self.last.map(|(until, _)| until)
    }

    pub(super) fn remembered_until(&self) -> Option<Instant> {
        self.until().map(|at| later(at, REMEMBERED))
    }
}
