//! Which requests count against which limit.

use http::Method;
use server_kit::limits::usual;

/// The names of the limits that a request counts in.
pub(crate) fn counts(_: &Method, path: &str) -> &'static [&'static str] {
    match path {
        // Monitors ask often, and the answer is kept.
        "/api/health" => &[],
        _ => usual(path),
    }
}

#[cfg(test)]
mod tests {
    use server_kit::limits::{API, REQUESTS};

    use super::*;

    #[test]
    fn health_counts_in_nothing_and_what_looks_like_it_does() {
        for (path, expected) in [
            ("/api/health", &[][..]),
            ("/api/healthy", &[REQUESTS, API]),
            ("/api/schedule-callback", &[REQUESTS, API]),
            ("/manage/abc", &[REQUESTS]),
        ] {
            assert_eq!(counts(&Method::GET, path), expected, "{path}");
        }
    }
}
