//! Takes what Genesys Cloud sends: `POST /webhook/genesys` and `/webhook/genesys/{route}`.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    routing::post,
};
use genesys_client::webhooks::Signature;
use http::{HeaderMap, StatusCode};
use server_kit::problem::Problem;

use super::delivery::{self, Source};
use crate::{links::Link, state::AppState, work::journal::Journal};

/// Its paths.
pub(crate) fn router() -> Router<Arc<AppState>> {
    Router::new()
        .route("/webhook/genesys", post(unnamed))
        .route("/webhook/genesys/{route}", post(named))
}

async fn unnamed(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let link = state.links.unnamed().ok_or_else(|| {
        let text = "There are several routes: the webhook's address is /webhook/genesys/ROUTE";
        Problem::new(StatusCode::NOT_FOUND, text)
    })?;
    receive(&state, link, &headers, body).await
}

async fn named(
    State(state): State<Arc<AppState>>,
    Path(route): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    // The address may be a word of the operator's own where there is one route.
    let link = state.links.named(&route).or_else(|| state.links.only());
    let link = link.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "There is no such route"))?;
    receive(&state, link, &headers, body).await
}

async fn receive(
    state: &AppState,
    link: &Link,
    headers: &HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let body = delivery::read(Source::Genesys, body).await?;
    let signature = delivery::signature(Source::Genesys, headers)?;
    let route = &link.route;
    if Signature::verify(&route.webhook_secrets, &body, signature).is_err() {
        return Err(delivery::refused(Source::Genesys));
    }
    let journal = Journal::genesys(route.name.as_str(), &body);
    delivery::keep(state, Source::Genesys, &journal).await
}
