//! Moving: a new callback, the same meeting at the new time, then the old callback goes.

use std::sync::Arc;

use ccaas_http::Pii;
use chrono::{DateTime, TimeDelta, Utc};
use genesys_client::ConversationId;
use tokio::time::Instant;
use tracing::Instrument;
use videoengager_client::{ScheduleId, UpdateSchedule};

use super::{Contact, Failure, Saga, verdict::causes, within};
use crate::{
    booking::{Booking, Move, State},
    store::Which,
};

/// How often VideoEngager is asked to move a meeting; the pauses add up to some 40 minutes.
const TRIES: u32 = 10;

/// The time that a booking is to be moved to.
#[derive(Clone, Debug)]
pub struct NewTime {
    /// When.
    pub slot_at: DateTime<Utc>,
    /// Whom to call, typed again or still on record.
    pub contact: Contact,
}

impl Saga {
    /// Moves a booking; what cannot be done at once is done in the background. Moving to
    /// the time it has already changes nothing.
    ///
    /// # Errors
    /// [`Failure::NotPossible`], [`Failure::Busy`], [`Failure::Unsaved`]; with
    /// [`Failure::CallbackSignIn`], [`Failure::Callback`] and [`Failure::Move`] the booking
    /// stands at its old time; [`Failure::Unconfirmed`] when the new callback may exist.
    pub async fn relocate(self: &Arc<Self>, id: &str, to: NewTime) -> Result<Booking, Failure> {
        let (saga, id) = (Arc::clone(self), id.to_owned());
        let task = async move { saga.relocate_to_the_end(&id, to).await };
        tokio::spawn(task.in_current_span())
            .await
            .unwrap_or(Err(Failure::Unsaved))
    }

    async fn relocate_to_the_end(
        self: &Arc<Self>,
        id: &str,
        to: NewTime,
    ) -> Result<Booking, Failure> {
        let started = Instant::now();
        let forward = started + self.terms.time_limit.mul_f32(0.5);
        let end = started + self.terms.time_limit.mul_f32(0.9);
        let hold = self.hold(id);
        let mut booking = self.read(id).await?;
        let asked_before = booking
            .pending
            .as_ref()
            .is_some_and(|pending| pending.slot_at == to.slot_at);
        let Some(_hold) = hold else {
            let same = asked_before && booking.state.is_moving_on();
            return if same {
                Ok(booking)
            } else {
                Err(Failure::Busy)
            };
        };
        match booking.state {
            State::Booked if booking.slot_at == to.slot_at => return Ok(booking),
            State::Booked if self.clock.now() < booking.slot_at => {
                self.create_new_callback(&mut booking, &to, forward).await?;
            }
            state if state.is_moving_on() && asked_before => {}
            state if state.is_moving() => return Err(Failure::Busy),
            _ => return Err(Failure::NotPossible),
        }
        within(end, self.go_on_moving(&mut booking)).await;
        match booking.state {
            State::MovingBack => Err(Failure::Move),
            State::Booked if booking.slot_at != to.slot_at => Err(Failure::Move),
            _ => Ok(booking),
        }
    }

    async fn create_new_callback(
        &self,
        booking: &mut Booking,
        to: &NewTime,
        until: Instant,
    ) -> Result<(), Failure> {
        match within(until, self.callbacks.sign_in()).await {
            Some(Ok(())) => {}
            Some(Err(error)) => {
                tracing::error!(booking = %booking.id, error = %causes(&error), "Failed to authenticate with Genesys");
                return Err(Failure::CallbackSignIn);
            }
            None => return Err(Failure::CallbackSignIn),
        }
        self.may_be_called(booking, to).await?;
        booking.pending = Some(Move {
            slot_at: to.slot_at,
            callback_id: None,
        });
        booking.enter(State::MovingCallback, self.clock.now());
        self.save(booking).await.map_err(|_| Failure::Unsaved)?;

        let mut contact = to.contact.clone();
        if contact.subject.is_none() && self.details(booking, self.clock.now()).is_none() {
            contact.subject = self.subject_at_genesys(booking, until).await;
        }
        let wanted = self.callback_request(booking, &contact, to.slot_at);
        match self.ask_for_callback(booking, &wanted, until).await {
            Ok(callback) => {
                booking.pending = Some(Move {
                    slot_at: to.slot_at,
                    callback_id: Some(callback),
                });
                self.take_number(booking, to);
                booking.enter(State::MovingMeeting, self.clock.now());
                self.save_with_callback(booking).await
            }
            Err(Failure::Unconfirmed) => {
                self.mark_unconfirmed(booking).await;
                Err(Failure::Unconfirmed)
            }
            Err(failure) => {
                booking.pending = None;
                booking.enter(State::Booked, self.clock.now());
                self.save(booking).await.map_err(|_| Failure::Unsaved)?;
                Err(failure)
            }
        }
    }

    /// The subject of the old callback, when ours is wiped and the customer typed none.
    /// Without an answer the new callback goes without a subject.
    async fn subject_at_genesys(&self, booking: &Booking, until: Instant) -> Option<Pii<String>> {
        let id = ConversationId::new(booking.callback_id.as_deref()?);
        let callback = within(until, self.callbacks.get(&id)).await?.ok()?;
        callback
            .participants
            .iter()
            .find_map(|participant| participant.attributes.get("subject"))
            .map(|subject| Pii::new(subject.clone()))
    }

    /// A number that is typed anew must keep to its limit of open bookings, too.
    async fn may_be_called(&self, booking: &Booking, to: &NewTime) -> Result<(), Failure> {
        let number = to.contact.number.e164();
        let hashes = self.sealer.hashes("number", number.as_bytes());
        if hashes.contains(&booking.number_hash) {
            return Ok(());
        }
        let mut open = 0;
        for hash in &hashes {
            let found = self.store.find(Which::Open(hash, self.clock.now())).await;
            open += found.map_err(|_| Failure::Unsaved)?.len();
        }
        if open < self.terms.max_open_bookings as usize {
            Ok(())
        } else {
            Err(Failure::TooManyOpen)
        }
    }

    /// Remembers the number of the new callback, in clear to us only as long as before.
    fn take_number(&self, booking: &mut Booking, to: &NewTime) {
        let number = to.contact.number.e164();
        booking.number_hash = self.sealer.hashes("number", number.as_bytes())[0].clone();
        if self.number(booking, self.clock.now()).is_some() {
            booking.number.bytes = Some(self.sealer.seal(&booking.id, "number", &number));
        }
    }

    /// Goes on from wherever moving stands, once the new callback exists.
    pub(super) async fn go_on_moving(&self, booking: &mut Booking) {
        if booking.state == State::MovingMeeting && !self.move_meeting(booking).await {
            return;
        }
        if booking.state == State::MovingOldCallback {
            self.drop_old_callback(booking).await;
        }
        if booking.state == State::MovingBack {
            self.move_back(booking).await;
        }
    }

    async fn move_meeting(&self, booking: &mut Booking) -> bool {
        let (Some(pending), Some(meeting)) = (booking.pending.clone(), &booking.meeting_id) else {
            return false;
        };
        let change = UpdateSchedule {
            date: Some(pending.slot_at),
            conversation_id: pending.callback_id.clone(),
            ..UpdateSchedule::default()
        };
        match self
            .meetings
            .update(&ScheduleId::new(meeting.clone()), &change)
            .await
        {
            Ok(_) => {
                booking.linked = true;
                booking.slot_at = pending.slot_at;
                booking.moves += 1;
                // The link now lives longer, so it is sealed with the key of now.
                if let Some(url) = self.video_url(booking) {
                    booking.link = Some(self.sealer.seal(&booking.id, "link", &url));
                }
                if self.terms.keep_until_slot {
                    booking.number.until = pending.slot_at + TimeDelta::hours(24);
                }
                booking.enter(State::MovingOldCallback, self.clock.now());
            }
            Err(error) => {
                tracing::error!(booking = %booking.id, error = %causes(&error), "could not move the video meeting");
                // A refusal stays one; anything else may work later, but not for ever.
                let may_work = error.is_transient() || error.may_have_been_applied();
                if may_work && booking.attempts < TRIES {
                    booking.put_off(self.clock.now());
                } else {
                    booking.enter(State::MovingBack, self.clock.now());
                }
            }
        }
        let saved = self.save(booking).await.is_ok();
        saved && booking.state != State::MovingMeeting
    }

    async fn drop_old_callback(&self, booking: &mut Booking) {
        if let Some(old) = &booking.callback_id
            && !self.disconnect(&booking.id, old).await
        {
            booking.put_off(self.clock.now());
            let _ = self.save(booking).await;
            return;
        }
        booking.callback_id = booking
            .pending
            .take()
            .and_then(|pending| pending.callback_id);
        booking.enter(State::Booked, self.clock.now());
        if self.save(booking).await.is_ok() {
            metrics::counter!("callback_scheduler_moves_total").increment(1);
            tracing::info!(booking = %booking.id, "moved");
        }
    }

    async fn move_back(&self, booking: &mut Booking) {
        let new = booking
            .pending
            .as_ref()
            .and_then(|pending| pending.callback_id.clone());
        let dropped = match new {
            Some(new) => self.disconnect(&booking.id, &new).await,
            None => true,
        };
        if dropped && (self.meeting_is_back(booking).await || booking.attempts >= TRIES) {
            booking.pending = None;
            booking.enter(State::Booked, self.clock.now());
        } else {
            booking.put_off(self.clock.now());
        }
        let _ = self.save(booking).await;
    }

    /// Gives the meeting its old time again: a try before the refused one may have moved it.
    /// A meeting that VideoEngager refuses to change is as it was.
    async fn meeting_is_back(&self, booking: &Booking) -> bool {
        let Some(meeting) = &booking.meeting_id else {
            return true;
        };
        let change = UpdateSchedule {
            date: Some(booking.slot_at),
            conversation_id: booking.callback_id.clone(),
            ..UpdateSchedule::default()
        };
        let id = ScheduleId::new(meeting.clone());
        match self.meetings.update(&id, &change).await {
            Ok(_) => true,
            Err(error) => {
                tracing::warn!(booking = %booking.id, error = %causes(&error), "could not give the video meeting its old time again");
                !(error.is_transient() || error.may_have_been_applied())
            }
        }
    }
}
