//! Who makes a request: a bearer token, or the cookie with one.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use server_kit::{
    cors,
    problem::Problem,
    router::is_api,
    sign_in::{accounts::check::Refused, cookie},
};

use crate::{sockets::COOKIE, staff::SignedIn, state::AppState};

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST");
const HEADERS: HeaderValue = HeaderValue::from_static("authorization, content-type");

/// Middleware: lets pass who is signed in and may do what this role may, and puts [`SignedIn`]
/// into the request; else the answer is 401 or 403.
///
/// # Errors
/// The answer.
pub(crate) async fn require(
    State((state, role)): State<(Arc<AppState>, &'static str)>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let signed_in = who(&state, request.headers()).await?;
    let signed_in = signed_in.ok_or_else(Problem::sign_in_required)?;
    let account = &signed_in.member.account;
    if !account.may(state.directory.accounts(), role) {
        let text = "Your account may not do this";
        return Err(Problem::new(StatusCode::FORBIDDEN, text));
    }
    request.extensions_mut().insert(signed_in);
    Ok(next.run(request).await)
}

/// Who makes a request with these headers.
///
/// # Errors
/// If the accounts cannot be read.
pub(crate) async fn who(
    state: &AppState,
    headers: &HeaderMap,
) -> Result<Option<SignedIn>, Problem> {
    let tokens: Vec<&str> = match bearer(headers) {
        Some(token) => vec![token],
        None => cookie::values(headers, COOKIE).collect(),
    };
    for token in tokens {
        let found = state.directory.by_token(token).await;
        let found = found.map_err(|error| Problem::from(Refused::Store(error)))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Middleware: lets pages of the origins that are listed read the answers of the API.
///
/// It stands outside of the routes, since none of them knows the method by which a browser asks
/// first.
pub(crate) async fn share(
    State(state): State<Arc<AppState>>,
    request: Request,
    next: Next,
) -> Response {
    let origin = cors::origin(request.headers());
    if origin.is_none() || !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let allowed = origin.filter(|_| state.public_origin.lets_in(request.headers()));
    let allowed = allowed.and_then(|origin| HeaderValue::from_str(origin).ok());
    let mut response = match *request.method() == Method::OPTIONS {
        true => cors::preflight(allowed.as_ref(), METHODS, HEADERS),
        false => next.run(request).await.into_response(),
    };
    cors::share(&mut response, allowed);
    response
}
