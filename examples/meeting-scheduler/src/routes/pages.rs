//! The page, embedded in the binary.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, RawQuery},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde_json::json;

use crate::{env::Env, state::AppState};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// `/` and what it loads.
pub(super) fn router(state: &AppState) -> Router<Arc<AppState>> {
    let pages = Arc::new(Env::ALL.map(|env| page(&config(env, state))));
    let show = async move |RawQuery(query): RawQuery| {
        let env = Env::of_query(query.as_deref());
        Html(pages[env.index()].clone())
    };
    Router::new()
        .route("/", get(show))
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

/// What the page needs to know, as JSON in an attribute.
fn config(env: Env, state: &AppState) -> String {
    let config = json!({
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
    });
    config
        .to_string()
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn page(config: &str) -> String {
    text_of("index.html").replace("__CONFIG__", config)
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
