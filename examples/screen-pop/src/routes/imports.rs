//! `/api/cases/import` and `/api/cases/imports/{id}`

use std::{io, sync::Arc};

use axum::{
    Extension, Json,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use http::StatusCode;
use serde::Serialize;
use server_kit::{
    events::Event,
    keys::random_token,
    problem::{ErrorBody, Problem},
};
use utoipa::ToSchema;

use super::cases::unwritable;
use crate::{
    access::Who,
    import::{self, Ended},
    state::AppState,
    store::{Change, ImportState, Imported, Rejected},
};

/// An import, by its id.
#[derive(Serialize, ToSchema)]
pub(super) struct ImportId {
    id: String,
}

/// How an import went, or how far it is.
#[derive(Serialize, ToSchema)]
pub(super) struct ImportBody {
    id: String,
    started_at: DateTime<Utc>,
    state: ImportState,
    /// Rows up to now.
    rows: u64,
    /// How many of them are cases now.
    accepted: u64,
    /// How many are not.
    rejected_count: u64,
    /// The first 1,000 of those, with the reasons.
    rejected: Vec<Rejected>,
    /// Whether it has ended.
    done: bool,
}

impl ImportBody {
    fn of(id: &str, import: &Imported) -> Self {
        let counts = import.counts.clone();
        Self {
            id: id.to_owned(),
            started_at: import.started_at,
            state: import.state,
            rows: counts.rows,
            accepted: counts.accepted,
            rejected_count: counts.rejected,
            rejected: counts.report,
            done: import.state != ImportState::Running,
        }
    }
}

/// Reads cases from CSV.
///
/// The first line names the columns, separated by commas, semicolons or tabs: `name` (or
/// `first_name` and `last_name`), `phone`, `home_phone`, `cell_phone`, and any other field of a
/// case. A row with a `case_id` takes the place of that case. Rows are written as they arrive;
/// the answer comes when all are.
#[utoipa::path(
    post,
    path = "/api/cases/import",
    tag = "Cases",
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 202, description = "All rows were read; the report tells of each bad one", body = ImportId),
        (status = 400, description = "The first line names no columns of cases, or the file broke off", body = ErrorBody),
        (status = 409, description = "Another import is under way", body = ErrorBody),
        (status = 503, description = "The database cannot be written; rows up to then are in", body = ErrorBody),
    )
)]
pub(super) async fn import(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<Who>,
    request: Request,
) -> Result<Response, Problem> {
    let importing = Arc::clone(&state.importing).try_lock_owned();
    let importing = importing.map_err(|_| {
        Problem::new(
            StatusCode::CONFLICT,
            "Another import is under way, please wait for it",
        )
    })?;
    let id = random_token();
    let change = Change::now(who.by(), "case.import");
    let body = request.into_body().into_data_stream();
    let body = import::arriving(body.map_err(io::Error::other));
    let work = state.work.clone();
    let imported = work.run(async move {
        let tell = |import: &Imported, _| {
            let event = Event::new("import", &ImportBody::of(&id, import));
            state.pops.to_admins(&event);
        };
        let ended = import::run(&state.cases, &id, change, body, tell).await;
        drop(importing);
        ended.map_err(|ended| refused(&id, ended))?;
        Ok(ImportId { id })
    });
    Ok((StatusCode::ACCEPTED, Json(imported.await?)).into_response())
}

fn refused(id: &str, ended: Ended) -> Problem {
    let problem = match ended {
        Ended::Header(bad) => Problem::invalid(vec![bad.to_string()]),
        Ended::Cut(_) => Problem::new(StatusCode::BAD_REQUEST, "The file broke off"),
        Ended::Unwritable(error) => unwritable(error),
        Ended::Broken => Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error"),
    };
    problem.with("id", id)
}

/// How an import went, or how far it is.
#[utoipa::path(
    get,
    path = "/api/cases/imports/{id}",
    tag = "Cases",
    params(("id" = String, Path, description = "The import's id")),
    responses(
        (status = 200, description = "Its counts, and the rejected rows", body = ImportBody),
        (status = 404, description = "There is no such import", body = ErrorBody),
    )
)]
pub(super) async fn report(
    State(state): State<Arc<AppState>>,
    Path(id): Path<String>,
) -> Result<Json<ImportBody>, Problem> {
    let import = state.cases.store().import(&id).await.map_err(unwritable)?;
    let import =
        import.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "There is no such import"))?;
    Ok(Json(ImportBody::of(&id, &import)))
}
