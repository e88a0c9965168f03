//! The fuzz targets' corpora, replayed; those of the parsers are bodies, too.

use std::{fs, path::Path};

/// The fuzz targets themselves, so that both check the same.
#[path = "../../../fuzz/fuzz_targets/transform_checks.rs"]
mod transform_checks;

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
fn what_whatsapp_sends_becomes_calls_that_genesys_takes() {
    for target in ["transform_inbound", "webhook_parse"] {
        for input in corpus(target) {
            transform_checks::inbound(&input);
        }
    }
}

#[test]
fn what_genesys_sends_becomes_messages_that_whatsapp_takes() {
    for target in ["transform_outbound", "genesys_webhook_parse"] {
        for input in corpus(target) {
            transform_checks::outbound(&input);
        }
    }
}
