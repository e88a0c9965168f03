//! Which requests count against which limit of their address.

use http::Method;
use server_kit::limits::usual;

/// The names of the limits that a request counts in: lookups in none of an address, since all
/// calls of a contact center come from a few. Their keys have limits.
pub(crate) fn counts(_: &Method, path: &str) -> &'static [&'static str] {
    match path {
        "/api/lookup" | "/api/auth/token" => &[],
        _ => usual(path),
    }
}

#[cfg(test)]
mod tests {
    use server_kit::limits::{API, REQUESTS};

    use super::*;

    #[test]
    fn lookups_count_for_their_keys_alone() {
        let counted = |path| counts(&Method::POST, path);

        assert!(counted("/api/lookup").is_empty() && counted("/api/auth/token").is_empty());
        assert_eq!(counted("/api/cases"), [REQUESTS, API]);
        assert_eq!(counted("/api/auth"), [REQUESTS, API]);
    }
}
