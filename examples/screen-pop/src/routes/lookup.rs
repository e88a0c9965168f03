//! `GET` and `POST /api/lookup`

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use ccaas_lookup::{Caller, LookupAnswer, LookupError, LookupProblem, LookupRequest, Miss, lookup};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use server_kit::{
    audit::{self, By},
    json,
    problem::{ErrorBody, Problem},
};
use url::form_urlencoded;
use utoipa::IntoParams;

use super::documented::{HitBody, LookupBody, MissBody};
use crate::{access::Presented, state::AppState};

/// The longest body of a lookup, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

const PREFER: HeaderName = HeaderName::from_static("prefer");
const APPLIED: HeaderName = HeaderName::from_static("preference-applied");
/// What a caller says who takes 404 for a failure.
const MISS_IS_OK: &str = "miss=200";

/// How many lookups ended how.
pub(crate) const LOOKUPS: &str = "screen_pop_lookups_total";

/// What to look up.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "it is read by LookupRequest, and only described here"
)]
pub(super) struct LookupQuery {
    /// The caller's number, however it is written.
    #[param(example = "+390622224444")]
    phone: String,
    /// `200` answers a miss with status 200, for systems that take 404 for a failure. The
    /// header `Prefer: miss=200` does the same.
    #[param(required = false, example = "200")]
    miss: Option<String>,
}

/// Who is calling?
///
/// The number is found as `phone`, `home_phone` or `cell_phone` of a case, however it is
/// written. The newest case answers; `matches` has all of them. Prefer POST: addresses end up in
/// logs of proxies.
#[utoipa::path(
    get,
    path = "/api/lookup",
    tag = "Lookup",
    params(LookupQuery),
    security(("api_key" = []), ("bearer" = [])),
    responses(
        (status = 200, description = "The newest case of the number", body = HitBody),
        (status = 400, description = "No number, or none that can be read", body = ErrorBody),
        (status = 401, description = "No key, or none that can be used", body = ErrorBody),
        (status = 404, description = "No case has the number", body = MissBody),
        (status = 429, description = "The key's limit is reached", body = ErrorBody),
    )
)]
pub(super) async fn by_query(
    State(state): State<Arc<AppState>>,
    Extension(presented): Extension<Presented>,
    request: Request,
) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let miss_is_ok = miss_is_ok(query, request.headers());
    answer(
        &state,
        &presented,
        LookupRequest::from_query(query),
        miss_is_ok,
    )
}

/// Who is calling?
///
/// The same as GET, without the number in an address.
#[utoipa::path(
    post,
    path = "/api/lookup",
    tag = "Lookup",
    request_body = LookupBody,
    security(("api_key" = []), ("bearer" = [])),
    responses(
        (status = 200, description = "The newest case of the number", body = HitBody),
        (status = 400, description = "No number, or none that can be read", body = ErrorBody),
        (status = 401, description = "No key, or none that can be used", body = ErrorBody),
        (status = 404, description = "No case has the number", body = MissBody),
        (status = 429, description = "The key's limit is reached", body = ErrorBody),
    )
)]
pub(super) async fn by_body(
    State(state): State<Arc<AppState>>,
    Extension(presented): Extension<Presented>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let miss_is_ok = miss_is_ok(head.uri.query().unwrap_or_default(), &head.headers);
    match json::bytes(body, BODY_LIMIT).await {
        Ok(body) => {
            let asked = LookupRequest::from_body(&body);
            answer(&state, &presented, asked, miss_is_ok)
        }
        Err(problem) => Problem::from(problem).into_response(),
    }
}

/// Answers from memory, without the texts of a case being copied on the way.
fn answer(
    state: &AppState,
    presented: &Presented,
    asked: Result<LookupRequest, LookupProblem>,
    miss_is_ok: bool,
) -> Response {
    let phone = match asked {
        Ok(asked) => asked.phone,
        Err(problem) => return refuse(problem),
    };
    let (outcome, mut response) = match state.reader.read(&phone) {
        Ok(caller) => match hit(state, caller, &phone) {
            Ok(json) => ("hit", written(json)),
            Err(miss) => ("miss", missed(miss, miss_is_ok)),
        },
        Err(error) => ("refused", refuse(LookupError::from(error).problem())),
    };
    if miss_is_ok && outcome != "refused" {
        let headers = response.headers_mut();
        headers.insert(APPLIED, HeaderValue::from_static(MISS_IS_OK));
    }
    noted(presented.live.by(), &phone, outcome).write_with_access(&mut response);
    response
}

/// The JSON of a hit.
fn hit(state: &AppState, caller: Caller, phone: &str) -> Result<Vec<u8>, Miss> {
    let Caller::Number(key) = caller else {
        return Err(Miss::new(phone));
    };
    let hit = state.cases.hit(key, phone, &state.urls);
    hit.ok_or_else(|| Miss::new(phone).with_stale(state.cases.is_stale()))
}

/// Looks a number up for somebody, and notes who did and how it ended.
pub(crate) async fn look_up(
    state: &AppState,
    by: By<'_>,
    phone: &str,
) -> Result<LookupAnswer, LookupError> {
    let found = lookup(&*state.directory, &state.reader, &state.urls, phone).await;
    let outcome = match &found {
        Ok(LookupAnswer::Hit(_)) => "hit",
        Ok(LookupAnswer::Miss(_)) => "miss",
        Err(_) => "refused",
    };
    noted(by, phone, outcome).write();
    found
}

/// Counts a lookup, and gives the line of the audit about it.
fn noted(by: By<'_>, phone: &str, outcome: &'static str) -> audit::Line {
    metrics::counter!(LOOKUPS, "outcome" => outcome).increment(1);
    audit::Line {
        action: "lookup",
        by: by.to_string(),
        about: Some(masked(phone)),
        outcome,
    }
}

fn missed(miss: Miss, miss_is_ok: bool) -> Response {
    let miss = LookupAnswer::Miss(miss);
    let status = StatusCode::from_u16(miss.status(miss_is_ok));
    (status.unwrap_or_default(), axum::Json(miss)).into_response()
}

fn written(json: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], json).into_response()
}

fn refuse(problem: LookupProblem) -> Response {
    let status = StatusCode::from_u16(problem.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, axum::Json(problem)).into_response()
}

/// Whether a miss is to be answered with 200.
fn miss_is_ok(query: &str, headers: &HeaderMap) -> bool {
    let in_query = || {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.any(|(name, value)| name == "miss" && value == "200")
    };
    let prefers = |value: &HeaderValue| {
        let value = value.to_str().unwrap_or_default();
        let mut wishes = value.split([',', ';']);
        wishes.any(|wish| wish.trim().eq_ignore_ascii_case(MISS_IS_OK))
    };
    (query.contains("miss") && in_query()) || headers.get_all(PREFER).iter().any(prefers)
}

/// A number as the audit may know it: its last digits.
fn masked(phone: &str) -> String {
    let digits = phone.bytes().filter(u8::is_ascii_digit).count();
    let shown = if digits >= 8 { 4 } else { digits / 2 };
    let last = phone
        .chars()
        .filter(char::is_ascii_digit)
        .skip(digits - shown);
    let mut masked = String::with_capacity(8);
    masked.push_str("***");
    masked.extend(last.take(shown));
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_the_audit_is_its_last_digits() {
        for (phone, expected) in [
            ("+39 06 2222 4444", "***4444"),
            ("112", "***2"),
            ("anonymous", "***"),
            ("'; DROP TABLE cases", "***"),
        ] {
            assert_eq!(masked(phone), expected);
        }
    }

    #[test]
    fn a_miss_is_ok_where_the_query_or_a_header_says_so() {
        let prefer = |value: &str| HeaderMap::from_iter([(PREFER, value.parse().unwrap())]);
        let none = HeaderMap::new();

        assert!(miss_is_ok("phone=1&miss=200", &none));
        assert!(miss_is_ok("", &prefer("miss=200")));
        assert!(miss_is_ok("", &prefer("respond-async, Miss=200; x")));
        assert!(!miss_is_ok("phone=miss=200&miss=404", &prefer("miss=2000")));
        assert!(!miss_is_ok("", &none));
    }
}
