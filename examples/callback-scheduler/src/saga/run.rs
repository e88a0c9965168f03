//! The runner: takes a booking from step to step, and saves it before each.

use std::{future::Future, time::Duration};

use chrono::TimeDelta;
use tokio::time::Instant;
use tracing::Instrument;

use super::{
    Answer, Contact, Failure, Saga, causes,
    event::{Event, What},
    step::next,
};
use crate::{
    booking::{Booking, State},
    request::wire_time,
    store::StoreError,
};

/// What a flow needs beside its booking.
#[derive(Debug)]
pub(super) struct Flow {
    /// Whom to call, if a callback is to be created.
    pub(super) contact: Option<Contact>,
    /// Until when something new may be made.
    pub(super) forward: Instant,
    /// When what is left is the background's.
    pub(super) end: Instant,
}

impl Flow {
    /// A flow that ends after parts of `limit`.
    pub(super) fn new(contact: Option<Contact>, limit: Duration, parts: [f32; 2]) -> Self {
        let started = Instant::now();
        let [forward, end] = parts.map(|part| started + limit.mul_f32(part));
        Self {
            contact,
            forward,
            end,
        }
    }
}

impl Saga {
    /// Runs a flow to its end even if its caller goes away. `None` if it broke off.
    ///
    /// Not [`Work`](server_kit::work::Work): the end waits for the booking's hold, which the
    /// background takes as well, and a flow that broke off has an answer of its own.
    pub(super) async fn to_the_end<T: Send + 'static>(
        flow: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        tokio::spawn(flow.in_current_span()).await.ok()
    }

    /// Takes a booking as far as it comes, and returns what is to be told.
    pub(super) async fn run(
        &self,
        booking: &mut Booking,
        first: What,
        flow: &Flow,
    ) -> Option<Failure> {
        let (mut what, mut told) = (first, None);
        loop {
            let at = self.clock.now();
            let step = next(booking, &Event { at, what });
            told = step.tell.or(told);
            let before = std::mem::replace(booking, step.booking);
            if *booking != before {
                self.seal(&before, booking, flow);
                let saved = self.save(booking).await;
                let advanced = before.state != booking.state;
                match saved {
                    Ok(()) if advanced => announce(before.state, booking),
                    Ok(()) => {}
                    Err(_) if advanced => {
                        what = What::Unsaved;
                        continue;
                    }
                    // A pause, or that a callback is gone, is not on record: the background
                    // comes earlier, and asks again.
                    Err(_) => return told,
                }
            }
            match self.perform(booking, step.effect, flow).await {
                Some(happened) => what = happened,
                None => return told,
            }
        }
    }

    /// Adds to a new state what only the keys can make.
    fn seal(&self, before: &Booking, booking: &mut Booking, flow: &Flow) {
        let now = self.clock.now();
        match (before.state, booking.state) {
            (State::CallbackCreated, State::Booked) => self.seal_answer(booking),
            // The number of the new callback, in clear to us only as long as before.
            (State::MovingCallback, State::MovingMeeting) => {
                let Some(contact) = &flow.contact else { return };
                let number = contact.number.e164();
                booking.number_hash = self.sealer.hashes("number", number.as_bytes())[0].clone();
                if self.number(booking, now).is_some() {
                    booking.number.bytes = Some(self.sealer.seal(&booking.id, "number", &number));
                }
            }
            // The link now lives longer, so it is sealed with the key of now.
            (State::MovingMeeting, State::MovingOldCallback) => {
                if let Some(url) = self.video_url(booking) {
                    booking.link = Some(self.sealer.seal(&booking.id, "link", &url));
                }
                if self.terms.keep_until_slot {
                    booking.number.until = booking.slot_at + TimeDelta::hours(24);
                }
            }
            _ => {}
        }
    }

    /// The answer to the customer, kept for a request that is sent again.
    fn seal_answer(&self, booking: &mut Booking) {
        let (Some(mut kept), Some(video_url), Some(callback_id)) = (
            self.kept(booking, self.clock.now()),
            self.video_url(booking),
            booking.callback_id.clone(),
        ) else {
            return;
        };
        let manage_url = self.manage_url(&kept.manage_token);
        kept.answer = Some(Answer {
            success: true,
            customer_id: booking.customer_id.clone(),
            video_url,
            callback_id,
            scheduled_time: wire_time(booking.slot_at),
            message: "Callback and video meeting scheduled successfully".to_owned(),
            linked: booking.linked,
            calendar_url: format!("{manage_url}/booking.ics"),
            manage_url,
        });
        booking.answer.bytes = Some(self.sealer.seal(&booking.id, "answer", &kept));
    }

    /// Saves, and logs a failure with what could not be saved.
    async fn save(&self, booking: &mut Booking) -> Result<(), StoreError> {
        let saved = self.store.save(booking).await;
        let (id, state) = (&booking.id, booking.state.as_str());
        tracing::debug!(booking = %id, state, "entered a state");
        if let Err(error) = &saved {
            tracing::error!(booking = %id, state, error = %causes(error), "could not save a booking");
            if matches!(booking.state, State::CallbackCreated | State::MovingMeeting) {
                let new = booking.pending.as_ref().map(|new| &new.callback_id);
                let callback = new.unwrap_or(&booking.callback_id);
                tracing::error!(booking = %id, callback, "this callback is on no record");
            }
        }
        saved
    }
}

/// Tells logs and metrics that a booking is on record in another state.
fn announce(before: State, booking: &Booking) {
    let id = &booking.id;
    match (before, booking.state) {
        (State::CallbackCreated, State::Booked) => {
            tracing::info!(booking = %id, linked = booking.linked, "booked");
        }
        (State::MovingOldCallback, State::Booked) => {
            metrics::counter!("callback_scheduler_moves_total").increment(1);
            tracing::info!(booking = %id, "moved");
        }
        (State::MovingBack, State::Booked) if booking.note.is_some() => {
            tracing::error!(booking = %id, note = booking.note, "a move was taken back without a word of VideoEngager: look at the time of its meeting");
        }
        (_, State::Cancelled) => {
            metrics::counter!("callback_scheduler_cancellations_total").increment(1);
            tracing::info!(booking = %id, "cancelled");
        }
        (_, State::Unconfirmed) => {
            metrics::counter!("callback_scheduler_unconfirmed_total").increment(1);
            tracing::error!(booking = %id, "a callback is unconfirmed: look in Genesys Cloud, then confirm or cancel it by the admin API");
        }
        (_, State::NeedsReview) => {
            tracing::error!(booking = %id, note = booking.note, "which video meeting belongs to a failed booking is unclear: look at those of its time, then cancel the booking by the admin API");
        }
        (State::Failed, State::Compensating) => {
            tracing::warn!(booking = %id, "the video meeting of a failed booking came late");
        }
        _ => {}
    }
}

/// The result of `future`, or `None` when `until` comes first.
pub(super) async fn within<T>(until: Instant, future: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout_at(until, future).await.ok()
}
