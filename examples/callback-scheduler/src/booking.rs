//! The durable record of one booking, and the states it goes through.

use chrono::{DateTime, TimeDelta, Utc};

/// Where a booking stands. The name is what the database and the admin see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The meeting is being created; it may exist already.
    CreatingMeeting,
    /// The meeting exists; no callback was asked for.
    MeetingCreated,
    /// The callback is being created; it may exist already.
    CreatingCallback,
    /// Both exist; the meeting does not know its callback yet.
    CallbackCreated,
    /// Done: meeting and callback exist.
    Booked,
    /// Whether the callback exists is unknown; a person has to look.
    Unconfirmed,
    /// The booking failed; a meeting that may exist is to be deleted.
    Compensating,
    /// More than one meeting could be ours; a person has to look.
    NeedsReview,
    /// The booking failed and left nothing behind.
    Failed,
    /// The new callback of a move is being created; it may exist already.
    MovingCallback,
    /// The new callback exists; the meeting still has the old time.
    MovingMeeting,
    /// The meeting has the new time; the old callback is still there.
    MovingOldCallback,
    /// The move failed; its new callback is to be disconnected.
    MovingBack,
    /// The callback is to be disconnected, then the meeting deleted.
    CancellingCallback,
    /// The callback is gone; the meeting is to be deleted.
    CancellingMeeting,
    /// Cancelled: neither meeting nor callback exist.
    Cancelled,
}

impl State {
    /// Every state with its name, in the order of their declaration.
    const NAMES: [(Self, &'static str); 16] = [
        (Self::CreatingMeeting, "creating_meeting"),
        (Self::MeetingCreated, "meeting_created"),
        (Self::CreatingCallback, "creating_callback"),
        (Self::CallbackCreated, "callback_created"),
        (Self::Booked, "booked"),
        (Self::Unconfirmed, "unconfirmed"),
        (Self::Compensating, "compensating"),
        (Self::NeedsReview, "needs_review"),
        (Self::Failed, "failed"),
        (Self::MovingCallback, "moving_callback"),
        (Self::MovingMeeting, "moving_meeting"),
        (Self::MovingOldCallback, "moving_old_callback"),
        (Self::MovingBack, "moving_back"),
        (Self::CancellingCallback, "cancelling_callback"),
        (Self::CancellingMeeting, "cancelling_meeting"),
        (Self::Cancelled, "cancelled"),
    ];

    /// Every state.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::NAMES.into_iter().map(|(state, _)| state)
    }

    /// The state's name in the database and in the admin's API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES[self as usize].1
    }

    /// Reads a state's name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|state| state.as_str() == name)
    }

    /// Whether the first answer to the customer is still being made.
    #[must_use]
    pub fn is_in_flight(self) -> bool {
        matches!(
            self,
            Self::CreatingMeeting
                | Self::MeetingCreated
                | Self::CreatingCallback
                | Self::CallbackCreated
        )
    }

    /// Whether a move is under way.
    #[must_use]
    pub fn is_moving(self) -> bool {
        matches!(
            self,
            Self::MovingCallback | Self::MovingMeeting | Self::MovingOldCallback | Self::MovingBack
        )
    }

    /// Whether it is cancelled, or is going to be.
    #[must_use]
    pub fn is_cancelled(self) -> bool {
        matches!(
            self,
            Self::CancellingCallback | Self::CancellingMeeting | Self::Cancelled
        )
    }

    /// Whether the idempotency key is free again: the booking came to nothing.
    #[must_use]
    pub fn frees_key(self) -> bool {
        matches!(self, Self::Compensating | Self::NeedsReview | Self::Failed)
    }
}

/// Ciphertext, and when it must not be read any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The ciphertext; `None` once swept.
    pub bytes: Option<Vec<u8>>,
    /// From then on a read is refused, swept or not.
    pub until: DateTime<Utc>,
}

impl Sealed {
    /// The ciphertext, unless it is late.
    #[must_use]
    pub fn readable(&self, now: DateTime<Utc>) -> Option<&[u8]> {
        self.bytes.as_deref().filter(|_| now < self.until)
    }
}

/// The move that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The time that the customer asked for.
    pub slot_at: DateTime<Utc>,
    /// The callback at that time, once it exists.
    pub callback_id: Option<String>,
}

/// One booking as the store keeps it: no personal value in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Our id, for the admin and for logs.
    pub id: String,
    /// Counts the saves; a save with an old number is refused.
    pub revision: i64,
    /// Where the booking stands.
    pub state: State,
    /// The anonymous id that the vendors get.
    pub customer_id: String,
    /// When the customer booked.
    pub created_at: DateTime<Utc>,
    /// When the callback is due.
    pub slot_at: DateTime<Utc>,
    /// VideoEngager's id of the meeting.
    pub meeting_id: Option<String>,
    /// Genesys Cloud's conversation id of the callback.
    pub callback_id: Option<String>,
    /// When the newest callback was made; before there is one, when the customer booked.
    pub callback_at: DateTime<Utc>,
    /// Whether the meeting knows its callback.
    pub linked: bool,
    /// How often the booking was moved.
    pub moves: u32,
    /// The move under way.
    pub pending: Option<Move>,
    /// How often the current state was tried in the background.
    pub attempts: u32,
    /// When the background tries next.
    pub next_attempt_at: DateTime<Utc>,
    /// What went wrong last, for the admin; never a personal value.
    pub note: Option<String>,
    /// Hash of the idempotency key.
    pub key_hash: Vec<u8>,
    /// Until when the key is remembered.
    pub key_until: DateTime<Utc>,
    /// Hash of the request's body.
    pub body_hash: Vec<u8>,
    /// Hash of the number, to count its open bookings.
    pub number_hash: Vec<u8>,
    /// Hash of the token in the manage link.
    pub manage_hash: Vec<u8>,
    /// First name, last name and subject.
    pub details: Sealed,
    /// The phone number.
    pub number: Sealed,
    /// The meeting's link; lives as long as the record.
    pub link: Option<Vec<u8>>,
    /// The first answer, for a request that is sent again.
    pub answer: Sealed,
}

impl Booking {
    /// Enters `state`: the background's count starts again, at once.
    pub fn enter(&mut self, state: State, now: DateTime<Utc>) {
        self.state = state;
        self.attempts = 0;
        self.next_attempt_at = now;
    }

    /// Whether a failed booking's meeting is to be looked for once more.
    #[must_use]
    pub fn is_to_be_searched(&self) -> bool {
        self.state == State::Failed && self.meeting_id.is_none() && self.attempts == 1
    }

    /// Puts the next background try off: 5 s, doubling up to 10 minutes.
    pub fn put_off(&mut self, now: DateTime<Utc>) {
        let pause = TimeDelta::seconds(5 << self.attempts.min(7)).min(TimeDelta::minutes(10));
        self.attempts = self.attempts.saturating_add(1);
        self.next_attempt_at = now + pause;
    }
}

// The store says the same in SQL: its tests, and those of the transitions, compare.
#[cfg(test)]
impl State {
    /// Whether the program itself still has something to do.
    #[must_use]
    pub fn is_unfinished(self) -> bool {
        !matches!(
            self,
            Self::Booked | Self::Unconfirmed | Self::NeedsReview | Self::Failed | Self::Cancelled
        )
    }

    /// Whether the booking counts against its number's limit.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(
            self,
            Self::Compensating
                | Self::NeedsReview
                | Self::Failed
                | Self::CancellingCallback
                | Self::CancellingMeeting
                | Self::Cancelled
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_found_by_its_name() {
        for state in State::all() {
            assert_eq!(State::from_name(state.as_str()), Some(state));
        }
        assert_eq!(State::from_name("nonsense"), None);
    }

    #[test]
    fn a_key_is_free_exactly_when_the_booking_came_to_nothing() {
        let free: Vec<_> = State::all().filter(|state| state.frees_key()).collect();
        assert_eq!(
            free,
            [State::Compensating, State::NeedsReview, State::Failed]
        );
        assert!(free.iter().all(|state| !state.is_open()));
    }

    #[test]
    fn sealed_values_are_refused_when_late_even_if_not_swept() {
        let until = DateTime::from_timestamp(1_000, 0).unwrap();
        let sealed = Sealed {
            bytes: Some(vec![1]),
            until,
        };
        assert!(sealed.readable(until - TimeDelta::seconds(1)).is_some());
        assert!(sealed.readable(until).is_none());
    }
}
