//! What is kept for its time only: texts, files, ids, customers.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use durable_inbox::{Inbox, Purge};
use tokio::task::JoinHandle;

use crate::state::AppState;

/// How often it is looked for what is old enough.
const EVERY: Duration = Duration::from_secs(60);

/// Looks for what is old enough, every minute.
pub fn start(state: &Arc<AppState>) -> JoinHandle<()> {
    let state = Arc::clone(state);
    tokio::spawn(async move {
        loop {
            if let Err(error) = sweep(&state).await {
                tracing::error!(
                    error = format!("{error:#}"),
                    "what is old could not be deleted"
                );
            }
            state.clock.sleep(EVERY).await;
        }
    })
}

/// Deletes what is old enough, now.
///
/// # Errors
/// If it was not deleted.
pub async fn sweep(state: &AppState) -> anyhow::Result<()> {
    let (keep, now) = (&state.bridge, state.clock.now());
    let purge = Purge {
        sent_before: Some(now - keep.keep_bodies),
        parked_before: Some(now - keep.keep_parked),
        dedupe_before: Some(now - keep.keep_ids),
    };
    state.inbox.purge(&purge).await.context("inbox.db")?;
    state.store.sweep(keep, now).await.context("bridge.db")?;
    Ok(())
}
