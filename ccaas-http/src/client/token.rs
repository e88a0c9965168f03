//! A bearer token, and where it may be kept.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{BoxError, InvalidRequest};

/// A token is not used in its last 30 seconds: it could run out on the way.
const SKEW: TimeDelta = TimeDelta::seconds(30);

/// A bearer token and its life.
#[derive(Clone)]
pub struct Token {
    secret: SecretString,
    authorization: HeaderValue,
    obtained_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl Token {
    /// A token that lives from `obtained_at` to `expires_at`.
    ///
    /// # Errors
    /// [`InvalidRequest`] if the token is empty or has characters that no header may hold.
    pub fn new(
        secret: SecretString,
        obtained_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<Self, InvalidRequest> {
        let invalid = || InvalidRequest::new("token", "is empty or cannot stand in a header");
        if secret.expose_secret().is_empty() {
            return Err(invalid());
        }
        let mut authorization =
            HeaderValue::from_str(&format!("Bearer {}", secret.expose_secret()))
                .map_err(|_| invalid())?;
        authorization.set_sensitive(true);
        Ok(Self {
            secret,
            authorization,
            obtained_at,
            expires_at,
        })
    }

    /// The token itself.
    #[must_use]
    pub fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// When it was obtained.
    #[must_use]
    pub fn obtained_at(&self) -> DateTime<Utc> {
        self.obtained_at
    }

    /// When it ends.
    #[must_use]
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.expires_at
    }

    pub(super) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }

    fn life(&self) -> TimeDelta {
        (self.expires_at - self.obtained_at).max(TimeDelta::zero())
    }

    /// Usable until 30 s before its end, or until 9/10 of a life shorter than 5 minutes.
    pub(super) fn is_usable(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at - SKEW.min(self.life() / 10)
    }

    /// At 80 % of its life, minus up to 10 % by chance: processes started together
    /// do not refresh together.
    pub(super) fn refresh_at(&self, random: f64) -> DateTime<Utc> {
        let millis = self.life().num_milliseconds() as f64 * (0.8 - 0.1 * random);
        self.obtained_at + TimeDelta::milliseconds(millis as i64)
    }

    pub(super) fn is_same(&self, other: &Token) -> bool {
        self.authorization == other.authorization
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Where a token outlives the process, or is shared with others.
///
/// One store holds one account's token. A store that fails never fails a call: the
/// client signs in as if the store were empty. Nor does a store that hangs: it is
/// given up after 2 seconds. Failures are logged, so an error must not quote the token.
#[async_trait]
pub trait TokenStore: Send + Sync + 'static {
    /// The stored token, if there is one.
    async fn load(&self) -> Result<Option<Token>, BoxError>;
    /// Replaces the stored token.
    async fn save(&self, token: &Token) -> Result<(), BoxError>;
    /// Removes the token if it is still this one: the vendor refused it.
    async fn discard(&self, token: &Token) -> Result<(), BoxError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn token(life: i64) -> Token {
        Token::new("canary-token".into(), at(0), at(life)).unwrap()
    }

    #[test]
    fn a_token_is_not_used_in_its_last_seconds() {
        assert!(token(86_400).is_usable(at(86_369)));
        assert!(!token(86_400).is_usable(at(86_370)));
        assert!(
            token(100).is_usable(at(89)),
            "a short life loses a tenth, not 30 s"
        );
        assert!(!token(100).is_usable(at(90)));
        assert!(!token(0).is_usable(at(0)));
        assert!(
            !token(-60).is_usable(at(0)),
            "an end before the beginning is no life"
        );
    }

    #[test]
    fn a_refresh_is_due_between_seven_and_eight_tenths_of_the_life() {
        assert_eq!(token(1_000).refresh_at(0.0), at(800));
        assert_eq!(token(1_000).refresh_at(1.0), at(700));
    }

    #[test]
    fn a_token_that_cannot_stand_in_a_header_is_refused_without_quoting_it() {
        for text in ["", "canary\r\nX-Evil: 1"] {
            let error = Token::new(text.into(), at(0), at(60)).unwrap_err();
            assert!(!error.to_string().contains("canary"), "{error}");
        }
    }

    #[test]
    fn debug_does_not_print_the_token() {
        assert!(!format!("{:?}", token(60)).contains("canary"));
    }
}
