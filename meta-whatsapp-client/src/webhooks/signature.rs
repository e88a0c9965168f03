//! The signature of a delivery: `X-Hub-Signature-256`.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

const PREFIX: &str = "sha256=";
const HEX: &[u8; 16] = b"0123456789abcdef";

/// Checks and makes signatures: HMAC-SHA256 of the body as received.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Signature;

/// Why a delivery must not be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The header is not `sha256=` and 64 hex digits.
    #[error("the signature header is malformed")]
    Malformed,
    /// The signature was made with none of the secrets, or over other bytes.
    #[error("the signature does not match")]
    Mismatch,
    /// There is no secret to check with; an empty one is none.
    #[error("there is no app secret to check with")]
    NoSecret,
}

impl Signature {
    /// Checks a delivery before anything reads it.
    ///
    /// `raw_body` must be the bytes as received: Meta signs what is on the wire, and JSON
    /// that was read and written again differs from it. `header` is the value of
    /// `X-Hub-Signature-256`. While a secret is replaced, give both. The time does not depend
    /// on how much of the signature is right, nor on which secret made it.
    ///
    /// # Errors
    /// [`SignatureError`] unless the body was signed with one of the secrets.
    pub fn verify(
        secrets: &[SecretString],
        raw_body: &[u8],
        header: &str,
    ) -> Result<(), SignatureError> {
        let expected = parse(header).ok_or(SignatureError::Malformed)?;
        let mut usable = secrets
            .iter()
            .filter(|secret| !secret.expose_secret().is_empty())
            .peekable();
        if usable.peek().is_none() {
            return Err(SignatureError::NoSecret);
        }
        // Without a short cut, so that the time tells nothing.
        let matches = usable.fold(false, |matches, secret| {
            matches | mac(secret, raw_body).verify_slice(&expected).is_ok()
        });
        if matches {
            Ok(())
        } else {
            Err(SignatureError::Mismatch)
        }
    }

    /// The header for a body, as Meta would sign it; for tests and fakes.
    #[must_use]
    pub fn sign(secret: &SecretString, raw_body: &[u8]) -> String {
        let bytes = mac(secret, raw_body).finalize().into_bytes();
        let mut header = String::with_capacity(PREFIX.len() + 2 * bytes.len());
        header.push_str(PREFIX);
        for byte in bytes {
            header.push(char::from(HEX[usize::from(byte >> 4)]));
            header.push(char::from(HEX[usize::from(byte & 15)]));
        }
        header
    }
}

fn mac(secret: &SecretString, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
        .expect("HMAC takes keys of any length");
    mac.update(body);
    mac
}

/// The bytes of a header's value.
fn parse(header: &str) -> Option<[u8; 32]> {
    let hex = header.trim().strip_prefix(PREFIX)?.as_bytes();
    let mut bytes = [0; 32];
    if hex.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
