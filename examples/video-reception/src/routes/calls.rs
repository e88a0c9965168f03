//! `/api/calls`

use std::{collections::HashMap, sync::Arc};

use axum::{
    Extension, Json,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use chrono::{NaiveDate, Utc};
use http::header;
use serde::{Deserialize, Serialize};
use server_kit::{
    audit,
    problem::{ErrorBody, Problem},
};
use signaling_core::{StaffId, WaitingCall};
use utoipa::{IntoParams, ToSchema};

use super::unreadable;
use crate::{
    report::{self, Analytics, moment, seconds},
    staff::SignedIn,
    state::AppState,
    store::CallRecord,
};

/// How many calls are shown unless asked otherwise.
const USUAL: u32 = 50;
/// How many are shown at most.
const MOST: u32 = 500;

/// The calls that wait for whoever asks.
#[derive(Serialize, ToSchema)]
pub(super) struct Waiting {
    /// How many there are.
    count: usize,
    calls: Vec<Ringing>,
}

/// A call that rings.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Ringing {
    call_id: String,
    #[schema(example = "Robin Example")]
    client_name: String,
    purpose: String,
    /// Since when.
    #[schema(example = "2026-11-20T09:20:00.000Z")]
    timestamp: String,
    /// `waiting`.
    status: &'static str,
}

impl From<WaitingCall> for Ringing {
    fn from(call: WaitingCall) -> Self {
        Self {
            call_id: call.call.to_string(),
            client_name: call.client_name.as_str().to_owned(),
            purpose: call.purpose.as_str().to_owned(),
            timestamp: call.timestamp.to_string(),
            status: "waiting",
        }
    }
}

/// Which calls wait for you?
#[utoipa::path(
    get,
    path = "/api/calls/waiting",
    tag = "Calls",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The calls, the oldest first", body = Waiting),
        (status = 401, description = "Nobody is signed in", body = ErrorBody),
    )
)]
pub(super) async fn waiting(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
) -> Json<Waiting> {
    let staff = StaffId::new(who.member.account.id.as_str());
    let calls = state
        .lobby
        .ask(move |reception| reception.waiting_calls(&staff));
    let calls: Vec<_> = calls.await.unwrap_or_default();
    let calls: Vec<Ringing> = calls.into_iter().map(Ringing::from).collect();
    Json(Waiting {
        count: calls.len(),
        calls,
    })
}

/// Your calls, the newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct History {
    calls: Vec<Past>,
}

/// A call that is over.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Past {
    #[serde(flatten)]
    call: CallRecord,
    /// When it began to ring.
    #[schema(example = "2026-11-20T09:20:00.000Z")]
    timestamp: String,
    /// The same.
    requested_at: String,
    answered_at: Option<String>,
    ended_at: String,
    /// `completed` or `rejected`, as documented.
    status: &'static str,
    waited_seconds: f64,
    talked_seconds: Option<f64>,
}

impl From<CallRecord> for Past {
    fn from(call: CallRecord) -> Self {
        let answered = call.answered_at;
        Self {
            timestamp: moment(call.requested_at),
            requested_at: moment(call.requested_at),
            answered_at: answered.map(moment),
            ended_at: moment(call.ended_at),
            status: match answered {
                Some(_) => "completed",
                None => "rejected",
            },
            waited_seconds: seconds(call.requested_at, answered.unwrap_or(call.ended_at)),
            talked_seconds: answered.map(|answered| seconds(answered, call.ended_at)),
            call,
        }
    }
}

/// How many are shown.
#[derive(Deserialize, IntoParams)]
pub(super) struct Page {
    /// At most this many; 500 is the most.
    limit: Option<u32>,
}

/// Which calls have you had?
#[utoipa::path(
    get,
    path = "/api/calls/my-calls",
    tag = "Calls",
    security(("bearer" = [])),
    params(Page),
    responses(
        (status = 200, description = "The calls, the newest first", body = History),
        (status = 401, description = "Nobody is signed in", body = ErrorBody),
    )
)]
pub(super) async fn my_calls(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Query(page): Query<Page>,
) -> Result<Json<History>, Problem> {
    let most = page.limit.unwrap_or(USUAL).min(MOST);
    let store = state.directory.store();
    let calls = store.calls_of(&who.member.account.id, most).await;
    let calls = calls.map_err(|error| unreadable(&error))?;
    let calls = calls.into_iter().map(Past::from).collect();
    Ok(Json(History { calls }))
}

/// Which day.
#[derive(Deserialize, IntoParams)]
pub(super) struct Day {
    /// In UTC, such as 2026-11-20; today if it is left out.
    day: Option<NaiveDate>,
}

impl Day {
    fn day(&self) -> NaiveDate {
        self.day.unwrap_or_else(|| Utc::now().date_naive())
    }
}

/// The calls of a day as a file, without the visitors.
#[utoipa::path(
    get,
    path = "/api/calls/report.csv",
    tag = "Calls",
    security(("bearer" = [])),
    params(Day),
    responses((status = 200, description = "One line a call", body = String, content_type = "text/csv"))
)]
pub(super) async fn report(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Query(asked): Query<Day>,
) -> Result<Response, Problem> {
    let day = asked.day();
    let names = names(&state).await?;
    let (from, to) = report::bounds(day);
    let calls = state.directory.store().calls_between(from, to).await;
    let calls = calls.map_err(|error| unreadable(&error))?;
    audit::write("calls.report", who.member.account.by(), None, "done");
    let text = report::csv(&calls, |id| names.get(id).cloned().unwrap_or_default());
    let file = format!("attachment; filename=\"calls-{day}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, file),
    ];
    Ok((headers, text).into_response())
}

/// The calls of a day, counted.
#[utoipa::path(
    get,
    path = "/api/calls/analytics",
    tag = "Calls",
    security(("bearer" = [])),
    params(Day),
    responses((status = 200, description = "The day in figures", body = Analytics))
)]
pub(super) async fn analytics(
    State(state): State<Arc<AppState>>,
    Query(asked): Query<Day>,
) -> Result<Json<Analytics>, Problem> {
    let day = asked.day();
    let names = names(&state).await?;
    let (from, to) = report::bounds(day);
    let store = state.directory.store();
    let read = async {
        Ok((
            store.calls_between(from, to).await?,
            store.stats_between(from, to).await?,
        ))
    };
    let (calls, measured) = read
        .await
        .map_err(|error: sqlx::Error| unreadable(&error))?;
    let name = |id: &str| names.get(id).cloned().unwrap_or_default();
    Ok(Json(report::analytics(day, &calls, &measured, name)))
}

async fn names(state: &AppState) -> Result<HashMap<String, String>, Problem> {
    let members = state.directory.all().await;
    let members = members.map_err(|error| unreadable(&error))?;
    let names = members
        .into_iter()
        .map(|member| (member.account.id, member.profile.name));
    Ok(names.collect())
}
