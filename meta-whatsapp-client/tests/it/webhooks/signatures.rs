//! The signature of a delivery.

use meta_whatsapp_client::webhooks::{Signature, SignatureError};
use proptest::prelude::*;
use secrecy::SecretString;

fn secrets(texts: &[&str]) -> Vec<SecretString> {
    texts.iter().map(|text| SecretString::from(*text)).collect()
}

/// From RFC 4231, test case 2.
const KEY: &str = "Jefe";
const BODY: &[u8] = b"what do ya want for nothing?";
const HEADER: &str = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

#[test]
fn a_published_signature_is_accepted_and_made() {
    assert_eq!(Signature::verify(&secrets(&[KEY]), BODY, HEADER), Ok(()));
    assert_eq!(Signature::sign(&KEY.into(), BODY), HEADER);
}

#[test]
fn hex_in_capitals_and_spaces_around_are_accepted() {
    let header = format!(" sha256={} ", HEADER[7..].to_uppercase());
    assert_eq!(Signature::verify(&secrets(&[KEY]), BODY, &header), Ok(()));
}

#[test]
fn either_of_two_secrets_is_accepted_while_one_is_replaced() {
    for order in [["new", KEY], [KEY, "new"]] {
        assert_eq!(Signature::verify(&secrets(&order), BODY, HEADER), Ok(()));
    }
}

#[test]
fn other_bytes_or_another_secret_are_refused() {
    let mismatch = Err(SignatureError::Mismatch);
    assert_eq!(
        Signature::verify(&secrets(&["jefe"]), BODY, HEADER),
        mismatch
    );
    assert_eq!(
        Signature::verify(&secrets(&[KEY]), b"what", HEADER),
        mismatch
    );
    assert_eq!(Signature::verify(&secrets(&[KEY]), b"", HEADER), mismatch);
}

#[test]
fn a_body_with_escapes_counts_as_it_is_on_the_wire() {
    let escaped = br#"{"text":"\u00e4 \/"}"#;
    let header = Signature::sign(&KEY.into(), escaped);

    assert_eq!(
        Signature::verify(&secrets(&[KEY]), escaped, &header),
        Ok(())
    );
    let decoded = "{\"text\":\"ä /\"}".as_bytes();
    let refused = Signature::verify(&secrets(&[KEY]), decoded, &header);
    assert_eq!(refused, Err(SignatureError::Mismatch));
}

#[test]
fn a_header_of_another_form_is_refused() {
    for header in [
        "",
        "sha256",
        "sha256=",
        "sha1=5bdcc146bf60754e6a042426089575c75a003f08",
        &HEADER[7..],
        &HEADER[..HEADER.len() - 1],
        &format!("{HEADER}0"),
        &format!("{}g", &HEADER[..HEADER.len() - 1]),
        &format!("{}ä", &HEADER[..HEADER.len() - 2]),
    ] {
        let refused = Signature::verify(&secrets(&[KEY]), BODY, header);
        assert_eq!(refused, Err(SignatureError::Malformed), "{header}");
    }
}

#[test]
fn without_a_secret_nothing_is_accepted() {
    let forged = Signature::sign(&SecretString::from(""), BODY);
    for secrets in [secrets(&[]), secrets(&[""]), secrets(&["", ""])] {
        let refused = Signature::verify(&secrets, BODY, &forged);
        assert_eq!(refused, Err(SignatureError::NoSecret));
    }
    let refused = Signature::verify(&secrets(&["", KEY]), BODY, &forged);
    assert_eq!(refused, Err(SignatureError::Mismatch));
}

proptest! {
    #[test]
    fn what_was_signed_is_accepted_and_nothing_else(
        secret in "[ -~]{1,80}",
        body in prop::collection::vec(any::<u8>(), 1..300),
        at in any::<prop::sample::Index>(),
    ) {
        let secrets = [SecretString::from(secret)];
        let header = Signature::sign(&secrets[0], &body);
        prop_assert_eq!(Signature::verify(&secrets, &body, &header), Ok(()));

        let mut other = body.clone();
        let at = at.index(other.len());
        other[at] ^= 1;
        let refused = Signature::verify(&secrets, &other, &header);
        prop_assert_eq!(refused, Err(SignatureError::Mismatch));
    }
}
