//! Answers to pages of other origins that call an API.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// What scripts may read of an answer.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset, x-request-id",
);
/// For how long a browser need not ask again.
const ASKED_ONCE_IN: HeaderValue = HeaderValue::from_static("600");

/// The origin of the page that a request comes from, if it says one.
#[must_use]
pub fn origin(headers: &HeaderMap) -> Option<&str> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let origin = origins.next()?.to_str().ok()?;
    origins.next().is_none().then_some(origin)
}

/// The answer to a browser that asks first: with these methods and headers, if the origin may.
#[must_use]
pub fn preflight(
    allowed: Option<&HeaderValue>,
    methods: HeaderValue,
    names: HeaderValue,
) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if allowed.is_some() {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, names);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, ASKED_ONCE_IN);
    }
    response
}

/// Lets pages of this origin read the answer.
pub fn share(response: &mut Response, allowed: Option<HeaderValue>) {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}
