//! `GET /api/events`, `POST /api/pops`

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Request, State},
    response::Response,
};
use ccaas_lookup::LookupError;
use chrono::Utc;
use futures_util::StreamExt as _;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use server_kit::{
    causes::causes,
    events,
    problem::{ErrorBody, Problem},
    router::read_json,
    sign_in::accounts::desk::SignedIn,
};

use super::{ADMIN, lookup};
use crate::{
    pop::hub::{Pop, Reader},
    state::AppState,
};

/// The longest body with a number.
const BODY_LIMIT: usize = 4 * 1024;

/// Calls that ring whoever is signed in.
///
/// Server-sent events: `calls` (whether queues are listened to), `pop` (who is calling), `gap`
/// (calls may have been missed), `import` (how far an import is, for admins), `reload` (the page
/// was away for too long).
#[utoipa::path(
    get,
    path = "/api/events",
    tag = "Agent",
    responses(
        (status = 200, description = "A stream of events", content_type = "text/event-stream"),
        (status = 401, description = "Nobody is signed in", body = ErrorBody),
    )
)]
pub(super) async fn events(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let reader = Reader {
        account: who.account.id.clone(),
        user_id: who.account.genesys_user_id.clone(),
        is_admin: who.may(&state.desk, ADMIN),
    };
    let own = state.pops.follow(reader, &headers);
    let desk = state.desk.clone();
    // Whoever signed out, or is disabled, gets nothing more.
    let own = own.take_while(move |_| {
        let (desk, headers) = (desk.clone(), headers.clone());
        async move { matches!(desk.who(&headers).await, Ok(Some(_))) }
    });
    events::answer(own)
}

/// Looks a number up for whoever is signed in.
#[utoipa::path(
    post,
    path = "/api/pops",
    tag = "Agent",
    request_body(content = Value, example = json!({"phone": "+39 06 2222 4444" })),
    responses(
        (status = 200, description = "`conversation_id`, `source`, `phone`, `at` and the `answer` of the lookup", body = Value),
        (status = 400, description = "No number", body = ErrorBody),
        (status = 401, description = "Nobody is signed in", body = ErrorBody),
    )
)]
pub(super) async fn look_up(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let phone = phone(request).await?;
    let found = lookup::look_up(&state, who.by(), &phone).await;
    let answer = found.map_err(|error| refused(&error))?;
    let pop = Pop {
        conversation_id: String::new(),
        source: "typed",
        phone,
        meeting_url: None,
        at: Utc::now(),
        answer: serde_json::to_value(answer).ok(),
    };
    Ok(Json(pop.view()))
}

/// The number that a body asks for.
pub(super) async fn phone(request: Request) -> Result<String, Problem> {
    let body = read_json(request, BODY_LIMIT).await?;
    let phone = body["phone"].as_str().map(str::to_owned);
    phone.ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "Phone number is required"))
}

fn refused(error: &LookupError) -> Problem {
    let problem = error.problem();
    let status = StatusCode::from_u16(problem.status()).unwrap_or_default();
    if status.is_server_error() {
        tracing::error!(error = %causes(error), "a number could not be looked up");
    }
    Problem::new(status, problem.error())
}
