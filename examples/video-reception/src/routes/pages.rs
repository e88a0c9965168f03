//! The pages.

use std::sync::Arc;

use axum::{
    Router,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use http::{HeaderName, HeaderValue};
use rust_embed::RustEmbed;
use serde_json::json;
use server_kit::assets;

use crate::state::AppState;

/// What pages with calls may use, for themselves alone.
const IN_CALLS: HeaderValue = HeaderValue::from_static(
    "camera=(self), display-capture=(self), fullscreen=(self), microphone=(self), \
     screen-wake-lock=(self), geolocation=(), payment=(), usb=()",
);
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// The pages and their files.
#[derive(RustEmbed)]
#[folder = "assets/"]
pub(super) struct Assets;

/// The pages' addresses. In a sandbox they say how to sign in.
pub(super) fn router(sandbox: bool) -> Router<Arc<AppState>> {
    let config = json!({ "sandbox": sandbox });
    let page = |name| assets::page::<Assets>(name, &config);
    let (start, visitor, staff) = (
        page("index.html"),
        page("video-call.html"),
        page("video-staff.html"),
    );
    Router::new()
        .route("/", get(async || Html(start)))
        .route("/video-call", get(async || with_calls(visitor)))
        .route("/video-staff", get(async || with_calls(staff)))
}

fn with_calls(page: String) -> Response {
    ([(PERMISSIONS, IN_CALLS)], Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_keep_to_the_rules() {
        assets::assert_rules::<Assets>();
    }
}
