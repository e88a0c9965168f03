//! The routes, and what stands around them.

mod admin;
mod bodies;
mod calendar;
mod customer;
mod health;
mod manage;
pub(crate) mod pages;
mod schedule;

use std::sync::Arc;

use axum::{Router, extract::Request};
use server_kit::{audit::By, docs, health as probes, metrics, router};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    BODY_LIMIT,
    booking::Booking,
    problem::{ErrorBody, Problem},
    state::AppState,
};

#[derive(OpenApi)]
#[openapi(
    info(title = "Callback scheduler", description = "Books a callback with a video meeting."),
    modifiers(&AdminToken),
    components(schemas(ErrorBody))
)]
struct ApiDoc;

struct AdminToken;

impl Modify for AdminToken {
    fn modify(&self, document: &mut Document) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("admin_token", SecurityScheme::Http(bearer));
    }
}

/// Every route of the server, with its layers.
pub fn app(state: Arc<AppState>) -> Router {
    let (api, document) = OpenApiRouter::with_openapi(ApiDoc::openapi())
        .routes(routes!(schedule::schedule_callback))
        .routes(routes!(health::health))
        .routes(routes!(customer::customer))
        .routes(routes!(manage::view))
        .routes(routes!(manage::cancel))
        .routes(routes!(manage::move_booking))
        .routes(routes!(admin::list))
        .routes(routes!(admin::confirm))
        .routes(routes!(admin::cancel))
        .split_for_parts();
    let outer = state.outer.clone();
    let routes = api
        .merge(docs::router(document))
        .merge(pages::router(&state))
        .merge(probes::probes(state.ready.clone()))
        .merge(metrics::route(
            state.metrics.clone(),
            state.admin_token.clone(),
        ));
    router::wrap(routes.with_state(state), outer)
}

/// Writes a line of the audit about a booking.
fn audit(action: &str, by: By<'_>, booking: &Booking, outcome: &str) {
    tracing::info!(target: "audit", action, %by, booking = %booking.id, outcome);
}

/// Reads a JSON body within the API's limit.
async fn read_json(request: Request) -> Result<serde_json::Value, Problem> {
    router::read_json(request, BODY_LIMIT).await
}
