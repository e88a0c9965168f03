//! `GET /api/health`

use std::sync::Arc;

use axum::{Json, extract::State};
use chrono::Utc;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{report::moment, state::AppState};

/// How the server is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Health {
    /// `OK`, or `DEGRADED` while the database cannot be used: calls go on.
    #[schema(example = "OK")]
    status: &'static str,
    #[schema(example = "2026-11-20T09:20:00.000Z")]
    timestamp: String,
    #[schema(example = "video-reception")]
    service: &'static str,
    /// How many pages are connected.
    connected_users: usize,
    /// How many calls ring.
    waiting_calls: usize,
    /// How many calls are under way.
    active_calls: usize,
    /// `connected` or `disconnected`.
    #[schema(example = "connected")]
    database_status: &'static str,
    /// `configured` or `not configured`.
    #[schema(example = "configured")]
    turn: &'static str,
}

/// How is the server?
#[utoipa::path(
    get,
    path = "/api/health",
    tag = "System",
    responses(
        (status = 200, description = "All is well", body = Health),
        (status = 503, description = "The database cannot be used; calls go on", body = Health),
    )
)]
pub(super) async fn health(State(state): State<Arc<AppState>>) -> (StatusCode, Json<Health>) {
    let counts = state.lobby.ask(|reception| reception.counts()).await;
    let counts = counts.unwrap_or_default();
    let (code, status, database_status) = match state.ready.healthy().await {
        true => (StatusCode::OK, "OK", "connected"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "DEGRADED", "disconnected"),
    };
    let body = Health {
        status,
        timestamp: moment(Utc::now().timestamp_millis()),
        service: "video-reception",
        connected_users: counts.connections,
        waiting_calls: counts.waiting_calls,
        active_calls: counts.active_calls,
        database_status,
        turn: match state.settings.has_turn() {
            true => "configured",
            false => "not configured",
        },
    };
    (code, Json(body))
}
