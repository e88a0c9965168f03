//! `GET /api/agents`

use axum::Json;
use serde_json::Value;

use super::{
    bodies::{AgentBody, EnvParam},
    visit::SignedIn,
};
use crate::{meeting::shown_agent, problem::Problem, vendor::LOAD_AGENTS};

/// Lists the agents of the tenant, those without an account too.
#[utoipa::path(
    get,
    path = "/api/agents",
    tag = "Meetings",
    params(EnvParam),
    security(("session" = [])),
    responses((status = 200, description = "The agents", body = Vec<AgentBody>))
)]
pub(super) async fn list(SignedIn { login, .. }: SignedIn) -> Result<Json<Vec<Value>>, Problem> {
    let agents = login.client.agents().list().await;
    let agents = agents.map_err(|error| login.problem(&error, &LOAD_AGENTS))?;
    Ok(Json(agents.iter().filter_map(shown_agent).collect()))
}
