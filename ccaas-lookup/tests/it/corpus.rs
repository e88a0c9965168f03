//! The fuzz targets' corpora, replayed.

use std::{fs, path::Path};

/// The fuzz targets themselves, so that both check the same.
#[path = "../../../fuzz/fuzz_targets/lookup_checks.rs"]
mod lookup_checks;

fn replay(target: &str, check: fn(&[u8])) {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let inputs: Vec<_> = fs::read_dir(fuzz.join(target))
        .and_then(|entries| entries.map(|entry| fs::read(entry?.path())).collect())
        .expect("the corpus can be read");
    assert!(!inputs.is_empty(), "{target} has a corpus");
    inputs.iter().for_each(|input| check(input));
}

#[test]
fn keys_of_the_corpus_are_read_from_their_own_text() {
    replay("phone_key", lookup_checks::phone_key);
}

#[test]
fn what_is_cleaned_of_the_corpus_is_clean() {
    replay("clean", lookup_checks::cleaning);
}
