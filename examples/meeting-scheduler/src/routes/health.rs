//! `GET /metrics`

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use server_kit::metrics::may_read;

use crate::{problem::Problem, state::AppState};

/// `GET /metrics`, on this machine or with the admin token.
pub(super) fn metrics() -> Router<Arc<AppState>> {
    Router::new().route("/metrics", get(show_metrics))
}

async fn show_metrics(
    State(state): State<Arc<AppState>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    if !may_read(peer.ip(), &headers, Some(&state.admin_token)) {
        let problem = Problem::new(
            StatusCode::UNAUTHORIZED,
            "Metrics need the admin token, unless asked for on this machine",
        );
        return ([(header::WWW_AUTHENTICATE, "Bearer")], problem).into_response();
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], state.metrics.render()).into_response()
}
