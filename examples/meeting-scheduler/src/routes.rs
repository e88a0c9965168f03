//! The routes, and what stands around them.

mod agents;
mod auth;
mod bodies;
mod calendar;
mod create;
mod documented;
mod join;
pub(crate) mod pages;
mod schedules;
mod sign_in;
mod visit;

use std::sync::Arc;

use axum::{Router, extract::Request, middleware};
use server_kit::{
    docs, health as probes, health::CachedCheck, metrics, router, sign_in::cross_site,
};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{BODY_LIMIT, problem::Problem, state::AppState};

/// Every route of the server, with its layers.
pub fn app(state: Arc<AppState>) -> Router {
    let (api, mut document) = OpenApiRouter::with_openapi(documented::ApiDoc::openapi())
        .routes(routes!(auth::status))
        .routes(routes!(auth::sign_in))
        .routes(routes!(auth::sign_out))
        .routes(routes!(agents::list))
        .routes(routes!(create::create))
        .routes(routes!(schedules::list))
        .routes(routes!(schedules::get))
        .routes(routes!(schedules::update))
        .routes(routes!(schedules::delete))
        .routes(routes!(join::join))
        .routes(routes!(calendar::calendar_file))
        .split_for_parts();
    docs::add_answers(&mut document, documented::answers);
    // Nothing is stored: the process that answers is ready.
    let ready = CachedCheck::new(async || true);
    let outer = state.outer.clone();
    let routes = api
        .merge(docs::router(document))
        .merge(pages::router(&state))
        .merge(probes::probes(ready))
        .merge(metrics::route(
            state.metrics.clone(),
            state.admin_token.clone(),
        ))
        .layer(middleware::from_fn_with_state(
            state.public_origin.clone(),
            cross_site::refuse,
        ));
    router::wrap(routes.with_state(state), outer)
}

/// Reads a JSON body within the API's limit.
async fn read_json(request: Request) -> Result<serde_json::Value, Problem> {
    router::read_json(request, BODY_LIMIT).await
}
