//! `/api/cases/export` and `/api/cases/erase`

use std::{convert::Infallible, sync::Arc};

use axum::{
    Extension, Json,
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use ccaas_lookup::Case;
use chrono::SecondsFormat;
use futures_util::stream;
use http::header;
use serde::{Deserialize, Serialize};
use server_kit::{
    audit,
    problem::{ErrorBody, Problem},
    router::read_json,
    text::csv_field,
};
use utoipa::ToSchema;

use super::cases::unwritable;
use crate::{access::Who, cases::Cases, state::AppState, store::Change};

const BODY_LIMIT: usize = 8 * 1024;
/// How many cases are written at once.
const PART: usize = 1000;
const COLUMNS: &str = "case_id,name,phone,home_phone,cell_phone,email,status,clinic,treatment,\
                       disposition,outcome,created_at,follow_up_date\r\n";

/// All cases as CSV, as an import takes it.
#[utoipa::path(
    get,
    path = "/api/cases/export",
    tag = "Cases",
    responses((status = 200, description = "All cases", body = String, content_type = "text/csv"))
)]
pub(super) async fn export(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<Who>,
) -> Response {
    audit::write("case.export", who.by(), None, "begun");
    let first = Some((state.cases.clone(), i64::MAX, COLUMNS.to_owned()));
    let parts = stream::unfold(first, async |state| {
        let (cases, before, head) = state?;
        let reading = tokio::task::spawn_blocking(move || part(cases, before, head));
        let (text, next) = reading.await.ok()?;
        Some((Ok::<_, Infallible>(Bytes::from(text)), next))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"cases.csv\"",
        ),
    ];
    (headers, Body::from_stream(parts)).into_response()
}

/// The next cases as text, and where to go on.
fn part(cases: Cases, before: i64, mut text: String) -> (String, Option<(Cases, i64, String)>) {
    let found = cases.search("", before, PART);
    let last = found.last().and_then(|case| case.id.parse().ok());
    for case in &found {
        row(case, &mut text);
    }
    (text, last.map(|last| (cases, last, String::new())))
}

fn row(case: &Case, text: &mut String) {
    let patient = &case.patient;
    let time =
        |time: chrono::DateTime<chrono::Utc>| time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    let created_at = time(case.created_at);
    let follow_up_date = case.follow_up_date.map(time);
    let fields = [
        Some(case.id.as_str()),
        Some(patient.name.as_str()),
        patient.phone.as_deref(),
        patient.home_phone.as_deref(),
        patient.cell_phone.as_deref(),
        patient.email.as_deref(),
        case.status.as_deref(),
        case.clinic.as_deref(),
        case.treatment.as_deref(),
        case.disposition.as_deref(),
        case.outcome.as_deref(),
        Some(created_at.as_str()),
        follow_up_date.as_deref(),
    ];
    for (place, field) in fields.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        csv_field(field.unwrap_or_default(), text);
    }
    text.push_str("\r\n");
}

/// Whose cases to erase.
#[derive(Deserialize, ToSchema)]
pub(super) struct ErasePhone {
    /// The number, however it is written.
    #[schema(example = "+1 202 555 0147")]
    phone: String,
}

/// What was erased.
#[derive(Serialize, ToSchema)]
pub(super) struct Erased {
    /// How many cases.
    erased: usize,
}

/// Erases every case of a number, for good.
#[utoipa::path(
    post,
    path = "/api/cases/erase",
    tag = "Cases",
    request_body = ErasePhone,
    responses(
        (status = 200, description = "How many cases there were", body = Erased),
        (status = 400, description = "It is no number", body = ErrorBody),
        (status = 503, description = "The database cannot be written; nothing was erased", body = ErrorBody),
    )
)]
pub(super) async fn erase(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<Who>,
    request: Request,
) -> Result<Json<Erased>, Problem> {
    let asked = ErasePhone::deserialize(read_json(request, BODY_LIMIT).await?);
    let read = |asked: ErasePhone| state.reader.read(&asked.phone).ok()?.key();
    let key = asked.ok().and_then(read);
    let key = key.ok_or_else(|| Problem::invalid(vec!["phone must be a number".to_owned()]))?;
    let change = Change::now(who.by(), "case.erase");
    let work = state.work.clone();
    let erased = work.run(async move {
        let erased = state.cases.erase(key, change).await;
        state.pops.forget();
        erased.map_err(unwritable)
    });
    let erased = erased.await?;
    Ok(Json(Erased { erased }))
}
