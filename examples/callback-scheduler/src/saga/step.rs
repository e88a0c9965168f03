//! Every transition of a booking: what happened in which state, and what it leads to.
//!
//! Pure. The runner saves the booking before it does what comes next, so the state on disk
//! says what the vendors may have: the rows of [`What::Resumed`] are all that has to be
//! known after a crash.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Failure, ReviewError,
    event::{Effect as Do, Event, Step, What as W},
};
use crate::booking::{Booking, Move, State as S};

/// How often VideoEngager is asked to move a meeting; the pauses add up to some 40 minutes.
const TRIES: u32 = 10;
/// How long a vendor may not know what it has just made: until then a 404 is no proof.
const YOUTH: TimeDelta = TimeDelta::minutes(10);
/// What the record says of a booking that an admin wants gone.
const WITHDRAWN: &str = "withdrawn by an admin";
/// What the record says when a move was taken back, but perhaps not at VideoEngager.
pub(super) const MAY_HAVE_MOVED: &str = "the video meeting may still have the time of a move";
/// How long until a meeting that was not found is looked for once more.
const LOOK_AGAIN: TimeDelta = TimeDelta::minutes(2);

/// What an event leads to. What cannot happen in a state changes nothing.
pub(super) fn next(booking: &Booking, event: &Event) -> Step {
    let mut b = booking.clone();
    let row = row(&mut b, event);
    if row.state != b.state {
        b.enter(row.state, event.at);
    }
    let effect = row.effect.unwrap_or_else(|| work_of(&b));
    Step {
        booking: b,
        effect,
        tell: row.tell,
    }
}

/// The new state, what to do next if it is not what that state is for, what to tell.
struct Row {
    state: S,
    effect: Option<Do>,
    tell: Option<Failure>,
}

/// What a state is for: the one thing that is done in it.
fn work_of(b: &Booking) -> Do {
    match b.state {
        S::CreatingMeeting => Do::CreateMeeting,
        S::MeetingCreated => Do::SignIn,
        S::CreatingCallback | S::MovingCallback => Do::CreateCallback,
        S::CallbackCreated => Do::LinkMeeting,
        S::MovingMeeting => Do::MoveMeeting,
        S::MovingOldCallback | S::CancellingCallback => Do::DropCallback,
        S::MovingBack => Do::DropNewCallback,
        S::Compensating if b.meeting_id.is_none() => Do::FindMeeting,
        S::Compensating | S::CancellingMeeting => Do::DeleteMeeting,
        S::Failed if b.is_to_be_searched() => Do::FindMeeting,
        S::Booked | S::Unconfirmed | S::NeedsReview | S::Failed | S::Cancelled => Do::Rest,
    }
}

fn row(b: &mut Booking, event: &Event) -> Row {
    let at = event.at;
    let young_meeting = at < b.created_at + YOUTH;
    let young_callback = at < b.callback_at + YOUTH;
    match (b.state, &event.what) {
        // Booking.
        (S::CreatingMeeting, W::Begun) => to(S::CreatingMeeting),
        (S::CreatingMeeting, W::MeetingMade { id, link }) => {
            b.meeting_id = Some(id.clone());
            b.link.clone_from(link);
            match link {
                Some(_) => to(S::MeetingCreated),
                None => undo(b, "the meeting has no link for the visitor").tell(Failure::Meeting),
            }
        }
        (S::CreatingMeeting, W::NoSignIn) => {
            b.note = Some("Failed to authenticate with VideoEngager".to_owned());
            to(S::Failed).tell(Failure::VideoSignIn)
        }
        (S::CreatingMeeting, W::Refused) => {
            b.note = Some("the video meeting was refused".to_owned());
            to(S::Failed).tell(Failure::Meeting)
        }
        (S::CreatingMeeting, W::Unknown) => {
            undo(b, "whether the meeting exists is unknown").tell(Failure::Meeting)
        }
        (S::MeetingCreated, W::SignedIn) => to(S::CreatingCallback),
        (S::MeetingCreated | S::CreatingCallback, W::NoSignIn) => {
            undo(b, "Failed to authenticate with Genesys").tell(Failure::CallbackSignIn)
        }
        (S::CreatingCallback, W::Refused) => {
            undo(b, "the callback was refused").tell(Failure::Callback)
        }
        (S::CreatingCallback, W::CallbackMade(id)) => {
            b.callback_id = Some(id.clone());
            b.callback_at = at;
            to(S::CallbackCreated)
        }
        (S::CallbackCreated, W::Linked(linked)) => {
            b.linked = *linked;
            b.note = None;
            to(S::Booked)
        }

        // Moving: a new callback, the same meeting at the new time, then the old callback goes.
        (S::Booked, W::MoveAsked(slot)) if b.slot_at == *slot => to(S::Booked),
        (S::Booked, W::MoveAsked(slot)) if at < b.slot_at => {
            to(S::Booked).then(Do::PrepareMove(*slot))
        }
        (S::Booked, W::MoveBarred(why)) => to(S::Booked).tell(why.clone()),
        (S::Booked, W::MovePrepared(slot)) => {
            b.pending = Some(Move {
                slot_at: *slot,
                callback_id: None,
            });
            to(S::MovingCallback)
        }
        (S::MovingCallback, W::CallbackMade(id)) => goes_on_with(b, id, at),
        (S::MovingCallback, W::NoSignIn) => stays_put(b).tell(Failure::CallbackSignIn),
        (S::MovingCallback, W::Refused) => stays_put(b).tell(Failure::Callback),
        (S::MovingMeeting, W::MeetingMoved) => {
            b.linked = true;
            b.moves += 1;
            b.note = None;
            b.slot_at = b.pending.as_ref().map_or(b.slot_at, |new| new.slot_at);
            to(S::MovingOldCallback)
        }
        (S::MovingMeeting, W::MeetingUnavailable) if b.attempts < TRIES => later(b, at),
        (S::MovingMeeting, W::MeetingGone) if young_meeting => later(b, at),
        (S::MovingMeeting, W::MeetingUnavailable | W::MeetingRefused | W::MeetingGone) => {
            to(S::MovingBack).tell(Failure::Move)
        }
        (S::MovingOldCallback, W::CallbackGone) if young_callback => later(b, at),
        (S::MovingOldCallback, W::CallbackDropped | W::CallbackGone) => {
            b.callback_id = b.pending.take().and_then(|new| new.callback_id);
            to(S::Booked)
        }
        (S::MovingBack, W::CallbackGone) if young_callback => later(b, at),
        (S::MovingBack, W::CallbackDropped | W::CallbackGone) => {
            let dropped = b.pending.as_mut().and_then(|new| new.callback_id.take());
            if dropped.is_some() {
                // It is not dropped again, and the meeting has all its tries.
                b.attempts = 0;
            }
            to(S::MovingBack).then(Do::MoveMeetingBack)
        }
        (S::MovingBack, W::MeetingUnavailable) if b.attempts < TRIES => later(b, at),
        (S::MovingBack, W::MeetingGone) if young_meeting => later(b, at),
        // A meeting that VideoEngager refuses to change is as it was.
        (S::MovingBack, W::MeetingMoved | W::MeetingRefused) => {
            b.note = None;
            stays_put(b)
        }
        (S::MovingBack, W::MeetingUnavailable | W::MeetingGone) => {
            b.note = Some(MAY_HAVE_MOVED.to_owned());
            stays_put(b)
        }

        // Cancelling: the callback first, then the meeting.
        (S::Booked, W::CancelAsked) if at < b.slot_at => to(S::CancellingCallback),
        (S::CancellingCallback, W::CallbackGone) if young_callback => later(b, at),
        (S::CancellingCallback, W::CallbackDropped | W::CallbackGone) => {
            // In the middle of a move there are two.
            match b.pending.take().and_then(|new| new.callback_id) {
                Some(new) => {
                    b.callback_id = Some(new);
                    to(S::CancellingCallback)
                }
                None => to(S::CancellingMeeting),
            }
        }
        (S::CancellingMeeting, W::MeetingDeleted | W::NoMeeting) => to(S::Cancelled),
        (S::CancellingMeeting, W::MeetingGone) if !young_meeting => to(S::Cancelled),

        // Undoing a booking that failed: no meeting is left behind.
        (S::Compensating, W::MeetingFound(id)) if b.meeting_id.is_none() => {
            b.meeting_id = Some(id.clone());
            to(S::Compensating)
        }
        (S::Compensating, W::NoMeeting) if b.meeting_id.is_none() => {
            b.enter(S::Failed, at + LOOK_AGAIN);
            b.attempts = 1;
            rest(b)
        }
        (S::Compensating | S::Failed, W::MeetingUnclear(candidates)) => {
            let text = "a meeting of this time may be ours; it is not certain which";
            b.note = Some(format!("{text}: {candidates}"));
            to(S::NeedsReview)
        }
        (S::Compensating, W::MeetingDeleted | W::NoMeeting) => to(S::Failed),
        (S::Compensating, W::MeetingGone) if !young_meeting => to(S::Failed),
        (S::Failed, W::MeetingFound(id)) => {
            b.meeting_id = Some(id.clone());
            to(S::Compensating)
        }
        (S::Failed, W::NoMeeting) if !young_meeting => {
            b.attempts = 0;
            rest(b)
        }
        (S::Failed, W::NoMeeting | W::MeetingUnavailable) => {
            b.next_attempt_at = at + LOOK_AGAIN;
            rest(b)
        }

        // What a vendor does not do now, it may do later. A meeting that is too young for its
        // 404 counts as gone when, by then, the list of its time does not have it either.
        (S::CancellingMeeting | S::Compensating, W::MeetingGone) if b.attempts > 0 => {
            to(b.state).then(Do::FindMeeting)
        }
        (S::CancellingMeeting | S::Compensating, W::MeetingGone | W::MeetingUnavailable) => {
            later(b, at)
        }
        (S::CancellingMeeting | S::Compensating, W::MeetingFound(_)) => later(b, at),
        (S::CancellingCallback | S::MovingOldCallback | S::MovingBack, W::CallbackUnavailable) => {
            later(b, at)
        }

        // Nobody knows whether the callback exists: nothing is undone, nothing is sent again.
        (S::CreatingCallback | S::MovingCallback, W::Unknown | W::Resumed) => {
            b.note = Some("whether the callback exists is unknown".to_owned());
            to(S::Unconfirmed).tell(Failure::Unconfirmed)
        }
        (S::Unconfirmed, W::ConfirmAsked(id)) => {
            to(S::Unconfirmed).then(Do::CheckCallback(id.clone()))
        }
        (S::Unconfirmed, W::CallbackDoubted(why)) => to(S::Unconfirmed).tell(why.clone().into()),
        (S::Unconfirmed, W::CallbackChecked(id)) if b.pending.is_none() => {
            b.callback_id = Some(id.clone());
            b.callback_at = at;
            to(S::CallbackCreated)
        }
        // Naming the old callback says that there is no new one.
        (S::Unconfirmed, W::CallbackChecked(id)) if b.callback_id.as_ref() == Some(id) => {
            stays_put(b)
        }
        (S::Unconfirmed, W::CallbackChecked(id)) => goes_on_with(b, id, at),
        (S::Booked, W::ConfirmAsked(id)) if b.callback_id.as_ref() == Some(id) => to(S::Booked),

        // The admin wants it gone.
        (S::Unconfirmed, W::WithdrawAsked) if b.callback_id.is_none() => undo(b, WITHDRAWN),
        (S::NeedsReview, W::WithdrawAsked) => {
            b.note = Some(WITHDRAWN.to_owned());
            to(S::Failed)
        }
        (S::Booked | S::Unconfirmed, W::WithdrawAsked)
        | (S::MovingMeeting | S::MovingOldCallback | S::MovingBack, W::WithdrawAsked) => {
            b.note = Some(WITHDRAWN.to_owned());
            to(S::CancellingCallback)
        }

        // After a crash and after a pause each state is taken up again, and so it is when
        // what is under way is asked for. What was not made yet is not made any more.
        (S::CreatingMeeting | S::MeetingCreated, W::Resumed) => {
            undo(b, "the process ended in the middle of the booking")
        }
        (state, W::Resumed) => to(state),
        (S::MovingMeeting | S::MovingOldCallback, W::MoveAsked(slot)) if moves_to(b, *slot) => {
            to(b.state)
        }
        (state, W::CancelAsked) if state.is_cancelled() => to(state),
        (state, W::WithdrawAsked) if state.is_cancelled() || state == S::Compensating => to(state),

        // The disk failed. What was not begun is not begun; what was made is undone or,
        // where it must stay, said.
        (S::MeetingCreated | S::CreatingCallback, W::Unsaved) => {
            undo(b, "the record could not be written").tell(Failure::Storage)
        }
        (S::Compensating, W::Unsaved) => to(S::Compensating),
        (S::CallbackCreated | S::MovingMeeting, W::Unsaved) => rest(b).tell(Failure::Unconfirmed),
        (S::Failed | S::NeedsReview | S::Unconfirmed, W::Unsaved) => rest(b),
        (_, W::Unsaved) => rest(b).tell(Failure::Unsaved),

        // Asked for at the wrong time.
        (state, W::CancelAsked | W::MoveAsked(_)) => rest(b).tell(match state.is_moving() {
            true => Failure::Busy,
            false => Failure::NotPossible,
        }),
        (state, W::WithdrawAsked | W::ConfirmAsked(_)) => {
            rest(b).tell(ReviewError::State(state.as_str()).into())
        }
        _ => rest(b),
    }
}

/// The new state, and what it is for.
fn to(state: S) -> Row {
    Row {
        state,
        effect: None,
        tell: None,
    }
}

impl Row {
    fn then(self, effect: Do) -> Self {
        let effect = Some(effect);
        Self { effect, ..self }
    }

    fn tell(self, failure: Failure) -> Self {
        let tell = Some(failure);
        Self { tell, ..self }
    }
}

/// The same state; nothing more is done now.
fn rest(b: &Booking) -> Row {
    to(b.state).then(Do::Rest)
}

/// The same again after a pause.
fn later(b: &mut Booking, at: DateTime<Utc>) -> Row {
    b.put_off(at);
    rest(b)
}

/// The booking failed: what was made goes.
fn undo(b: &mut Booking, why: &str) -> Row {
    b.note = Some(why.to_owned());
    to(S::Compensating)
}

/// The new callback of a move exists; for all that is known, since now.
fn goes_on_with(b: &mut Booking, id: &str, at: DateTime<Utc>) -> Row {
    b.callback_at = at;
    if let Some(new) = &mut b.pending {
        new.callback_id = Some(id.to_owned());
    }
    to(S::MovingMeeting)
}

/// A move came to nothing.
fn stays_put(b: &mut Booking) -> Row {
    b.pending = None;
    to(S::Booked)
}

/// Whether the move under way goes to this time.
fn moves_to(b: &Booking, slot: DateTime<Utc>) -> bool {
    b.pending.as_ref().is_some_and(|new| new.slot_at == slot)
}

#[cfg(test)]
mod tests;
