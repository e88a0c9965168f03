//! Which requests count against which limit.

use http::Method;
use server_kit::limits::usual;

/// What programs ask of the services counts apart, so that with one port they keep nobody who
/// comes from the same address from signing in.
pub(crate) const SERVICES: &str = "service requests";

/// The names of the limits that a request counts in: webhooks in none, for what is refused
/// would have to be sent again.
pub(crate) fn counts(_: &Method, path: &str) -> &'static [&'static str] {
    let is_under = |folder: &str| path.starts_with(folder);
    match path {
        "/health" => &[],
        _ if is_under("/webhook/") || is_under("/media/") || is_under("/_sandbox/") => &[],
        _ if is_under("/state/") || is_under("/auth/") || is_under("/transform/") => &[SERVICES],
        "/send/template" => &[SERVICES],
        _ => usual(path),
    }
}

/// No limits at all.
pub(crate) fn none(_: &Method, _: &str) -> &'static [&'static str] {
    &[]
}

#[cfg(test)]
mod tests {
    use server_kit::limits::{API, REQUESTS};

    use super::*;

    #[test]
    fn webhooks_files_and_health_count_in_nothing() {
        let counted = |path| counts(&Method::POST, path);
        for path in [
            "/webhook/meta",
            "/webhook/genesys/x",
            "/media/x",
            "/health",
            "/metrics",
        ] {
            assert!(counted(path).is_empty(), "{path}");
        }
        for path in [
            "/state/mapping",
            "/auth/info",
            "/transform/inbound",
            "/send/template",
        ] {
            assert_eq!(counted(path), [SERVICES], "{path}");
        }
        assert_eq!(counted("/"), [REQUESTS]);
        assert_eq!(counted("/api/auth"), [REQUESTS, API]);
    }
}
