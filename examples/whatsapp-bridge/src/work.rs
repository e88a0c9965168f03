//! The work behind the webhooks: intake, delivery both ways, receipts.
//!
//! A webhook appends a [`journal::Journal`] to the inbox and answers. The intake splits what
//! came into items; a lane for each route and direction claims them, one for each customer at
//! a time, and hands them on. While a vendor fails as a whole, its [`gate::Gate`] is shut.

pub mod callback_data;
pub mod gate;
pub mod gates;
pub mod group;
pub mod intake;
pub mod item;
pub mod journal;
pub mod redrive;

mod budgets;
mod caught;
mod inbound;
mod lane;
mod outbound;
mod outcome;
mod receipt;
mod tracker;
mod typing;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use durable_inbox::{Inbox, WorkerId};
use server_kit::causes::causes;
use tokio::{
    sync::{Semaphore, mpsc, watch},
    task::JoinHandle,
};

use crate::{links::Link, state::AppState};

use budgets::Budgets;
use gate::Gate;
use group::{Direction, Vendor};
use intake::Intake;
use lane::{Deliver, Lane};
use tracker::Tracker;

/// There is one process, so it takes back at its start what it held before.
const WORKER: &str = "bridge";
/// Typing that waits to be told; more is dropped.
const TYPING: usize = 64;
/// Marks of read messages that are under way; more are dropped.
const MARKS: usize = 64;

/// Describes what the deliveries count.
pub(crate) fn announce() {
    let text = "Items that were given up until somebody redrives them";
    metrics::describe_counter!(lane::PARKED, text);
    let text = "Parts of agents' messages that WhatsApp has nothing for";
    metrics::describe_counter!(outbound::LEFT_OUT, text);
}

/// What all deliveries share.
#[derive(Debug)]
struct Bridge {
    state: Arc<AppState>,
    tracker: Tracker,
    budgets: Budgets,
    /// Room for marks that are under way.
    marks: Arc<Semaphore>,
}

impl Bridge {
    fn now(&self) -> DateTime<Utc> {
        self.state.clock.now()
    }

    /// Marks a customer's message as read, and all before it; nothing depends on it, so it is
    /// left out while WhatsApp is not called, or takes long.
    fn mark_read(&self, link: &Arc<Link>, wamid: String) {
        let gate = self.state.gates.of(&link.route.name, Vendor::WhatsApp);
        if gate.is_some_and(|gate| gate.paused_until().is_some()) {
            return;
        }
        let Ok(room) = Arc::clone(&self.marks).try_acquire_owned() else {
            return;
        };
        let link = Arc::clone(link);
        tokio::spawn(async move {
            let _room = room;
            let wamid = meta_whatsapp_client::MessageId::new(wamid);
            let messages = link.whatsapp.messages(&link.route.phone_number_id);
            if let Err(error) = messages.mark_read(&wamid).await {
                let route = &link.route.name;
                tracing::debug!(%route, error = %error, "could not mark a message as read");
            }
        });
    }
}

/// The tasks that carry messages.
#[derive(Debug)]
pub struct Workers {
    stop: watch::Sender<bool>,
    lanes: Vec<JoinHandle<()>>,
    tracker: Option<(Tracker, JoinHandle<()>)>,
}

/// Starts the tasks that carry messages.
#[must_use]
pub fn start(state: &Arc<AppState>) -> Workers {
    let (stop, stopped) = watch::channel(false);
    let (tracker, tracking) = Tracker::start(state.store.clone());
    let bridge = Arc::new(Bridge {
        state: Arc::clone(state),
        tracker: tracker.clone(),
        budgets: Budgets::default(),
        marks: Arc::new(Semaphore::new(MARKS)),
    });
    let (typing, typed) = mpsc::channel(TYPING);
    let intake = Intake {
        state: Arc::clone(state),
        typing,
    };
    let mut lanes = vec![
        tokio::spawn(take_in(intake, stopped.clone())),
        tokio::spawn(typing::run(Arc::clone(&bridge), typed, stopped.clone())),
    ];
    for link in state.links.iter() {
        for direction in Direction::ALL {
            let Some(gate) = state.gates.of(&link.route.name, direction.vendor()) else {
                continue;
            };
            let lane = Lane {
                group: direction.of(&link.route.name),
                gate: Arc::clone(gate),
                deliver: deliver(&bridge, link, direction, gate),
                worker: WorkerId::new(WORKER),
                state: Arc::clone(state),
                most: usize::from(state.bridge.calls_at_once),
            };
            lanes.push(tokio::spawn(lane.run(stopped.clone())));
        }
    }
    Workers {
        stop,
        lanes,
        tracker: Some((tracker, tracking)),
    }
}

fn deliver(
    bridge: &Arc<Bridge>,
    link: &Arc<Link>,
    direction: Direction,
    gate: &Arc<Gate>,
) -> Arc<dyn Deliver> {
    let (bridge, link, gate) = (Arc::clone(bridge), Arc::clone(link), Arc::clone(gate));
    match direction {
        Direction::In => Arc::new(inbound::Inbound {
            bridge,
            link,
            gate,
            seen: Mutex::default(),
        }),
        Direction::Out => Arc::new(outbound::Outbound { bridge, link, gate }),
        Direction::Receipt => Arc::new(receipt::Receipts {
            bridge,
            link,
            gate,
            newest: Mutex::default(),
        }),
    }
}

impl Workers {
    /// Lets them finish what they are at, and ends them.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        for lane in self.lanes.drain(..) {
            let _ = lane.await;
        }
        // The last tracker is gone, so the task ends when all is written.
        if let Some((tracker, tracking)) = self.tracker.take() {
            drop(tracker);
            let _ = tracking.await;
        }
    }
}

/// Takes in what came, and waits for more.
async fn take_in(intake: Intake, mut stop: watch::Receiver<bool>) {
    let state = Arc::clone(&intake.state);
    let inbox = &state.inbox;
    let mut deliveries = inbox.deliveries();
    if let Err(error) = inbox.reclaim(&WorkerId::new(WORKER)).await {
        tracing::error!(error = %error, "could not take back what was held before");
    }
    while !*stop.borrow_and_update() {
        deliveries.borrow_and_update();
        match inbox.take_in(&intake).await {
            Ok(taken) if taken.more => continue,
            Ok(_) => {
                tokio::select! {
                    changed = stop.changed() => if changed.is_err() { return },
                    _ = deliveries.changed() => {}
                }
            }
            Err(error) => {
                tracing::error!(error = %causes(&error), "could not take in what was delivered");
                tokio::select! {
                    changed = stop.changed() => if changed.is_err() { return },
                    () = tokio::time::sleep(lane::AFTER_A_FAULT) => {}
                }
            }
        }
    }
}
