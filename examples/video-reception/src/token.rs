//! The tokens that staff show: JWT, HS256, of one session of one account.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use server_kit::sign_in::accounts::Account;

/// Whose tokens they are, and whom they are for: a token of another server with the same secret
/// is worth nothing here.
const ISSUER: &str = "video-reception";
/// How long a token is good, as documented.
const LIFE: TimeDelta = TimeDelta::hours(24);
/// The fewest bytes of a secret that cannot be tried out (RFC 7518, 3.2).
pub const SHORTEST_SECRET: usize = 32;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The account.
    pub sub: String,
    /// The session, which can be signed out.
    pub jti: String,
    /// The account's revision: with another password or role the token is void.
    pub rev: i64,
    /// The account's role, for whoever reads the token; what counts is what the account has.
    pub role: String,
    /// Seconds since 1970, at sign-in.
    pub iat: i64,
    /// Seconds since 1970, at which it expires.
    pub exp: i64,
    iss: String,
    aud: String,
}

impl Claims {
    /// Those of a new session.
    #[must_use]
    pub fn of(account: &Account, now: DateTime<Utc>) -> Self {
        Self {
            sub: account.id.clone(),
            jti: uuid::Uuid::new_v4().to_string(),
            rev: account.revision(),
            role: account.role.name().to_owned(),
            iat: now.timestamp(),
            exp: (now + LIFE).timestamp(),
            iss: ISSUER.to_owned(),
            aud: ISSUER.to_owned(),
        }
    }

    /// For how many seconds it is still good.
    #[must_use]
    pub fn seconds_left(&self, now: DateTime<Utc>) -> i64 {
        (self.exp - now.timestamp()).max(0)
    }
}

/// Writes tokens, and reads them again.
pub struct Tokens {
    writing: EncodingKey,
    reading: DecodingKey,
    rules: Validation,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

impl Tokens {
    /// Tokens that are signed with this secret.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        let secret = secret.expose_secret().as_bytes();
        let mut rules = Validation::new(Algorithm::HS256);
        rules.leeway = 0;
        rules.set_audience(&[ISSUER]);
        rules.set_issuer(&[ISSUER]);
        rules.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
        Self {
            writing: EncodingKey::from_secret(secret),
            reading: DecodingKey::from_secret(secret),
            rules,
        }
    }

    /// The token that says this.
    ///
    /// # Panics
    /// Never: the claims are texts and numbers, and HMAC takes a key of any length.
    #[must_use]
    pub fn write(&self, claims: &Claims) -> String {
        encode(&Header::new(Algorithm::HS256), claims, &self.writing)
            .expect("texts and numbers can be signed")
    }

    /// What a token says, if it is one of ours and has not expired.
    #[must_use]
    pub fn read(&self, token: &str) -> Option<Claims> {
        let read = decode::<Claims>(token, &self.reading, &self.rules).ok()?;
        Some(read.claims)
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    use serde_json::json;

    use super::*;

    const SECRET: &str = "a secret of tests that nobody else knows";

    fn claims(now: DateTime<Utc>) -> Claims {
        Claims {
            sub: "account-1".to_owned(),
            jti: "session-1".to_owned(),
            rev: 3,
            role: "staff".to_owned(),
            iat: now.timestamp(),
            exp: (now + LIFE).timestamp(),
            iss: ISSUER.to_owned(),
            aud: ISSUER.to_owned(),
        }
    }

    #[test]
    fn a_token_says_what_it_was_written_with() {
        let tokens = Tokens::new(&SECRET.into());
        let said = claims(Utc::now());

        let token = tokens.write(&said);

        assert_eq!(tokens.read(&token), Some(said));
        assert!(
            token.starts_with("eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."),
            "HS256"
        );
    }

    #[test]
    fn a_token_that_is_foreign_expired_changed_or_unsigned_says_nothing() {
        let tokens = Tokens::new(&SECRET.into());
        let now = Utc::now();
        let good = tokens.write(&claims(now));
        let (head, signature) = good.rsplit_once('.').unwrap();
        let header = head.split('.').next().unwrap();
        let more = BASE64_URL_SAFE_NO_PAD.encode(
            json!({
                "sub": "account-1", "jti": "session-1", "rev": 3, "role": "admin",
                "iat": 0, "exp": i64::MAX, "iss": ISSUER, "aud": ISSUER,
            })
            .to_string(),
        );
        let none = BASE64_URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"none"}"#);
        let for_others = Claims {
            aud: "another".to_owned(),
            ..claims(now)
        };
        let of_others = Claims {
            iss: "another".to_owned(),
            ..claims(now)
        };

        for bad in [
            Tokens::new(&"another secret".into()).write(&claims(now)),
            tokens.write(&claims(now - LIFE - TimeDelta::seconds(1))),
            tokens.write(&for_others),
            tokens.write(&of_others),
            format!("{header}.{more}.{signature}"),
            format!("{none}.{more}."),
            head.to_owned(),
            String::new(),
        ] {
            assert_eq!(tokens.read(&bad), None, "{bad}");
        }
    }
}
