//! `POST /api/schedules`

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use server_kit::{
    idempotency::{self, Begun, Fingerprint},
    sign_in::session::Scope,
};
use utoipa::IntoParams;

use super::{
    bodies::{CreateBody, EnvParam, MeetingBody},
    visit::SignedIn,
};
use crate::{
    env::Env,
    meeting::{CreateMeeting, shown_meeting},
    problem::{ErrorBody, Problem},
    state::AppState,
    vendor::{self, Login, SCHEDULE},
};

type Outcome = idempotency::Outcome<Problem>;
type Ticket = idempotency::Ticket<(Scope, Env, String), Problem>;

/// With whom to schedule.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(super) struct CreateQuery {
    /// The e-mail address of the agent.
    #[param(required = true, example = "agent@example.com")]
    agent_email: Option<String>,
    /// Whether visitor and agent are sent e-mails; `true` or `false`, which is the default.
    #[param(example = "false")]
    send_notification_email: Option<String>,
}

/// Schedules a meeting with an agent.
///
/// The same `Idempotency-Key` with the same request returns the first answer for 24 hours,
/// also if nobody knows whether the meeting was scheduled. A request that surely had no
/// effect frees its key.
#[utoipa::path(
    post,
    path = "/api/schedules",
    tag = "Meetings",
    params(
        EnvParam,
        CreateQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "8 to 128 visible ASCII characters, such as a UUID"),
    ),
    request_body = CreateBody,
    security(("session" = [])),
    responses(
        (status = 201, description = "Scheduled", body = MeetingBody),
        (status = 400, description = "A field breaks a rule, or VideoEngager refuses it", body = ErrorBody),
        (status = 409, description = "The same request is still being worked on", body = ErrorBody),
        (status = 422, description = "The key was used for another request", body = ErrorBody),
    )
)]
pub(super) async fn create(
    State(state): State<Arc<AppState>>,
    signed_in: SignedIn,
    Query(query): Query<CreateQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let key = idempotency::key(request.headers(), 8..=128);
    let key = key.map_err(|rule| Problem::invalid(vec![rule]))?;
    let body = super::read_json(request).await?;
    let SignedIn { env, scope, login } = signed_in;
    let ticket = match key {
        None => None,
        Some(key) => {
            let parts = json!([query.agent_email, query.send_notification_email, body]);
            let (key, print) = ((scope, env, key), Fingerprint::of(&parts));
            match state.answers.begin(key, print, state.now()) {
                Begun::First(ticket) => Some(ticket),
                Begun::Known(outcome) => return answer(outcome),
                Begun::InFlight => return Err(in_flight()),
                Begun::OtherRequest => return Err(other_request()),
            }
        }
    };
    let agent = query.agent_email.as_deref();
    let notify = query.send_notification_email.as_deref();
    let wanted = match CreateMeeting::read(agent, notify, &body, &state.rules, state.now()) {
        Ok(wanted) => wanted,
        Err(details) => {
            if let Some(ticket) = ticket {
                ticket.settle(None);
            }
            return Err(Problem::invalid(details));
        }
    };
    let work = state.work.clone();
    work.run(schedule(state, env, login, wanted, ticket)).await
}

/// Schedules, and notes how it ended.
async fn schedule(
    state: Arc<AppState>,
    env: Env,
    login: Login,
    wanted: CreateMeeting,
    ticket: Option<Ticket>,
) -> Result<Response, Problem> {
    let schedules = login.client.tenant_schedules();
    let created = schedules
        .create(&wanted.schedule, &wanted.agent_email)
        .await;
    let (word, outcome, result) = match created {
        Ok(schedule) => {
            state.full_urls.remember(env, &schedule.id, &schedule);
            let done = Outcome::Done(shown_meeting(&schedule));
            ("scheduled", Some(done.clone()), answer(done))
        }
        Err(error) => {
            let problem = login.problem(&error, &SCHEDULE);
            let (word, outcome) = match vendor::may_have_effect(&error) {
                true => ("unconfirmed", Some(Outcome::Unknown(Some(problem.clone())))),
                false if problem.status().is_client_error() => ("refused", None),
                false => ("failed", None),
            };
            (word, outcome, Err(problem))
        }
    };
    metrics::counter!("meeting_scheduler_meetings_total", "outcome" => word).increment(1);
    if let Some(ticket) = ticket {
        ticket.settle(outcome);
    }
    result
}

fn answer(outcome: Outcome) -> Result<Response, Problem> {
    match outcome {
        Outcome::Done(meeting) => {
            let body: Json<Value> = Json(meeting);
            Ok((StatusCode::CREATED, body).into_response())
        }
        Outcome::Unknown(answered) => Err(answered.unwrap_or_else(|| vendor::uncertain(&SCHEDULE))),
    }
}

fn in_flight() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "This meeting is still being scheduled",
    )
    .with_message("Ask again in a moment.")
    .with_retry_after(Some(std::time::Duration::from_secs(2)))
}

fn other_request() -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "This Idempotency-Key was used for another meeting",
    )
    .with_message("Use a new one for each meeting.")
}
