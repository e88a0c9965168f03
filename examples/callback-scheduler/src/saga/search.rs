//! Undoing a booking that failed: no meeting is left behind.

use chrono::{DateTime, TimeDelta, Utc};
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
    /// Several could be ours, or one that somebody else may have made.
    Unclear,
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
                Some(Found::Unclear) => {
                    tracing::error!(
                        booking = %booking.id,
                        "which video meeting belongs to a failed booking is unclear: look at those of its time, then cancel the booking by the admin API"
                    );
                    booking.note = Some(
                        "a meeting of this time may be ours; it is not certain which".to_owned(),
                    );
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
            Some(Found::One(_) | Found::Unclear) => {
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
        });
        match found {
            Found::One(_) if unclear && !echoes(booking, &listed) => Some(Found::Unclear),
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

/// By our customer id where the vendor gives it back, else by time, length, an empty
/// visitor and the time of its creation, if just one meeting fits and no other booking
/// owns it. A meeting whose creation is not known may be somebody else's.
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
                && created_at(one).is_none_or(|created| window.contains(&created))
                && one.visitor.as_ref().is_none_or(is_anonymous)
                && !owned(one)
        })
        .collect();
    match candidates.as_slice() {
        [] => Found::None,
        [one] if created_at(one).is_some() => Found::One(one.id.clone()),
        _ => Found::Unclear,
    }
}

/// When the meeting was made: told by the vendor, or by an id of MongoDB's form, whose
/// first four bytes are its creation in seconds.
fn created_at(schedule: &Schedule) -> Option<DateTime<Utc>> {
    let id = schedule.id.as_str();
    let is_object_id = id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let seconds = || i64::from_str_radix(id.get(..8).filter(|_| is_object_id)?, 16).ok();
    schedule
        .created
        .or_else(|| DateTime::from_timestamp(seconds()?, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_creation_is_told_by_the_vendor_or_by_an_object_id() {
        let made = |id: &str| created_at(&Schedule::new(ScheduleId::new(id)));
        let told = DateTime::from_timestamp(1_795_000_000, 0).unwrap();

        assert_eq!(
            made("6afd8ac0000000000000000a"),
            DateTime::from_timestamp(0x6afd_8ac0, 0)
        );
        for other in [
            "schedule-example-1",
            "6afd8ac0",
            "6afd8ac0000000000000000g",
            "",
        ] {
            assert_eq!(made(other), None, "{other}");
        }
        let schedule =
            Schedule::new(ScheduleId::new("6afd8ac0000000000000000a")).with_created(told);
        assert_eq!(created_at(&schedule), Some(told));
    }
}
