//! `POST /api/simulate/{platform}`

mod platform;

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Path, Request, State},
};
use ccaas_lookup::{Lookup, Unknown, UnknownReason};
use chrono::Utc;
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use server_kit::{
    problem::{ErrorBody, Problem},
    request_id::RequestId,
    sign_in::accounts::desk::SignedIn,
};
use utoipa::ToSchema;

use self::platform::Platform;
use super::{events, lookup::look_up};
use crate::{
    pop::{hub::Pop, shown},
    state::AppState,
};

/// What went over the wire.
#[derive(Serialize, ToSchema)]
pub(super) struct Simulated {
    /// What the platform sends.
    request: Value,
    /// What it gets back.
    response: Value,
}

/// Lets a call come in on a platform: it pops up on the caller's own page.
#[utoipa::path(
    post,
    path = "/api/simulate/{platform}",
    tag = "Agent",
    params(("platform" = String, Path, description = "`genesys`, `connect`, `flex` or `five9`")),
    request_body(content = Value, example = json!({ "phone": "+39 06 2222 4444" })),
    responses(
        (status = 200, description = "The payloads", body = Simulated),
        (status = 401, description = "Nobody is signed in", body = ErrorBody),
        (status = 404, description = "No such platform", body = ErrorBody),
    )
)]
pub(super) async fn simulate(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Extension(id): Extension<RequestId>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Json<Simulated>, Problem> {
    let platform = Platform::named(&name)
        .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "There is no such platform"))?;
    let phone = events::phone(request).await?;
    let sent = platform.request(&phone, &id.to_string());
    // The adapter says where the number is, as it does for the platform itself.
    let number = platform.caller(&sent).unwrap_or_default();
    let found = look_up(&state, who.by(), &number).await;
    let answer = shown(found, &number);
    let pop = Pop {
        conversation_id: id.to_string(),
        source: platform.name(),
        phone: number.clone(),
        meeting_url: None,
        at: Utc::now(),
        answer: serde_json::to_value(&answer).ok(),
    };
    state.pops.to_account(&who.account.id, &pop);
    let body = pop.answer.unwrap_or_default();
    let found = answer.map_or_else(|| Unknown::new(UnknownReason::Failed).into(), Lookup::from);
    let response = platform.response(&sent, &number, &found, body);
    Ok(Json(Simulated {
        request: sent,
        response,
    }))
}
