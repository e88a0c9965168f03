//! The fuzz target's corpus, replayed.

use std::{fs, path::Path};

use genesys_client::webhooks;

/// The fuzz target itself, so that both check the same.
#[path = "../../../../fuzz/fuzz_targets/genesys_checks.rs"]
mod checks;

#[test]
fn the_corpus_is_clean() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let inputs: Vec<_> = fs::read_dir(fuzz.join("genesys_webhook_parse"))
        .unwrap()
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect();

    inputs.iter().for_each(|input| checks::webhook_parse(input));

    assert!(inputs.iter().any(|input| webhooks::parse(input).is_ok()));
}
