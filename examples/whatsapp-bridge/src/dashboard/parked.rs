//! Messages that were given up, until somebody redrives them.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Path, State},
};
use durable_inbox::{Inbox as _, InboxError, Item, ItemFilter, ItemId};
use http::StatusCode;
use serde_json::{Value, json};
use server_kit::{audit, problem::Problem, sign_in::accounts::desk::SignedIn};

use super::broken;
use crate::state::AppState;

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
    Ok(Json(json!({ "parked": parked, "keptAside": aside.len() })))
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

/// Puts one back: it is the next of its customer.
pub(super) async fn redrive(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Path(id): Path<i64>,
) -> Result<Json<Value>, Problem> {
    let about = id.to_string();
    let redriven = state.inbox.redrive(ItemId::new(id)).await;
    let outcome = if redriven.is_ok() { "done" } else { "failed" };
    audit::write("item.redrive", who.by(), Some(&about), outcome);
    match redriven {
        Ok(()) => Ok(Json(json!({ "success": true }))),
        Err(InboxError::NotFound) => {
            let text = "This message is not parked any more";
            Err(Problem::new(StatusCode::NOT_FOUND, text))
        }
        Err(error) => Err(broken(error)),
    }
}
