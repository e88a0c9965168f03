//! The page's files.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// `GET /`
pub(crate) async fn index() -> Response {
    file("index.html")
}

/// `GET /assets/{path}`
pub(crate) async fn asset(Path(path): Path<String>) -> Response {
    file(&path)
}

fn file(path: &str) -> Response {
    let Some(file) = Assets::get(path) else {
        return (StatusCode::NOT_FOUND, "not found").into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, content_type(path)),
        // The files change with the program, whose address stays the same.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, file.data.into_owned()).into_response()
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{Assets, content_type};

    #[test]
    fn every_file_of_the_page_has_a_known_type_and_keeps_to_the_policy() {
        assert!(Assets::get("index.html").is_some());

        for path in Assets::iter() {
            assert_ne!(content_type(&path), "application/octet-stream", "{path}");
            let text = String::from_utf8(Assets::get(&path).unwrap().data.into_owned()).unwrap();
            for forbidden in ["innerHTML", "<style", " style=", " onclick=", "https://cdn"] {
                assert!(!text.contains(forbidden), "{path} contains {forbidden}");
            }
        }
    }
}
