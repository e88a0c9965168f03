//! What the fuzz targets of `ccaas-lookup` check; its tests replay the corpora with the same.

#![allow(dead_code, reason = "each target uses its own part")]

use std::sync::LazyLock;

use ccaas_lookup::{Caller, PhoneKey, PhoneReader, clean};

static READERS: LazyLock<Vec<PhoneReader>> = LazyLock::new(|| {
    let regions = ["IT", "US", "DE", "BR", "AR", "MX", "EG", "GB"];
    regions
        .iter()
        .map(|region| PhoneReader::new(region).expect("it has a numbering plan"))
        .collect()
});

/// The first byte picks a region. A key is read from its own text, and comes back from a database.
pub(crate) fn phone_key(input: &[u8]) {
    let Some((region, text)) = input.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(text);
    let reader = &READERS[usize::from(*region) % READERS.len()];
    if let Ok(Caller::Number(key)) = reader.read(&text) {
        let again = reader.read(&key.to_text());
        assert_eq!(
            again,
            Ok(Caller::Number(key)),
            "a key is read from its text"
        );
        assert_eq!(PhoneKey::from_bits(key.to_bits()), Some(key));
    }
}

/// What has been cleaned is clean, and has no more characters than before, but for a context.
pub(crate) fn cleaning(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let once = clean(&text);
    assert_eq!(clean(&once), once, "what has been cleaned is clean");
    let added = " #".len();
    assert!(once.chars().count() <= text.chars().count() + added);
}
