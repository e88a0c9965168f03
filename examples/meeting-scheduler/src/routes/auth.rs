//! `/api/auth`: who is signed in, signing in, signing out.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use secrecy::SecretString;
use serde::Serialize;
use server_kit::causes::causes;
use utoipa::ToSchema;
use videoengager_client::LocalLogin;

use super::{
    bodies::{EnvParam, SignInBody},
    sign_in::{SignIn, TypedPak, partner},
    visit::Visit,
};
use crate::{
    env::Env,
    problem::{ErrorBody, Problem},
    session::{self, Proof, Refused, Session},
    state::AppState,
    vendor::{Login, Method},
};

/// Who is signed in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuthBody {
    /// Whether somebody is signed in to VideoEngager for this environment.
    authenticated: bool,
    /// Whether the operator's password was given.
    operator: bool,
    /// `pak` or `local`.
    #[schema(example = "pak")]
    method: Option<&'static str>,
    /// When everybody has to sign in again.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// `dev`, `staging` or `production`.
    #[schema(example = "dev")]
    environment: &'static str,
    /// Where it leads to.
    #[schema(example = "dev.videoengager.com")]
    host: String,
}

impl AuthBody {
    fn of(state: &AppState, env: Env, session: Option<&Session<Login>>) -> Self {
        let login = session.and_then(|session| session.data.login(env));
        Self {
            authenticated: login.is_some(),
            operator: session.is_some_and(|session| session.data.operator),
            method: login.map(|login| login.method.key()),
            expires_at: session.map(|session| {
                let millis = chrono::SecondsFormat::Millis;
                session.expires_at.to_rfc3339_opts(millis, true)
            }),
            environment: env.key(),
            host: state.host(env),
        }
    }
}

/// Tells who is signed in.
#[utoipa::path(
    get,
    path = "/api/auth",
    tag = "Signing in",
    params(EnvParam),
    responses((status = 200, description = "Who is signed in, if anybody", body = AuthBody))
)]
pub(super) async fn status(State(state): State<Arc<AppState>>, visit: Visit) -> Json<AuthBody> {
    Json(AuthBody::of(&state, visit.env, visit.session.as_ref()))
}

/// Signs in: as the operator, with a Partner API Key, or with an account's password.
///
/// The server's Partner API Keys are for the operator. The answer sets the session's
/// cookie, and never holds a token.
#[utoipa::path(
    post,
    path = "/api/auth",
    tag = "Signing in",
    params(EnvParam),
    request_body = SignInBody,
    responses(
        (status = 200, description = "Signed in", body = AuthBody),
        (status = 400, description = "A field breaks a rule, or there is no key", body = ErrorBody),
        (status = 401, description = "Refused, or the operator has to sign in first, or the session ended meanwhile", body = ErrorBody),
        (status = 502, description = "VideoEngager could not be reached", body = ErrorBody),
        (status = 503, description = "Too many sign-ins at once", body = ErrorBody),
    )
)]
pub(super) async fn sign_in(
    State(state): State<Arc<AppState>>,
    Visit { env, session }: Visit,
    request: Request,
) -> Result<Response, Problem> {
    let wanted = SignIn::read(&super::read_json(request).await?)?;
    let (method, proof) = match wanted {
        SignIn::Operator(password) => ("operator", operator(&state, password).await),
        SignIn::Pak(typed) => {
            let is_operator = session
                .as_ref()
                .is_some_and(|session| session.data.operator);
            ("pak", by_pak(&state, env, is_operator, typed).await)
        }
        SignIn::Local(login) => ("local", by_local(&state, env, login).await),
    };
    let now = state.now();
    let signed_in = proof.and_then(|proof| {
        let signed_in = session::sign_in(&state.sessions, session.as_ref(), proof, now);
        signed_in.map_err(no_session)
    });
    let outcome = match &signed_in {
        Ok(_) => "accepted",
        Err(_) => "refused",
    };
    let labels = [("method", method), ("outcome", outcome)];
    metrics::counter!("meeting_scheduler_sign_ins_total", &labels).increment(1);
    tracing::info!(
        target: "audit",
        action = "sign_in",
        method,
        environment = env.key(),
        outcome,
    );
    let session = signed_in?;
    let seconds = (session.expires_at - now).num_seconds();
    let cookie = state.signer.set(&session.id, seconds);
    let body = Json(AuthBody::of(&state, env, Some(&session)));
    Ok(([(header::SET_COOKIE, cookie)], body).into_response())
}

async fn operator(state: &AppState, password: SecretString) -> Result<Proof<Login>, Problem> {
    let Some(operator) = &state.operator else {
        let text = "No operator password is set on the server";
        return Err(Problem::new(StatusCode::BAD_REQUEST, text));
    };
    match state.passwords.is_password(password, operator).await {
        Ok(true) => Ok(Proof::Operator),
        Ok(false) => Err(Problem::new(StatusCode::UNAUTHORIZED, "Wrong password")),
        Err(busy) => Err(busy.into()),
    }
}

fn no_session(refused: Refused) -> Problem {
    match refused {
        Refused::NotOperator => operator_required(),
        Refused::Ended => Problem::sign_in_required(),
    }
}

fn operator_required() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "Operator sign-in required")
}

async fn by_pak(
    state: &AppState,
    env: Env,
    is_operator: bool,
    typed: Option<TypedPak>,
) -> Result<Proof<Login>, Problem> {
    let for_operator = state.operator.is_some();
    if for_operator && !is_operator {
        return Err(operator_required());
    }
    let own = state.vendors.of(env).partner.as_ref();
    let partner = partner(typed, own, state.allow_pak_entry, env)?;
    Ok(Proof::VideoEngager {
        env,
        login: by_client(state, env, Method::Pak, partner).await?,
        for_operator,
    })
}

async fn by_local(state: &AppState, env: Env, login: LocalLogin) -> Result<Proof<Login>, Problem> {
    Ok(Proof::VideoEngager {
        env,
        login: by_client(state, env, Method::Local, login).await?,
        for_operator: false,
    })
}

async fn by_client(
    state: &AppState,
    env: Env,
    method: Method,
    credentials: impl Into<videoengager_client::Login>,
) -> Result<Login, Problem> {
    let login = state
        .clients
        .login(state.vendors.of(env), method, credentials)
        .map_err(|error| {
            tracing::error!(error = %causes(&error), "no client for a sign-in");
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
        })?;
    let signed_in = login.client.sign_in().await;
    signed_in.map_err(|error| login.no_sign_in(&error))?;
    Ok(login)
}

/// Signs out, everywhere.
#[utoipa::path(
    delete,
    path = "/api/auth",
    tag = "Signing in",
    responses((status = 204, description = "Nobody is signed in any more"))
)]
pub(super) async fn sign_out(State(state): State<Arc<AppState>>, visit: Visit) -> Response {
    if let Some(session) = visit.session {
        state.sessions.end(session.scope);
        state.answers.forget(|(scope, ..)| *scope == session.scope);
        tracing::info!(target: "audit", action = "sign_out");
    }
    let cookie = [(header::SET_COOKIE, state.signer.clear())];
    (StatusCode::NO_CONTENT, cookie).into_response()
}
