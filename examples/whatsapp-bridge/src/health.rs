//! `/health` of each service.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::StatusCode;
use serde_json::json;

use crate::{services::Service, state::AppState};

/// `/health` of this service: 503 when it cannot do its work.
pub(crate) fn router(service: Service) -> Router<Arc<AppState>> {
    let health = async move |State(state): State<Arc<AppState>>| answer(service, &state).await;
    Router::new().route("/health", get(health))
}

async fn answer(service: Service, state: &AppState) -> Response {
    let healthy = is_healthy(service, state).await;
    let (status, word) = match healthy {
        true => (StatusCode::OK, "healthy"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "unhealthy"),
    };
    let now = state.clock.now();
    let body = json!({
        "status": word,
        "service": service.name(),
        "timestamp": now,
        "uptime": (now - state.started).num_seconds(),
    });
    (status, Json(body)).into_response()
}

/// Whether a service can do its work.
pub(crate) async fn is_healthy(_service: Service, state: &AppState) -> bool {
    state.ready.healthy().await
}
