//! The pages, embedded in the binary.

use std::sync::Arc;

use axum::{Router, response::Html, routing::get};
use rust_embed::RustEmbed;
use serde_json::{Value, json};
use server_kit::{assets, site::Site};

use super::calendar;
use crate::{request::Rules, saga::Terms, state::AppState};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// What the common pages say.
pub(crate) const SITE: Site = Site {
    name: "Video callback",
    home: "Book a callback",
    safe: "Your bookings are safe.",
};

/// `/`, `/manage/{token}` and what they load.
pub(super) fn router(state: &AppState) -> Router<Arc<AppState>> {
    let config = config(&state.rules, &state.saga.terms, state.sandbox);
    let index = assets::page::<Assets>("index.html", &config);
    let manage_page = assets::page::<Assets>("manage.html", &config);
    Router::new()
        .route("/", get(async move || Html(index.clone())))
        .route(
            "/manage/{token}",
            get(async move || Html(manage_page.clone())),
        )
        .route("/manage/{token}/booking.ics", get(calendar::calendar_file))
        .merge(assets::router::<Assets, _>())
}

/// What the pages need to know.
fn config(rules: &Rules, terms: &Terms, sandbox: bool) -> Value {
    let hours = rules.business_hours.as_ref();
    json!({
        "defaultRegion": rules.phone.default_region(),
        "allowedCountries": rules.phone.allowed(),
        "maxDaysAhead": rules.max_days_ahead,
        "durationMinutes": terms.duration_minutes,
        "businessHours": hours.map(ToString::to_string),
        "businessTimeZone": hours.map(|hours| hours.time_zone()),
        "keepUntilSlot": terms.keep_until_slot,
        "sandbox": sandbox,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pages_keep_to_the_rules() {
        server_kit::assets::assert_rules::<super::Assets>();
    }
}
