//! The signature of a delivery: `X-Hub-Signature-256`.
//!
//! Meta uses the same header with hex digits instead of base64; neither takes the other's.
//!
//! [Docs](https://developer.genesys.cloud/commdigital/digital/openmessaging/validate)

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

const PREFIX: &str = "sha256=";

/// Checks and makes signatures: HMAC-SHA256 of the body as received.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Signature;

/// Why a delivery must not be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The header is not `sha256=` and the base64 of 32 bytes.
    #[error("the signature header is malformed")]
    Malformed,
    /// The signature was made with none of the secrets, or over other bytes.
    #[error("the signature does not match")]
    Mismatch,
    /// There is no secret to check with; an empty one is none.
    #[error("there is no signature secret to check with")]
    NoSecret,
}

impl Signature {
    /// Checks a delivery before anything reads it.
    ///
    /// `raw_body` must be the bytes as received: JSON that was read and written again may
    /// differ from what was signed. `header` is the value of `X-Hub-Signature-256`, and the
    /// secrets are the integration's `outboundNotificationWebhookSignatureSecretToken`; while
    /// it is replaced, give both. The time does not depend on how much of the signature is
    /// right, nor on which secret made it.
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

    /// The header for a body, as Genesys Cloud would sign it; for tests and fakes.
    #[must_use]
    pub fn sign(secret: &SecretString, raw_body: &[u8]) -> String {
        let bytes = mac(secret, raw_body).finalize().into_bytes();
        format!("{PREFIX}{}", STANDARD.encode(bytes))
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
    let base64 = header.trim().strip_prefix(PREFIX)?;
    STANDARD.decode(base64).ok()?.try_into().ok()
}
