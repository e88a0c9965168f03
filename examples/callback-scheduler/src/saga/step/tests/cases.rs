//! Every situation that a booking can be in, and everything that can happen to it.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{Event, Failure, Move, ReviewError, TRIES, W};
use crate::booking::{Booking, Sealed, State};

/// When the booking of each case was made.
pub(super) fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn slot() -> DateTime<Utc> {
    start() + TimeDelta::hours(30)
}

fn new_slot() -> DateTime<Utc> {
    start() + TimeDelta::hours(40)
}

/// A booking with what the vendors have in its state.
fn booking(state: State) -> Booking {
    let sealed = Sealed {
        bytes: None,
        until: slot(),
    };
    let has_meeting = state != State::CreatingMeeting;
    let may_lack_callback = matches!(
        state,
        State::CreatingMeeting
            | State::MeetingCreated
            | State::CreatingCallback
            | State::Unconfirmed
            | State::Compensating
            | State::NeedsReview
            | State::Failed
    );
    let mut booking = Booking {
        id: "booking".to_owned(),
        revision: 0,
        state,
        customer_id: "cust_1".to_owned(),
        created_at: start(),
        slot_at: slot(),
        meeting_id: has_meeting.then(|| "meeting".to_owned()),
        callback_id: (!may_lack_callback).then(|| "callback".to_owned()),
        callback_at: start(),
        linked: false,
        moves: 0,
        pending: None,
        attempts: 0,
        next_attempt_at: start(),
        note: None,
        key_hash: Vec::new(),
        key_until: slot(),
        body_hash: Vec::new(),
        number_hash: Vec::new(),
        manage_hash: Vec::new(),
        details: sealed.clone(),
        number: sealed.clone(),
        link: None,
        answer: sealed,
    };
    if state.is_moving() {
        in_a_move(&mut booking);
        if state == State::MovingCallback {
            booking.pending.as_mut().unwrap().callback_id = None;
        }
    }
    booking
}

fn in_a_move(booking: &mut Booking) {
    booking.callback_id = Some("callback".to_owned());
    booking.pending = Some(Move {
        slot_at: new_slot(),
        callback_id: Some("new callback".to_owned()),
    });
}

/// Every state, and the situations in it that make a difference.
pub(super) fn situations() -> Vec<(String, Booking)> {
    let mut all = Vec::new();
    for state in State::all() {
        let mut add = |special: &str, change: fn(&mut Booking)| {
            let mut booking = booking(state);
            change(&mut booking);
            all.push((format!("{}{special}", state.as_str()), booking));
        };
        add("", |_| {});
        match state {
            State::Compensating => {
                add(", meeting unknown", |booking| booking.meeting_id = None);
                add(", tried before", |booking| booking.attempts = 1);
            }
            State::Failed => add(", to be searched", |booking| {
                booking.meeting_id = None;
                booking.attempts = 1;
            }),
            State::Unconfirmed => add(", of a move", |booking| {
                in_a_move(booking);
                booking.pending.as_mut().unwrap().callback_id = None;
            }),
            State::MovingMeeting | State::MovingBack => {
                add(", tried enough", |booking| booking.attempts = TRIES);
                if state == State::MovingBack {
                    add(", callback dropped", |booking| {
                        booking.pending.as_mut().unwrap().callback_id = None;
                    });
                }
            }
            State::CancellingCallback => add(", of a move", in_a_move),
            State::CancellingMeeting => {
                add(", tried before", |booking| booking.attempts = 1);
            }
            _ => {}
        }
    }
    all
}

/// Everything that can happen, a minute after the booking unless it says otherwise.
pub(super) fn events() -> Vec<(&'static str, Event)> {
    let text = |text: &str| text.to_owned();
    let soon = TimeDelta::minutes(1);
    let later = TimeDelta::minutes(11);
    let after_the_slot = TimeDelta::hours(31);
    let another = start() + TimeDelta::hours(50);
    [
        ("begun", soon, W::Begun),
        ("unsaved", soon, W::Unsaved),
        ("resumed", soon, W::Resumed),
        ("cancel asked", soon, W::CancelAsked),
        (
            "cancel asked after the slot",
            after_the_slot,
            W::CancelAsked,
        ),
        ("move asked", soon, W::MoveAsked(new_slot())),
        ("move asked to its own time", soon, W::MoveAsked(slot())),
        ("move asked to a third time", soon, W::MoveAsked(another)),
        (
            "move asked after the slot",
            after_the_slot,
            W::MoveAsked(another),
        ),
        ("withdraw asked", soon, W::WithdrawAsked),
        ("confirm asked", soon, W::ConfirmAsked(text("found"))),
        (
            "confirm asked of the known one",
            soon,
            W::ConfirmAsked(text("callback")),
        ),
        ("signed in", soon, W::SignedIn),
        ("no sign-in", soon, W::NoSignIn),
        ("refused", soon, W::Refused),
        ("unknown", soon, W::Unknown),
        (
            "meeting made",
            soon,
            W::MeetingMade {
                id: text("made"),
                link: Some(vec![1]),
            },
        ),
        (
            "meeting made without a link",
            soon,
            W::MeetingMade {
                id: text("made"),
                link: None,
            },
        ),
        ("callback made", soon, W::CallbackMade(text("made"))),
        ("linked", soon, W::Linked(true)),
        ("not linked", soon, W::Linked(false)),
        ("move prepared", soon, W::MovePrepared(new_slot())),
        ("move barred", soon, W::MoveBarred(Failure::TooManyOpen)),
        ("meeting moved", soon, W::MeetingMoved),
        ("meeting refused", soon, W::MeetingRefused),
        ("meeting deleted", soon, W::MeetingDeleted),
        ("meeting gone", later, W::MeetingGone),
        ("meeting gone, but young", soon, W::MeetingGone),
        ("meeting unavailable", soon, W::MeetingUnavailable),
        ("meeting found", soon, W::MeetingFound(text("found"))),
        ("no meeting", later, W::NoMeeting),
        ("no meeting, but young", soon, W::NoMeeting),
        (
            "meeting unclear",
            soon,
            W::MeetingUnclear(text("one; another")),
        ),
        ("callback dropped", soon, W::CallbackDropped),
        ("callback gone", later, W::CallbackGone),
        ("callback gone, but young", soon, W::CallbackGone),
        ("callback unavailable", soon, W::CallbackUnavailable),
        ("callback checked", soon, W::CallbackChecked(text("found"))),
        (
            "callback checked: the old one",
            soon,
            W::CallbackChecked(text("callback")),
        ),
        (
            "callback doubted",
            soon,
            W::CallbackDoubted(ReviewError::OtherBooking),
        ),
    ]
    .into_iter()
    .map(|(name, after, what)| {
        (
            name,
            Event {
                at: start() + after,
                what,
            },
        )
    })
    .collect()
}
