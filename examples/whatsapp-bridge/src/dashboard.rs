//! The dashboard: the page for people.

use std::sync::Arc;

use axum::{Router, middleware::from_fn_with_state, response::Html, routing::get};
use rust_embed::RustEmbed;
use serde_json::json;
use server_kit::{
    assets,
    sign_in::{accounts::routes as sign_in, cross_site},
    site::Site,
};

use crate::state::AppState;

/// What the roles may, from the least to the most.
pub const ROLES: &[&str] = &["viewer", "operator"];

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
    let page = assets::page::<Assets>("index.html", &json!({}));
    sign_in::routes(state.desk.clone())
        .layer(from_fn_with_state(
            state.public_origin.clone(),
            cross_site::refuse,
        ))
        .route("/", get(async || Html(page)))
        .merge(assets::router::<Assets, _>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_keeps_to_the_rules() {
        assets::assert_rules::<Assets>();
    }
}
