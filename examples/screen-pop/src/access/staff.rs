//! Requests of people who are signed in, or of programs with a key for the same.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::Utc;
use http::{HeaderMap, StatusCode};
use server_kit::{audit::By, problem::Problem, sign_in::accounts::desk::SignedIn};

use super::key::{self, Refused, admit};
use crate::{
    keys::{Live, Scope},
    state::AppState,
};

/// Who may do something.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    pub(crate) state: Arc<AppState>,
    /// People in this role.
    pub(crate) role: &'static str,
    /// Programs whose key has this scope; without one, no program.
    pub(crate) scope: Option<Scope>,
}

/// Who does something.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    /// Somebody who is signed in.
    Staff(Box<SignedIn>),
    /// A program with a key.
    Key(Arc<Live>),
}

impl Who {
    /// How the audit calls them.
    pub(crate) fn by(&self) -> By<'_> {
        match self {
            Self::Staff(signed_in) => signed_in.by(),
            Self::Key(live) => live.by(),
        }
    }
}

/// Middleware: lets pass who may, and puts [`Who`] into the request.
pub(crate) async fn staff_or_key(
    State(access): State<Access>,
    mut request: Request,
    next: Next,
) -> Response {
    let who = match key::is_shown(request.headers()) {
        true => program(&access, &request).map_err(IntoResponse::into_response),
        false => match person(&access, request.headers()).await {
            Ok(signed_in) => Ok(Who::Staff(Box::new(signed_in))),
            Err(problem) => Err(problem.into_response()),
        },
    };
    match who {
        Ok(who) => {
            request.extensions_mut().insert(who);
            next.run(request).await
        }
        Err(refused) => refused,
    }
}

fn program(access: &Access, request: &Request) -> Result<Who, Refused> {
    let scope = access.scope.ok_or(Refused::OutOfScope)?;
    let (presented, _) = admit(&access.state, request, scope, Utc::now())?;
    Ok(Who::Key(presented.live))
}

async fn person(access: &Access, headers: &HeaderMap) -> Result<SignedIn, Problem> {
    let desk = &access.state.desk;
    let who = desk.who(headers).await.map_err(|_| {
        let text = "Accounts cannot be read, please try again in a moment";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, text)
    })?;
    let signed_in = who.ok_or_else(Problem::sign_in_required)?;
    match signed_in.may(desk, access.role) {
        true => Ok(signed_in),
        false => {
            let text = "Your account may not do this";
            Err(Problem::new(StatusCode::FORBIDDEN, text))
        }
    }
}
