//! One group of the inbox on its way: claims what may go, hands it on, sleeps otherwise.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use durable_inbox::{Claim, Claimed, Inbox, InboxError, Outcome, WorkerId};
use tokio::{sync::watch, task::JoinSet};

use super::{caught::caught, gate::Gate, outcome};
use crate::state::AppState;

/// Items that were given up until a person looks at them.
pub(super) const PARKED: &str = "whatsapp_bridge_parked_total";
/// How long a claim counts. A process that ends takes its claims back when it starts again, so
/// this is only for a delivery that hangs; a large file takes a while.
const LEASE: Duration = Duration::from_secs(15 * 60);
/// A delivery that takes longer than this is given up, before its claim is lost.
const LONGEST_DELIVERY: Duration = Duration::from_secs(14 * 60);
/// How long after the inbox failed it is asked again.
pub(super) const AFTER_A_FAULT: Duration = Duration::from_secs(1);
/// A clock that is set forward is noticed after this time at the latest.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

/// Hands one item on.
#[async_trait]
pub(super) trait Deliver: Send + Sync {
    /// Does it, and says what became of it.
    async fn deliver(&self, claimed: &Claimed) -> Outcome;
}

/// One group, its gate, and who hands its items on.
pub(super) struct Lane {
    pub(super) group: String,
    pub(super) gate: Arc<Gate>,
    pub(super) deliver: Arc<dyn Deliver>,
    pub(super) worker: WorkerId,
    pub(super) state: Arc<AppState>,
    /// How many items may be under way at once.
    pub(super) most: usize,
}

impl Lane {
    /// Runs until it is told to stop, and until what was under way then is done.
    pub(super) async fn run(self, mut stop: watch::Receiver<bool>) {
        let lane = Arc::new(self);
        let mut gate = lane.gate.follow();
        let mut work = lane.state.inbox.work();
        let mut under_way = JoinSet::new();
        while !*stop.borrow_and_update() {
            gate.borrow_and_update();
            work.borrow_and_update();
            while under_way.try_join_next().is_some() {}
            let sleep = lane.fill(&mut under_way).await;
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { break },
                _ = gate.changed() => {}
                _ = work.changed() => {}
                Some(_) = under_way.join_next() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
        while under_way.join_next().await.is_some() {}
    }

    /// Claims as much as there is room for; how long to sleep if nothing happens.
    async fn fill(self: &Arc<Self>, under_way: &mut JoinSet<()>) -> Duration {
        let room = self.gate.room(under_way.len(), self.most);
        let now = self.state.clock.now();
        if room == 0 {
            let until = self.gate.paused_until();
            let pause = until.and_then(|until| (until - now).to_std().ok());
            return pause.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP);
        }
        // One statement claims many: a full lane waits until a part of it is free.
        if !under_way.is_empty() && room < self.most / 4 {
            return LONGEST_SLEEP;
        }
        let claim = Claim {
            group: self.group.clone(),
            worker: self.worker.clone(),
            lease: LEASE,
            limit: room,
            now,
        };
        let claimed = match self.state.inbox.claim(&claim).await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::error!(group = self.group, error = %error, "could not claim");
                return AFTER_A_FAULT;
            }
        };
        for claimed in claimed {
            let lane = Arc::clone(self);
            under_way.spawn(async move { lane.one(claimed).await });
        }
        let due = match self.state.inbox.next_due(&self.group).await {
            Ok(due) => due.and_then(|due| (due - now).to_std().ok()),
            Err(_) => Some(AFTER_A_FAULT),
        };
        due.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)
    }

    async fn one(&self, claimed: Claimed) {
        let clock = &self.state.clock;
        let delivered = caught(self.deliver.deliver(&claimed));
        let outcome = match tokio::time::timeout(LONGEST_DELIVERY, delivered).await {
            Ok(Some(outcome)) => outcome,
            Ok(None) => Outcome::Parked {
                reason: "a fault of the bridge itself; its log tells where".to_owned(),
                maybe_sent: true,
            },
            Err(_) => outcome::again(clock.now(), true),
        };
        self.finish(&claimed, outcome).await;
    }

    /// What cannot be written now is written as soon as the disk can: the call was made.
    async fn finish(&self, claimed: &Claimed, outcome: Outcome) {
        if let Outcome::Parked { reason, .. } = &outcome {
            tracing::error!(group = self.group, item = %claimed.id, reason, "an item is parked");
            metrics::counter!(PARKED, "group" => self.group.clone()).increment(1);
        }
        loop {
            match self.state.inbox.finish(claimed, outcome.clone()).await {
                Ok(()) => return,
                Err(error @ (InboxError::Overloaded | InboxError::Unavailable(_))) => {
                    tracing::error!(group = self.group, error = %error, "could not finish an item");
                }
                Err(error) => {
                    tracing::error!(group = self.group, error = %error, "an item was lost to others");
                    return;
                }
            }
            tokio::time::sleep(AFTER_A_FAULT).await;
        }
    }
}
