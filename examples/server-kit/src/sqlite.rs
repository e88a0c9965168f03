//! SQLite files that get over what disks do: the one place that all stores share.

mod plan;

use std::fs::File;
use std::io;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{path::Path, time::Duration};

use sqlx::error::ErrorKind;
use sqlx::migrate::{MigrationType, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::query::Query;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, SqliteConnection, SqlitePool};

use crate::{health::CachedCheck, keys};

/// How long a statement waits for its turn.
const WAIT: Duration = Duration::from_secs(5);
/// Readers do not wait for the writer, nor it for them.
const READERS: u32 = 4;
/// How long the answer of a readiness check counts.
const READINESS: Duration = Duration::from_secs(1);
/// More than a record of a store takes, so that one that fits means that those fit, too.
const PROBE: [&str; 2] = [
    "CREATE TABLE IF NOT EXISTS write_probe (id BIGINT NOT NULL PRIMARY KEY, filler BLOB NOT NULL)",
    "INSERT INTO write_probe (id, filler) VALUES (1, zeroblob(65536)) \
     ON CONFLICT (id) DO UPDATE SET filler = excluded.filler",
];
const READ_PROBE: &str = "SELECT COUNT(*) FROM _sqlx_migrations WHERE version = 0";

/// One step of a database's schema: what sqlx's tools call `0001_description.sql`.
///
/// A step that was run once stays as it is: its checksum is in the databases that it made.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number; steps are run in this order.
    pub version: i64,
    /// Its name.
    pub description: &'static str,
    /// Its statements, from `include_str!`.
    pub sql: &'static str,
}

/// A statement with its values, as `sqlx::query(…).bind(…)` makes it.
pub type Statement<'q> = Query<'q, Sqlite, SqliteArguments>;

/// One database file; cheap to clone.
///
/// What is written survives a power cut. One connection writes and others read, so that writers
/// take turns instead of finding the file busy. A connection that failed to write is closed:
/// SQLite ends a transaction by itself when the disk is full, which the connection's owner does
/// not learn, so that everything it does later would fail.
#[derive(Clone, Debug)]
pub struct Database {
    readers: SqlitePool,
    writer: SqlitePool,
    /// Whether the last write failed.
    failing: Arc<AtomicBool>,
}

impl Database {
    /// Opens the file, makes it if it is missing, and brings its schema up to date. Nobody but
    /// its owner can read it.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written, the file is no database, or it was made by a newer
    /// version of its store.
    pub async fn open(file: &Path, migrations: &[Migration]) -> Result<Self, sqlx::Error> {
        keep_private(file).map_err(sqlx::Error::Io)?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .busy_timeout(WAIT)
            // Deleted values are overwritten, not only unlinked.
            .pragma("secure_delete", "ON");
        let writing = options
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let writer = pool(1).connect_with(writing).await?;
        migrator(migrations).run(&writer).await?;
        // One stays open: without any connection the log is removed, and a full disk has no
        // room to make it again, not even for reading.
        let readers = pool(READERS).min_connections(1);
        let readers = readers
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self {
            readers,
            writer,
            failing: Arc::default(),
        })
    }

    /// Where to read from; a statement that writes is refused there.
    pub fn reader(&self) -> &SqlitePool {
        &self.readers
    }

    /// Writes with one statement, and returns how many rows it touched.
    ///
    /// # Errors
    ///
    /// When it was not written. A violated constraint is told by the error's kind.
    pub async fn write(&self, statement: Statement<'_>) -> Result<u64, sqlx::Error> {
        let written = async {
            let mut connection = self.writer.acquire().await?;
            let written = statement.execute(&mut *connection).await;
            if written.as_ref().is_err_and(is_fault) {
                connection.close_on_drop();
            }
            written
        };
        let written = written.await;
        let failed = written.as_ref().is_err_and(is_fault);
        self.failing.store(failed, Ordering::Relaxed);
        written.map(|done| done.rows_affected())
    }

    /// Begins a transaction that may write; others wait until it has ended.
    ///
    /// # Errors
    ///
    /// When the others take longer than 5 seconds, or the file cannot be written.
    pub async fn begin(&self) -> Result<Transaction, sqlx::Error> {
        let mut transaction = Transaction {
            connection: None,
            failing: Arc::clone(&self.failing),
        };
        match self.writer.acquire().await {
            Ok(connection) => transaction.connection = Some(connection),
            Err(error) => {
                self.failing.store(true, Ordering::Relaxed);
                return Err(error);
            }
        }
        transaction.run("BEGIN IMMEDIATE").await?;
        Ok(transaction)
    }

    /// Moves what was written from the log into the file: the log keeps deleted values, too.
    ///
    /// A reader can put it off to the next call.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub async fn truncate_log(&self) -> Result<(), sqlx::Error> {
        self.write(sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)"))
            .await
            .map(drop)
    }

    /// Whether the database can be read, and written if the last write failed.
    ///
    /// After a failure it writes something itself: that is how it notices that there is room
    /// again when nobody sends it work.
    pub async fn is_ready(&self) -> bool {
        if self.failing.load(Ordering::Relaxed) {
            return self.probe().await.is_ok();
        }
        sqlx::query(READ_PROBE)
            .fetch_one(&self.readers)
            .await
            .is_ok()
    }

    /// [`is_ready`](Self::is_ready) as a check for `/readyz`, asked once a second at most.
    pub fn readiness(&self) -> CachedCheck {
        let database = self.clone();
        let check = CachedCheck::new(move || {
            let database = database.clone();
            async move { database.is_ready().await }
        });
        check.with_ttl(READINESS)
    }

    async fn probe(&self) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        for statement in PROBE {
            transaction.run(statement).await?;
        }
        transaction.commit().await
    }

    /// Closes the database: everything is then in its one file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// A transaction that may write. Dropped without [`commit`](Self::commit) or
/// [`rollback`](Self::rollback) it is undone, and its connection is closed.
#[derive(Debug)]
pub struct Transaction {
    connection: Option<PoolConnection<Sqlite>>,
    failing: Arc<AtomicBool>,
}

impl Transaction {
    /// Makes everything durable that was written.
    ///
    /// # Errors
    ///
    /// When nothing of it was written.
    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        self.run("COMMIT").await?;
        self.connection = None;
        self.failing.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// Undoes everything that was written: the way out when there is nothing to do.
    ///
    /// # Errors
    ///
    /// When the connection is broken; nothing was written then, either.
    pub async fn rollback(mut self) -> Result<(), sqlx::Error> {
        self.run("ROLLBACK").await?;
        self.connection = None;
        Ok(())
    }

    /// Not by sqlx's own transactions: they count, and SQLite ends one uncounted.
    async fn run(&mut self, statement: &'static str) -> Result<(), sqlx::Error> {
        sqlx::query(statement).execute(&mut **self).await.map(drop)
    }
}

impl Deref for Transaction {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.connection.as_ref().expect("it has not ended")
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.connection.as_mut().expect("it has not ended")
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            // Perhaps only its caller went away: the next readiness check finds out.
            self.failing.store(true, Ordering::Relaxed);
            connection.close_on_drop();
        }
    }
}

/// Makes the file before SQLite does: its log and index get its mode when they are made. Those
/// that a crash left keep theirs.
///
/// A file that belongs to somebody else is warned about: who shares it by its group meant to.
fn keep_private(file: &Path) -> io::Result<()> {
    File::options().create(true).append(true).open(file)?;
    for end in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(end);
        tolerate(Path::new(&path), keys::only_for_owner(Path::new(&path)))?;
    }
    Ok(())
}

fn tolerate(path: &Path, restricted: io::Result<()>) -> io::Result<()> {
    match restricted {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            let file = path.display();
            tracing::warn!(%error, "others may read {file}: it belongs to another user");
            Ok(())
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn pool(connections: u32) -> SqlitePoolOptions {
    // A file needs no fresh connections.
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(WAIT)
        .idle_timeout(None)
        .max_lifetime(None)
}

fn migrator(migrations: &[Migration]) -> Migrator {
    let step = |one: &Migration| {
        let kind = MigrationType::Simple;
        let sql = sqlx::SqlSafeStr::into_sql_str(one.sql);
        sqlx::migrate::Migration::new(one.version, one.description.into(), kind, sql, false)
    };
    Migrator::with_migrations(migrations.iter().map(step).collect())
}

/// Whether it is the database's doing, not the statement's.
fn is_fault(error: &sqlx::Error) -> bool {
    let kind = error.as_database_error().map(|error| error.kind());
    !matches!(
        kind,
        Some(
            ErrorKind::UniqueViolation
                | ErrorKind::ForeignKeyViolation
                | ErrorKind::NotNullViolation
                | ErrorKind::CheckViolation
        )
    )
}

#[cfg(test)]
mod tests;
