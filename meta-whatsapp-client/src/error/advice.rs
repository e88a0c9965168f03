//! What to do about an error code.

use std::time::Duration;

use super::ErrorCode;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What kind of problem an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The token is bad, expired or missing: get a new one.
    Auth,
    /// The app lacks a permission.
    Permission,
    /// Too many calls or messages: slow down.
    RateLimit,
    /// The template, its parameters or its flow are not usable.
    Template,
    /// The recipient cannot get this message.
    Undeliverable,
    /// Over 24 hours since the user's last message: only a template may be sent.
    Window,
    /// A policy of Meta stands against it: a person must look.
    Policy,
    /// A file could not be fetched or is not of an accepted kind.
    Media,
    /// The phone number, its display name or its payment is not set up.
    Registration,
    /// The request itself is wrong.
    BadRequest,
    /// A passing fault at Meta.
    Temporary,
    /// A code that this version of the crate does not know, or none at all.
    Unknown,
}

/// How far an error reaches: what else fails while it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorScope {
    /// This message only.
    Message,
    /// Messages from this business number to this user.
    Pair,
    /// Everything this business number sends.
    PhoneNumber,
    /// The whole WhatsApp Business Account.
    Account,
    /// Everything this app or token does.
    App,
}

/// When a code is worth repeating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Something must be changed first.
    No,
    /// With backoff: 1, 2, 4 … s, at most a minute.
    Backoff,
    /// As Meta advises for the pair limit: 1, 4, 16, 64 … s, at most an hour.
    PairBackoff,
    /// After a stated time.
    After(Duration),
    /// Some time later; nobody says when: 1, 2, 4 … h, at most a day.
    Later,
}

impl Repeat {
    pub(super) const AFTER_A_MINUTE: Self = Self::After(MINUTE);
    pub(super) const AFTER_5_MINUTES: Self = Self::After(Duration::from_secs(5 * 60));
    pub(super) const AFTER_10_MINUTES: Self = Self::After(Duration::from_secs(10 * 60));
    pub(super) const AFTER_AN_HOUR: Self = Self::After(HOUR);
    pub(super) const AFTER_A_DAY: Self = Self::After(DAY);
    pub(super) const AFTER_3_DAYS: Self = Self::After(Duration::from_secs(3 * 24 * 60 * 60));
}

/// The wait of a passing fault: 1, 2, 4 … s, at most a minute.
pub(super) fn backoff(repeats: u32) -> Duration {
    power(SECOND, 2, repeats, MINUTE)
}

fn power(first: Duration, base: u32, repeats: u32, most: Duration) -> Duration {
    let factor = base.checked_pow(repeats).unwrap_or(u32::MAX);
    first.saturating_mul(factor).min(most)
}

impl ErrorCode {
    /// Whether the same message or call may succeed later, unchanged.
    ///
    /// [`retry_after_hint`](Self::retry_after_hint) says when. A code that is not known
    /// counts as not repeatable.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        self.repeat() != Repeat::No
    }

    /// How long to wait before repeating; `repeats` is how often it was repeated so far.
    ///
    /// `None` exactly if repeating is of no use. There is no jitter in it.
    #[must_use]
    pub fn retry_after_hint(self, repeats: u32) -> Option<Duration> {
        match self.repeat() {
            Repeat::No => None,
            Repeat::Backoff => Some(backoff(repeats)),
            Repeat::PairBackoff => Some(power(SECOND, 4, repeats, HOUR)),
            Repeat::After(wait) => Some(wait),
            Repeat::Later => Some(power(HOUR, 2, repeats, DAY)),
        }
    }

    /// Whether Meta may have acted nonetheless: a passing fault does not say how far it
    /// got. A number in maintenance did nothing.
    pub(super) fn may_have_been_applied(self) -> bool {
        self.kind() == ErrorKind::Temporary && self != Self::Maintenance
    }

    /// Whether only a template can reach the user now: their last message is over 24 h old.
    #[must_use]
    pub fn needs_template(self) -> bool {
        self == Self::ReEngagement
    }
}
