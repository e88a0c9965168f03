//! Keeping other web sites away from the control API.

use std::net::IpAddr;

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, Method, StatusCode, header, uri::Authority};

use crate::api::ApiError;

/// Lets through what the demo's own page or a command line sends.
///
/// A web site elsewhere could post to this address, or point its own name at it.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let authority = request.uri().authority().map(Authority::as_str);
    match check(request.method(), authority, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

fn check(method: &Method, authority: Option<&str>, headers: &HeaderMap) -> Result<(), ApiError> {
    // HTTP/2 carries the host in the request line.
    let host = authority
        .or_else(|| text(headers, header::HOST.as_str()))
        .unwrap_or_default();
    if !is_this_machine(host) {
        let text = "open the demo as localhost or by its IP address";
        return Err(ApiError::new(StatusCode::FORBIDDEN, text));
    }
    if matches!(*method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    let origin = text(headers, header::ORIGIN.as_str());
    let same_origin = origin.is_none_or(|origin| {
        origin
            .split_once("://")
            .is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
    });
    let site = text(headers, "sec-fetch-site");
    if !same_origin || site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        let text = "only the demo's own page may ask for this";
        return Err(ApiError::new(StatusCode::FORBIDDEN, text));
    }
    let content_type = text(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        let text = "send JSON, with content-type: application/json";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, text));
    }
    Ok(())
}

/// Whether no name server of somebody else's can have led here.
fn is_this_machine(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority
        .host()
        .trim_matches(['[', ']'])
        .to_ascii_lowercase();
    name.parse::<IpAddr>().is_ok()
        || name == "localhost"
        || name.ends_with(".localhost")
        || name.ends_with(".local")
}

/// A header's value; one that is not text counts as empty, not as missing.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get(name)
        .map(|value| value.to_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

    use super::check;

    fn status(method: Method, headers: &[(&'static str, &'static str)]) -> Option<StatusCode> {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        check(&method, None, &headers)
            .err()
            .map(|error| error.status())
    }

    const HOST: (&str, &str) = ("host", "127.0.0.1:4000");
    const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");

    #[test]
    fn a_foreign_name_that_points_here_is_refused() {
        let forbidden = Some(StatusCode::FORBIDDEN);

        assert_eq!(
            status(Method::GET, &[("host", "evil.example:4000")]),
            forbidden
        );
        assert_eq!(
            status(Method::GET, &[("host", "localhost.evil.example")]),
            forbidden
        );
        assert_eq!(
            status(Method::GET, &[("host", "127.0.0.1.evil.example")]),
            forbidden
        );
        assert_eq!(status(Method::GET, &[]), forbidden);
    }

    #[test]
    fn addresses_and_local_names_are_let_through() {
        for host in [
            "127.0.0.1:4000",
            "localhost:4000",
            "[::1]:4000",
            "192.0.2.7",
            "desk.local:1",
        ] {
            assert_eq!(status(Method::GET, &[("host", host)]), None, "{host}");
        }
    }

    #[test]
    fn a_post_from_another_site_is_refused() {
        let forbidden = Some(StatusCode::FORBIDDEN);

        for foreign in [
            ("origin", "https://evil.example"),
            ("origin", "http://127.0.0.1:5000"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert_eq!(
                status(Method::POST, &[HOST, JSON, foreign]),
                forbidden,
                "{foreign:?}"
            );
        }
    }

    #[test]
    fn a_post_of_the_page_or_of_a_command_line_is_let_through() {
        let own = [
            HOST,
            JSON,
            ("origin", "http://127.0.0.1:4000"),
            ("sec-fetch-site", "same-origin"),
        ];

        assert_eq!(status(Method::POST, &own), None);
        assert_eq!(status(Method::DELETE, &[HOST, JSON]), None);
    }

    #[test]
    fn a_form_post_is_refused() {
        let unsupported = Some(StatusCode::UNSUPPORTED_MEDIA_TYPE);

        assert_eq!(status(Method::POST, &[HOST]), unsupported);
        assert_eq!(
            status(Method::POST, &[HOST, ("content-type", "text/plain")]),
            unsupported
        );
    }
}
