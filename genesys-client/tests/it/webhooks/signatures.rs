//! Whose deliveries are trusted.

use genesys_client::{
    SecretString,
    webhooks::{Signature, SignatureError},
};

const BODY: &[u8] = br#"{"type":"Text","text":"hello"}"#;

fn secrets(secrets: &[&str]) -> Vec<SecretString> {
    secrets.iter().map(|&it| it.into()).collect()
}

/// Computed with `openssl dgst -sha256 -hmac … -binary | base64`.
const SIGNED: &str = "sha256=VFOqPirUy2dSH4j5TtDBeRgC9qnVzx8SJfWjQDlgGM4=";
const SIGNED_IN_HEX: &str =
    "sha256=5453aa3e2ad4cb67521f88f94ed0c1791802f6a9d5cf1f1225f5a340396018ce";

#[test]
fn a_signature_made_by_another_implementation_is_accepted() {
    let secrets = secrets(&["a-secret-of-some-length"]);
    assert_eq!(Signature::verify(&secrets, BODY, SIGNED), Ok(()));
    assert_eq!(Signature::sign(&secrets[0], BODY), SIGNED);
}

#[test]
fn both_secrets_are_taken_while_one_is_replaced() {
    let both = secrets(&["the-old-secret-of-old", "the-new-secret-of-new"]);
    for secret in &both {
        let header = Signature::sign(secret, BODY);
        assert_eq!(Signature::verify(&both, BODY, &header), Ok(()));
    }
    let header = Signature::sign(&"a-third-secret-of-them".into(), BODY);
    let refused = Signature::verify(&both, BODY, &header);
    assert_eq!(refused, Err(SignatureError::Mismatch));
}

#[test]
fn one_other_byte_makes_a_mismatch() {
    let secrets = secrets(&["a-secret-of-some-length"]);
    for body in [&BODY[1..], b"", br#"{"type":"Text","text": "hello"}"#] {
        let refused = Signature::verify(&secrets, body, SIGNED);
        assert_eq!(refused, Err(SignatureError::Mismatch));
    }
}

#[test]
fn what_is_no_base64_of_32_bytes_is_malformed() {
    let secrets = secrets(&["a-secret-of-some-length"]);
    let bare = SIGNED.trim_start_matches("sha256=");
    for header in [
        "",
        "sha256=",
        bare,
        SIGNED_IN_HEX,
        &format!("sha1={bare}"),
        &format!("SHA256={bare}"),
        &format!("{SIGNED}="),
        SIGNED.trim_end_matches('='),
        &format!("{SIGNED},{SIGNED}"),
        "sha256=AAAA",
    ] {
        let refused = Signature::verify(&secrets, BODY, header);
        assert_eq!(refused, Err(SignatureError::Malformed), "{header}");
    }
}

#[test]
fn space_around_the_header_is_no_part_of_it() {
    let secrets = secrets(&["a-secret-of-some-length"]);
    let header = format!(" {SIGNED}\r\n");
    assert_eq!(Signature::verify(&secrets, BODY, &header), Ok(()));
}

#[test]
fn without_a_secret_nothing_is_trusted() {
    for none in [secrets(&[]), secrets(&[""])] {
        let refused = Signature::verify(&none, BODY, SIGNED);
        assert_eq!(refused, Err(SignatureError::NoSecret));
    }
    // An attacker can sign with an empty secret.
    let header = Signature::sign(&"".into(), BODY);
    let one = secrets(&["", "a-secret-of-some-length"]);
    let refused = Signature::verify(&one, BODY, &header);
    assert_eq!(refused, Err(SignatureError::Mismatch));
}
