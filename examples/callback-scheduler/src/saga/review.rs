//! What an admin decides about a booking that the program cannot settle.

use std::sync::Arc;

use genesys_client::ConversationId;
use http::StatusCode;
use tracing::Instrument;

use super::{Failure, Saga, verdict::causes, verdict::is_gone};
use crate::booking::{Booking, State};

/// Why a decision could not be carried out.
#[derive(Debug, thiserror::Error)]
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

impl Saga {
    /// The admin found the callback of an `unconfirmed` booking: the booking goes on with
    /// it. For a move, naming the old callback means that no new one exists.
    ///
    /// # Errors
    /// [`ReviewError`].
    pub async fn confirm(
        self: &Arc<Self>,
        id: &str,
        conversation_id: &str,
    ) -> Result<Booking, ReviewError> {
        let (saga, id, conversation) =
            (Arc::clone(self), id.to_owned(), conversation_id.to_owned());
        let task = async move { saga.confirm_to_the_end(&id, conversation).await };
        tokio::spawn(task.in_current_span())
            .await
            .unwrap_or(Err(ReviewError::Storage))
    }

    async fn confirm_to_the_end(
        self: &Arc<Self>,
        id: &str,
        conversation: String,
    ) -> Result<Booking, ReviewError> {
        let (mut booking, _hold) = self.take(id).await?;
        if booking.state == State::Booked && booking.callback_id.as_ref() == Some(&conversation) {
            return Ok(booking);
        }
        if booking.state != State::Unconfirmed {
            return Err(ReviewError::State(booking.state.as_str()));
        }
        let callback = self
            .callbacks
            .get(&ConversationId::new(&*conversation))
            .await;
        if let Err(error) = &callback {
            // Genesys answers 400 to an id that has not the form of one.
            let unknown = is_gone(error) || error.status() == Some(StatusCode::BAD_REQUEST);
            tracing::warn!(booking = %booking.id, error = %causes(error), "could not confirm a callback");
            return Err(if unknown {
                ReviewError::NoSuchCallback
            } else {
                ReviewError::Unreachable
            });
        }
        let others = callback
            .iter()
            .flat_map(|callback| &callback.participants)
            .any(|participant| {
                let customer = participant.attributes.get("customerId");
                customer.is_some_and(|customer| *customer != booking.customer_id)
            });
        if others {
            return Err(ReviewError::OtherBooking);
        }
        if callback.is_ok_and(|callback| callback.is_disconnected()) {
            return Err(ReviewError::Disconnected);
        }
        let now = self.clock.now();
        match &mut booking.pending {
            Some(_) if booking.callback_id.as_ref() == Some(&conversation) => {
                booking.pending = None;
                booking.enter(State::Booked, now);
            }
            Some(pending) => {
                pending.callback_id = Some(conversation);
                booking.enter(State::MovingMeeting, now);
            }
            None => {
                booking.callback_id = Some(conversation);
                booking.enter(State::CallbackCreated, now);
            }
        }
        self.save(&mut booking)
            .await
            .map_err(|_| ReviewError::Storage)?;
        self.go_on(&mut booking).await;
        Ok(booking)
    }

    /// The admin wants the booking gone: what exists of it is undone, and what is being
    /// undone is tried again at once. Of an `unconfirmed` booking this says that its
    /// callback does not exist, or was removed by hand.
    ///
    /// # Errors
    /// [`ReviewError`].
    pub async fn withdraw(self: &Arc<Self>, id: &str) -> Result<Booking, ReviewError> {
        let (saga, id) = (Arc::clone(self), id.to_owned());
        let task = async move { saga.withdraw_to_the_end(&id).await };
        tokio::spawn(task.in_current_span())
            .await
            .unwrap_or(Err(ReviewError::Storage))
    }

    async fn withdraw_to_the_end(self: &Arc<Self>, id: &str) -> Result<Booking, ReviewError> {
        let (mut booking, _hold) = self.take(id).await?;
        let now = self.clock.now();
        let next = match booking.state {
            State::Cancelled
            | State::CancellingCallback
            | State::CancellingMeeting
            | State::Compensating => booking.state,
            State::MovingMeeting | State::MovingOldCallback | State::MovingBack => {
                State::CancellingCallback
            }
            State::Unconfirmed if booking.callback_id.is_none() => State::Compensating,
            State::Booked | State::Unconfirmed => State::CancellingCallback,
            State::NeedsReview => State::Failed,
            other => return Err(ReviewError::State(other.as_str())),
        };
        if next != booking.state {
            booking.note = Some("withdrawn by an admin".to_owned());
            booking.enter(next, now);
            self.save(&mut booking)
                .await
                .map_err(|_| ReviewError::Storage)?;
        }
        self.go_on(&mut booking).await;
        Ok(booking)
    }

    async fn take(self: &Arc<Self>, id: &str) -> Result<(Booking, super::Hold), ReviewError> {
        let hold = self.hold(id).ok_or(ReviewError::Busy)?;
        match self.read(id).await {
            Ok(booking) => Ok((booking, hold)),
            Err(Failure::NotPossible) => Err(ReviewError::Unknown),
            Err(_) => Err(ReviewError::Storage),
        }
    }
}
