//! What a key looks like, and its digest.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use server_kit::{keys::random_token, seal::token_hash};
use subtle::ConstantTimeEq;

/// What every key begins with, so that it is recognised where it leaked.
const PREFIX: &str = "spk_";
const ID_LENGTH: usize = 12;
/// Longer texts are no keys, and are not hashed.
const LONGEST: usize = 128;

/// A key: `spk_`, its id, `_`, and 128 random bits.
pub struct Secret(SecretString);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

impl Secret {
    /// A key with an id that nobody has.
    #[must_use]
    pub fn random() -> Self {
        Self::of(&random_token()[..ID_LENGTH])
    }

    /// Another key with this id.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self(format!("{PREFIX}{id}_{}", random_token()).into())
    }

    /// The id in it.
    #[must_use]
    pub fn id(&self) -> &str {
        id_of(self.0.expose_secret()).unwrap_or_default()
    }

    /// Its digest.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.expose_secret())
    }

    /// The key itself, to be shown once.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The id in a text that may be a key.
#[must_use]
pub fn id_of(text: &str) -> Option<&str> {
    let rest = text
        .strip_prefix(PREFIX)
        .filter(|_| text.len() <= LONGEST)?;
    let (id, _) = rest.split_once('_')?;
    (id.len() == ID_LENGTH).then_some(id)
}

/// SHA-256 of a key. It needs no salt: 128 random bits cannot be tried out.
#[derive(Clone, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(..)")
    }
}

impl Digest {
    /// The digest of a text that may be a key.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let bounded = if text.len() <= LONGEST { text } else { "" };
        Self::stored(&token_hash(bounded))
    }

    /// A digest as it was stored; one of another length matches nothing.
    #[must_use]
    pub fn stored(bytes: &[u8]) -> Self {
        Self(bytes.try_into().unwrap_or_default())
    }

    /// Its bytes, to be stored.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its beginning, by which a token names the key it was given for.
    #[must_use]
    pub fn tag(&self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        [a, b, c, d, e, f, g, h]
    }

    /// Whether they are the same, in constant time.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_its_id_in_it_and_shows_nothing() {
        let secret = Secret::random();

        assert_eq!(id_of(secret.expose()), Some(secret.id()));
        assert_eq!(secret.expose().len(), "spk_".len() + 12 + 1 + 32);
        assert_eq!(format!("{secret:?}"), "Secret([redacted])");
        assert_ne!(secret.digest(), Secret::of(secret.id()).digest());
    }

    #[test]
    fn what_is_no_key_has_no_id() {
        for text in [
            "",
            "spk_",
            "spk_short_1",
            "xyz_123456789012_1",
            "spk_123456789012",
        ] {
            assert_eq!(id_of(text), None, "{text}");
        }
        let long = format!("spk_123456789012_{}", "1".repeat(1000));
        assert_eq!(id_of(&long), None);
    }
}
