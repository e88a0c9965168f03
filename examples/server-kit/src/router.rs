//! What stands around the routes of every server.

use std::sync::Arc;

use axum::{Router, body::Body, extract::Request};
use futures_util::FutureExt;
use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use crate::client_ip::{self, TrustedProxies};
use crate::headers::{self, Hsts, Security};
use crate::layer::{Answer, Inner, around};
use crate::limits::{Limits, layer};
use crate::problem::{self, Problem, Style};
use crate::{access, json, panics, request_id};

/// What pages may load and do: what comes from this server, and nothing inline.
const CSP: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; \
     frame-ancestors 'none'",
);

/// The policy of a page that pages of these origins, too, may show in a frame; of the server's
/// own pages only, if there are none. It stands in place of the one that every answer has.
///
/// # Panics
///
/// If an origin is none: `https://apps.example.com`.
#[must_use]
pub fn embedded_policy<'a>(origins: impl IntoIterator<Item = &'a str>) -> HeaderValue {
    let csp = CSP
        .to_str()
        .expect("the policy is visible ASCII")
        .to_owned();
    let mut policy = csp.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
    for origin in origins {
        policy.push(' ');
        policy.push_str(origin);
    }
    HeaderValue::try_from(policy).expect("origins are visible ASCII")
}

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
    /// When browsers are told to come by HTTPS only.
    pub hsts: Hsts,
}

/// A server's routes, with everything around them.
///
/// An unknown address and a wrong method are answered; panics, limits and problems too. Each
/// request has an id, a client's address and an access line, what is private is not stored,
/// and the security headers stand on every answer.
pub fn wrap(routes: Router, outer: Outer) -> Router {
    let Outer {
        trusted_proxies: proxies,
        limits,
        problems,
        private,
        hsts,
    } = outer;
    // The first layer is the outermost one: limits answer with problems, problems are written
    // with the request's id, and no answer goes without an access line and headers.
    routes
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer((
            around(Security::new(CSP, hsts, proxies.clone()), headers::secure),
            around((), request_id::assign),
            around(proxies, client_ip::assign),
            around((), access::log),
            around(private, keep_private),
            around(problems, problem::write),
            around(Arc::new(limits), layer::count),
            around((), panics::catch),
        ))
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

fn keep_private<S: Inner>(
    folders: &&'static [&'static str],
    request: Request,
    inner: &mut S,
) -> impl Future<Output = Answer> + use<S> {
    let path = request.uri().path();
    let is_private = is_api(path) || folders.iter().any(|folder| path.starts_with(folder));
    inner.call(request).map(move |Ok(mut response)| {
        if is_private {
            response
                .headers_mut()
                .entry(header::CACHE_CONTROL)
                .or_insert(HeaderValue::from_static("no-store"));
        }
        Ok(response)
    })
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
