//! `POST /api/auth/token`

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::Utc;
use secrecy::ExposeSecret;
use serde::Serialize;
use server_kit::problem::ErrorBody;
use utoipa::ToSchema;

use crate::{
    access::{Presented, unauthorized},
    keys::token::LIFE,
    state::AppState,
};

/// A bearer token.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenBody {
    /// To be sent as `Authorization: Bearer …`.
    access_token: String,
    /// `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// For how many seconds it is good.
    #[schema(example = 3600)]
    expires_in: i64,
}

/// Gives a bearer token for an API key.
///
/// The token is good for an hour, and no longer than the key. A token gives no other token.
#[utoipa::path(
    post,
    path = "/api/auth/token",
    tag = "Lookup",
    security(("api_key" = [])),
    responses(
        (status = 200, description = "A token for an hour", body = TokenBody),
        (status = 401, description = "No key, or none that can be used", body = ErrorBody),
    )
)]
pub(super) async fn give(
    State(state): State<Arc<AppState>>,
    Extension(presented): Extension<Presented>,
) -> Response {
    let Some(digest) = &presented.digest else {
        return unauthorized();
    };
    let token = state.tokens.give(&presented.live, digest, Utc::now());
    let body = TokenBody {
        access_token: token.expose_secret().to_owned(),
        token_type: "Bearer",
        expires_in: LIFE.num_seconds(),
    };
    Json(body).into_response()
}
