//! `GET /api/health` and `GET /metrics`

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json, Router,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use server_kit::metrics::may_read;
use utoipa::ToSchema;

use crate::{problem::Problem, request::wire_time, state::AppState};

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
    let (video_check, genesys_check) = (state.video_engager.clone(), state.genesys.clone());
    // In a task of its own: a caller that hangs up must not make the next one ask again.
    let checks = async move { tokio::join!(video_check.healthy(), genesys_check.healthy()) };
    let (video_engager, genesys) = tokio::spawn(checks).await.unwrap_or_default();
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

/// `GET /metrics`, on this machine or with the admin token.
pub(super) fn metrics() -> Router<Arc<AppState>> {
    Router::new().route("/metrics", get(show_metrics))
}

async fn show_metrics(
    State(state): State<Arc<AppState>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if !may_read(peer.ip(), &headers, Some(&state.admin_token)) {
        return Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "Metrics need the admin token, unless asked for on this machine",
        ));
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], state.metrics.render()).into_response())
}
