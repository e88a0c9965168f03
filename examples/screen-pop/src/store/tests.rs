use super::*;

#[tokio::test]
async fn every_statement_uses_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();

    let scans = store.database().scans(&statements()).await.unwrap();

    assert!(scans.is_empty(), "{scans:#?}");
}

#[tokio::test]
async fn a_file_that_was_removed_is_not_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    assert!(store.is_writable().await);

    std::fs::remove_file(folder.path().join("screen-pop.db")).unwrap();

    assert!(!store.is_writable().await);
    assert!(store.begin().await.is_err());
}
