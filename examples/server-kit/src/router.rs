//! What stands around the routes of every server.

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::{Router, body::Body};
use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use crate::client_ip::{self, TrustedProxies};
use crate::limits::{Limits, layer};
use crate::problem::{self, Problem, Style};
use crate::{access, headers, json, panics, request_id};

/// What pages may load and do: what comes from this server, and nothing inline.
const CSP: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
     object-src 'none'",
);

/// What a server tells the layers around its routes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Outer {
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: TrustedProxies,
    /// Which requests count in which limits.
    pub limits: Limits,
    /// How problems are written.
    pub problems: Style,
    /// Folders beside `/api/` whose answers are nobody else's to keep: `/manage/`.
    pub private: &'static [&'static str],
}

/// A server's routes, with everything around them.
///
/// An unknown address and a wrong method are answered; panics, limits and problems too. Each
/// request has an id, a client's address and an access line, what is private is not stored,
/// and the security headers stand on every answer.
pub fn wrap(routes: Router, outer: Outer) -> Router {
    // The last layer is the outermost one: limits answer with problems, problems are written
    // with the request's id, and no answer goes without an access line and headers.
    routes
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(panics::catch))
        .layer(from_fn_with_state(outer.limits, layer::count))
        .layer(from_fn_with_state(outer.problems, problem::write))
        .layer(from_fn_with_state(outer.private, keep_private))
        .layer(from_fn(access::log))
        .layer(from_fn_with_state(outer.trusted_proxies, client_ip::assign))
        .layer(from_fn(request_id::assign))
        .layer(headers::security_headers(CSP))
}

/// Whether an address is one of the API, where errors are for programs.
#[must_use]
pub fn is_api(path: &str) -> bool {
    path.strip_prefix("/api")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Reads a JSON body of at most `limit` bytes.
///
/// # Errors
///
/// Status 400, 408, 413 or 415, with what is wrong.
pub async fn read_json(request: Request<Body>, limit: usize) -> Result<Value, Problem> {
    let (head, body) = request.into_parts();
    Ok(json::read(&head.headers, body, limit).await?)
}

async fn unknown(request: Request) -> Problem {
    match is_api(request.uri().path()) {
        true => Problem::new(StatusCode::NOT_FOUND, "Endpoint not found"),
        false => Problem::no_page(),
    }
}

async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "This endpoint does not know this method",
    )
}

async fn keep_private(
    State(folders): State<&'static [&'static str]>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let is_private =
        path.starts_with("/api/") || folders.iter().any(|folder| path.starts_with(folder));
    let mut response = next.run(request).await;
    if is_private {
        response
            .headers_mut()
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_folder_api_is_the_api() {
        for (path, expected) in [
            ("/api", true),
            ("/api/", true),
            ("/api/a/b", true),
            ("/apiary", false),
            ("/a/api/", false),
            ("/", false),
            ("*", false),
        ] {
            assert_eq!(is_api(path), expected, "{path}");
        }
    }
}
