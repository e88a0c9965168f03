//! What can happen to a booking, and what is done about it: the words of [`next`].
//!
//! [`next`]: super::step::next

use chrono::{DateTime, Utc};

use super::{Failure, ReviewError};
use crate::booking::Booking;

/// Something that happened to a booking.
#[derive(Clone, Debug)]
pub(super) struct Event {
    /// When.
    pub(super) at: DateTime<Utc>,
    /// What.
    pub(super) what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// The new booking is on disk.
    Begun,
    /// The record could not be written as it now is.
    Unsaved,
    /// The background comes by: after a crash, or when a pause is over.
    Resumed,
    /// The customer cancels.
    CancelAsked,
    /// The customer moves the booking to this time.
    MoveAsked(DateTime<Utc>),
    /// The admin wants the booking gone.
    WithdrawAsked,
    /// The admin says that this is the booking's callback.
    ConfirmAsked(String),

    /// We are signed in to Genesys Cloud.
    SignedIn,
    /// Signing in failed: the call itself was not sent.
    NoSignIn,
    /// What was to be created was surely not.
    Refused,
    /// What was to be created may exist.
    Unknown,
    /// The meeting exists, with the visitor's link if it has one, sealed.
    MeetingMade { id: String, link: Option<Vec<u8>> },
    /// The callback exists.
    CallbackMade(String),
    /// Whether the meeting now knows its callback.
    Linked(bool),

    /// The number may be called at the new time, and Genesys Cloud lets us in.
    MovePrepared(DateTime<Utc>),
    /// The move cannot begin.
    MoveBarred(Failure),
    /// The meeting has the time that it was to get.
    MeetingMoved,
    /// VideoEngager does not want the meeting to get that time.
    MeetingRefused,
    /// The meeting is deleted.
    MeetingDeleted,
    /// VideoEngager knows no such meeting.
    MeetingGone,
    /// VideoEngager did not obey, or could not be asked; it may later.
    MeetingUnavailable,
    /// This active meeting is ours: VideoEngager shows it.
    MeetingFound(String),
    /// No active meeting is ours.
    NoMeeting,
    /// These meetings may be ours; what speaks for each is in the text.
    MeetingUnclear(String),

    /// The callback is disconnected.
    CallbackDropped,
    /// Genesys Cloud knows no such callback.
    CallbackGone,
    /// Genesys Cloud did not obey, or could not be asked; it may later.
    CallbackUnavailable,
    /// The callback that the admin named can be this booking's.
    CallbackChecked(String),
    /// It cannot.
    CallbackDoubted(ReviewError),
}

/// What is to be done next, once the booking is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing: the flow ends here.
    Rest,
    /// Create the meeting.
    CreateMeeting,
    /// Sign in to Genesys Cloud.
    SignIn,
    /// Create the callback, at the time that a move goes to if there is one.
    CreateCallback,
    /// Tell the meeting its callback.
    LinkMeeting,
    /// See whether the booking may move to this time, and sign in to Genesys Cloud.
    PrepareMove(DateTime<Utc>),
    /// Give the meeting its new time.
    MoveMeeting,
    /// Give the meeting its old time again.
    MoveMeetingBack,
    /// Disconnect the callback; of a move, the old one.
    DropCallback,
    /// Disconnect the new callback of a move.
    DropNewCallback,
    /// Delete the meeting.
    DeleteMeeting,
    /// Look for the meeting among all of its time.
    FindMeeting,
    /// Ask Genesys Cloud about the callback that the admin named.
    CheckCallback(String),
}

/// What an event leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The booking as it is from now on.
    pub(super) booking: Booking,
    /// What to do next.
    pub(super) effect: Effect,
    /// What whoever asked is told; without it, how the booking stands.
    pub(super) tell: Option<Failure>,
}
