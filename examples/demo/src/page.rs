//! The page and its files.

use std::sync::Arc;

use axum::{
    Router,
    middleware::map_response,
    response::{Html, Response},
    routing::get,
};
use http::{HeaderValue, header};
use rust_embed::RustEmbed;
use serde_json::Value;
use server_kit::assets;

use crate::demo::Demo;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// `/` and what it loads.
pub(crate) fn router() -> Router<Arc<Demo>> {
    let index = assets::page::<Assets>("index.html", &Value::Null);
    let bridge = assets::page::<Assets>("bridge.html", &Value::Null);
    assets::router::<Assets, _>()
        .route("/", get(async move || Html(index.clone())))
        .route("/bridge", get(async move || Html(bridge.clone())))
        .layer(map_response(always_ask))
}

/// The files change with the program, whose address stays the same.
async fn always_ask(mut response: Response) -> Response {
    let no_cache = HeaderValue::from_static("no-cache");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_cache);
    response
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_keeps_to_the_rules() {
        server_kit::assets::assert_rules::<super::Assets>();
    }
}
