//! Cancelling: the callback first, then the meeting.

use std::sync::Arc;

use genesys_client::ConversationId;
use tokio::time::Instant;
use tracing::Instrument;
use videoengager_client::ScheduleId;

use super::{
    Failure, Saga,
    verdict::{causes, is_gone},
    within,
};
use crate::{
    booking::{Booking, State},
    store::Which,
};

impl Saga {
    /// Cancels a booking; what cannot be done at once is done in the background.
    /// Cancelling twice is the same as cancelling once.
    ///
    /// # Errors
    /// [`Failure::NotPossible`] when the slot is over or the booking is being looked at,
    /// [`Failure::Busy`] while another change is under way, [`Failure::Unsaved`].
    pub async fn cancel(self: &Arc<Self>, id: &str) -> Result<Booking, Failure> {
        let (saga, id) = (Arc::clone(self), id.to_owned());
        let task = async move { saga.cancel_to_the_end(&id).await };
        tokio::spawn(task.in_current_span())
            .await
            .unwrap_or(Err(Failure::Unsaved))
    }

    async fn cancel_to_the_end(self: &Arc<Self>, id: &str) -> Result<Booking, Failure> {
        let until = Instant::now() + self.terms.time_limit.mul_f32(0.9);
        let hold = self.hold(id);
        let mut booking = self.read(id).await?;
        let Some(_hold) = hold else {
            let same = booking.state.is_cancelled();
            return if same {
                Ok(booking)
            } else {
                Err(Failure::Busy)
            };
        };
        match booking.state {
            state if state.is_cancelled() => {}
            state if state.is_moving() => return Err(Failure::Busy),
            State::Booked if self.clock.now() < booking.slot_at => {
                self.start_cancelling(&mut booking).await?;
            }
            _ => return Err(Failure::NotPossible),
        }
        within(until, self.go_on_cancelling(&mut booking)).await;
        Ok(booking)
    }

    /// Reads a booking that its caller holds.
    pub(super) async fn read(&self, id: &str) -> Result<Booking, Failure> {
        let found = self.store.find(Which::Id(id)).await.map_err(|error| {
            tracing::error!(error = %causes(&error), "could not read a booking");
            Failure::Unsaved
        })?;
        found.into_iter().next().ok_or(Failure::NotPossible)
    }

    pub(super) async fn start_cancelling(&self, booking: &mut Booking) -> Result<(), Failure> {
        booking.enter(State::CancellingCallback, self.clock.now());
        self.save(booking).await.map_err(|_| Failure::Unsaved)
    }

    /// Goes on from wherever cancelling stands.
    pub(super) async fn go_on_cancelling(&self, booking: &mut Booking) {
        if booking.state == State::CancellingCallback {
            // A booking that is cancelled in the middle of a move has two callbacks.
            let new = booking
                .pending
                .as_ref()
                .and_then(|pending| pending.callback_id.as_ref());
            for callback in booking.callback_id.iter().chain(new) {
                if !self.disconnect(&booking.id, callback).await {
                    booking.put_off(self.clock.now());
                    let _ = self.save(booking).await;
                    return;
                }
            }
            booking.pending = None;
            booking.enter(State::CancellingMeeting, self.clock.now());
            if self.save(booking).await.is_err() {
                return;
            }
        }
        if booking.state == State::CancellingMeeting {
            if let Some(meeting) = &booking.meeting_id {
                match self
                    .meetings
                    .delete(&ScheduleId::new(meeting.clone()))
                    .await
                {
                    Ok(()) => {}
                    Err(error) if is_gone(&error) => {}
                    Err(error) => {
                        tracing::error!(
                            booking = %booking.id,
                            error = %causes(&error),
                            "could not delete the video meeting of a cancelled booking; it is tried again"
                        );
                        booking.put_off(self.clock.now());
                        let _ = self.save(booking).await;
                        return;
                    }
                }
            }
            booking.enter(State::Cancelled, self.clock.now());
            if self.save(booking).await.is_ok() {
                metrics::counter!("callback_scheduler_cancellations_total").increment(1);
                tracing::info!(booking = %booking.id, "cancelled");
            }
        }
    }

    /// Disconnects a callback; one that is gone already counts as disconnected.
    pub(super) async fn disconnect(&self, booking: &str, callback: &str) -> bool {
        match self.callbacks.cancel(&ConversationId::new(callback)).await {
            Ok(()) => true,
            Err(error) if is_gone(&error) => true,
            Err(error) => {
                tracing::error!(
                    booking,
                    error = %causes(&error),
                    "could not disconnect a callback; it is tried again"
                );
                false
            }
        }
    }
}
