//! Files of the chat at the page's own address: its policy shows no others.

use axum::{
    body::Bytes,
    response::{IntoResponse as _, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use url::Url;

use super::Chat;
use crate::{api::ApiError, demo::Demo};

/// What a page shows; everything else is saved.
const PICTURES: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

/// A file that the fake WhatsApp has.
pub(super) fn of_whatsapp(chat: &Chat, id: &str) -> Result<Response, ApiError> {
    let files = chat.whatsapp.media();
    let file = files.into_iter().find(|file| file.id == id);
    let file = file.ok_or_else(missing)?;
    Ok(answer(&file.mime_type, file.bytes))
}

/// A file at an address of one of the demo's own services.
pub(super) async fn of_service(demo: &Demo, url: &str) -> Result<Response, ApiError> {
    let url = Url::parse(url).map_err(|_| missing())?;
    if !demo.is_own(&url) {
        let text = "only files of the demo's own services are shown";
        return Err(ApiError::new(StatusCode::FORBIDDEN, text));
    }
    let found = demo.http.get(url).send().await.map_err(|_| missing())?;
    if !found.status().is_success() {
        return Err(missing());
    }
    let kind = found.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().to_owned();
    let bytes = found.bytes().await.map_err(|_| missing())?;
    Ok(answer(&kind, bytes))
}

fn answer(kind: &str, bytes: Bytes) -> Response {
    let shown = PICTURES.iter().find(|known| **known == kind);
    let headers: [(HeaderName, HeaderValue); 2] = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(shown.unwrap_or(&"application/octet-stream")),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static(if shown.is_some() {
                "inline"
            } else {
                "attachment"
            }),
        ),
    ];
    (headers, bytes).into_response()
}

fn missing() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "there is no such file")
}
