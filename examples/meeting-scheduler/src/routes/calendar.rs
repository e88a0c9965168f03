//! `GET /api/schedules/{id}/meeting.ics`

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    bodies::EnvParam,
    schedules::{load, meeting_id},
    visit::SignedIn,
};
use crate::{
    calendar::{CalendarEntry, calendar},
    problem::{ErrorBody, Problem},
    state::AppState,
    vendor::LOAD_MEETING,
};

/// For whom the file is.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CalendarQuery {
    /// `agent` for the agent's link; else it is the visitor's.
    #[serde(rename = "for")]
    r#for: Option<String>,
}

/// Writes a meeting as a file for a calendar.
#[utoipa::path(
    get,
    path = "/api/schedules/{id}/meeting.ics",
    tag = "Meetings",
    params(EnvParam, CalendarQuery, ("id" = String, Path, description = "The `_id` of the meeting")),
    security(("session" = [])),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/calendar"),
        (status = 404, description = "There is no such meeting", body = ErrorBody),
        (status = 409, description = "The meeting has no start", body = ErrorBody),
    )
)]
pub(super) async fn calendar_file(
    State(state): State<Arc<AppState>>,
    SignedIn { login, .. }: SignedIn,
    Path(id): Path<String>,
    Query(query): Query<CalendarQuery>,
) -> Result<Response, Problem> {
    let id = meeting_id(&id)?;
    let schedule = load(&login, &id, &LOAD_MEETING).await?;
    let Some(starts) = schedule.date else {
        let text = "This meeting has no start";
        return Err(Problem::new(StatusCode::CONFLICT, text));
    };
    let visitor = schedule.visitor.as_ref();
    let for_agent = query.r#for.as_deref() == Some("agent");
    let url = match (for_agent, &schedule.agent) {
        (true, Some(agent)) => agent.meeting_url.as_deref(),
        (true, None) => None,
        (false, _) => schedule.meeting_url(),
    };
    let text = calendar(&CalendarEntry {
        // The vendor's own word for it may be anything.
        uid: &format!("{id}@meeting-scheduler"),
        starts,
        minutes: schedule.duration.unwrap_or_default(),
        title: visitor.and_then(|visitor| visitor.subject.as_deref()),
        url,
        cancelled: !schedule.is_active(),
        stamp: state.now(),
    });
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"meeting.ics\"",
        ),
    ];
    Ok((headers, text).into_response())
}
