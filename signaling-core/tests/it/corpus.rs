//! The fuzz target's corpus, replayed.

use std::{fs, path::Path};

/// The fuzz target itself, so that both check the same.
#[path = "../../../fuzz/fuzz_targets/signaling_checks.rs"]
mod signaling_checks;

#[test]
fn events_of_the_corpus_are_read_or_refused() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/call_event");
    let inputs: Vec<_> = fs::read_dir(corpus)
        .and_then(|entries| entries.map(|entry| fs::read(entry?.path())).collect())
        .expect("the corpus can be read");

    let read = inputs
        .iter()
        .filter(|input| signaling_checks::call_event(input));
    assert!(read.count() >= 19, "every event is in the corpus");
}
