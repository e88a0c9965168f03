//! What is looked after while the server runs: the database, the keys, the counts.

use std::{sync::Arc, time::Duration};

use server_kit::{causes::causes, health::CachedCheck};
use tokio::{task::JoinHandle, time::timeout};

use crate::{cases::Cases, keys::KeyRing, state::AppState, store::Store};

/// How often it is looked whether the database can be used, and whether keys changed.
const EVERY: Duration = Duration::from_secs(1);
/// How long the database may take to say that it can be written.
const PATIENCE: Duration = Duration::from_millis(1500);
/// After how many rounds the uses of keys are written down.
const USES_EVERY: u32 = 10;

/// How many cases there are.
const CASES: &str = "screen_pop_cases";
/// 1 while lookups are answered without the database.
const STALE: &str = "screen_pop_stale";

/// Describes the metrics that are measured here.
pub(crate) fn announce() {
    metrics::describe_gauge!(CASES, "How many cases there are");
    metrics::describe_gauge!(STALE, "1 while lookups are answered without the database");
}

/// Whether the databases can be used; what `/readyz` asks.
pub(crate) fn readiness(store: &Store, accounts: &server_kit::sqlite::Database) -> CachedCheck {
    let (store, accounts) = (store.clone(), accounts.clone());
    let check = CachedCheck::new(move || {
        let (store, accounts) = (store.clone(), accounts.clone());
        async move { is_usable(&store).await && accounts.is_ready().await }
    });
    check.with_ttl(EVERY)
}

async fn is_usable(store: &Store) -> bool {
    timeout(PATIENCE, store.is_writable())
        .await
        .unwrap_or(false)
}

/// Looks after all of it until it is aborted.
pub fn start(state: &Arc<AppState>) -> JoinHandle<()> {
    let state = Arc::clone(state);
    tokio::spawn(async move {
        let mut seen = None;
        for round in 0_u32.. {
            look(&state, &mut seen).await;
            if round % USES_EVERY == USES_EVERY - 1 {
                write_uses(&state.keys, &state.cases).await;
            }
            tokio::time::sleep(EVERY).await;
        }
    })
}

/// Looks once: at the database, and at whether another process changed a key.
async fn look(state: &AppState, seen: &mut Option<String>) {
    let healthy = state.ready.healthy().await;
    if healthy == state.cases.is_stale() {
        match healthy {
            true => tracing::info!("the database can be used again"),
            false => tracing::error!("the database cannot be used: lookups go on from memory"),
        }
        state.cases.set_stale(!healthy);
    }
    metrics::gauge!(STALE).set(f64::from(u8::from(!healthy)));
    metrics::gauge!(CASES).set(state.cases.count().0 as f64);
    if !healthy {
        return;
    }
    let changes = match state.cases.store().key_changes().await {
        Ok(changes) => changes,
        Err(error) => {
            tracing::warn!(error = %causes(&error), "the API keys could not be read");
            return;
        }
    };
    if *seen != changes && state.keys.reload().await.is_ok() {
        *seen = changes;
    }
}

/// Writes down how often keys were used, if anything can be written.
pub async fn write_uses(keys: &KeyRing, cases: &Cases) {
    if cases.is_stale() {
        return;
    }
    if let Err(error) = keys.write_uses().await {
        tracing::warn!(error = %causes(&error), "uses of API keys could not be written down");
    }
}
