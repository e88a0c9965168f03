//! Which requests count against which limit.

use http::Method;
use server_kit::limits::{API, REQUESTS, usual};

/// The limit for signing in.
pub(crate) const SIGN_INS: &str = "sign-ins";

/// The names of the limits that a request counts in.
pub(crate) fn counts(method: &Method, path: &str) -> &'static [&'static str] {
    match path {
        "/api/auth" if method == Method::POST => &[REQUESTS, API, SIGN_INS],
        _ => usual(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_signing_in_has_a_limit_of_its_own() {
        let sign_in = counts(&Method::POST, "/api/auth");
        assert_eq!(sign_in, [REQUESTS, API, SIGN_INS]);
        assert_eq!(counts(&Method::DELETE, "/api/auth"), [REQUESTS, API]);
        assert_eq!(counts(&Method::POST, "/api/schedules"), [REQUESTS, API]);
        assert_eq!(counts(&Method::GET, "/"), [REQUESTS]);
    }
}
