//! Which requests count against which limit of their address.

use http::Method;
use server_kit::limits::{API, usual};

/// The names of the limits that a request counts in: the API in its own alone, and Socket.IO and
/// health in none, since each poll of a long call is a request.
pub(crate) fn counts(_: &Method, path: &str) -> &'static [&'static str] {
    match path {
        "/api/health" | "/socket.io" => &[],
        _ if path.starts_with("/socket.io/") => &[],
        _ if is_limited(path) => &[API],
        _ => usual(path),
    }
}

fn is_limited(path: &str) -> bool {
    path.starts_with("/api/") && !path.starts_with("/api/docs") && path != "/api/openapi.json"
}

#[cfg(test)]
mod tests {
    use server_kit::limits::{FILES, REQUESTS};

    use super::*;

    #[test]
    fn only_the_api_counts_in_the_documented_limit() {
        let counted = |path| counts(&Method::GET, path);

        for path in [
            "/socket.io/",
            "/socket.io",
            "/api/health",
            "/livez",
            "/metrics",
        ] {
            assert!(counted(path).is_empty(), "{path}");
        }
        for path in ["/api/auth/login", "/api/calls/waiting", "/api/settings"] {
            assert_eq!(counted(path), [API], "{path}");
        }
        assert_eq!(counted("/video-call"), [REQUESTS]);
        assert_eq!(counted("/api/docs/"), [FILES]);
        assert_eq!(counted("/assets/js/main.js"), [FILES]);
    }
}
