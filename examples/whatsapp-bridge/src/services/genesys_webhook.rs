//! Takes what Genesys Cloud sends: `POST /webhook/genesys` and `/webhook/genesys/{route}`.
//!
//! Whose a message is, is told by the secret that signed it and by the integration that it
//! names. The address says the rest: an answer other than 2xx would make the whole chat fail,
//! so a mistake in it does no harm.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    routing::post,
};
use genesys_client::webhooks::{self, Signature};
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
    receive(&state, None, &headers, body).await
}

async fn named(
    State(state): State<Arc<AppState>>,
    Path(route): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    receive(&state, Some(&route), &headers, body).await
}

async fn receive(
    state: &AppState,
    route: Option<&str>,
    headers: &HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let whole = delivery::read(state, Source::Genesys, body).await?;
    let body = &whole.bytes;
    let signature = delivery::signature(Source::Genesys, headers)?;
    let is_signed = |link: &&Arc<Link>| {
        let secrets = &link.route.webhook_secrets;
        Signature::verify(secrets, body, signature).is_ok()
    };
    let signed: Vec<_> = state.links.iter().filter(is_signed).collect();
    // A word of the operator's own is no route, and means none.
    let named = route.and_then(|route| state.links.named(route));
    let is_anothers = named.is_some_and(|named| !has(&signed, named));
    if is_anothers || signed.is_empty() {
        return Err(delivery::refused(Source::Genesys));
    }
    let meant = named.or_else(|| state.links.unnamed());
    let link = whose(&signed, meant, body);
    let journal = Journal::genesys(link.route.name.as_str(), body);
    delivery::keep(state, Source::Genesys, &journal).await
}

fn has(links: &[&Arc<Link>], one: &Arc<Link>) -> bool {
    links.iter().any(|link| Arc::ptr_eq(link, one))
}

/// Of routes that share the secret: the one whose integration wrote the message, else the one
/// that is meant.
fn whose<'a>(signed: &[&'a Arc<Link>], meant: Option<&'a Arc<Link>>, body: &[u8]) -> &'a Arc<Link> {
    if let [only] = signed {
        return only;
    }
    let integration = integration(body);
    let wrote = |link: &&&Arc<Link>| Some(&link.route.integration_id) == integration.as_ref();
    let meant = meant.filter(|meant| has(signed, meant));
    signed
        .iter()
        .find(wrote)
        .copied()
        .or(meant)
        .unwrap_or(signed[0])
}

/// The integration that a message is from, if it can be read.
fn integration(body: &[u8]) -> Option<String> {
    let channel = webhooks::parse(body).ok()?.channel?;
    let from = channel.from.and_then(|from| from.id);
    let from = from.map(|id| id.as_str().to_owned());
    from.or(channel.id.map(|id| id.as_str().to_owned()))
}
