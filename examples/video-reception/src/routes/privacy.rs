//! `GET /api/privacy/export`, `POST /api/privacy/erase`

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Query, Request, State},
};
use serde::{Deserialize, Serialize};
use server_kit::{
    audit,
    problem::{ErrorBody, Problem},
};
use utoipa::{IntoParams, ToSchema};

use super::{auth::read, calls::Past, unreadable, unwritable};
use crate::{staff::SignedIn, state::AppState};

/// Whose.
#[derive(Deserialize, IntoParams, ToSchema)]
pub(super) struct Visitor {
    /// The address that the visitor gave.
    #[schema(example = "robin@example.com")]
    email: String,
}

/// All that is kept of a visitor.
#[derive(Serialize, ToSchema)]
pub(super) struct Exported {
    /// The calls, the oldest first.
    calls: Vec<Past>,
}

/// What is kept of a visitor?
#[utoipa::path(
    get,
    path = "/api/privacy/export",
    tag = "Privacy",
    security(("bearer" = [])),
    params(Visitor),
    responses((status = 200, description = "All of it", body = Exported))
)]
pub(super) async fn export(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Query(visitor): Query<Visitor>,
) -> Result<Json<Exported>, Problem> {
    let store = state.directory.store();
    let calls = store.calls_of_visitor(&visitor.email).await;
    let calls = calls.map_err(|error| unreadable(&error))?;
    audit::write("privacy.export", who.member.account.by(), None, "done");
    let calls = calls.into_iter().map(Past::from).collect();
    Ok(Json(Exported { calls }))
}

/// What was erased.
#[derive(Serialize, ToSchema)]
pub(super) struct Erased {
    /// How many calls.
    erased: u64,
}

/// Erases all that is kept of a visitor, for good. A call that is under way is kept when it ends.
#[utoipa::path(
    post,
    path = "/api/privacy/erase",
    tag = "Privacy",
    security(("bearer" = [])),
    request_body = Visitor,
    responses(
        (status = 200, description = "How many calls there were", body = Erased),
        (status = 503, description = "Nothing was erased", body = ErrorBody),
    )
)]
pub(super) async fn erase(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    request: Request,
) -> Result<Json<Erased>, Problem> {
    let visitor: Visitor = read(request, "email must be a text").await?;
    let store = state.directory.store().clone();
    let erased = state.work.run(async move {
        let erased = store.erase_visitor(&visitor.email).await;
        erased.map_err(|error| unwritable(&error))
    });
    let erased = erased.await;
    let outcome = if erased.is_ok() { "done" } else { "failed" };
    audit::write("privacy.erase", who.member.account.by(), None, outcome);
    erased.map(|erased| Json(Erased { erased }))
}
