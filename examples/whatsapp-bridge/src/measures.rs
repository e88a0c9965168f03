//! What `/metrics` tells, announced at start.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use durable_inbox::{GroupStats, Inbox};
use server_kit::{
    causes::causes,
    metrics::{counter, counter_by},
};
use tokio::task::JoinHandle;

use crate::{
    services::delivery,
    state::AppState,
    work::{self, gate, intake},
};

/// How often it is measured how much waits.
const EVERY: Duration = Duration::from_secs(5);
/// How long the oldest item waits, by group.
const AGE: &str = "whatsapp_bridge_backlog_seconds";
/// How many items there are, by group and state.
const ITEMS: &str = "whatsapp_bridge_items";
/// How many deliveries wait to be taken in.
const JOURNAL: &str = "whatsapp_bridge_deliveries_waiting";

/// Describes every metric of this server.
pub(crate) fn announce() {
    delivery::announce();
    work::announce();
    let name = "whatsapp_bridge_rate_limited_total";
    counter(name, "Requests refused by a rate limit");
    let text = "Updates that nothing is done with, by why";
    counter_by(
        intake::DROPPED,
        text,
        "why",
        &["number", "no_number", "kind"],
    );
    let text = "1 while nothing is sent to a vendor of a route";
    metrics::describe_gauge!(gate::PAUSED, text);
    let age = "Seconds since the oldest waiting item happened, by group: direction and route";
    metrics::describe_gauge!(AGE, age);
    metrics::describe_gauge!(ITEMS, "Items by group and state");
    metrics::describe_gauge!(JOURNAL, "Deliveries that wait to be taken in");
}

/// Measures how much waits, again and again.
pub fn start(state: &Arc<AppState>) -> JoinHandle<()> {
    let state = Arc::clone(state);
    tokio::spawn(async move {
        loop {
            match state.inbox.stats().await {
                Ok(stats) => {
                    let now = state.clock.now();
                    metrics::gauge!(JOURNAL).set(stats.journal as f64);
                    for (group, stats) in &stats.groups {
                        measure(group, stats, now);
                    }
                }
                Err(error) => {
                    tracing::warn!(error = %causes(&error), "how much waits could not be read");
                }
            }
            tokio::time::sleep(EVERY).await;
        }
    })
}

fn measure(group: &str, stats: &GroupStats, now: DateTime<Utc>) {
    let age = stats
        .waiting_since
        .map_or(0, |since| (now - since).num_seconds());
    metrics::gauge!(AGE, "group" => group.to_owned()).set(age.max(0) as f64);
    for (state, count) in [
        ("waiting", stats.waiting),
        ("in_flight", stats.in_flight),
        ("parked", stats.parked),
    ] {
        metrics::gauge!(ITEMS, "group" => group.to_owned(), "state" => state).set(count as f64);
    }
}
