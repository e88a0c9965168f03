//! `GET /api/settings`

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    settings::{ReceptionArguments, Recording},
    state::AppState,
    turn::Ice,
};

/// What pages may know of the settings.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicSettings {
    /// Where a visitor may go whose call finds nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://www.example.com/contact")]
    fallback_url: Option<String>,
    /// For how many seconds a call rings.
    ring_timeout_seconds: u64,
    /// For how many seconds a page that lost its connection may come back.
    reconnect_grace_seconds: u64,
    /// Whether a call may be recorded.
    recording_allowed: bool,
    /// Whether there are STUN servers.
    stun_configured: bool,
    /// Whether there are TURN servers.
    turn_configured: bool,
    /// Whether this is a trial with invented staff.
    sandbox: bool,
}

impl PublicSettings {
    /// What pages may know of these.
    #[must_use]
    pub fn new(
        own: &ReceptionArguments,
        ice: &Ice,
        fallback_url: Option<String>,
        sandbox: bool,
    ) -> Self {
        Self {
            fallback_url,
            ring_timeout_seconds: own.ring_timeout,
            reconnect_grace_seconds: own.reconnect_grace,
            recording_allowed: own.recording == Recording::Allowed,
            stun_configured: !ice.stun.is_empty(),
            turn_configured: ice.turn.is_some(),
            sandbox,
        }
    }

    /// Whether there are TURN servers.
    #[must_use]
    pub fn has_turn(&self) -> bool {
        self.turn_configured
    }

    /// Whether this is a trial with invented staff.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.sandbox
    }
}

/// What pages may know of the settings.
#[utoipa::path(
    get,
    path = "/api/settings",
    tag = "System",
    responses((status = 200, description = "The settings", body = PublicSettings))
)]
pub(super) async fn settings(State(state): State<Arc<AppState>>) -> Json<PublicSettings> {
    Json(state.settings.clone())
}
