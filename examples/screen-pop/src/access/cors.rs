//! Pages of other origins that call the API.

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::{keys::KeyRing, settings::Origins};

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, OPTIONS");
const HEADERS: HeaderValue =
    HeaderValue::from_static("x-api-key, authorization, content-type, prefer");
/// What scripts may read of an answer.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset, x-request-id",
);
/// For how long a browser need not ask again.
const ASKED_ONCE_IN: HeaderValue = HeaderValue::from_static("600");

/// The origin of the page that a request comes from, if it says one.
pub(super) fn origin(headers: &HeaderMap) -> Option<&str> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let origin = origins.next()?.to_str().ok()?;
    origins.next().is_none().then_some(origin)
}

/// What a page may be told: the origin, if its pages may call the API.
pub(super) fn allowed(
    origin: Option<&str>,
    origins: &Origins,
    keys: &KeyRing,
    now: DateTime<Utc>,
) -> Option<HeaderValue> {
    let origin = origin?;
    let is_known = origins.contains(origin) || keys.knows_origin(origin, now);
    is_known.then(|| HeaderValue::from_str(origin).ok())?
}

/// The answer to a browser that asks before it sends a key.
pub(super) fn preflight(allowed: Option<&HeaderValue>) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if allowed.is_some() {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, ASKED_ONCE_IN);
    }
    response
}

/// Lets the page read the answer.
pub(super) fn share(response: &mut Response, allowed: Option<HeaderValue>) {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}
