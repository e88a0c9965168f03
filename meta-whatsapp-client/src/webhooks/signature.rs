//! The signature of a delivery: `X-Hub-Signature-256`.

use ccaas_http::{SignatureError, signature};
use secrecy::SecretString;

const PREFIX: &str = "sha256=";
const HEX: &[u8; 16] = b"0123456789abcdef";

/// Checks and makes signatures: HMAC-SHA256 of the body as received.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Signature;

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
        let signature = parse(header).ok_or(SignatureError::Malformed)?;
        signature::verify(secrets, raw_body, &signature)
    }

    /// The header for a body, as Meta would sign it; for tests and fakes.
    #[must_use]
    pub fn sign(secret: &SecretString, raw_body: &[u8]) -> String {
        let bytes = signature::sign(secret, raw_body);
        let mut header = String::with_capacity(PREFIX.len() + 2 * bytes.len());
        header.push_str(PREFIX);
        for byte in bytes {
            header.push(char::from(HEX[usize::from(byte >> 4)]));
            header.push(char::from(HEX[usize::from(byte & 15)]));
        }
        header
    }
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
