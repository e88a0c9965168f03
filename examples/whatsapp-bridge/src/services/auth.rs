//! The auth service: the token of Genesys Cloud that all calls share.
//!
//! `?route=` names the route where there are several.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::{DateTime, Utc};
use genesys_client::{OAuthError, Token, TokenCache};
use http::StatusCode;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};
use server_kit::{causes::causes, problem::Problem};

use super::of_route;
use crate::{links::Link, state::AppState};

/// Its paths.
pub(crate) fn router() -> Router<Arc<AppState>> {
    others().route("/auth/token", get(token))
}

/// Its paths at the gateway, which never hands a token out.
pub(crate) fn without_token() -> Router<Arc<AppState>> {
    others().route("/auth/token", get(never))
}

fn others() -> Router<Arc<AppState>> {
    Router::new()
        .route("/auth/refresh", post(refresh))
        .route("/auth/validate", get(validate).post(validate))
        .route("/auth/info", get(info))
}

/// The route that is asked about.
#[derive(Debug, Deserialize)]
struct Asked {
    route: Option<String>,
}

async fn never() -> Problem {
    let text = "The gateway hands out no token; ask the auth service on its own port";
    Problem::new(StatusCode::FORBIDDEN, text)
}

async fn token(
    State(state): State<Arc<AppState>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let link = of_route(&state, asked.route.as_deref())?;
    let token = cache(link).get().await.map_err(|error| no_token(&*error))?;
    let body = json!({
        "token": token.secret().expose_secret(),
        "type": "Bearer",
        "expiresAt": token.expires_at(),
    });
    Ok(unstored(body))
}

async fn refresh(
    State(state): State<Arc<AppState>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let link = of_route(&state, asked.route.as_deref())?;
    let refreshed = cache(link).refresh().await;
    let token = refreshed.map_err(|error| no_token(&*error))?;
    Ok(unstored(
        json!({"success": true, "expiresAt": token.expires_at()}),
    ))
}

/// Whether Genesys Cloud takes the token that is cached, or one that is obtained for this.
async fn validate(
    State(state): State<Arc<AppState>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let link = of_route(&state, asked.route.as_deref())?;
    let (is_valid, error) = match link.genesys.tokens().me().await {
        Ok(_) => (true, None),
        Err(error) => (false, Some(causes(&error))),
    };
    Ok(unstored(
        json!({"valid": is_valid, "isValid": is_valid, "error": error}),
    ))
}

async fn info(
    State(state): State<Arc<AppState>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let link = of_route(&state, asked.route.as_deref())?;
    let cached = cache(link).cached();
    Ok(unstored(told(cached.as_deref(), state.clock.now())))
}

fn told(token: Option<&Token>, now: DateTime<Utc>) -> Value {
    let left = token.map_or(0, |token| (token.expires_at() - now).num_seconds().max(0));
    json!({
        "cached": token.is_some(),
        "expiresAt": token.map(Token::expires_at),
        "timeRemaining": left,
        "timeRemainingMinutes": left / 60,
        "isValid": left > 0,
    })
}

fn cache(link: &Link) -> &TokenCache<OAuthError> {
    let cache = link.genesys.http().tokens();
    cache.expect("a Genesys client has a token cache")
}

fn no_token(error: &(dyn std::error::Error + 'static)) -> Problem {
    tracing::warn!(error = %causes(error), "Genesys Cloud gave no token");
    let text = "Genesys Cloud gave no token; `check` tells why";
    Problem::new(StatusCode::BAD_GATEWAY, text)
}

fn unstored(body: Value) -> Response {
    ([(http::header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use secrecy::SecretString;

    use super::*;

    #[test]
    fn a_token_is_told_by_its_time_and_never_by_itself() {
        let now = DateTime::UNIX_EPOCH;
        let secret = SecretString::from("SECRET");
        let token = Token::new(secret, now, now + TimeDelta::seconds(90)).unwrap();

        let text = told(Some(&token), now).to_string();

        assert!(
            text.contains(r#""timeRemaining":90,"timeRemainingMinutes":1"#),
            "{text}"
        );
        assert!(
            text.contains(r#""isValid":true"#) && !text.contains("SECRET"),
            "{text}"
        );
        assert_eq!(told(None, now)["cached"], false);
        assert_eq!(told(None, now)["isValid"], false);
    }
}
