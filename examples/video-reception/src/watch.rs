//! What is looked after while the server runs: the staff, and what is to be forgotten.

use std::{sync::Arc, time::Duration};

use chrono::{TimeDelta, Utc};
use server_kit::causes::causes;
use tokio::task::JoinHandle;

use crate::state::AppState;

/// How often it is looked whether an account changed, here or in another process.
const EVERY: Duration = Duration::from_secs(1);
/// After how many rounds what is old is forgotten.
const FORGET_EVERY: u32 = 3600;

/// Looks after all of it until it is aborted.
pub fn start(state: &Arc<AppState>, history_days: u16) -> JoinHandle<()> {
    let state = Arc::clone(state);
    tokio::spawn(async move {
        for round in 1_u32.. {
            tokio::time::sleep(EVERY).await;
            staff(&state).await;
            if round % FORGET_EVERY == 0 {
                forget(&state, history_days).await;
            }
        }
    })
}

/// Tells the lobby who the staff is by now.
pub(crate) async fn staff(state: &AppState) {
    match state.directory.all().await {
        Ok(members) => state.lobby.staff_is(members).await,
        Err(error) => tracing::warn!(error = %causes(&error), "the accounts could not be read"),
    }
}

async fn forget(state: &Arc<AppState>, history_days: u16) {
    let now = Utc::now().timestamp_millis();
    let before = now - TimeDelta::days(history_days.into()).num_milliseconds();
    let store = state.directory.store().clone();
    if let Err(error) = store.purge(before, now).await {
        tracing::warn!(error = %causes(&error), "old calls could not be forgotten");
    }
}
