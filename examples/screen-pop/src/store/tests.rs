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

/// What somebody else does with the file.
async fn outside(folder: &tempfile::TempDir, statement: String) -> Vec<String> {
    let options = sqlx::sqlite::SqliteConnectOptions::new();
    let options = options.filename(folder.path().join("screen-pop.db"));
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(statement));
    rows.fetch_all(&mut connection).await.unwrap()
}

#[tokio::test]
async fn after_a_write_that_failed_it_is_writable_once_something_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let fail = async || drop(store.begin().await.unwrap());
    fail().await;
    assert!(store.is_writable().await);
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table'".to_owned();
    let tables = outside(&folder, tables).await;
    for table in &tables {
        let full = format!(
            "CREATE TRIGGER no_room_in_{table} BEFORE INSERT ON {table} \
             BEGIN SELECT RAISE(ABORT, 'no room'); END"
        );
        outside(&folder, full).await;
    }

    fail().await;

    assert!(!store.is_writable().await && !store.is_writable().await);
    for table in &tables {
        outside(&folder, format!("DROP TRIGGER no_room_in_{table}")).await;
    }
    assert!(store.is_writable().await);
}
