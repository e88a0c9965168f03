//! Signatures of webhooks: HMAC-SHA256 of the body as received.
//!
//! How the 32 bytes are written into a header is the vendor's.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// Why a delivery must not be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The header is not written as the vendor writes signatures.
    #[error("the signature header is malformed")]
    Malformed,
    /// The signature was made with none of the secrets, or over other bytes.
    #[error("the signature does not match")]
    Mismatch,
    /// There is no secret to check with; an empty one is none.
    #[error("there is no secret to check the signature with")]
    NoSecret,
}

/// Checks a signature by each of the secrets; several are active while one is replaced.
///
/// The time does not depend on how much of it is right, nor on which secret made it.
///
/// # Errors
/// `NoSecret` or `Mismatch`.
pub fn verify(
    secrets: &[SecretString],
    raw_body: &[u8],
    signature: &[u8; 32],
) -> Result<(), SignatureError> {
    let mut usable = secrets
        .iter()
        .filter(|secret| !secret.expose_secret().is_empty())
        .peekable();
    if usable.peek().is_none() {
        return Err(SignatureError::NoSecret);
    }
    // Without a short cut, so that the time tells nothing.
    let matches = usable.fold(false, |matches, secret| {
        matches | mac(secret, raw_body).verify_slice(signature).is_ok()
    });
    if matches {
        Ok(())
    } else {
        Err(SignatureError::Mismatch)
    }
}

/// The signature of a body.
#[must_use]
pub fn sign(secret: &SecretString, raw_body: &[u8]) -> [u8; 32] {
    mac(secret, raw_body).finalize().into_bytes().into()
}

fn mac(secret: &SecretString, raw_body: &[u8]) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
        .expect("HMAC takes a key of any length")
        .chain_update(raw_body)
}
