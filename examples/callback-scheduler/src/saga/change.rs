//! What customers and admins ask of a booking that exists.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use server_kit::holds::Hold;

use super::{
    Contact, Failure, ReviewError, Saga, causes,
    event::{Event, What},
    run::Flow,
    step::next,
};
use crate::{
    booking::{Booking, State},
    store::Which,
};

/// The time that a booking is to be moved to.
#[derive(Clone, Debug)]
pub struct NewTime {
    /// When.
    pub slot_at: DateTime<Utc>,
    /// Whom to call, typed again or still on record.
    pub contact: Contact,
}

impl Saga {
    /// Cancels a booking; what cannot be done at once is done in the background.
    /// Cancelling twice is the same as cancelling once.
    ///
    /// # Errors
    /// [`Failure::NotPossible`] when the slot is over or the booking is being looked at,
    /// [`Failure::Busy`] while another change is under way, [`Failure::Unsaved`].
    pub async fn cancel(self: &Arc<Self>, id: &str) -> Result<Booking, Failure> {
        let flow = Flow::new(None, self.terms.time_limit, [0.9, 0.9]);
        let (booking, told) = self.change(id, What::CancelAsked, flow).await?;
        told.map_or(Ok(booking), Err)
    }

    /// Moves a booking; what cannot be done at once is done in the background. Moving to
    /// the time it has already changes nothing.
    ///
    /// # Errors
    /// [`Failure::NotPossible`], [`Failure::Busy`], [`Failure::Unsaved`]; with
    /// [`Failure::CallbackSignIn`], [`Failure::Callback`] and [`Failure::Move`] the booking
    /// stands at its old time; [`Failure::Unconfirmed`] when the new callback may exist.
    pub async fn relocate(self: &Arc<Self>, id: &str, to: NewTime) -> Result<Booking, Failure> {
        let flow = Flow::new(Some(to.contact), self.terms.time_limit, [0.5, 0.9]);
        let (booking, told) = self.change(id, What::MoveAsked(to.slot_at), flow).await?;
        told.map_or(Ok(booking), Err)
    }

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
        self.decide(id, What::ConfirmAsked(conversation_id.to_owned()))
            .await
    }

    /// The admin wants the booking gone: what exists of it is undone, and what is being
    /// undone is tried again at once. Of an `unconfirmed` booking this says that its
    /// callback does not exist, or was removed by hand.
    ///
    /// # Errors
    /// [`ReviewError`].
    pub async fn withdraw(self: &Arc<Self>, id: &str) -> Result<Booking, ReviewError> {
        self.decide(id, What::WithdrawAsked).await
    }

    async fn decide(self: &Arc<Self>, id: &str, asked: What) -> Result<Booking, ReviewError> {
        match self.change(id, asked, self.patient_flow()).await {
            Ok((_, Some(Failure::Review(error)))) => Err(error),
            Ok((_, Some(Failure::Unsaved | Failure::Unconfirmed | Failure::Storage))) => {
                Err(ReviewError::Storage)
            }
            // How far it came is for the admin to see.
            Ok((booking, _)) => Ok(booking),
            Err(Failure::Busy) => Err(ReviewError::Busy),
            Err(Failure::NotPossible) => Err(ReviewError::Unknown),
            Err(_) => Err(ReviewError::Storage),
        }
    }

    /// Changes a booking, and returns what is to be told. Runs to its end even if the
    /// caller goes away.
    async fn change(
        self: &Arc<Self>,
        id: &str,
        asked: What,
        flow: Flow,
    ) -> Result<(Booking, Option<Failure>), Failure> {
        let (saga, id) = (Arc::clone(self), id.to_owned());
        let change = async move {
            let hold = saga.holds.hold(&id).map(Hold::telling);
            let mut booking = saga.read(&id).await?;
            let Some(_hold) = hold else {
                let at = saga.clock.now();
                let what = |what| next(&booking, &Event { at, what });
                // Whoever holds it does just that.
                let same = what(asked) == what(What::Resumed);
                return match same && booking.state != State::Booked {
                    true => Ok((booking, None)),
                    false => Err(Failure::Busy),
                };
            };
            let told = saga.run(&mut booking, asked, &flow).await;
            Ok((booking, told))
        };
        Self::to_the_end(change)
            .await
            .unwrap_or(Err(Failure::Unsaved))
    }

    /// Reads a booking that its caller holds.
    pub(super) async fn read(&self, id: &str) -> Result<Booking, Failure> {
        let found = self.store.find(Which::Id(id)).await.map_err(|error| {
            tracing::error!(error = %causes(&error), "could not read a booking");
            Failure::Unsaved
        })?;
        found.into_iter().next().ok_or(Failure::NotPossible)
    }
}
