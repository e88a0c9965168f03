//! The fixtures: one file per documented shape.

use std::{fs, path::Path};

/// A fixture.
pub(super) struct Fixture {
    pub(super) name: String,
    pub(super) text: String,
}

/// All fixtures, by name.
pub(super) fn all() -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/webhooks");
    let mut fixtures: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            Fixture { name, text }
        })
        .collect();
    fixtures.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(fixtures.len() > 100, "the fixtures are there");
    fixtures
}

/// One fixture.
pub(super) fn one(name: &str) -> Fixture {
    let mut fixtures = all();
    let index = fixtures.iter().position(|it| it.name == name);
    fixtures.swap_remove(index.unwrap_or_else(|| panic!("no fixture {name}")))
}
