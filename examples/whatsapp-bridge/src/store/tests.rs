use secrecy::SecretString;

use super::*;

/// Base64 of 32 bytes.
const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

async fn store(folder: &Path) -> Store {
    let sealer = || Sealer::new(&SecretString::from(KEY)).unwrap();
    let store = Store::open(folder, Arc::new(sealer()), sealer()).await;
    store.unwrap()
}

#[tokio::test]
async fn every_statement_uses_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;

    let scans = store.database().scans(&statements()).await.unwrap();

    assert!(scans.is_empty(), "{scans:#?}");
}
