//! Bearer tokens.

use http::{HeaderMap, header};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// Whether `Authorization: Bearer …` holds this token, compared in constant time.
///
/// An empty token matches nothing, and two `Authorization` headers are none.
pub fn bearer_matches(headers: &HeaderMap, token: &SecretString) -> bool {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let expected = token.expose_secret().as_bytes();
    let Some((scheme, given)) = value.as_bytes().split_at_checked("Bearer ".len()) else {
        return false;
    };
    scheme.eq_ignore_ascii_case(b"Bearer ")
        && !expected.is_empty()
        && bool::from(given.trim_ascii().ct_eq(expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_bearer_token_matches() {
        let token = SecretString::from("s3cret-token");
        let cases: &[(&[&str], bool)] = &[
            (&["Bearer s3cret-token"], true),
            (&["bearer s3cret-token"], true),
            (&["Bearer  s3cret-token "], true),
            (&["Bearer s3cret-toke"], false),
            (&["Bearer s3cret-tokeN"], false),
            (&["Bearer s3cret-token2"], false),
            (&["Basic s3cret-token"], false),
            (&["s3cret-token"], false),
            (&["Bearer"], false),
            (&["Bearer "], false),
            (&[""], false),
            (&[], false),
            (&["Bearer s3cret-token", "Bearer s3cret-token"], false),
        ];

        for (values, expected) in cases {
            let mut headers = HeaderMap::new();
            for value in *values {
                headers.append(header::AUTHORIZATION, value.parse().unwrap());
            }
            assert_eq!(bearer_matches(&headers, &token), *expected, "{values:?}");
        }
    }

    #[test]
    fn an_empty_token_matches_nothing() {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, "Bearer ".parse().unwrap());

        assert!(!bearer_matches(&headers, &SecretString::default()));
    }
}
