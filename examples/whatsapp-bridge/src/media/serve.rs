//! `GET` and `HEAD` of `/media/{token}`: the file, or a part of it, streamed.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use server_kit::problem::Problem;

use super::{
    opened::{Opened, gone, unavailable},
    token::{Source, Token},
};
use crate::{state::AppState, store::CustomerKey};

/// Types that a browser may show; all others are saved.
const SHOWN: [&str; 13] = [
    "audio/aac",
    "audio/amr",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "video/3gpp",
    "video/mp4",
    "video/quicktime",
    "video/webm",
];
const ANY: &str = "application/octet-stream";

/// A file by its address.
pub(super) async fn file(
    State(state): State<Arc<AppState>>,
    method: Method,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let unknown = || gone("There is no such file, or no longer");
    let token = Token::open(&state.sealer, &token, state.clock.now()).ok_or_else(unknown)?;
    let link = state
        .links
        .named(&token.route)
        .cloned()
        .ok_or_else(unknown)?;
    if !is_known(&state, &token).await? {
        return Err(unknown());
    }
    let file = Opened::open(&state, &link, &token).await?;
    let mime_type = mime_type(token.mime_type.as_deref().or(file.mime_type()));
    let length = file.length();
    let (status, first, count) = match length.map(|length| asked(&headers, length)) {
        Some(Some(Ok((first, last)))) => {
            (StatusCode::PARTIAL_CONTENT, first, Some(last - first + 1))
        }
        Some(Some(Err(()))) => (StatusCode::RANGE_NOT_SATISFIABLE, 0, Some(0)),
        Some(None) | None => (StatusCode::OK, 0, length),
    };
    let is_whole = status == StatusCode::OK;
    let body = match (method == Method::HEAD, count) {
        (true, _) | (_, Some(0)) => Body::empty(),
        // A whole file is read to its end, where its checksum is compared.
        (false, _) if is_whole => file.into_body(0, u64::MAX),
        (false, count) => file.into_body(first, count.unwrap_or(u64::MAX)),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    if let Some(length) = length.filter(|_| !is_whole) {
        let last = (first + count.unwrap_or_default()).saturating_sub(1);
        let range = match status {
            StatusCode::PARTIAL_CONTENT => format!("bytes {first}-{last}/{length}"),
            _ => format!("bytes */{length}"),
        };
        set(header::CONTENT_RANGE, &range);
    }
    if let Some(count) = count {
        set(header::CONTENT_LENGTH, &count.to_string());
    }
    set(header::CONTENT_TYPE, &mime_type);
    set(header::ACCEPT_RANGES, "bytes");
    set(header::CACHE_CONTROL, "private, no-store");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(
        header::CONTENT_SECURITY_POLICY,
        "sandbox; default-src 'none'",
    );
    let disposition = disposition(&mime_type, token.filename.as_deref());
    set(header::CONTENT_DISPOSITION, &disposition);
    Ok(response)
}

/// Whether the customer of a file is still known: one who was erased is not.
async fn is_known(state: &AppState, token: &Token) -> Result<bool, Problem> {
    let Source::WhatsApp { customer, .. } = &token.source else {
        return Ok(true);
    };
    let key = CustomerKey(customer.clone());
    let read = async {
        let mut connection = state.store.database().reader().acquire().await?;
        state.store.customer(&mut connection, &key).await
    };
    let found: Result<_, sqlx::Error> = read.await;
    found
        .map(|customer| customer.is_some())
        .map_err(|_| unavailable())
}

/// A type without its parameters, in lower case; what is none is any file.
fn mime_type(told: Option<&str>) -> String {
    let essence = told.and_then(|told| told.split(';').next());
    let essence = essence.unwrap_or_default().trim();
    match essence.contains('/') && essence.bytes().all(|byte| byte.is_ascii_graphic()) {
        true => essence.to_ascii_lowercase(),
        false => ANY.to_owned(),
    }
}

/// The one range that is asked for; others, and odd ones, are as if there were none.
fn asked(headers: &HeaderMap, length: u64) -> Option<Result<(u64, u64), ()>> {
    let value = headers.get(header::RANGE)?.to_str().ok()?;
    let (first, last) = value.strip_prefix("bytes=")?.split_once('-')?;
    let end = length.saturating_sub(1);
    let range = match (first.trim(), last.trim()) {
        ("", suffix) => {
            let suffix: u64 = suffix.parse().ok()?;
            (suffix > 0).then(|| (length.saturating_sub(suffix), end))
        }
        (first, "") => Some((first.parse().ok()?, end)),
        (first, last) => {
            let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
            if last < first {
                return None;
            }
            Some((first, last.min(end)))
        }
    };
    Some(range.filter(|(first, _)| *first < length).ok_or(()))
}

/// Whether a browser shows a file or saves it, and under which name.
fn disposition(mime_type: &str, name: Option<&str>) -> String {
    let kind = match SHOWN.contains(&mime_type) {
        true => "inline",
        false => "attachment",
    };
    match name {
        Some(name) => {
            // All but letters and digits is escaped, so that a name cannot end the header.
            let name = url::form_urlencoded::byte_serialize(name.as_bytes());
            let name = name.collect::<String>().replace('+', "%20");
            format!("{kind}; filename*=UTF-8''{name}")
        }
        None => kind.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_served_and_what_is_odd_is_ignored() {
        for (value, expected) in [
            ("bytes=0-9", Some(Ok((0, 9)))),
            ("bytes=90-", Some(Ok((90, 99)))),
            ("bytes=90-500", Some(Ok((90, 99)))),
            ("bytes=-10", Some(Ok((90, 99)))),
            ("bytes=-500", Some(Ok((0, 99)))),
            ("bytes=100-", Some(Err(()))),
            ("bytes=-0", Some(Err(()))),
            ("bytes=9-1", None),
            ("bytes=0-1,4-5", None),
            ("items=0-1", None),
            ("bytes=a-b", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, value.parse().unwrap());
            assert_eq!(asked(&headers, 100), expected, "{value}");
        }
        assert_eq!(asked(&HeaderMap::new(), 100), None);
    }

    #[test]
    fn what_could_run_is_saved_and_names_cannot_break_out() {
        assert_eq!(disposition("image/png", None), "inline");
        for risky in ["text/html", "image/svg+xml", "application/pdf", ANY] {
            assert_eq!(disposition(risky, None), "attachment", "{risky}");
        }
        assert_eq!(
            disposition("application/pdf", Some("a \"\r\nb.pdf")),
            "attachment; filename*=UTF-8''a%20%22%0D%0Ab.pdf"
        );
    }

    #[test]
    fn a_type_is_bare_and_what_is_none_is_any_file() {
        for (told, expected) in [
            (Some("audio/OGG; codecs=opus"), "audio/ogg"),
            (Some("text"), ANY),
            (Some("text/\r\nhtml"), ANY),
            (None, ANY),
        ] {
            assert_eq!(mime_type(told), expected);
        }
    }
}
