//! `GET /api/health`

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{request::wire_time, state::AppState};

/// How the server and its vendors are.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Health {
    /// `healthy`, or `unhealthy` if a service is down.
    #[schema(example = "healthy")]
    status: &'static str,
    /// When this was answered.
    timestamp: String,
    /// The server's version.
    version: &'static str,
    /// `NODE_ENV`.
    environment: String,
    /// Seconds since the server started.
    uptime: u64,
    /// The vendors.
    services: Services,
}

/// The vendors.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Services {
    /// VideoEngager.
    video_engager: Service,
    /// Genesys Cloud.
    genesys: Service,
}

/// One vendor.
#[derive(Serialize, ToSchema)]
struct Service {
    /// `healthy` or `unhealthy`.
    #[schema(example = "healthy")]
    status: &'static str,
}

fn word(healthy: bool) -> &'static str {
    if healthy { "healthy" } else { "unhealthy" }
}

/// Asks both vendors, at most every 30 seconds and for at most 2 seconds each.
#[utoipa::path(
    get,
    path = "/api/health",
    tag = "Health",
    responses(
        (status = 200, description = "Both vendors work for us", body = Health),
        (status = 503, description = "A vendor does not", body = Health),
    )
)]
pub(super) async fn health(State(state): State<Arc<AppState>>) -> Response {
    let (video_engager, genesys) =
        tokio::join!(state.video_engager.healthy(), state.genesys.healthy());
    let healthy = video_engager && genesys;
    let body = Health {
        status: word(healthy),
        timestamp: wire_time(state.saga.clock.now()),
        version: env!("CARGO_PKG_VERSION"),
        environment: state.environment.clone(),
        uptime: state.started.elapsed().as_secs(),
        services: Services {
            video_engager: Service {
                status: word(video_engager),
            },
            genesys: Service {
                status: word(genesys),
            },
        },
    };
    let status = if healthy {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(body)).into_response()
}
