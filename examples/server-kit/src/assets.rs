//! Files inside the binary, served with an `ETag`; pages with what they need to know.

use std::{collections::HashMap, sync::Arc};

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing::get};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;
use serde_json::Value;

use crate::problem::Problem;

/// How long a browser uses a file without asking whether it has changed.
const CACHED: HeaderValue = HeaderValue::from_static("public, max-age=300");

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Kit;

/// The files of a folder in memory, by path. Cheap to clone.
#[derive(Clone)]
struct Files(Arc<HashMap<String, File>>);

struct File {
    bytes: Bytes,
    kind: HeaderValue,
    tag: HeaderValue,
}

/// The folder `assets/` of a server at `/assets/`, its `favicon.svg` also as `/favicon.ico`,
/// and the page kit at `/kit/`.
///
/// HTML is not served from there: pages have addresses of their own, see [`page`].
pub fn router<Own: RustEmbed, S: Clone + Send + Sync + 'static>() -> Router<S> {
    let own = Files::of::<Own>();
    let icon = async |State(files): State<Files>, headers: HeaderMap| {
        files.answer("favicon.svg", &headers)
    };
    let own = Router::new()
        .route("/assets/{*path}", get(file))
        .route("/favicon.ico", get(icon))
        .with_state(own);
    let kit = Router::new()
        .route("/kit/{*path}", get(file))
        .with_state(Files::of::<Kit>());
    own.merge(kit)
}

/// A page of the server's folder `assets/`, with `__CONFIG__` as JSON for an attribute.
///
/// # Panics
///
/// If there is no such page: it is part of the program.
#[must_use]
pub fn page<Own: RustEmbed>(name: &str, config: &Value) -> String {
    let file = Own::get(name).expect("the page is embedded in the binary");
    String::from_utf8_lossy(&file.data).replace("__CONFIG__", &attribute(&config.to_string()))
}

/// A text as it stands in a quoted attribute of HTML.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

async fn file(
    State(files): State<Files>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Response {
    files.answer(&path, &headers)
}

impl Files {
    fn of<E: RustEmbed>() -> Self {
        let files = E::iter().filter_map(|path| {
            let (kind, file) = (kind_of(&path)?, E::get(&path)?);
            let tag = BASE64_URL_SAFE_NO_PAD.encode(file.metadata.sha256_hash());
            let file = File {
                bytes: file.data.into_owned().into(),
                kind: HeaderValue::from_static(kind),
                tag: HeaderValue::try_from(format!("\"{tag}\"")).ok()?,
            };
            Some((path.into_owned(), file))
        });
        Self(Arc::new(files.collect()))
    }

    fn answer(&self, path: &str, asked: &HeaderMap) -> Response {
        let Some(file) = self.0.get(path) else {
            return Problem::no_page().into_response();
        };
        let known = asked.get_all(header::IF_NONE_MATCH).iter();
        let is_known = known.into_iter().any(|tags| names(tags, &file.tag));
        let mut response = match is_known {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => Body::from(file.bytes.clone()).into_response(),
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, file.tag.clone());
        headers.insert(header::CACHE_CONTROL, CACHED);
        if !is_known {
            headers.insert(header::CONTENT_TYPE, file.kind.clone());
        }
        response
    }
}

/// Whether an `If-None-Match` names this tag; a proxy may have made it a weak one.
fn names(tags: &HeaderValue, tag: &HeaderValue) -> bool {
    let mut tags = tags.as_bytes().split(|byte| *byte == b',');
    tags.any(|known| {
        let known = known.trim_ascii();
        known == b"*" || known.strip_prefix(b"W/").unwrap_or(known) == tag.as_bytes()
    })
}

/// What is served as a file, and as what.
fn kind_of(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "webmanifest" => Some("application/manifest+json"),
        _ => None,
    }
}

/// Fails with the first file that breaks a rule of pages: nothing inline, nothing from
/// elsewhere, no address that assumes that the server is at the root.
///
/// For tests of a server's own folder.
///
/// # Panics
///
/// If a file breaks a rule, or is of a kind that is not served.
pub fn assert_rules<Own: RustEmbed>() {
    // A README may lie beside the files; like all that is of no known kind it is not served.
    for path in Own::iter().filter(|path| !path.ends_with(".md")) {
        let is_page = path.ends_with(".html");
        assert!(is_page || kind_of(&path).is_some(), "{path}: unknown kind");
        let file = Own::get(&path).expect("a file that is listed");
        let text = String::from_utf8_lossy(&file.data);
        for forbidden in ["innerHTML", "<style", " style=", " onclick=", "https://cdn"] {
            assert!(!text.contains(forbidden), "{path} contains {forbidden}");
        }
        let assumes_root = is_page && text.contains("=\"/");
        assert!(
            !assumes_root,
            "{path} assumes that the server is at the root"
        );
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use http::Request;
    use tower::ServiceExt;

    use super::*;

    async fn ask(path: &str, known: Option<&str>) -> Response {
        let mut request = Request::get(path);
        if let Some(known) = known {
            request = request.header(header::IF_NONE_MATCH, known);
        }
        let request = request.body(Body::empty()).unwrap();
        router::<Kit, ()>().oneshot(request).await.unwrap()
    }

    #[test]
    fn the_page_kit_keeps_to_the_rules() {
        assert_rules::<Kit>();
    }

    #[tokio::test]
    async fn a_file_is_sent_once_and_then_known_by_its_tag() {
        let first = ask("/kit/css/tokens.css", None).await;
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(
            first.headers()[header::CONTENT_TYPE],
            "text/css; charset=utf-8"
        );
        assert_eq!(first.headers()[header::CACHE_CONTROL], CACHED);
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        assert!(
            !to_bytes(first.into_body(), 100_000)
                .await
                .unwrap()
                .is_empty()
        );

        for known in [&*tag, "*", &format!("\"other\", W/{tag}")] {
            let again = ask("/kit/css/tokens.css", Some(known)).await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(again.headers()[header::ETAG], *tag);
            assert!(to_bytes(again.into_body(), 10).await.unwrap().is_empty());
        }
        let changed = ask("/kit/css/tokens.css", Some("\"other\"")).await;
        assert_eq!(changed.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn pages_and_unknown_files_are_not_served() {
        for path in [
            "/kit/not-found.html",
            "/kit/absent.css",
            "/kit/../Cargo.toml",
        ] {
            assert_eq!(
                ask(path, None).await.status(),
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }

    #[test]
    fn a_config_cannot_leave_its_attribute() {
        assert_eq!(
            attribute("{\"a\":\"<b> & 'c'\"}"),
            "{&quot;a&quot;:&quot;&lt;b&gt; &amp; 'c'&quot;}"
        );
    }
}
