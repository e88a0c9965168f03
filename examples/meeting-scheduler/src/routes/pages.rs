//! The page, embedded in the binary.

use std::sync::Arc;

use axum::{Router, extract::RawQuery, response::Html, routing::get};
use rust_embed::RustEmbed;
use serde_json::{Value, json};
use server_kit::{assets, site::Site};

use crate::{env::Env, state::AppState};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// What the common pages say.
pub(crate) const SITE: Site = Site {
    name: "Meeting Scheduler",
    home: "Schedule a meeting",
    safe: "Your meetings are safe.",
};

/// `/` and what it loads.
pub(super) fn router(state: &AppState) -> Router<Arc<AppState>> {
    let page = |env| assets::page::<Assets>("index.html", &config(env, state));
    let pages = Arc::new(Env::ALL.map(page));
    let show = async move |RawQuery(query): RawQuery| {
        let env = Env::of_query(query.as_deref());
        Html(pages[env.index()].clone())
    };
    Router::new()
        .route("/", get(show))
        .merge(assets::router::<Assets, _>())
}

/// What the page needs to know.
fn config(env: Env, state: &AppState) -> Value {
    json!({
        "environment": env.key(),
        "environmentName": env.name(),
        "host": state.host(env),
        "pakConfigured": state.vendors.of(env).partner.is_some(),
        "allowPakEntry": state.allow_pak_entry,
        "operatorRequired": state.operator.is_some(),
        "duration": {
            "min": state.rules.duration.start(),
            "max": state.rules.duration.end(),
        },
        "sandbox": state.sandbox,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pages_keep_to_the_rules() {
        server_kit::assets::assert_rules::<super::Assets>();
    }
}
