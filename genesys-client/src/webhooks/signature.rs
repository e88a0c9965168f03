//! The signature of a delivery: `X-Hub-Signature-256`.
//!
//! Meta uses the same header with hex digits instead of base64; neither takes the other's.
//!
//! [Docs](https://developer.genesys.cloud/commdigital/digital/openmessaging/validate)

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ccaas_http::{SignatureError, signature};
use secrecy::SecretString;

const PREFIX: &str = "sha256=";

/// Checks and makes signatures: HMAC-SHA256 of the body as received.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Signature;

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
        let signature = parse(header).ok_or(SignatureError::Malformed)?;
        signature::verify(secrets, raw_body, &signature)
    }

    /// The header for a body, as Genesys Cloud would sign it; for tests and fakes.
    #[must_use]
    pub fn sign(secret: &SecretString, raw_body: &[u8]) -> String {
        let bytes = signature::sign(secret, raw_body);
        format!("{PREFIX}{}", STANDARD.encode(bytes))
    }
}

/// The bytes of a header's value.
fn parse(header: &str) -> Option<[u8; 32]> {
    let base64 = header.trim().strip_prefix(PREFIX)?;
    STANDARD.decode(base64).ok()?.try_into().ok()
}
