//! `/health` of each service.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use durable_inbox::Inbox;
use futures_util::future::try_join_all;
use http::StatusCode;
use message_transform::decide::age;
use serde_json::json;
use server_kit::health::CachedCheck;

use crate::{links::Links, services::Service, state::AppState, work::group::Vendor};

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

/// Whether a service can do its work: its storage can be used, and its vendor takes calls.
pub(crate) async fn is_healthy(service: Service, state: &AppState) -> bool {
    state.ready.healthy().await
        && match service {
            Service::InboundTransformer => is_open(state, Vendor::Genesys),
            Service::OutboundTransformer => is_open(state, Vendor::WhatsApp),
            Service::Auth => state.signed_in.healthy().await,
            Service::WhatsAppWebhook | Service::GenesysWebhook => is_taken_in(state).await,
            Service::Gateway | Service::StateManager | Service::Dashboard => true,
        }
}

/// Whether what is delivered is also taken in: else webhooks are kept, and nobody gets them.
async fn is_taken_in(state: &AppState) -> bool {
    let stats = state.inbox.stats().await;
    stats.is_ok_and(|stats| !age::is_stuck(stats.journal_since, state.clock.now()))
}

/// Whether no route is paused on account of this vendor.
fn is_open(state: &AppState, vendor: Vendor) -> bool {
    let mut gates = state.gates.iter().filter(|gate| gate.vendor() == vendor);
    gates.all(|gate| gate.state().pause().is_none())
}

/// Whether Genesys Cloud gives every route a token, asked every 30 seconds at most.
pub(crate) fn signing_in(links: &Links) -> CachedCheck {
    let links = links.clone();
    CachedCheck::new(move || {
        let links = links.clone();
        async move {
            let sign_ins = links.iter().map(|link| link.genesys.sign_in());
            try_join_all(sign_ins).await.is_ok()
        }
    })
}
