//! Requests that come with an API key or a bearer token.

use std::{net::Ipv4Addr, sync::Arc};

use axum::{
    Json,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use ccaas_lookup::LookupProblem;
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, Method, StatusCode, header};
use server_kit::{client_ip::ClientIp, cors, limits::Decision, problem::Problem};

use super::cors::{HEADERS, METHODS, allowed};
use crate::{
    keys::{Digest, Live, Scope},
    state::AppState,
};

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// What a request was let in with.
#[derive(Clone, Debug)]
pub(crate) struct Presented {
    /// The key.
    pub(crate) live: Arc<Live>,
    /// The digest of the key, if it was not a token that was shown.
    pub(crate) digest: Option<Digest>,
}

/// Middleware: lets in who has a key for lookups, from pages of allowed origins, too.
pub(crate) async fn guard(
    State(state): State<Arc<AppState>>,
    mut request: Request,
    next: Next,
) -> Response {
    let now = Utc::now();
    let origin = cors::origin(request.headers());
    let is_of_page = origin.is_some();
    let allowed = allowed(origin, &state.cors_origins, &state.keys, now);
    // A browser asks without the key whether it may send it.
    let mut response = match is_of_page && request.method() == Method::OPTIONS {
        true => cors::preflight(allowed.as_ref(), METHODS, HEADERS),
        false => match admit(&state, &request, Scope::Lookup, now) {
            Ok((presented, told)) => {
                request.extensions_mut().insert(presented);
                tell(told, next.run(request).await)
            }
            Err(refused) => refused.into_response(),
        },
    };
    if is_of_page {
        cors::share(&mut response, allowed);
    }
    response
}

fn tell(told: Option<Decision>, mut response: Response) -> Response {
    if let Some(decision) = told {
        decision.write_headers(response.headers_mut());
    }
    response
}

/// Why a request was not let in.
pub(super) enum Refused {
    /// There is no such key, or it cannot be used: which of them, nobody learns.
    Unauthorized,
    /// From this address there were too many of those.
    TooMany(Decision),
    /// The key's limit is reached.
    OverLimit(Decision),
    /// The key is for something else.
    OutOfScope,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let problem = |status, text: &'static str| Problem::new(status, text);
        match self {
            Self::Unauthorized => unauthorized(),
            Self::TooMany(decision) => {
                let text = "Too many requests with a wrong key, please try again later";
                problem(StatusCode::TOO_MANY_REQUESTS, text)
                    .with_retry_after(decision.retry_after)
                    .into_response()
            }
            Self::OverLimit(decision) => {
                metrics::counter!(OVER_LIMIT).increment(1);
                let text = "Too many requests with this API key, please try again later";
                let problem = problem(StatusCode::TOO_MANY_REQUESTS, text);
                tell(Some(decision), problem.into_response())
            }
            Self::OutOfScope => {
                let text = "This API key is for something else";
                problem(StatusCode::FORBIDDEN, text).into_response()
            }
        }
    }
}

/// How many lookups the limits of keys refused.
pub(crate) const OVER_LIMIT: &str = "screen_pop_key_limited_total";

/// The documented answer.
pub(crate) fn unauthorized() -> Response {
    let bearer = [(header::WWW_AUTHENTICATE, "Bearer")];
    (
        StatusCode::UNAUTHORIZED,
        bearer,
        Json(LookupProblem::Unauthorized),
    )
        .into_response()
}

/// Whether a request shows a key or a token at all.
pub(super) fn is_shown(headers: &HeaderMap) -> bool {
    headers.contains_key(API_KEY) || headers.contains_key(header::AUTHORIZATION)
}

/// Lets a request in that shows a key or a token for this, and counts it.
pub(super) fn admit(
    state: &AppState,
    request: &Request,
    scope: Scope,
    now: DateTime<Utc>,
) -> Result<(Presented, Option<Decision>), Refused> {
    let Some(presented) = presented(state, request.headers(), now) else {
        let client = request.extensions().get::<ClientIp>();
        let address = client.map_or(Ipv4Addr::UNSPECIFIED.into(), |ClientIp(address)| *address);
        let decision = state.wrong_keys.check(address);
        return Err(match decision.allowed {
            true => Refused::Unauthorized,
            false => Refused::TooMany(decision),
        });
    };
    let live = &presented.live;
    let told = live.meter().map(|meter| meter.check());
    match told {
        Some(decision) if !decision.allowed => Err(Refused::OverLimit(decision)),
        _ if !live.allows(scope) => Err(Refused::OutOfScope),
        _ => {
            live.used(now);
            Ok((presented, told))
        }
    }
}

fn presented(state: &AppState, headers: &HeaderMap, now: DateTime<Utc>) -> Option<Presented> {
    let origin = cors::origin(headers);
    if headers.contains_key(API_KEY) {
        let text = only(headers, &API_KEY)?;
        let (live, digest) = state.keys.check(text, origin, now)?;
        let digest = Some(digest);
        return Some(Presented { live, digest });
    }
    let text = only(headers, &header::AUTHORIZATION)?;
    let (scheme, token) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let live = state.tokens.check(&state.keys, token.trim(), origin, now)?;
    let digest = None;
    Some(Presented { live, digest })
}

/// The value of a header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value.trim())
}
