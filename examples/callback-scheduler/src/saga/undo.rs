//! Undoing a booking that failed: no meeting is left behind.

use chrono::TimeDelta;
use videoengager_client::{Schedule, ScheduleId, ScheduleVisitor};

use super::{
    Saga,
    verdict::{causes, is_gone},
};
use crate::{
    booking::{Booking, State},
    store::Which,
};

/// What a search for a meeting of unknown id found.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// This one is ours.
    One(ScheduleId),
    /// None is ours: it was never made, or is gone.
    None,
    /// Several could be ours.
    Many,
}

impl Saga {
    /// Deletes the meeting of a failed booking. What cannot be done now stays
    /// `compensating`, and the background goes on with it.
    pub(super) async fn compensate(&self, booking: &mut Booking) {
        if booking.meeting_id.is_none() {
            match self.search_meeting(booking).await {
                Some(Found::One(id)) => booking.meeting_id = Some(id.as_str().to_owned()),
                Some(Found::None) => {
                    booking.fail_and_look_again(self.clock.now());
                    let _ = self.save(booking).await;
                    return;
                }
                Some(Found::Many) => {
                    tracing::error!(
                        booking = %booking.id,
                        "more than one video meeting could belong to a failed booking: look at them, then cancel the booking by the admin API"
                    );
                    booking.note = Some("more than one meeting could be ours".to_owned());
                    return self.finish_undoing(booking, State::NeedsReview).await;
                }
                None => return self.undo_later(booking).await,
            }
        }
        let Some(id) = booking.meeting_id.clone() else {
            return;
        };
        match self.meetings.delete(&ScheduleId::new(id)).await {
            Ok(()) => self.finish_undoing(booking, State::Failed).await,
            Err(error) if is_gone(&error) => self.finish_undoing(booking, State::Failed).await,
            Err(error) => {
                tracing::error!(
                    booking = %booking.id,
                    error = %causes(&error),
                    "could not delete the video meeting of a failed booking; it is tried again"
                );
                self.undo_later(booking).await;
            }
        }
    }

    /// Looks once more for the meeting of a failed booking. It is undone like the first time
    /// if it is there now.
    pub(super) async fn look_again(&self, booking: &mut Booking) {
        let now = self.clock.now();
        match self.search_meeting(booking).await {
            Some(Found::None) => booking.attempts = 0,
            Some(Found::One(_) | Found::Many) => {
                tracing::warn!(booking = %booking.id, "the video meeting of a failed booking came late");
                booking.enter(State::Compensating, now);
            }
            None => booking.next_attempt_at = now + TimeDelta::minutes(2),
        }
        if self.save(booking).await.is_ok() && booking.state == State::Compensating {
            self.compensate(booking).await;
        }
    }

    async fn finish_undoing(&self, booking: &mut Booking, state: State) {
        booking.enter(state, self.clock.now());
        let _ = self.save(booking).await;
    }

    async fn undo_later(&self, booking: &mut Booking) {
        booking.put_off(self.clock.now());
        let _ = self.save(booking).await;
    }

    /// Looks for the meeting of a booking that died between asking and recording.
    /// `None` when it cannot be known yet.
    async fn search_meeting(&self, booking: &Booking) -> Option<Found> {
        let margin = TimeDelta::minutes(1);
        let (from, to) = (booking.slot_at - margin, booking.slot_at + margin);
        let listed = match self.meetings.list(from, to).await {
            Ok(listed) => listed,
            Err(error) => {
                tracing::error!(
                    booking = %booking.id,
                    error = %causes(&error),
                    "could not look for the video meeting of a failed booking; it is tried again"
                );
                return None;
            }
        };
        let others = self.store.find(Which::Slot(booking.slot_at)).await.ok()?;
        let others: Vec<_> = others
            .into_iter()
            .filter(|other| other.id != booking.id)
            .collect();
        let found = choose(booking, &listed, &others, self.terms.duration_minutes);
        // Another booking of the same time has a meeting that is not on record yet:
        // what looks like ours may be that one.
        let unclear = others.iter().any(|other| {
            other.meeting_id.is_none()
                && matches!(other.state, State::CreatingMeeting | State::Compensating)
                && other.id != booking.id
        });
        match found {
            Found::One(_) if unclear && !echoes(booking, &listed) => Some(Found::Many),
            found => Some(found),
        }
    }
}

fn echoes(booking: &Booking, listed: &[Schedule]) -> bool {
    listed
        .iter()
        .any(|one| one.customer_id.as_deref() == Some(&booking.customer_id))
}

fn is_anonymous(visitor: &ScheduleVisitor) -> bool {
    [&visitor.name, &visitor.email, &visitor.phone]
        .into_iter()
        .all(|value| value.as_deref().is_none_or(str::is_empty))
}

/// By our customer id where the vendor gives it back, else by time, length and an
/// empty visitor, if just one meeting fits and no other booking owns it.
fn choose(booking: &Booking, listed: &[Schedule], others: &[Booking], minutes: u32) -> Found {
    let echoed = listed
        .iter()
        .find(|one| one.customer_id.as_deref() == Some(&booking.customer_id));
    if let Some(ours) = echoed {
        return Found::One(ours.id.clone());
    }
    let owned = |one: &Schedule| {
        others
            .iter()
            .any(|other| other.meeting_id.as_deref() == Some(one.id.as_str()))
    };
    let window =
        booking.created_at - TimeDelta::minutes(1)..=booking.created_at + TimeDelta::minutes(5);
    let candidates: Vec<_> = listed
        .iter()
        .filter(|one| {
            one.customer_id.is_none()
                && one.is_active()
                && one.date == Some(booking.slot_at)
                && one.duration.is_none_or(|length| length == minutes)
                && one.conversation_id.is_none()
                && one.created.is_none_or(|created| window.contains(&created))
                && one.visitor.as_ref().is_none_or(is_anonymous)
                && !owned(one)
        })
        .collect();
    match candidates.as_slice() {
        [] => Found::None,
        [one] => Found::One(one.id.clone()),
        _ => Found::Many,
    }
}
