//! `GET /api/status`, and the same in the API's description.

use std::sync::Arc;

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use chrono::{DateTime, Utc};
use http::{StatusCode, header};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::state::AppState;

/// The largest description, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// How the server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Health {
    /// All is well.
    Green,
    /// Lookups are answered from memory, and nothing can be written.
    Red,
}

/// How the server is.
#[derive(Serialize, ToSchema)]
pub(super) struct StatusBody {
    status: Health,
    /// Whether the database can be read and written.
    database: bool,
    /// How many cases there are.
    cases: usize,
    /// How many numbers they are found by.
    numbers: usize,
    /// When the server started.
    started_at: DateTime<Utc>,
    #[schema(example = "0.1.0")]
    version: &'static str,
}

/// How is the server?
///
/// 503 while the database cannot be reached: lookups are then answered from memory.
#[utoipa::path(
    get,
    path = "/api/status",
    tag = "Status",
    responses(
        (status = 200, description = "All is well", body = StatusBody),
        (status = 503, description = "The database cannot be reached", body = StatusBody),
    )
)]
pub(super) async fn status(State(state): State<Arc<AppState>>) -> (StatusCode, Json<StatusBody>) {
    let database = state.ready.healthy().await;
    let (cases, numbers) = state.cases.count();
    let (code, status) = match database {
        true => (StatusCode::OK, Health::Green),
        false => (StatusCode::SERVICE_UNAVAILABLE, Health::Red),
    };
    let body = StatusBody {
        status,
        database,
        cases,
        numbers,
        started_at: state.started,
        version: env!("CARGO_PKG_VERSION"),
    };
    (code, Json(body))
}

/// Middleware of `/api/docs`: the description begins with how the server is.
pub(super) async fn in_description(
    State(state): State<Arc<AppState>>,
    request: Request,
    next: Next,
) -> Response {
    let is_description = request.uri().path().ends_with("/openapi.json");
    let response = next.run(request).await;
    if !is_description || response.status() != StatusCode::OK {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body, LARGEST).await.unwrap_or_default();
    let Ok(mut document) = serde_json::from_slice::<Value>(&body) else {
        return Response::from_parts(head, Body::from(body));
    };
    let line = match state.ready.healthy().await {
        true => "🟢 **Status: all is well.**",
        false => {
            "🔴 **Status: the database cannot be reached.** Lookups are answered from memory and \
             say `stale`; nothing can be written."
        }
    };
    let description = &mut document["info"]["description"];
    let text = description.as_str().unwrap_or_default();
    *description = format!("{line}\n\n{text}").into();
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.remove(header::ETAG);
    Response::from_parts(head, Body::from(document.to_string()))
}
