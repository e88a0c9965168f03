//! What the fuzz targets check; the crate's tests replay the corpora with the same.

#![allow(dead_code, reason = "each target uses its own part")]

use meta_whatsapp_client::webhooks::{self, Signature};
use secrecy::SecretString;

/// The secret that the corpus of `signature_header` is signed with.
pub(crate) const SECRET: &str = "fuzz";

/// A body is taken apart, or refused; every update is a part of it and can be asked anything.
pub(crate) fn webhook_parse(body: &[u8]) {
    let Ok(webhook) = webhooks::parse(body) else {
        return;
    };
    let text = std::str::from_utf8(body).expect("a webhook is text");
    for update in webhook.updates() {
        assert!(text.contains(update.raw()), "the JSON is what came in");
        let raw: Result<&serde_json::value::RawValue, _> = serde_json::from_str(update.raw());
        assert!(raw.is_ok(), "the JSON is one value");
        assert!(!update.name().is_empty());
        let _ = (
            update.id(),
            update.customer(),
            update.contact(),
            update.key(),
        );
        let _ = format!("{update:?}");
        let written = serde_json::to_string(update).expect("an update can be written");
        assert_eq!(written, update.raw(), "the JSON is written as it came in");
        if let Ok(kind) = update.kind() {
            serde_json::to_string(kind).expect("typed fields can be written");
        }
    }
}

/// The input is a header, a line feed, and a body.
pub(crate) fn split(input: &[u8]) -> (&str, &[u8]) {
    let at = input.iter().position(|byte| *byte == b'\n');
    let (header, body) = input.split_at(at.unwrap_or(input.len()));
    let header = std::str::from_utf8(header).unwrap_or_default();
    (header, body.get(1..).unwrap_or_default())
}

/// A header is accepted exactly if it is the signature of the body.
pub(crate) fn signature_header(input: &[u8]) {
    let secrets = [SecretString::from(SECRET)];
    let (header, body) = split(input);
    let signed = Signature::sign(&secrets[0], body);
    assert!(Signature::verify(&secrets, body, &signed).is_ok());
    let is_signature =
        header.trim().to_ascii_lowercase() == signed && header.trim().starts_with("sha256=");
    assert_eq!(
        Signature::verify(&secrets, body, header).is_ok(),
        is_signature
    );
}
