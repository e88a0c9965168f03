//! What every sign-in answers: `{token}`.

use base64::{
    Engine as _,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use ccaas_http::{Clock, DecodeError, Token, read};
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::error::Error;

/// How long a token is used whose end cannot be read.
const FALLBACK_LIFE: TimeDelta = TimeDelta::minutes(15);

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The answer may also have a `token_expiration`, which is 0 and means nothing.
#[derive(Deserialize)]
pub(super) struct SignedIn {
    #[serde(default, deserialize_with = "read::secret")]
    token: Option<SecretString>,
}

#[derive(Deserialize)]
struct Claims {
    exp: f64,
}

impl SignedIn {
    /// The token, as it came in now.
    pub(super) fn into_token(self, clock: &Clock) -> Result<Token, Error> {
        let unusable = || Error::Decode(DecodeError::Field { field: "token" });
        let secret = self.token.ok_or_else(unusable)?;
        let now = clock.now();
        let expires_at = expires_at(secret.expose_secret(), now);
        Token::new(secret, now, expires_at).map_err(|_| unusable())
    }
}

/// The end of a token obtained `now`: its own `exp` claim, read without verifying it.
///
/// A token that seems to have ended before it was given out, or that cannot be read,
/// is used for a short while; the service refuses it if it is not good.
fn expires_at(token: &str, now: DateTime<Utc>) -> DateTime<Utc> {
    exp(token)
        .filter(|exp| *exp > now)
        .unwrap_or(now + FALLBACK_LIFE)
}

fn exp(token: &str) -> Option<DateTime<Utc>> {
    let payload = token.split('.').nth(1)?;
    let claims: Claims = serde_json::from_slice(&BASE64.decode(payload).ok()?).ok()?;
    // A float that is out of range becomes the nearest integer, which is out of range too.
    DateTime::from_timestamp(claims.exp as i64, 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000, 0).unwrap()
    }

    fn token(claims: &str) -> String {
        format!(
            "eyJhbGciOiJIUzI1NiJ9.{}.c2lnbmF0dXJl",
            BASE64.encode(claims)
        )
    }

    #[test]
    fn the_life_of_a_token_is_its_own_exp_claim() {
        for claims in [
            r#"{"_id":"1","acl":null,"pak":"EXAMPLEPAK","iat":1795000000,"exp":1797592000}"#,
            r#"{"exp":1797592000.75}"#,
        ] {
            assert_eq!(
                expires_at(&token(claims), now()) - now(),
                TimeDelta::days(30),
                "{claims}"
            );
        }
    }

    #[test]
    fn padding_does_not_matter() {
        let token = token(r#"{ "exp":1797592000}"#);
        let unpadded = token.replace('=', "");
        assert_ne!(token, unpadded);
        assert_eq!(expires_at(&token, now()), expires_at(&unpadded, now()));
    }

    #[test]
    fn a_token_without_a_usable_end_lives_for_a_short_while() {
        let tokens = [
            String::new(),
            "opaque".to_owned(),
            "..".to_owned(),
            "a.b.c".to_owned(),
            "a.!!!!.c".to_owned(),
            token("not json"),
            token("[]"),
            token("{}"),
            token(r#"{"exp":null}"#),
            token(r#"{"exp":"tomorrow"}"#),
            token(r#"{"exp":0}"#),
            token(r#"{"exp":-1e308}"#),
            token(r#"{"exp":1e308}"#),
            token(r#"{"exp":1794999999}"#),
        ];
        for token in tokens {
            assert_eq!(expires_at(&token, now()) - now(), FALLBACK_LIFE, "{token}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_a_token_that_panics_or_that_has_ended(text in ".*", claims in ".*") {
            prop_assert!(expires_at(&text, now()) > now());
            prop_assert!(expires_at(&token(&claims), now()) > now());
        }

        #[test]
        fn no_number_is_an_end_that_panics_or_that_has_passed(exp in any::<f64>()) {
            let claims = serde_json::json!({ "exp": exp }).to_string();
            prop_assert!(expires_at(&token(&claims), now()) > now());
        }

        #[test]
        fn a_future_end_is_taken_as_it_is(seconds in 1_i64..1_000_000_000) {
            let claims = format!(r#"{{"exp":{}}}"#, now().timestamp() + seconds);
            prop_assert_eq!(expires_at(&token(&claims), now()), now() + TimeDelta::seconds(seconds));
        }
    }
}
