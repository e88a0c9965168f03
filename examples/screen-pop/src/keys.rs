//! API keys: what they are, and what they allow.

pub mod ring;
pub mod secret;
mod terms;
pub mod token;

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use ring::{KeyRing, Live};
pub use secret::{Digest, Secret};
pub use terms::Terms;

/// Where a key is used from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// From a server, which keeps it secret.
    Server,
    /// From pages of one origin, where everybody can read it.
    Browser,
}

impl Kind {
    /// Its name, as it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Browser => "browser",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Server, Self::Browser]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// What a key allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, clap::ValueEnum)]
pub enum Scope {
    /// To ask who is calling.
    #[serde(rename = "lookup")]
    #[value(name = "lookup")]
    Lookup,
    /// To read cases and to list them.
    #[serde(rename = "cases:read")]
    #[value(name = "cases:read")]
    ReadCases,
    /// To write cases.
    #[serde(rename = "cases:write")]
    #[value(name = "cases:write")]
    WriteCases,
}

impl Scope {
    const ALL: [Self; 3] = [Self::Lookup, Self::ReadCases, Self::WriteCases];

    /// Its name, as it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lookup => "lookup",
            Self::ReadCases => "cases:read",
            Self::WriteCases => "cases:write",
        }
    }

    /// Reads names that are separated by spaces; what is unknown allows nothing.
    #[must_use]
    pub fn list(names: &str) -> Vec<Self> {
        let known = |name| Self::ALL.into_iter().find(|scope| scope.name() == name);
        names.split(' ').filter_map(known).collect()
    }

    /// The names, separated by spaces.
    #[must_use]
    pub fn names(scopes: &[Self]) -> String {
        let names: Vec<_> = scopes.iter().map(|scope| scope.name()).collect();
        names.join(" ")
    }
}

/// A key as it is stored: its secret only as a digest.
#[derive(Clone)]
pub struct ApiKey {
    /// Its id, which is a part of the key itself.
    pub id: String,
    /// What was decided about it.
    pub terms: Terms,
    /// The digest of the key.
    pub digest: Digest,
    /// The digest of the key before a rotation, and until when it still counts.
    pub old: Option<(Digest, DateTime<Utc>)>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last used, some seconds late.
    pub last_used_at: Option<DateTime<Utc>>,
    /// How often it was used, some seconds late.
    pub uses: u64,
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl ApiKey {
    /// A new key within these terms, and its secret, which nobody can see again.
    #[must_use]
    pub fn new(terms: Terms, now: DateTime<Utc>) -> (Self, Secret) {
        let secret = Secret::random();
        let key = Self {
            id: secret.id().to_owned(),
            terms,
            digest: secret.digest(),
            old: None,
            created_at: now,
            revoked_at: None,
            last_used_at: None,
            uses: 0,
        };
        (key, secret)
    }

    /// Gives it another secret; the one before counts until `old_until`.
    pub fn rotate(&mut self, old_until: DateTime<Utc>) -> Secret {
        let secret = Secret::of(&self.id);
        let before = std::mem::replace(&mut self.digest, secret.digest());
        self.old = Some((before, old_until));
        secret
    }

    /// Whether the secret before the last rotation still counts.
    #[must_use]
    pub fn is_rotating(&self, now: DateTime<Utc>) -> bool {
        self.old.as_ref().is_some_and(|(_, until)| now < *until)
    }

    /// Whether it can be used now.
    #[must_use]
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.terms.expires_at.is_none_or(|until| now < until)
    }

    /// Whether this is its digest, or still counts as one; in constant time.
    #[must_use]
    pub fn accepts(&self, digest: &Digest, now: DateTime<Utc>) -> bool {
        let is_current = self.digest.matches(digest);
        let is_old = match &self.old {
            Some((old, until)) => old.matches(digest) && now < *until,
            None => false,
        };
        is_current | is_old
    }

    /// Whether a token that names this beginning of a digest still counts.
    #[must_use]
    pub(crate) fn counts(&self, tag: &[u8; 8], now: DateTime<Utc>) -> bool {
        let is_old = |(old, until): &(Digest, DateTime<Utc>)| old.tag() == *tag && now < *until;
        self.digest.tag() == *tag || self.old.as_ref().is_some_and(is_old)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    pub(super) fn terms() -> Terms {
        Terms {
            name: "IVR".to_owned(),
            kind: Kind::Server,
            origin: None,
            environment: None,
            scopes: vec![Scope::Lookup],
            limit_per_minute: None,
            expires_at: None,
        }
    }

    #[test]
    fn a_rotated_key_counts_until_the_overlap_is_over() {
        let now = Utc::now();
        let (mut key, first) = ApiKey::new(terms(), now);

        let second = key.rotate(now + TimeDelta::hours(1));

        assert!(key.accepts(&second.digest(), now) && key.accepts(&first.digest(), now));
        let later = now + TimeDelta::hours(1);
        assert!(key.accepts(&second.digest(), later) && !key.accepts(&first.digest(), later));
    }

    #[test]
    fn scopes_are_read_as_they_were_written_and_unknown_ones_allow_nothing() {
        let all = Scope::ALL;

        assert_eq!(Scope::list(&Scope::names(&all)), all);
        assert_eq!(Scope::list("lookup everything"), [Scope::Lookup]);
    }

    #[test]
    fn a_key_that_expired_or_was_revoked_is_not_live() {
        let now = Utc::now();
        let (mut key, _) = ApiKey::new(terms(), now);
        assert!(key.is_live(now));

        key.terms.expires_at = Some(now);
        assert!(!key.is_live(now));

        key.terms.expires_at = None;
        key.revoked_at = Some(now);
        assert!(!key.is_live(now));
    }
}
