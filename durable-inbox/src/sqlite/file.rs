//! The database's file: whose it is, who may read it, and its schema.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Row, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::BoxError;

const SCHEMA: &str = include_str!("schema.sql");
/// Grows with each step of the schema.
const VERSION: i64 = 1;
const WAIT: Duration = Duration::from_secs(5);
const READERS: u32 = 2;
/// The writer's statements differ by their number of rows.
const STATEMENTS: usize = 256;

/// A file that this process alone uses.
#[derive(Debug)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    // Locked until it is dropped, or the process ends in whatever way.
    _lock: File,
}

impl DatabaseFile {
    pub(super) fn open(path: &Path) -> Result<Self, BoxError> {
        let lock = File::options()
            .create(true)
            .append(true)
            .open(beside(path, "-lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(format!("{} is in use by another process", path.display()).into());
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        // SQLite gives its log and index the mode of the file.
        File::options().create(true).append(true).open(path)?;
        for end in ["", "-wal", "-shm", "-lock"] {
            only_for_owner(&beside(path, end))?;
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
        })
    }

    /// The connection that writes, with the schema up to date.
    pub(super) async fn writer(&self) -> Result<SqliteConnection, BoxError> {
        let mut connection = self
            .options()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .statement_cache_capacity(STATEMENTS)
            .connect()
            .await?;
        let version: i64 = sqlx::query("PRAGMA user_version")
            .fetch_one(&mut connection)
            .await?
            .try_get(0)?;
        if version > VERSION {
            return Err("the inbox was made by a newer version".into());
        }
        if version < VERSION {
            let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::raw_sql(SCHEMA).execute(&mut *transaction).await?;
            let mark = AssertSqlSafe(format!("PRAGMA user_version = {VERSION}"));
            sqlx::query(mark).execute(&mut *transaction).await?;
            transaction.commit().await?;
        }
        Ok(connection)
    }

    /// Connections that only read. One stays open: without any the log would be removed, and a
    /// full disk has no room to make it again.
    pub(super) async fn readers(&self) -> Result<SqlitePool, sqlx::Error> {
        SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(1)
            .acquire_timeout(WAIT)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(self.options().pragma("query_only", "ON"))
            .await
    }

    fn options(&self) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(&self.path)
            .busy_timeout(WAIT)
            // Deleted values are overwritten, not only unlinked.
            .pragma("secure_delete", "ON")
            .disable_statement_logging()
    }
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Takes everybody else's rights. A file of another user is left as it is: who shares it by its
/// group meant to.
#[cfg(unix)]
fn only_for_owner(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    match fs::set_permissions(path, fs::Permissions::from_mode(0o600)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            let file = path.display();
            tracing::warn!(%error, "others may read {file}: it belongs to another user");
            Ok(())
        }
        done => done,
    }
}

#[cfg(not(unix))]
fn only_for_owner(_: &Path) -> io::Result<()> {
    Ok(())
}
