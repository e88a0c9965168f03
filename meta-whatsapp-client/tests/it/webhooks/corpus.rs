//! The fuzz targets' corpora, replayed.

use std::{fs, path::Path};

use meta_whatsapp_client::webhooks::{self, Signature};

/// The fuzz targets themselves, so that both check the same.
#[path = "../../../../fuzz/fuzz_targets/checks.rs"]
mod checks;

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let inputs: Vec<_> = fs::read_dir(fuzz.join(target))
        .unwrap()
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect();
    assert!(!inputs.is_empty(), "{target} has a corpus");
    inputs
}

#[test]
fn the_corpus_of_webhook_parse_is_clean() {
    let inputs = corpus("webhook_parse");
    inputs.iter().for_each(|input| checks::webhook_parse(input));
    assert!(inputs.iter().any(|input| webhooks::parse(input).is_ok()));
}

#[test]
fn the_corpus_of_signature_header_is_clean() {
    let inputs = corpus("signature_header");
    inputs
        .iter()
        .for_each(|input| checks::signature_header(input));
    let secrets = [checks::SECRET.into()];
    let signed = inputs.iter().any(|input| {
        let (header, body) = checks::split(input);
        Signature::verify(&secrets, body, header).is_ok()
    });
    assert!(signed, "one of them is signed");
}
