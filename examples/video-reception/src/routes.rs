//! The routes, and what stands around them.

mod greeting;

use std::sync::Arc;

use axum::{Router, middleware::from_fn_with_state, response::Html, routing::get};
use rust_embed::RustEmbed;
use serde_json::json;
use server_kit::{
    assets, docs, health, metrics,
    problem::ErrorBody,
    router,
    sign_in::{
        accounts::{desk, routes as sign_in},
        cross_site,
    },
    site::Site,
};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::state::AppState;

/// What the roles may, from the least to the most.
pub const ROLES: &[&str] = &["viewer", "admin"];

/// What the common pages say.
pub(crate) const SITE: Site = Site {
    name: "Video reception",
    home: "Start",
    safe: "Nothing is lost.",
};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

#[derive(OpenApi)]
#[openapi(
    info(title = "Video reception", description = "Greets who is signed in."),
    components(schemas(ErrorBody))
)]
struct ApiDoc;

/// Every route of the server, with its layers.
pub fn app(state: Arc<AppState>) -> Router {
    let (api, document) = OpenApiRouter::<Arc<AppState>>::with_openapi(ApiDoc::openapi())
        .routes(routes!(greeting::greeting))
        .split_for_parts();
    let viewers = (state.desk.clone(), "viewer");
    let routes = api
        .layer(from_fn_with_state(viewers, desk::require))
        .merge(sign_in::routes(state.desk.clone()))
        .layer(from_fn_with_state(
            state.public_origin.clone(),
            cross_site::refuse,
        ))
        .merge(docs::router(document))
        .merge(page())
        .merge(assets::router::<Assets, _>())
        .merge(health::probes(state.ready.clone()))
        .merge(metrics::route(
            state.metrics.clone(),
            state.admin_token.clone(),
        ));
    let outer = state.outer.clone();
    router::wrap(routes.with_state(state), outer)
}

fn page() -> Router<Arc<AppState>> {
    let page = assets::page::<Assets>("index.html", &json!({}));
    Router::new().route("/", get(async || Html(page)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_keeps_to_the_rules() {
        assets::assert_rules::<Assets>();
    }
}
