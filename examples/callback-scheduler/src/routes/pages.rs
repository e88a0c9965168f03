//! The pages, embedded in the binary.

use std::sync::Arc;

use axum::{
    Router,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde_json::json;

use super::manage;
use crate::{request::Rules, saga::Terms, state::AppState};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// `/`, `/manage/{token}` and what they load.
pub(super) fn router(state: &AppState) -> Router<Arc<AppState>> {
    let config = config(&state.rules, &state.saga.terms, state.sandbox);
    let index = page("index.html", &config);
    let manage_page = page("manage.html", &config);
    Router::new()
        .route("/", get(async move || Html(index.clone())))
        .route(
            "/manage/{token}",
            get(async move || Html(manage_page.clone())),
        )
        .route("/manage/{token}/booking.ics", get(manage::calendar_file))
        .route("/assets/{*path}", get(asset))
        .route(
            "/favicon.ico",
            get(async || asset(Path("favicon.svg".to_owned())).await),
        )
}

/// The friendly page for an address that does not exist.
pub(super) fn not_found() -> Response {
    let text = text_of("not-found.html");
    (StatusCode::NOT_FOUND, Html(text)).into_response()
}

/// The friendly page for an address that asks too often.
pub(crate) fn too_many(wait: &str) -> Response {
    let text = text_of("too-many.html").replace("__WAIT__", wait);
    (StatusCode::TOO_MANY_REQUESTS, Html(text)).into_response()
}

/// What the pages need to know, as JSON in an attribute.
fn config(rules: &Rules, terms: &Terms, sandbox: bool) -> String {
    let hours = rules.business_hours.as_ref();
    let config = json!({
        "defaultRegion": rules.phone.default_region(),
        "allowedCountries": rules.phone.allowed(),
        "maxDaysAhead": rules.max_days_ahead,
        "durationMinutes": terms.duration_minutes,
        "businessHours": hours.map(ToString::to_string),
        "businessTimeZone": hours.map(|hours| hours.time_zone()),
        "keepUntilSlot": terms.keep_until_slot,
        "sandbox": sandbox,
    });
    config
        .to_string()
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn page(name: &str, config: &str) -> String {
    text_of(name).replace("__CONFIG__", config)
}

fn text_of(name: &str) -> String {
    let file = Assets::get(name).expect("the page is embedded in the binary");
    String::from_utf8_lossy(&file.data).into_owned()
}

async fn asset(Path(path): Path<String>) -> Response {
    // Pages have their own addresses, with their settings filled in.
    match Assets::get(&path).filter(|_| !path.ends_with(".html")) {
        Some(file) => serve(&path, file),
        None => not_found(),
    }
}

fn serve(path: &str, file: EmbeddedFile) -> Response {
    let kind = match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=300"),
    );
    response
}
