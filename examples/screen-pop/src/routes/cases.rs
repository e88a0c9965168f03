//! `/api/cases`: reading and writing cases.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Json,
    extract::{Path, Query, Request, State},
    response::{IntoResponse, Response},
};
use ccaas_lookup::{Case, Match};
use chrono::Utc;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use server_kit::{
    causes::causes,
    idempotency::{self, Begun, Fingerprint, Outcome},
    problem::{ErrorBody, Problem},
    router::read_json,
};
use utoipa::IntoParams;

use super::documented::{CaseBody, CasesBody};
use crate::{access::Who, cases::fields::Fields, state::AppState, store::Change};

/// The longest body of a case, in bytes.
const BODY_LIMIT: usize = 64 * 1024;
/// How many cases a page has unless told otherwise, and at most.
const PAGE: usize = 50;
const LONGEST_PAGE: usize = 500;
/// When to try again if nothing can be written.
const WAIT: Duration = Duration::from_secs(5);

/// Which cases to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only those of this number, all of them.
    #[param(example = "+1 202 555 0147")]
    phone: Option<String>,
    /// Only those that contain this text somewhere.
    q: Option<String>,
    /// How many, up to 500.
    limit: Option<usize>,
    /// Only those with a lower id: the last one of the page before.
    before: Option<i64>,
}

/// Lists cases, the latest entry first.
#[utoipa::path(
    get,
    path = "/api/cases",
    tag = "Cases",
    params(ListQuery),
    responses(
        (status = 200, description = "A page of cases", body = CasesBody),
        (status = 401, description = "Nobody is signed in, and there is no key", body = ErrorBody),
    )
)]
pub(super) async fn list(
    State(state): State<Arc<AppState>>,
    Query(asked): Query<ListQuery>,
) -> Result<Json<Value>, Problem> {
    if let Some(phone) = asked.phone.filter(|phone| !phone.trim().is_empty()) {
        let cases = match state.reader.read(&phone) {
            Ok(caller) => caller.key().map(|key| state.cases.of_number(key)),
            Err(_) => None,
        };
        return Ok(page(&state, cases.unwrap_or_default(), false));
    }
    let most = asked.limit.unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    let before = asked.before.unwrap_or(i64::MAX);
    let (cases, text) = (state.cases.clone(), asked.q.unwrap_or_default());
    let search = move || cases.search(text.trim(), before, most + 1);
    let mut found = tokio::task::spawn_blocking(search)
        .await
        .map_err(|_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error"))?;
    let more = found.len() > most;
    found.truncate(most);
    Ok(page(&state, found, more))
}

fn page(state: &AppState, cases: Vec<Case>, more: bool) -> Json<Value> {
    let cases = cases.into_iter().map(|case| shown(state, case));
    Json(json!({"cases": cases.collect::<Vec<_>>(), "more": more}))
}

/// A case as the document has it.
fn shown(state: &AppState, case: Case) -> Value {
    let url = state.urls.of(&case.id);
    json!(Match::new(case, url))
}

/// One case.
#[utoipa::path(
    get,
    path = "/api/cases/{id}",
    tag = "Cases",
    params(("id" = String, Path, description = "The case's id", example = "9")),
    responses(
        (status = 200, description = "The case", body = CaseBody),
        (status = 404, description = "There is no such case", body = ErrorBody),
    )
)]
pub(super) async fn get(
    State(state): State<Arc<AppState>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let case = id.parse().ok().and_then(|id| state.cases.get(id));
    let case = case.ok_or_else(no_such_case)?;
    Ok(Json(shown(&state, case)))
}

/// Adds a case.
///
/// For 24 hours the same `Idempotency-Key` with the same request makes no other case: the answer
/// is the first one, as it is then.
#[utoipa::path(
    post,
    path = "/api/cases",
    tag = "Cases",
    request_body = Fields,
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "8 to 128 visible ASCII characters, such as a UUID"),
    ),
    responses(
        (status = 201, description = "The new case", body = CaseBody),
        (status = 400, description = "What is wrong with which field", body = ErrorBody),
        (status = 404, description = "The case that was made with this key was erased", body = ErrorBody),
        (status = 409, description = "The key belongs to another request, or to one under way", body = ErrorBody),
        (status = 503, description = "The database cannot be written", body = ErrorBody),
    )
)]
pub(super) async fn create(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<Who>,
    request: Request,
) -> Result<Response, Problem> {
    let key = idempotency::key(request.headers(), 8..=128);
    let key = key.map_err(|rule| Problem::invalid(vec![rule]))?;
    let body = read_json(request, BODY_LIMIT).await?;
    let record = fields(&body)?.record(None, &state.reader, Utc::now());
    let record = record.map_err(Problem::invalid)?;
    let change = Change::now(who.by(), "case.create");
    let ticket = match key {
        None => None,
        Some(key) => {
            let key = (change.by.clone(), key);
            match state.answers.begin(key, Fingerprint::of(&body), Utc::now()) {
                Begun::First(ticket) => Some(ticket),
                Begun::Known(Outcome::Done(id)) => {
                    let case = id.as_str().and_then(|id| state.cases.get(id.parse().ok()?));
                    let case = case.ok_or_else(no_such_case)?;
                    return Ok(created(shown(&state, case)));
                }
                Begun::Known(Outcome::Unknown(problem)) => {
                    let text = "The first request with this key may have taken effect";
                    return Err(problem.unwrap_or_else(|| conflict(text)));
                }
                Begun::InFlight => {
                    return Err(conflict("The first request with this key is under way"));
                }
                Begun::OtherRequest => {
                    return Err(conflict("This Idempotency-Key belongs to another request"));
                }
            }
        }
    };
    let work = state.work.clone();
    let case = work.run(async move {
        let case = state.cases.create(record, change).await;
        if let Some(ticket) = ticket {
            // What failed was not written: the key is free again. Only the id is kept, so that
            // an erased case is not.
            let id = case.as_ref().ok().map(|case| case.id.clone().into());
            ticket.settle(id.map(Outcome::Done));
        }
        case.map(|case| shown(&state, case)).map_err(unwritable)
    });
    case.await.map(created)
}

/// Changes a case: a field that is absent stays, one that is null or empty goes.
#[utoipa::path(
    put,
    path = "/api/cases/{id}",
    tag = "Cases",
    params(("id" = String, Path, description = "The case's id", example = "9")),
    request_body = Fields,
    responses(
        (status = 200, description = "The case, as it is now", body = CaseBody),
        (status = 400, description = "What is wrong with which field", body = ErrorBody),
        (status = 404, description = "There is no such case", body = ErrorBody),
        (status = 503, description = "The database cannot be written", body = ErrorBody),
    )
)]
pub(super) async fn update(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let id = id.parse().map_err(|_| no_such_case())?;
    let fields = fields(&read_json(request, BODY_LIMIT).await?)?;
    let change = Change::now(who.by(), "case.update");
    let work = state.work.clone();
    let case = work.run(async move {
        let reader = state.reader.clone();
        let changed = move |before: &_| fields.record(Some(before), &reader, Utc::now());
        let case = state.cases.update(id, change, changed).await;
        let case = case.map_err(unwritable)?.map_err(Problem::invalid)?;
        Ok(shown(&state, case.ok_or_else(no_such_case)?))
    });
    case.await.map(Json)
}

fn created(case: Value) -> Response {
    (StatusCode::CREATED, Json(case)).into_response()
}

fn fields(body: &Value) -> Result<Fields, Problem> {
    let fields = Fields::deserialize(body);
    fields.map_err(|_| {
        let rule = "A case is an object whose fields are texts or null";
        Problem::invalid(vec![rule.to_owned()])
    })
}

fn no_such_case() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "There is no such case")
}

fn conflict(text: &'static str) -> Problem {
    Problem::new(StatusCode::CONFLICT, text)
}

/// The answer when nothing can be written.
pub(super) fn unwritable(error: impl std::error::Error + 'static) -> Problem {
    tracing::error!(error = %causes(&error), "the database cannot be written");
    let text = "This cannot be saved now, please try again in a moment";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, text).with_retry_after(Some(WAIT))
}
