//! `GET /api/schedules/{id}/meeting.ics`

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use server_kit::calendar::{CalendarEntry, answer};
use utoipa::IntoParams;

use super::{
    bodies::EnvParam,
    pages::SITE,
    schedules::{load, meeting_id},
    visit::SignedIn,
};
use crate::{
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
    let is_cancelled = !schedule.is_active();
    let title = visitor.and_then(|visitor| visitor.subject.as_deref());
    let stamp = state.now();
    let entry = CalendarEntry {
        product: "Meeting scheduler",
        organizer: SITE.name,
        public_url: &state.public_url,
        // The vendor's own word for it may be anything.
        uid: &format!("{id}@meeting-scheduler"),
        starts,
        minutes: schedule.duration.unwrap_or_default().into(),
        title: title.unwrap_or("Video meeting"),
        description: &description(is_cancelled, url),
        location: url,
        url,
        is_cancelled,
        sequence: version(stamp, is_cancelled),
        stamp,
    };
    Ok(answer("meeting.ics", &entry))
}

fn description(is_cancelled: bool, url: Option<&str>) -> String {
    match url {
        _ if is_cancelled => "This meeting is cancelled.".to_owned(),
        Some(url) => format!("Video meeting: {url}"),
        None => String::new(),
    }
}

/// The vendor counts no versions of a meeting, so each file is a later one than those before:
/// two for each second since 2026, the second of which is a cancellation's.
fn version(made: DateTime<Utc>, is_cancelled: bool) -> u32 {
    const YEAR_2026: i64 = 1_767_225_600;
    let seconds = u32::try_from(made.timestamp() - YEAR_2026).unwrap_or_default();
    seconds.saturating_mul(2) + u32::from(is_cancelled)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_later_file_is_a_higher_version_and_a_cancellation_is_the_highest() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let later = now + TimeDelta::seconds(1);
        let versions = [(now, false), (now, true), (later, false), (later, true)];

        let versions = versions.map(|(made, cancelled)| version(made, cancelled));

        assert!(
            versions.is_sorted_by(|one, next| one < next),
            "{versions:?}"
        );
    }

    #[test]
    fn the_way_in_is_told_until_the_meeting_is_cancelled() {
        let url = Some("https://video.example.com/a");

        assert_eq!(
            description(false, url),
            "Video meeting: https://video.example.com/a"
        );
        assert_eq!(description(false, None), "");
        assert_eq!(description(true, url), "This meeting is cancelled.");
    }
}
