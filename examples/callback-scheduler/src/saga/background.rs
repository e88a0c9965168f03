//! Finishing what a request or a dead process left behind.

use std::{sync::Arc, time::Duration};

use tokio::task::JoinSet;

use super::{Saga, verdict::causes};
use crate::{
    booking::{Booking, State},
    store::Which,
};

/// How often the background looks for work that nobody woke it for.
const PAUSE: Duration = Duration::from_secs(2);
/// How many bookings are gone on with at once.
const AT_ONCE: usize = 8;
/// How often expired data is wiped.
const SWEEP: Duration = Duration::from_secs(3_600);

impl Saga {
    /// Goes on with unfinished bookings, and wipes expired data, until the process ends.
    /// The first round is at once: it settles what the last process left.
    pub async fn run_in_background(self: Arc<Self>) {
        let mut sweep = tokio::time::interval(SWEEP);
        sweep.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            self.settle().await;
            tokio::select! {
                _ = sweep.tick() => self.wipe().await,
                () = self.wake.notified() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Goes on once with every unfinished booking that is due and that no request holds.
    pub async fn settle(self: &Arc<Self>) {
        let due = match self.store.find(Which::Unfinished(self.clock.now())).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(error = %causes(&error), "could not look for unfinished bookings");
                return;
            }
        };
        for some in due.chunks(AT_ONCE) {
            let mut tasks = JoinSet::new();
            for booking in some {
                let (saga, id) = (Arc::clone(self), booking.id.clone());
                tasks.spawn(async move { saga.settle_one(&id).await });
            }
            tasks.join_all().await;
        }
        self.report().await;
    }

    async fn settle_one(self: &Arc<Self>, id: &str) {
        let Some(_hold) = self.hold_quietly(id) else {
            return;
        };
        // The request that held it may have finished it since it was listed.
        let Ok(mut booking) = self.read(id).await else {
            return;
        };
        if booking.state.is_unfinished() && booking.next_attempt_at <= self.clock.now() {
            self.go_on(&mut booking).await;
        }
    }

    /// Wipes what has outlived its time.
    pub async fn wipe(&self) {
        match self.store.sweep(self.clock.now()).await {
            Ok(0) => {}
            Ok(touched) => tracing::info!(touched, "expired data was wiped"),
            Err(error) => {
                tracing::error!(error = %causes(&error), "could not wipe expired data");
            }
        }
    }

    /// Takes a booking's next steps, from the state that is on record.
    pub(super) async fn go_on(&self, booking: &mut Booking) {
        match booking.state {
            State::CreatingMeeting | State::MeetingCreated => {
                booking.note = Some("the process ended in the middle of the booking".to_owned());
                booking.enter(State::Compensating, self.clock.now());
                if self.save(booking).await.is_ok() {
                    self.compensate(booking).await;
                }
            }
            State::Compensating => self.compensate(booking).await,
            State::CreatingCallback | State::MovingCallback => self.mark_unconfirmed(booking).await,
            State::CallbackCreated => {
                let _ = self.link(booking).await;
            }
            State::MovingMeeting | State::MovingOldCallback | State::MovingBack => {
                self.go_on_moving(booking).await;
            }
            State::CancellingCallback | State::CancellingMeeting => {
                self.go_on_cancelling(booking).await;
            }
            State::Booked
            | State::Unconfirmed
            | State::NeedsReview
            | State::Failed
            | State::Cancelled => {}
        }
    }

    async fn report(&self) {
        for state in [State::Unconfirmed, State::NeedsReview, State::Compensating] {
            if let Ok(found) = self.store.find(Which::State(state)).await {
                metrics::gauge!("callback_scheduler_bookings", "state" => state.as_str())
                    .set(found.len() as f64);
            }
        }
    }
}
