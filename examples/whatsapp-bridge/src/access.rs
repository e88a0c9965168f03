//! Who may use the internal endpoints.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use http::{HeaderMap, StatusCode, header};
use server_kit::{auth::bearer_matches, client_ip::is_local, problem::Problem};

use crate::state::AppState;

/// Routes for whoever has the service token, or without one for this machine alone.
pub(crate) fn guarded(
    routes: Router<Arc<AppState>>,
    state: &Arc<AppState>,
) -> Router<Arc<AppState>> {
    routes.layer(from_fn_with_state(Arc::clone(state), guard))
}

async fn guard(
    State(state): State<Arc<AppState>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let headers = request.headers();
    match &state.service_token {
        Some(token) if bearer_matches(headers, token) => Ok(next.run(request).await),
        Some(_) => {
            let text = "This endpoint needs the service token as bearer";
            Err(Problem::token_required(text))
        }
        None if is_local(peer.ip(), headers) && names_this_machine(headers) => {
            Ok(next.run(request).await)
        }
        None => {
            let text = "Without SERVICE_TOKEN this endpoint is for requests made on this machine";
            Err(Problem::new(StatusCode::FORBIDDEN, text))
        }
    }
}

/// Whether the request was sent to this machine by a name that only this machine has. A page
/// of another site whose name leads here could read the answers of any other.
fn names_this_machine(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_local() {
        for (host, expected) in [
            ("localhost", true),
            ("localhost:3005", true),
            ("127.0.0.1:3005", true),
            ("[::1]:3005", true),
            ("[::1]", true),
            ("rebound.example.com:3005", false),
            ("localhost.example.com", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            assert_eq!(names_this_machine(&headers), expected, "{host}");
        }
        assert!(!names_this_machine(&HeaderMap::new()));
    }
}
