//! Takes what Meta sends: `GET` and `POST /webhook/whatsapp`, and `/webhook/meta` at the gateway.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use meta_whatsapp_client::webhooks::{Signature, verify_subscription};
use server_kit::problem::Problem;

use super::delivery::{self, Source};
use crate::{state::AppState, work::journal::Journal};

/// Both spellings of its path.
pub(crate) fn router() -> Router<Arc<AppState>> {
    let service = get(verify).post(receive);
    Router::new()
        .route("/webhook/whatsapp", service.clone())
        .route("/webhook/meta", service)
}

async fn verify(
    State(state): State<Arc<AppState>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let challenge = state
        .links
        .iter()
        .find_map(|link| verify_subscription(&query, &link.route.verify_token).ok());
    match challenge {
        Some(challenge) => {
            let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            Ok((plain, challenge).into_response())
        }
        None => Err(Problem::new(
            StatusCode::FORBIDDEN,
            "The verify token is not META_VERIFY_TOKEN, or this is no subscription",
        )),
    }
}

async fn receive(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let whole = delivery::read(&state, Source::Meta, body).await?;
    let body = &whole.bytes;
    let signature = delivery::signature(Source::Meta, &headers)?;
    let app = state
        .links
        .app_by(|secrets| Signature::verify(secrets, body, signature).is_ok());
    let app = app.ok_or_else(|| delivery::refused(Source::Meta))?;
    let journal = Journal::meta(app.as_str(), body);
    delivery::keep(&state, Source::Meta, &journal).await
}
