//! The dashboard: the page for people.

mod chart;
mod live;
mod parked;
mod people;
mod settings;
mod system;
mod tracking;

use std::sync::Arc;

use axum::{
    Router,
    middleware::from_fn_with_state,
    response::Html,
    routing::{get, post, put},
};
use rust_embed::RustEmbed;
use serde_json::json;
use server_kit::{
    assets,
    sign_in::{
        accounts::{desk::require, routes as sign_in},
        cross_site,
    },
    site::Site,
};

use crate::state::AppState;

/// What the roles may, from the least to the most.
pub const ROLES: &[&str] = &[VIEWER, OPERATOR];

/// Looks.
const VIEWER: &str = "viewer";
/// Changes settings, redrives and erases.
pub(crate) const OPERATOR: &str = "operator";

/// What the common pages say.
pub(crate) const SITE: Site = Site {
    name: "WhatsApp bridge",
    home: "Dashboard",
    safe: "No message is lost.",
};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// The page, its files and its API.
pub(crate) fn router(state: &Arc<AppState>) -> Router<Arc<AppState>> {
    let page = assets::page::<Assets>("index.html", &json!({ "sandbox": state.sandbox }));
    tokio::spawn(live::tell(Arc::downgrade(state)));
    let of = |role: &'static str| from_fn_with_state((state.desk.clone(), role), require);
    let looks = Router::new()
        .route("/api/dashboard", get(live::overview))
        .route("/api/dashboard/events", get(live::events))
        .route("/api/dashboard/chart", get(chart::chart))
        .route("/api/dashboard/messages", get(tracking::messages))
        .route("/api/dashboard/conversations", get(people::conversations))
        .route("/api/dashboard/parked", get(parked::list))
        .route("/api/dashboard/settings", get(settings::list))
        .route("/api/dashboard/system", get(system::system))
        .layer(of(VIEWER));
    let changes = Router::new()
        .route("/api/dashboard/parked/{id}/redrive", post(parked::redrive))
        .route(
            "/api/dashboard/kept-aside/{row}/restore",
            post(parked::restore),
        )
        .route(
            "/api/dashboard/routes/{route}/{vendor}/resume",
            post(live::resume),
        )
        .route("/api/dashboard/settings/{name}", put(settings::change))
        .layer(of(OPERATOR));
    sign_in::routes(state.desk.clone())
        .merge(looks)
        .merge(changes)
        .layer(from_fn_with_state(
            state.public_origin.clone(),
            cross_site::refuse,
        ))
        .route("/", get(async || Html(page)))
        .merge(assets::router::<Assets, _>())
}

/// The answer when something cannot be read or written.
fn broken(error: impl std::error::Error + 'static) -> server_kit::problem::Problem {
    let error = server_kit::causes::causes(&error);
    tracing::error!(%error, "the dashboard could not read or write");
    let text = "The database cannot be used, please try again in a moment";
    server_kit::problem::Problem::new(http::StatusCode::SERVICE_UNAVAILABLE, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_keeps_to_the_rules() {
        server_kit::assets::assert_rules::<Assets>();
    }
}
