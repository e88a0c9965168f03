//! Messages that were given up, and deliveries that could not be read, until somebody puts
//! them back.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Path, State},
};
use durable_inbox::{InboxError, Item, ItemFilter, ItemId, KeptAside};
use http::StatusCode;
use serde_json::{Value, json};
use server_kit::{audit, problem::Problem, sign_in::accounts::desk::SignedIn};

use super::broken;
use crate::{state::AppState, work::redrive};

const MOST: u32 = 200;

/// The last parked messages, and deliveries that could not be read.
pub(super) async fn list(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
) -> Result<Json<Value>, Problem> {
    audit::write("parked.view", who.by(), None, "done");
    let parked = state.inbox.items(&ItemFilter::Parked, None, MOST).await;
    let parked: Vec<Value> = parked.map_err(broken)?.iter().map(shown).collect();
    let aside = state.inbox.kept_aside(None, MOST).await.map_err(broken)?;
    let aside: Vec<Value> = aside.iter().map(unread).collect();
    Ok(Json(json!({ "parked": parked, "keptAside": aside })))
}

/// What the message says stays sealed: whoever redrives it need not read it.
fn shown(item: &Item) -> Value {
    let (direction, route) = item.group.split_once(':').unwrap_or((&item.group, ""));
    json!({
        "id": item.id,
        "direction": direction,
        "route": route,
        "at": item.at,
        "parkedAt": item.done_at,
        "attempts": item.attempts,
        "maybeDuplicate": item.maybe_duplicate,
        "reason": item.reason,
    })
}

/// Nobody could read it, so there is nothing to show of it but why.
fn unread(aside: &KeptAside) -> Value {
    json!({
        "id": aside.row.id,
        "source": aside.row.source,
        "at": aside.row.received_at,
        "reason": aside.reason,
    })
}

/// Puts one back: it is the next of its customer.
pub(super) async fn redrive(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Path(id): Path<i64>,
) -> Result<Json<Value>, Problem> {
    let (work, redriving) = (state.work.clone(), Arc::clone(&state));
    let redriven = async move {
        let redriven = redrive::redrive(&redriving, ItemId::new(id)).await;
        write_audit("item.redrive", &who, id, &redriven);
        put_back(redriven, "This message is not parked any more")
    };
    work.run(redriven).await
}

/// Has a delivery read once more: the key that it was sealed with may be back.
pub(super) async fn restore(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Path(row): Path<i64>,
) -> Result<Json<Value>, Problem> {
    let restored = state.inbox.restore(row).await;
    write_audit("delivery.restore", &who, row, &restored);
    put_back(restored, "This delivery is not kept aside any more")
}

fn write_audit(action: &str, who: &SignedIn, about: i64, done: &Result<(), InboxError>) {
    let outcome = if done.is_ok() { "done" } else { "failed" };
    audit::write(action, who.by(), Some(&about.to_string()), outcome);
}

fn put_back(done: Result<(), InboxError>, gone: &'static str) -> Result<Json<Value>, Problem> {
    match done {
        Ok(()) => Ok(Json(json!({ "success": true }))),
        Err(InboxError::NotFound) => Err(Problem::new(StatusCode::NOT_FOUND, gone)),
        Err(error) => Err(broken(error)),
    }
}
