//! Who asks, and for which environment.

use std::{convert::Infallible, sync::Arc};

use axum::extract::FromRequestParts;
use http::request::Parts;
use server_kit::sign_in::session::Scope;

use crate::{env::Env, problem::Problem, session::Session, state::AppState, vendor::Login};

/// A request of anybody.
pub(super) struct Visit {
    pub(super) env: Env,
    pub(super) session: Option<Session<Login>>,
}

impl FromRequestParts<Arc<AppState>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &Arc<AppState>,
    ) -> Result<Self, Self::Rejection> {
        let (ids, now) = (state.signer.read(&parts.headers), state.now());
        let session = ids.iter().find_map(|id| state.sessions.find(id, now));
        Ok(Self {
            env: Env::of_query(parts.uri.query()),
            session,
        })
    }
}

/// A request of somebody who is signed in to VideoEngager for its environment.
pub(super) struct SignedIn {
    pub(super) env: Env,
    pub(super) scope: Scope,
    pub(super) login: Login,
}

impl SignedIn {
    /// Who a visit is of, if it is signed in.
    pub(super) fn of(visit: Visit) -> Result<Self, Problem> {
        let session = visit.session.ok_or_else(Problem::sign_in_required)?;
        let login = session.data.login(visit.env);
        Ok(Self {
            env: visit.env,
            scope: session.scope,
            login: login.ok_or_else(Problem::sign_in_required)?.clone(),
        })
    }
}

impl FromRequestParts<Arc<AppState>> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &Arc<AppState>,
    ) -> Result<Self, Self::Rejection> {
        let Ok(visit) = Visit::from_request_parts(parts, state).await;
        Self::of(visit)
    }
}
