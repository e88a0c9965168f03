//! Finishing what a request or a dead process left behind.

use std::{sync::Arc, time::Duration};

use tokio::{task::JoinSet, time::Instant};

use super::{
    Saga, What, causes,
    run::{Flow, within},
};
use crate::{booking::State, store::Which};

/// How often the background looks for work that nobody woke it for.
const PAUSE: Duration = Duration::from_secs(2);
/// How many bookings are gone on with at once.
const AT_ONCE: usize = 8;
/// How often expired data is wiped.
const SWEEP: Duration = Duration::from_secs(3_600);
/// The states that an alert may be about: a person is needed, or a vendor does not obey.
const REPORTED: [State; 8] = [
    State::Unconfirmed,
    State::NeedsReview,
    State::Compensating,
    State::MovingMeeting,
    State::MovingOldCallback,
    State::MovingBack,
    State::CancellingCallback,
    State::CancellingMeeting,
];

impl Saga {
    /// Goes on with unfinished bookings, and wipes expired data, until the process ends.
    /// The first round is at once: it settles what the last process left.
    pub async fn run_in_background(self: Arc<Self>) {
        // Apart, so that a vendor that hangs does not keep expired data.
        let wiping = async {
            let mut sweep = tokio::time::interval(SWEEP);
            sweep.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                sweep.tick().await;
                self.wipe().await;
            }
        };
        let settling = async {
            loop {
                self.settle().await;
                // Either way it is time for the next round.
                let _ = tokio::time::timeout(PAUSE, self.holds.released()).await;
            }
        };
        tokio::join!(wiping, settling);
    }

    /// Waits until no flow of this process is under way, at most until `until`.
    pub async fn finish(&self, until: Instant) {
        if within(until, self.holds.none_held()).await.is_none() {
            tracing::warn!("bookings were still under way; the next start goes on with them");
        }
    }

    /// Goes on once with every unfinished booking that is due and that no request holds.
    pub async fn settle(self: &Arc<Self>) {
        let now = self.clock.now();
        let mut due = Vec::new();
        for which in [Which::Unfinished(now), Which::ToSearch(now)] {
            match self.store.find(which).await {
                Ok(found) => due.extend(found),
                Err(error) => {
                    tracing::error!(error = %causes(&error), "could not look for unfinished bookings");
                    return;
                }
            }
        }
        for some in due.chunks(AT_ONCE) {
            let mut tasks = JoinSet::new();
            for booking in some {
                let (saga, id) = (Arc::clone(self), booking.id.clone());
                tasks.spawn(async move { saga.settle_one(&id).await });
            }
            // One that panics must not end the others: the panic itself is logged.
            while tasks.join_next().await.is_some() {}
        }
        self.report().await;
    }

    async fn settle_one(self: &Arc<Self>, id: &str) {
        let Some(_hold) = self.holds.hold(id) else {
            return;
        };
        // The request that held it may have finished it since it was listed.
        let Ok(mut booking) = self.read(id).await else {
            return;
        };
        if booking.next_attempt_at > self.clock.now() {
            return;
        }
        self.run(&mut booking, What::Resumed, &self.patient_flow())
            .await;
    }

    /// A flow that nobody waits for: each call ends by its own time limit.
    pub(super) fn patient_flow(&self) -> Flow {
        Flow::new(None, self.terms.time_limit, [1.0, 100.0])
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

    async fn report(&self) {
        for state in REPORTED {
            if let Ok(count) = self.store.count(state).await {
                metrics::gauge!("callback_scheduler_bookings", "state" => state.as_str())
                    .set(count as f64);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ccaas_http::Clock;
    use genesys_client::{GenesysClient, QueueId, ScriptId};
    use secrecy::SecretString;
    use server_kit::seal::Sealer;
    use videoengager_client::{Partner, VideoEngagerClient};

    use super::*;
    use crate::{saga::Terms, store::SqliteStore};

    /// A saga whose vendors are never asked.
    async fn saga(folder: &std::path::Path) -> Arc<Saga> {
        let secret = SecretString::from("secret");
        let nowhere = "http://127.0.0.1:9";
        let genesys = GenesysClient::new(nowhere.parse().unwrap(), "id", secret.clone());
        let partner = Partner {
            pak: secret,
            external_id: "external".to_owned(),
            email: "agent@example.com".to_owned(),
        };
        let video_engager = VideoEngagerClient::new(nowhere.parse().unwrap(), partner);
        let keys = SecretString::from("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        let terms = Terms {
            queue_id: QueueId::new("queue"),
            script_id: ScriptId::new("script"),
            duration_minutes: 30,
            public_url: "https://book.example.com".to_owned(),
            keep_until_slot: false,
            max_open_bookings: 2,
            time_limit: Duration::from_secs(30),
        };
        Saga::new(
            Arc::new(SqliteStore::open(folder).await.unwrap()),
            Arc::new(video_engager.unwrap()),
            Arc::new(genesys.unwrap()),
            Sealer::new(&keys).unwrap(),
            Clock::system(),
            terms,
        )
    }

    #[tokio::test]
    async fn a_stop_waits_for_bookings_under_way_and_not_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let saga = saga(folder.path()).await;
        let hold = saga.holds.hold("a booking");

        saga.finish(Instant::now()).await;
        assert!(hold.is_some(), "the time was over");
        let waiting = tokio::spawn({
            let saga = Arc::clone(&saga);
            async move { saga.finish(Instant::now() + Duration::from_secs(60)).await }
        });
        drop(hold);

        let ended = tokio::time::timeout(Duration::from_secs(20), waiting).await;
        assert!(ended.is_ok(), "the booking has ended");
    }
}
