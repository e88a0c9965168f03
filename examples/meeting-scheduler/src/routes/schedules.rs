//! `/api/schedules`: listing, reading, changing and cancelling meetings.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, Request, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::OwnedMutexGuard;
use utoipa::{IntoParams, ToSchema};
use videoengager_client::{Schedule, ScheduleId};

use super::{
    bodies::{EnvParam, MeetingBody, UpdateBody},
    visit::SignedIn,
};
use crate::{
    deadline::Deadline,
    env::Env,
    meeting::{Period, UpdateMeeting, schedule_id, shown_meeting},
    problem::{ErrorBody, Problem, no_meeting},
    state::AppState,
    vendor::{self, CANCEL, CHANGE, LOAD_MEETING, LOAD_MEETINGS, Login, Purpose},
};

/// Which meetings to list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Where the period begins: RFC 3339 with a zone.
    #[param(required = true, format = DateTime)]
    from: Option<String>,
    /// Where it ends, at most 366 days later.
    #[param(required = true, format = DateTime)]
    to: Option<String>,
    /// The e-mail address of one agent.
    agent_email: Option<String>,
}

/// Something was done.
#[derive(Serialize, ToSchema)]
pub(super) struct Success {
    success: bool,
}

/// Lists the meetings of a period by their start, inactive ones too.
#[utoipa::path(
    get,
    path = "/api/schedules",
    tag = "Meetings",
    params(EnvParam, ListQuery),
    security(("session" = [])),
    responses(
        (status = 200, description = "The meetings", body = Vec<MeetingBody>),
        (status = 400, description = "The period cannot be read, or VideoEngager refuses it", body = ErrorBody),
    )
)]
pub(super) async fn list(
    SignedIn { login, .. }: SignedIn,
    Query(query): Query<ListQuery>,
) -> Result<Json<Vec<Value>>, Problem> {
    let (from, to) = (query.from.as_deref(), query.to.as_deref());
    let period = Period::read(from, to, query.agent_email.as_deref()).map_err(Problem::invalid)?;
    let schedules = login.client.tenant_schedules();
    let listed = match &period.agent_email {
        Some(agent) => schedules.list_of_agent(agent, period.from, period.to).await,
        None => schedules.list(period.from, period.to).await,
    };
    let mut listed = listed
        .map_err(|error| login.problem(&error, &LOAD_MEETINGS))?
        .into_inner();
    if !listed.unreadable.is_empty() {
        let count = listed.unreadable.len();
        tracing::warn!(count, "a listing held items that are no meetings");
    }
    listed.items.sort_by_key(|schedule| schedule.date);
    Ok(Json(listed.items.iter().map(shown_meeting).collect()))
}

/// Reads a meeting.
#[utoipa::path(
    get,
    path = "/api/schedules/{id}",
    tag = "Meetings",
    params(EnvParam, ("id" = String, Path, description = "The `_id` of the meeting")),
    security(("session" = [])),
    responses(
        (status = 200, description = "The meeting", body = MeetingBody),
        (status = 404, description = "There is none", body = ErrorBody),
    )
)]
pub(super) async fn get(
    SignedIn { login, .. }: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let schedule = load(&login, &meeting_id(&id)?, &LOAD_MEETING).await?;
    Ok(Json(shown_meeting(&schedule)))
}

/// Changes a meeting, unless it is another by now than the one that was read.
#[utoipa::path(
    put,
    path = "/api/schedules/{id}",
    tag = "Meetings",
    params(EnvParam, ("id" = String, Path, description = "The `_id` of the meeting")),
    request_body = UpdateBody,
    security(("session" = [])),
    responses(
        (status = 200, description = "The meeting as it is now", body = MeetingBody),
        (status = 400, description = "A field breaks a rule, or VideoEngager refuses it", body = ErrorBody),
        (status = 404, description = "There is none", body = ErrorBody),
        (status = 409, description = "It was changed meanwhile; `current` shows how", body = ErrorBody),
    )
)]
pub(super) async fn update(
    State(state): State<Arc<AppState>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let id = meeting_id(&id)?;
    let body = super::read_json(request).await?;
    let update = UpdateMeeting::read(&body, &state.rules, state.now()).map_err(Problem::invalid)?;
    let work = state.work.clone();
    work.run(change(state, signed_in, id, update)).await
}

async fn change(
    state: Arc<AppState>,
    SignedIn { env, login, .. }: SignedIn,
    id: ScheduleId,
    update: UpdateMeeting,
) -> Result<Json<Value>, Problem> {
    let deadline = Deadline::start(&state.timeouts);
    let (_alone, current) = read_alone(&state, env, &login, &id, &deadline).await?;
    if update.is_outdated(&current) {
        metrics::counter!("meeting_scheduler_conflicts_total").increment(1);
        let text = "This meeting was changed meanwhile";
        let problem = Problem::new(StatusCode::CONFLICT, text);
        return Err(problem.with("current", shown_meeting(&current)));
    }
    let Some(changes) = update.changes(&current) else {
        return Ok(Json(shown_meeting(&current)));
    };
    let schedules = login.client.tenant_schedules();
    let updated = deadline.end(schedules.update(&id, &changes)).await;
    let updated = updated
        .map_err(|_| vendor::too_late(&CHANGE))?
        .map_err(|error| login.problem(&error, &CHANGE))?;
    metrics::counter!("meeting_scheduler_changes_total").increment(1);
    state.full_urls.remember(env, &id, &updated);
    if updated.date.is_some() {
        return Ok(Json(shown_meeting(&updated)));
    }
    // The vendor may answer with less than the meeting.
    let whole = match deadline.end(schedules.get(&id)).await {
        Ok(Ok(whole)) => whole.into_inner(),
        Ok(Err(_)) | Err(_) => updated.into_inner(),
    };
    Ok(Json(shown_meeting(&whole)))
}

/// Cancels a meeting.
#[utoipa::path(
    delete,
    path = "/api/schedules/{id}",
    tag = "Meetings",
    params(EnvParam, ("id" = String, Path, description = "The `_id` of the meeting")),
    security(("session" = [])),
    responses(
        (status = 200, description = "Cancelled", body = Success),
        (status = 404, description = "There is none", body = ErrorBody),
    )
)]
pub(super) async fn delete(
    State(state): State<Arc<AppState>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<Success>, Problem> {
    let id = meeting_id(&id)?;
    let work = state.work.clone();
    work.run(cancel(state, signed_in, id)).await
}

async fn cancel(
    state: Arc<AppState>,
    SignedIn { env, login, .. }: SignedIn,
    id: ScheduleId,
) -> Result<Json<Success>, Problem> {
    let deadline = Deadline::start(&state.timeouts);
    // A deletion is repeated if its answer was lost, and then finds nothing. Only a look
    // before tells that from a meeting that never was.
    let (_alone, _) = read_alone(&state, env, &login, &id, &deadline).await?;
    let schedules = login.client.tenant_schedules();
    let deleted = deadline.end(schedules.delete(&id)).await;
    match deleted.map_err(|_| vendor::too_late(&CANCEL))? {
        Ok(_) => {}
        Err(error) if error.is_gone() => {}
        Err(error) => return Err(login.problem(&error, &CANCEL)),
    }
    state.full_urls.forget(env, &id);
    metrics::counter!("meeting_scheduler_cancellations_total").increment(1);
    Ok(Json(Success { success: true }))
}

/// The id in an address, or there is no such meeting.
pub(super) fn meeting_id(text: &str) -> Result<ScheduleId, Problem> {
    schedule_id(text).ok_or_else(no_meeting)
}

/// Waits until nobody else changes a meeting, and reads it.
async fn read_alone(
    state: &AppState,
    env: Env,
    login: &Login,
    id: &ScheduleId,
    deadline: &Deadline,
) -> Result<(OwnedMutexGuard<()>, Schedule), Problem> {
    let reading = async {
        let alone = state.locks.lock((env, id.clone())).await;
        Ok((alone, load(login, id, &LOAD_MEETING).await?))
    };
    let read = deadline.read(reading).await;
    read.unwrap_or_else(|_| Err(vendor::too_late(&LOAD_MEETING)))
}

/// Reads a meeting with somebody's own login: only one of their tenant is found.
pub(super) async fn load(
    login: &Login,
    id: &ScheduleId,
    purpose: &Purpose,
) -> Result<Schedule, Problem> {
    let schedule = login.client.tenant_schedules().get(id).await;
    let schedule = schedule.map_err(|error| login.problem(&error, purpose))?;
    Ok(schedule.into_inner())
}
