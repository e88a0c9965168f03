//! Sealing personal data at rest, and hashing what must be found again.

use std::path::{Path, PathBuf};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use secrecy::SecretString;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::{keys, settings::secret};

const SETTING: &str = "DATA_KEYS";

/// Format of a sealed value: version, nonce, ciphertext.
const VERSION: u8 = 1;
const NONCE: usize = 24;

/// The settings of keys for data at rest, to be flattened into a server's own.
#[derive(clap::Args, Clone, Debug)]
pub struct DataKeyArguments {
    /// Keys that seal personal data: base64 of 32 bytes each, comma-separated; the first
    /// seals, all open. Made once into DATA_DIR/keys if not given.
    #[arg(long, env = "DATA_KEYS", hide_env_values = true)]
    pub data_keys: Option<SecretString>,
    /// File that holds DATA_KEYS.
    #[arg(long, env = "DATA_KEYS_FILE")]
    pub data_keys_file: Option<PathBuf>,
}

impl DataKeyArguments {
    /// The keys, if they are given.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn keys(&self) -> anyhow::Result<Option<SecretString>> {
        secret(SETTING, self.data_keys.clone(), self.data_keys_file.clone())
    }

    /// Seals with the keys that are given, or else with those in `DATA_DIR/keys`.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn sealer(&self, data_dir: &Path) -> anyhow::Result<Sealer> {
        let keys = match self.keys()? {
            Some(keys) => keys,
            None => keys::own(data_dir, SETTING, 32)?,
        };
        Sealer::new(&keys)
    }
}

/// Seals with its first key, and opens with all.
pub struct Sealer {
    keys: Vec<Keys>,
}

struct Keys {
    cipher: XChaCha20Poly1305,
    index: [u8; 32],
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealer")
            .field("keys", &self.keys.len())
            .finish_non_exhaustive()
    }
}

impl Sealer {
    /// Reads `DATA_KEYS`: comma-separated base64 of 32 bytes each. The first seals.
    ///
    /// # Errors
    /// Names the place of the key that cannot be read.
    pub fn new(data_keys: &SecretString) -> anyhow::Result<Self> {
        let keys = keys::list(SETTING, data_keys)?;
        let keys = keys.iter().map(|key| Keys::derive(&**key)).collect();
        Ok(Self { keys })
    }

    /// Seals `value` so that it opens only as `field` of `owner`.
    ///
    /// # Panics
    /// If `value` cannot be written as JSON, which a record of texts always can.
    #[must_use]
    pub fn seal<T: Serialize>(&self, owner: &str, field: &str, value: &T) -> Vec<u8> {
        let text = serde_json::to_vec(value).expect("a record of texts can be written as JSON");
        self.seal_bytes(owner, field, &text)
    }

    /// Seals bytes as they are, so that they open only as `field` of `owner`.
    ///
    /// # Panics
    /// If the system has no random bytes, without which nothing is safe.
    #[must_use]
    pub fn seal_bytes(&self, owner: &str, field: &str, bytes: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).expect("the system has a source of randomness");
        let payload = Payload {
            msg: bytes,
            aad: &associated(owner, field),
        };
        let sealed = self.keys[0]
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .expect("a short text can be sealed");
        [&[VERSION][..], &nonce, &sealed].concat()
    }

    /// Opens what [`seal`](Self::seal) made, with whichever key fits.
    #[must_use]
    pub fn open<T: DeserializeOwned>(&self, owner: &str, field: &str, sealed: &[u8]) -> Option<T> {
        serde_json::from_slice(&self.open_bytes(owner, field, sealed)?).ok()
    }

    /// Opens what [`seal_bytes`](Self::seal_bytes) made, with whichever key fits.
    #[must_use]
    pub fn open_bytes(&self, owner: &str, field: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (head, rest) = sealed.split_first()?;
        if *head != VERSION || rest.len() < NONCE {
            return None;
        }
        let (nonce, ciphertext) = rest.split_at(NONCE);
        let nonce = XNonce::try_from(nonce).ok()?;
        let aad = associated(owner, field);
        self.keys.iter().find_map(|key| {
            key.cipher
                .decrypt(
                    &nonce,
                    Payload {
                        msg: ciphertext,
                        aad: &aad,
                    },
                )
                .ok()
        })
    }

    /// Hashes of `value` for `purpose`, one a key; the first is the one to store.
    #[must_use]
    pub fn hashes(&self, purpose: &str, value: &[u8]) -> Vec<Vec<u8>> {
        self.keys
            .iter()
            .map(|key| keyed_hash(&key.index, purpose, value))
            .collect()
    }
}

impl Keys {
    fn derive(key: &[u8]) -> Self {
        let seal = keyed_hash(key, "seal", b"");
        let index = keyed_hash(key, "index", b"");
        let index = index.try_into().expect("a SHA-256 has 32 bytes");
        let cipher = XChaCha20Poly1305::new_from_slice(&seal).expect("a SHA-256 has 32 bytes");
        Self { cipher, index }
    }
}

fn associated(owner: &str, field: &str) -> Vec<u8> {
    format!("{VERSION}|{field}|{owner}").into_bytes()
}

fn keyed_hash(key: &[u8], purpose: &str, value: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(value);
    mac.finalize().into_bytes().to_vec()
}

/// Hash of a random token. It needs no key: 128 random bits cannot be tried out.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_STANDARD};

    use super::*;

    fn sealer(keys: &[u8]) -> Sealer {
        let keys: Vec<_> = keys
            .iter()
            .map(|byte| BASE64_STANDARD.encode([*byte; 32]))
            .collect();
        Sealer::new(&SecretString::from(keys.join(","))).unwrap()
    }

    #[test]
    fn a_sealed_value_opens_only_as_the_field_it_was_sealed_as() {
        let sealer = sealer(&[1]);
        let sealed = sealer.seal("b-1", "number", &"+15550100");

        assert_eq!(
            sealer.open::<String>("b-1", "number", &sealed).as_deref(),
            Some("+15550100")
        );
        assert_eq!(sealer.open::<String>("b-2", "number", &sealed), None);
        assert_eq!(sealer.open::<String>("b-1", "details", &sealed), None);
        assert!(!sealed.windows(8).any(|part| part == b"15550100"));
    }

    #[test]
    fn bytes_come_back_as_they_were() {
        let sealer = sealer(&[1]);
        let bytes = [0, 255, b'"', 7];

        let sealed = sealer.seal_bytes("meta", "delivery", &bytes);

        assert_eq!(
            sealer.open_bytes("meta", "delivery", &sealed).as_deref(),
            Some(&bytes[..])
        );
        assert_eq!(sealer.open_bytes("genesys", "delivery", &sealed), None);
    }

    #[test]
    fn old_keys_open_and_the_first_key_seals() {
        let old = sealer(&[1]).seal("b", "f", &7);
        let rotated = sealer(&[2, 1]);

        assert_eq!(rotated.open::<u32>("b", "f", &old), Some(7));
        assert_eq!(
            sealer(&[1]).open::<u32>("b", "f", &rotated.seal("b", "f", &7)),
            None
        );
        assert_eq!(
            sealer(&[1]).hashes("n", b"x")[0],
            rotated.hashes("n", b"x")[1]
        );
    }

    #[test]
    fn damaged_values_do_not_open() {
        let sealer = sealer(&[1]);
        let sealed = sealer.seal("b", "f", &"text");
        for damaged in [&sealed[..sealed.len() - 1], &sealed[..10], &[], &[9; 80]] {
            assert_eq!(sealer.open::<String>("b", "f", damaged), None);
        }
    }

    #[test]
    fn a_key_of_the_wrong_length_is_named_by_its_place() {
        let keys = format!("{},c2hvcnQ=", BASE64_STANDARD.encode([1; 32]));
        let error = Sealer::new(&SecretString::from(keys)).unwrap_err();
        assert!(error.to_string().contains("key 2"), "{error}");
    }
}
