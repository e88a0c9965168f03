//! `GET /api/greeting`

use axum::{Extension, Json};
use serde::Serialize;
use server_kit::{problem::ErrorBody, sign_in::accounts::desk::SignedIn};
use utoipa::ToSchema;

/// A greeting.
#[derive(Serialize, ToSchema)]
pub(super) struct Greeting {
    /// What to say.
    #[schema(example = "Hello, ana@example.com.")]
    greeting: String,
}

/// Greets who is signed in.
#[utoipa::path(
    get,
    path = "/api/greeting",
    tag = "Video reception",
    responses(
        (status = 200, description = "A greeting", body = Greeting),
        (status = 401, description = "Nobody is signed in", body = ErrorBody),
    )
)]
pub(super) async fn greeting(Extension(signed_in): Extension<SignedIn>) -> Json<Greeting> {
    Json(Greeting {
        greeting: format!("Hello, {}.", signed_in.account.email),
    })
}
