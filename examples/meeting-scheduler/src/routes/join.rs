//! `POST /api/schedules/{id}/join`

use std::sync::Arc;

use axum::{
    Json,
    body::HttpBody,
    extract::{Path, Request, State, rejection::PathRejection},
};
use serde::Serialize;
use utoipa::ToSchema;
use videoengager_client::{AgentId, ScheduleId};

use super::{
    bodies::EnvParam,
    visit::{SignedIn, Visit},
};
use crate::{
    deadline::Deadline,
    env::Env,
    meeting::schedule_id,
    problem::{ErrorBody, Problem, no_meeting},
    state::AppState,
    vendor::{self, Login, Method},
};

/// The agent's way into a meeting.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct JoinBody {
    /// Carries a fresh token of the agent: open it, and keep it nowhere.
    join_url: String,
}

/// Opens the agent's way into a meeting. Each call is written to `audit.log`.
///
/// The meeting is read with the session's own login first, so that it is one of its tenant.
#[utoipa::path(
    post,
    path = "/api/schedules/{id}/join",
    tag = "Meetings",
    params(EnvParam, ("id" = String, Path, description = "The `_id` of the meeting")),
    security(("session" = [])),
    responses(
        (status = 200, description = "The way in", body = JoinBody),
        (status = 404, description = "There is no such meeting", body = ErrorBody),
        (status = 409, description = "There is no full URL; `meetingUrl` may be a way in", body = ErrorBody),
        (status = 502, description = "The agent cannot be signed in", body = ErrorBody),
    )
)]
pub(super) async fn join(
    State(state): State<Arc<AppState>>,
    visit: Visit,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Json<JoinBody>, Problem> {
    let mut audit = Audit {
        env: visit.env,
        schedule_id: path.ok().and_then(|Path(id)| schedule_id(&id)),
        agent_id: None,
        method: None,
    };
    let (login, id) = match wanted(visit, &mut audit, request).await {
        Ok(wanted) => wanted,
        Err(problem) => {
            audit.write(&Err(&problem));
            return Err(problem);
        }
    };
    let work = state.work.clone();
    // Whoever goes away meanwhile is audited all the same.
    let opened = work.run(async move {
        let deadline = Deadline::start(&state.timeouts);
        let opened = deadline.end(open(&state, &login, &id, &mut audit)).await;
        let opened = opened.unwrap_or_else(|_| Err(vendor::too_late_to_join()));
        audit.write(&opened.as_ref().map(|_| ()));
        opened
    });
    Ok(Json(opened.await?))
}

/// Who wants to join what: nobody who is not signed in is told more than that.
async fn wanted(
    visit: Visit,
    audit: &mut Audit,
    request: Request,
) -> Result<(Login, ScheduleId), Problem> {
    let SignedIn { login, .. } = SignedIn::of(visit)?;
    audit.method = Some(login.method);
    let id = audit.schedule_id.clone().ok_or_else(no_meeting)?;
    if !request.body().is_end_stream() {
        super::read_json(request).await?;
    }
    Ok((login, id))
}

async fn open(
    state: &AppState,
    login: &Login,
    id: &ScheduleId,
    audit: &mut Audit,
) -> Result<JoinBody, Problem> {
    let schedule = login.client.tenant_schedules().get(id).await;
    let schedule = schedule.map_err(|error| login.unread_for_join(&error))?;
    let mut schedule = schedule.into_inner();
    audit.agent_id = schedule.agent_id.clone();
    let agent = schedule.agent.get_or_insert_default();
    if agent.full_url.is_none() {
        agent.full_url = state.full_urls.find(audit.env, id);
    }
    let agents = login.client.agents();
    let url = match login.method {
        Method::Pak => agents.join(&schedule).await,
        Method::Local => agents.join_as_self(&schedule).await,
    };
    let url = url.map_err(|error| login.no_join(&error, &schedule))?;
    Ok(JoinBody {
        join_url: url.expose().to_owned(),
    })
}

/// What the audit log says about a join: ids, and no URL, address or token.
struct Audit {
    env: Env,
    /// None if the address names none.
    schedule_id: Option<ScheduleId>,
    agent_id: Option<AgentId>,
    method: Option<Method>,
}

impl Audit {
    fn write(&self, result: &Result<(), &Problem>) {
        let (outcome, status) = match result {
            Ok(_) => ("opened", 200),
            Err(problem) => ("refused", problem.status().as_u16()),
        };
        metrics::counter!("meeting_scheduler_joins_total", "outcome" => outcome).increment(1);
        tracing::info!(
            target: "audit",
            action = "meeting.join",
            schedule_id = self.schedule_id.as_ref().map(ScheduleId::as_str),
            agent_id = self.agent_id.as_ref().map(AgentId::as_str),
            method = self.method.map(Method::key),
            environment = self.env.key(),
            outcome,
            status,
        );
    }
}
