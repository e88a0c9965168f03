//! Which requests count against which limit.

use std::{borrow::Cow, sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode, header};
use server_kit::client_ip::ClientIp;

use crate::{problem::Problem, routes::pages, state::AppState};

/// What a request counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counts {
    /// Health, metrics, assets, documentation.
    Not,
    /// A page: the general limit.
    Page,
    /// The API: the general limit and its own.
    Api,
    /// Signing in: all limits.
    SignIn,
}

fn counts(method: &Method, path: &str) -> Counts {
    let is_free = matches!(
        path,
        "/livez" | "/readyz" | "/metrics" | "/favicon.ico" | "/api/openapi.json"
    ) || path.starts_with("/assets/")
        || path == "/api/docs"
        || path.starts_with("/api/docs/");
    if is_free {
        Counts::Not
    } else if path == "/api/auth" && method == Method::POST {
        Counts::SignIn
    } else if path == "/api" || path.starts_with("/api/") {
        Counts::Api
    } else {
        Counts::Page
    }
}

/// Middleware: counts the request, and refuses it when its address is over a limit.
pub async fn count(
    State(state): State<Arc<AppState>>,
    Extension(ClientIp(address)): Extension<ClientIp>,
    request: Request,
    next: Next,
) -> Response {
    let counted = counts(request.method(), request.uri().path());
    if counted == Counts::Not {
        return next.run(request).await;
    }
    let wants_page = accepts_page(request.headers());
    let mut decision = state.general.check(address);
    let mut text = "Too many requests from this IP, please try again later.";
    if decision.allowed && counted != Counts::Page {
        decision = state.api.check(address);
        text = "Too many API requests from this IP, please try again later.";
    }
    if decision.allowed && counted == Counts::SignIn {
        decision = state.auth.check(address);
        text = "Too many sign-ins from this IP, please try again later.";
    }
    let mut response = if decision.allowed {
        next.run(request).await
    } else {
        let wait = decision.retry_after.unwrap_or_default();
        metrics::counter!("meeting_scheduler_rate_limited_total").increment(1);
        if counted == Counts::Page && wants_page {
            pages::too_many(&in_words(wait))
        } else {
            Problem::new(StatusCode::TOO_MANY_REQUESTS, text)
                .with_wait_in_words(in_words(wait))
                .into_response()
        }
    };
    decision.write_headers(response.headers_mut());
    response
}

/// Whether a person in a browser asks.
fn accepts_page(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// A wait as people say it, rounded up.
fn in_words(wait: Duration) -> Cow<'static, str> {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    match seconds {
        0..=1 => "1 second".into(),
        2..=90 => format!("{seconds} seconds").into(),
        _ => format!("{} minutes", seconds.div_ceil(60)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_api_count_and_health_and_assets_do_not() {
        for (path, expected) in [
            ("/", Counts::Page),
            ("/nonsense", Counts::Page),
            ("/apiary", Counts::Page),
            ("/api/auth", Counts::Api),
            ("/api/schedules", Counts::Api),
            ("/api/nonsense", Counts::Api),
            ("/livez", Counts::Not),
            ("/readyz", Counts::Not),
            ("/metrics", Counts::Not),
            ("/assets/css/a.css", Counts::Not),
            ("/api/docs/x.js", Counts::Not),
        ] {
            assert_eq!(counts(&Method::GET, path), expected, "{path}");
        }
    }

    #[test]
    fn only_signing_in_has_a_limit_of_its_own() {
        assert_eq!(counts(&Method::POST, "/api/auth"), Counts::SignIn);
        assert_eq!(counts(&Method::DELETE, "/api/auth"), Counts::Api);
        assert_eq!(counts(&Method::POST, "/api/schedules"), Counts::Api);
    }

    #[test]
    fn waits_are_said_in_words() {
        assert_eq!(in_words(Duration::from_millis(200)), "1 second");
        assert_eq!(in_words(Duration::from_secs(45)), "45 seconds");
        assert_eq!(in_words(Duration::from_secs(899)), "15 minutes");
    }
}
