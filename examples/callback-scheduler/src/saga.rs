//! A booking as a saga: every step is on disk before the next one starts.
//!
//! What a step may have done at a vendor is known from the state that was saved before
//! it. So a process that dies anywhere leaves a record that the next one can finish.

mod background;
mod book;
mod change;
mod event;
mod run;
mod search;
mod step;
mod vendors;
mod verdict;

use std::{sync::Arc, time::Duration};

use ccaas_http::{Clock, Pii};
use chrono::{DateTime, Utc};
use genesys_client::{QueueId, ScheduleCallbacks, ScriptId};
use serde::{Deserialize, Serialize};
use videoengager_client::ScheduleMeetings;

pub use book::{Booked, NewBooking};
pub use change::NewTime;
pub(crate) use server_kit::causes::causes;
use server_kit::{holds::Holds, phone::PhoneNumber, seal::Sealer};

use crate::{booking::Booking, store::BookingStore};
use event::What;

/// What the flows work with.
pub struct Saga {
    /// Where bookings are kept.
    pub store: Arc<dyn BookingStore>,
    /// Where meetings are made.
    pub meetings: Arc<dyn ScheduleMeetings>,
    /// Where callbacks are made.
    pub callbacks: Arc<dyn ScheduleCallbacks>,
    /// Seals personal data.
    pub sealer: Sealer,
    /// Where time comes from.
    pub clock: Clock,
    /// What a booking is like.
    pub terms: Terms,
    /// Bookings that a flow of this process works on right now.
    holds: Holds,
}

/// What every booking has in common.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The queue that callbacks wait in.
    pub queue_id: QueueId,
    /// The script that agents see.
    pub script_id: ScriptId,
    /// The meeting's length in minutes.
    pub duration_minutes: u32,
    /// The address that links to this server start with, without a slash at the end.
    pub public_url: String,
    /// Keep the number until a day after the slot, instead of a day after booking.
    pub keep_until_slot: bool,
    /// How many open bookings a number may have.
    pub max_open_bookings: u32,
    /// How long one booking may take in all.
    pub time_limit: Duration,
}

/// Why a flow did not end as asked. The texts are the document's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// VideoEngager refused our credentials, or could not be asked.
    #[error("Video meeting system unavailable")]
    VideoSignIn,
    /// VideoEngager did not create the meeting.
    #[error("Failed to create video meeting")]
    Meeting,
    /// Genesys Cloud refused our credentials, or could not be asked.
    #[error("Callback system unavailable")]
    CallbackSignIn,
    /// Genesys Cloud did not create the callback.
    #[error("Failed to schedule callback")]
    Callback,
    /// VideoEngager did not take the new time; the old booking stands.
    #[error("Failed to move the video meeting. Your booking stands at its old time.")]
    Move,
    /// Whether the callback exists is unknown.
    #[error("We could not confirm your callback. Please do not book again; we will check it.")]
    Unconfirmed,
    /// The record could not be written.
    #[error("We could not store your booking. Nothing was booked; please try again later.")]
    Storage,
    /// The record could not be written after a vendor had acted.
    #[error("We could not store your change. We will put it right; please look again later.")]
    Unsaved,
    /// The booking is not in a state that allows it.
    #[error("This booking can no longer be changed.")]
    NotPossible,
    /// The number has too many open bookings.
    #[error("Too many open bookings, please use your booking link")]
    TooManyOpen,
    /// Another change of the same booking is under way.
    #[error("Your booking is being changed already. Please try again in a moment.")]
    Busy,
    /// What an admin asked for is not possible.
    #[error(transparent)]
    Review(#[from] ReviewError),
}

/// Why an admin's decision could not be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReviewError {
    /// Genesys Cloud has no such conversation.
    #[error("Genesys Cloud knows no callback with this conversationId")]
    NoSuchCallback,
    /// The conversation carries the customer id of another booking.
    #[error("this conversationId is the callback of another booking")]
    OtherBooking,
    /// The callback is over: nobody will be called.
    #[error("this callback is disconnected already, so it cannot be confirmed")]
    Disconnected,
    /// Genesys Cloud could not be asked.
    #[error("Genesys Cloud could not be asked about this conversationId; try again later")]
    Unreachable,
    /// The booking is in another state.
    #[error("this booking is {0}, which does not allow it")]
    State(&'static str),
    /// Another change of the same booking is under way.
    #[error("this booking is being changed already; try again in a moment")]
    Busy,
    /// There is no such booking.
    #[error("there is no booking with this id")]
    Unknown,
    /// The record could not be written.
    #[error("the decision could not be stored; try again")]
    Storage,
}

/// What the customer typed that a later step needs.
#[derive(Clone, Debug)]
pub struct Contact {
    /// The number to call.
    pub number: PhoneNumber,
    /// What the call is about.
    pub subject: Option<Pii<String>>,
}

/// First name, last name and subject, as they are sealed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Details {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// What the call is about.
    pub subject: Option<String>,
}
ccaas_http::debug_allow_list!(Details {});

/// The answer to a booking, as documented, with the links of our own.
#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Always `true`.
    pub success: bool,
    /// The anonymous id that the vendors get.
    #[schema(example = "cust_0123456789abcdef0123456789abcdef")]
    pub customer_id: String,
    /// Where the customer joins the meeting.
    pub video_url: String,
    /// Genesys Cloud's conversation id of the callback.
    pub callback_id: String,
    /// When the callback is due.
    #[schema(example = "2026-12-25T15:30:00.000Z")]
    pub scheduled_time: String,
    /// `Callback and video meeting scheduled successfully`.
    pub message: String,
    /// Whether the meeting knows its callback.
    pub linked: bool,
    /// Where the customer sees, moves or cancels the booking.
    pub manage_url: String,
    /// The booking as a calendar file.
    pub calendar_url: String,
}
ccaas_http::debug_allow_list!(Answer {
    success,
    customer_id,
    linked
});

/// The sealed answer, and the token it is made with before there is one.
#[derive(Serialize, Deserialize)]
struct KeptAnswer {
    manage_token: String,
    answer: Option<Answer>,
}

impl std::fmt::Debug for Saga {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Saga")
            .field("terms", &self.terms)
            .finish_non_exhaustive()
    }
}

impl Saga {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        store: Arc<dyn BookingStore>,
        meetings: Arc<dyn ScheduleMeetings>,
        callbacks: Arc<dyn ScheduleCallbacks>,
        sealer: Sealer,
        clock: Clock,
        terms: Terms,
    ) -> Arc<Self> {
        Arc::new(Self {
            store,
            meetings,
            callbacks,
            sealer,
            clock,
            terms,
            holds: Holds::default(),
        })
    }

    /// The link in clear, if it is still kept.
    #[must_use]
    pub fn video_url(&self, booking: &Booking) -> Option<String> {
        self.sealer
            .open(&booking.id, "link", booking.link.as_deref()?)
    }

    /// First name, last name and subject, unless their time is over.
    #[must_use]
    pub fn details(&self, booking: &Booking, now: DateTime<Utc>) -> Option<Details> {
        self.sealer
            .open(&booking.id, "details", booking.details.readable(now)?)
    }

    /// The phone number, unless its time is over.
    #[must_use]
    pub fn number(&self, booking: &Booking, now: DateTime<Utc>) -> Option<PhoneNumber> {
        let number = self
            .sealer
            .open(&booking.id, "number", booking.number.readable(now)?)?;
        Some(PhoneNumber::from_e164(number))
    }

    /// The first answer, for a request that is sent again.
    #[must_use]
    pub fn answer(&self, booking: &Booking, now: DateTime<Utc>) -> Option<Answer> {
        self.kept(booking, now)?.answer
    }

    fn kept(&self, booking: &Booking, now: DateTime<Utc>) -> Option<KeptAnswer> {
        self.sealer
            .open(&booking.id, "answer", booking.answer.readable(now)?)
    }

    fn manage_url(&self, token: &str) -> String {
        format!("{}/manage/{token}", self.terms.public_url)
    }
}
