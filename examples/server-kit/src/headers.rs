//! Security headers on every answer.

use axum::response::Response;
use http::{HeaderValue, header};
use tower::util::MapResponseLayer;

const POLICY: &str =
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
const HSTS: &str = "max-age=31536000; includeSubDomains; preload";
const FIXED: [(&str, &str); 5] = [
    ("strict-transport-security", HSTS),
    ("x-frame-options", "DENY"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("permissions-policy", POLICY),
];

/// A layer that adds the security headers; what a handler has set itself stays.
///
/// Put it on last, outside all other layers, so that no answer goes without.
pub fn security_headers(
    csp: HeaderValue,
) -> MapResponseLayer<impl Fn(Response) -> Response + Clone + Send + Sync + 'static> {
    MapResponseLayer::new(move |mut response: Response| {
        let headers = response.headers_mut();
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert_with(|| csp.clone());
        for (name, value) in FIXED {
            let value = HeaderValue::from_static(value);
            headers.entry(name).or_insert(value);
        }
        response
    })
}
