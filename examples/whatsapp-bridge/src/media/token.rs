//! What an address of a file says: sealed, so that nobody can read or make one.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use server_kit::seal::Sealer;

const OWNER: &str = "media";
const FIELD: &str = "address";

/// A file, and until when it may be asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Token {
    /// The route that it belongs to.
    pub(super) route: String,
    /// Where it is.
    pub(super) source: Source,
    /// Its MIME type, as far as it was told.
    pub(super) mime_type: Option<String>,
    /// Its name.
    pub(super) filename: Option<String>,
    /// Until when the address works.
    pub(super) expires_at: DateTime<Utc>,
}

/// Where a file is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Source {
    /// At WhatsApp, from a customer.
    WhatsApp {
        /// Its id there.
        id: String,
        /// Its checksum, of the signed webhook.
        sha256: Option<String>,
        /// The customer: a file of one who was erased is not served.
        customer: Vec<u8>,
    },
    /// At Genesys Cloud, from an agent.
    Genesys {
        /// Its address.
        url: String,
    },
}

impl Token {
    /// The token as a part of a path.
    pub(super) fn seal(&self, sealer: &Sealer) -> String {
        URL_SAFE_NO_PAD.encode(sealer.seal(OWNER, FIELD, self))
    }

    /// Reads a token that has not expired.
    pub(super) fn open(sealer: &Sealer, token: &str, now: DateTime<Utc>) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
        let token: Self = sealer.open(OWNER, FIELD, &sealed)?;
        (now < token.expires_at).then_some(token)
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;
    use chrono::TimeDelta;
    use secrecy::SecretString;

    use super::*;

    fn sealer(byte: u8) -> Sealer {
        let key = STANDARD.encode([byte; 32]);
        Sealer::new(&SecretString::from(key)).unwrap()
    }

    #[test]
    fn an_address_opens_with_our_key_until_it_expires() {
        let expires_at = DateTime::UNIX_EPOCH + TimeDelta::hours(24);
        let file = Token {
            route: "default".to_owned(),
            source: Source::Genesys {
                url: "https://example.com/a".to_owned(),
            },
            mime_type: None,
            filename: None,
            expires_at,
        };
        let token = file.seal(&sealer(1));
        let before = expires_at - TimeDelta::seconds(1);

        assert!(Token::open(&sealer(1), &token, before) == Some(file));
        assert!(Token::open(&sealer(1), &token, expires_at).is_none());
        assert!(Token::open(&sealer(2), &token, before).is_none());
        let mut changed = token.into_bytes();
        changed[40] = if changed[40] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(Token::open(&sealer(1), &changed, before).is_none());
    }
}
