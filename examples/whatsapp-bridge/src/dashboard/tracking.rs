//! Message tracking: what became of which message, with search.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Query, State},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use server_kit::{audit, problem::Problem, sign_in::accounts::desk::SignedIn};

use super::broken;
use crate::state::AppState;

const PAGE: u32 = 50;
const LONGEST: usize = 300;

#[derive(Deserialize)]
pub(super) struct Asked {
    search: Option<String>,
    before: Option<DateTime<Utc>>,
}

/// The newest messages; with `search`, those of a customer's number, a message's id or a
/// conversation's.
pub(super) async fn messages(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    let search = asked.search.as_deref().map(str::trim).unwrap_or_default();
    if search.len() > LONGEST {
        let text = format!("search has at most {LONGEST} characters");
        return Err(Problem::invalid(vec![text]));
    }
    let found = match search.is_empty() {
        true => {
            audit::write("messages.view", who.by(), None, "done");
            let before = asked
                .before
                .unwrap_or(state.clock.now() + TimeDelta::seconds(1));
            state.store.recent(before, PAGE).await
        }
        false => {
            // What is searched for is somebody's number: the line does not hold it.
            audit::write("messages.search", who.by(), None, "done");
            state.store.search(&state.links.names(), search, PAGE).await
        }
    };
    let found = found.map_err(broken)?;
    let more = search.is_empty() && found.len() == PAGE as usize;
    Ok(Json(json!({ "messages": found, "more": more })))
}
