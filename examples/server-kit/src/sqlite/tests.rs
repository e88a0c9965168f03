use tempfile::TempDir;

use super::*;

const NOTES: [Migration; 1] = [Migration {
    version: 1,
    description: "notes",
    sql: "CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL);\n\
          CREATE INDEX notes_by_text ON notes (text);",
}];
const ADD: &str = "INSERT INTO notes (id, text) VALUES ($1, $2)";

async fn open() -> (Database, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.db");
    (Database::open(&file, &NOTES).await.unwrap(), folder)
}

fn add(id: i64, text: &str) -> Statement<'static> {
    sqlx::query(ADD).bind(id).bind(text.to_owned())
}

async fn count(database: &Database) -> i64 {
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM notes");
    count.fetch_one(database.reader()).await.unwrap()
}

/// A connection of somebody else, past all that is tested here.
async fn outside(folder: &TempDir, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(folder.path().join("notes.db"));
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::query(statement)
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::Connection::close(connection).await.unwrap();
}

/// Writes more than there is room for: SQLite then ends the transaction by itself.
async fn overfill(database: &Database) {
    let mut transaction = database.begin().await.unwrap();
    transaction.run("PRAGMA max_page_count = 1").await.unwrap();
    let too_much = add(0, &"x".repeat(100_000));
    let refused = too_much.execute(&mut *transaction).await.unwrap_err();
    assert!(refused.to_string().contains("full"), "{refused}");
}

#[tokio::test]
async fn a_transaction_that_failed_harms_no_later_one() {
    let (database, _folder) = open().await;
    overfill(&database).await;

    for id in 1..=10 {
        let mut transaction = database.begin().await.unwrap();
        let added = add(id, "later").execute(&mut *transaction).await;
        added.unwrap();
        transaction.commit().await.unwrap();
    }

    assert_eq!(count(&database).await, 10);
}

#[tokio::test]
async fn the_connection_of_a_failed_write_is_not_used_again() {
    let (database, _folder) = open().await;
    let limit = sqlx::query("PRAGMA max_page_count = 1");
    database.write(limit).await.unwrap();

    let refused = database.write(add(1, &"x".repeat(100_000))).await;
    let later = database.write(add(2, &"x".repeat(100_000))).await;

    assert!(refused.is_err());
    assert_eq!(later.unwrap(), 1);
}

#[tokio::test]
async fn readiness_tries_to_write_after_a_failure_until_that_works() {
    let (database, folder) = open().await;
    assert!(database.is_ready().await);
    assert!(
        sqlx::query(PROBE[1])
            .fetch_all(database.reader())
            .await
            .is_err()
    );
    database.probe().await.unwrap();
    outside(
        &folder,
        "CREATE TRIGGER no_room BEFORE INSERT ON write_probe \
         BEGIN SELECT RAISE(ABORT, 'no room'); END",
    )
    .await;
    assert!(database.is_ready().await, "nothing failed yet");

    overfill(&database).await;

    assert!(!database.is_ready().await);
    assert!(!database.is_ready().await);
    outside(&folder, "DROP TRIGGER no_room").await;
    assert!(database.is_ready().await);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_the_owner_can_read_the_file_and_its_log() {
    use std::os::unix::fs::PermissionsExt;

    let (database, folder) = open().await;
    let mode = |name: &str| {
        let found = std::fs::metadata(folder.path().join(name)).unwrap();
        found.permissions().mode() & 0o777
    };
    let files = ["notes.db", "notes.db-wal", "notes.db-shm"];

    assert_eq!(files.map(mode), [0o600; 3]);
    drop(database);
}

#[test]
fn a_file_of_another_user_is_only_warned_about() {
    let restricted = |error: io::ErrorKind| tolerate(Path::new("notes.db"), Err(error.into()));

    assert!(restricted(io::ErrorKind::PermissionDenied).is_ok());
    assert!(restricted(io::ErrorKind::NotFound).is_ok());
    assert!(restricted(io::ErrorKind::ReadOnlyFilesystem).is_err());
}

#[tokio::test]
async fn a_violated_constraint_is_no_fault_of_the_database() {
    let (database, _folder) = open().await;
    database.write(add(1, "one")).await.unwrap();

    let again = database.write(add(1, "one")).await.unwrap_err();

    let kind = again.as_database_error().unwrap().kind();
    assert!(matches!(kind, ErrorKind::UniqueViolation));
    assert!(!database.failing.load(Ordering::Relaxed));
}

#[tokio::test]
async fn what_was_not_committed_is_undone() {
    let (database, _folder) = open().await;
    for ended in [true, false] {
        let mut transaction = database.begin().await.unwrap();
        add(1, "gone").execute(&mut *transaction).await.unwrap();
        if ended {
            transaction.rollback().await.unwrap();
        }
    }

    database.write(add(1, "stays")).await.unwrap();
    assert_eq!(count(&database).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_take_turns_and_each_sees_what_the_last_one_wrote() {
    let (database, _folder) = open().await;
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let database = database.clone();
        writers.spawn(async move {
            let mut transaction = database.begin().await.unwrap();
            let next = sqlx::query_scalar("SELECT COUNT(*) FROM notes");
            let next: i64 = next.fetch_one(&mut *transaction).await.unwrap();
            add(next, "turn").execute(&mut *transaction).await.unwrap();
            transaction.commit().await.unwrap();
        });
    }

    while let Some(ended) = writers.join_next().await {
        ended.unwrap();
    }
    assert_eq!(count(&database).await, 32);
}

#[tokio::test]
async fn readers_cannot_write() {
    let (database, _folder) = open().await;

    let refused = add(1, "one").execute(database.reader()).await;

    assert!(refused.unwrap_err().to_string().contains("readonly"));
}

#[tokio::test]
async fn a_step_that_was_changed_afterwards_is_refused() {
    let (database, folder) = open().await;
    database.close().await;
    let changed = [Migration {
        sql: "CREATE TABLE notes (id BIGINT)",
        ..NOTES[0]
    }];

    let refused = Database::open(&folder.path().join("notes.db"), &changed).await;

    let error = refused.unwrap_err().to_string();
    assert!(
        error.contains("migration 1 was previously applied"),
        "{error}"
    );
}

#[tokio::test]
async fn statements_that_read_or_sort_everything_are_named() {
    let (database, _folder) = open().await;
    let statements = [
        ADD,
        "SELECT * FROM notes WHERE id = $1",
        "SELECT * FROM notes WHERE text = $1 OR id = $2",
        "SELECT * FROM notes WHERE text LIKE $1",
        "SELECT COUNT(*) FROM notes",
        "SELECT * FROM notes WHERE text >= $1 ORDER BY text",
        "UPDATE notes SET text = '' WHERE id > 3 OR text <> ''",
        "SELECT * FROM notes WHERE id IN ($1, $2) ORDER BY text",
    ];

    let scans = database.scans(&statements).await.unwrap();

    let named: Vec<_> = scans
        .iter()
        .map(|scan| {
            statements
                .iter()
                .position(|one| scan.ends_with(one))
                .unwrap()
        })
        .collect();
    assert_eq!(named, [3, 4, 6, 7], "{scans:#?}");
}
