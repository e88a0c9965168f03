//! What is on the disk: `screen-pop.db` in `DATA_DIR`.
//!
//! Cases are read from it once, at the start; then lookups are answered from memory, and the
//! database is what every change is written to first.

mod audit;
mod cases;
mod facts;
mod imports;
mod keys;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use server_kit::sqlite::{Database, Migration, Transaction};

pub use audit::Change;
pub use cases::Row;
pub(crate) use cases::{delete, put, rekey};
pub(crate) use facts::note_last_id;
pub(crate) use imports::note as note_import;
pub use imports::{Counts, ImportState, Imported, Rejected};

const MIGRATIONS: [Migration; 1] = [Migration {
    version: 1,
    description: "screen pop",
    sql: include_str!("../migrations/0001_screen_pop.sql"),
}];

/// Every statement of the store, for the test that each uses an index.
#[cfg(test)]
fn statements() -> Vec<&'static str> {
    [
        audit::STATEMENTS,
        cases::STATEMENTS,
        facts::STATEMENTS,
        imports::STATEMENTS,
        keys::STATEMENTS,
    ]
    .concat()
}

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    database: Database,
    file: Arc<File>,
}

#[derive(Debug)]
struct File {
    path: PathBuf,
    opened: Option<Identity>,
}

impl Store {
    /// Opens `screen-pop.db` in `folder`, and makes it if it is missing.
    ///
    /// # Errors
    /// If the folder cannot be written, or the file is no database.
    pub async fn open(folder: &Path) -> Result<Self, sqlx::Error> {
        let path = folder.join("screen-pop.db");
        let database = Database::open(&path, &MIGRATIONS).await?;
        let opened = Identity::of(&path);
        Ok(Self {
            database,
            file: Arc::new(File { path, opened }),
        })
    }

    /// The database itself.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// If the file cannot be written, or is not the one any more that was opened: what is
    /// written into a removed file is lost with the process.
    pub async fn begin(&self) -> Result<Transaction, sqlx::Error> {
        if !self.is_present() {
            return Err(sqlx::Error::Io(std::io::ErrorKind::NotFound.into()));
        }
        self.database.begin().await
    }

    /// Whether it can be written: its file is there, nobody holds it locked, and the disk has
    /// room if the last write failed.
    pub async fn is_writable(&self) -> bool {
        if !self.is_present() || !self.database.is_ready().await {
            return false;
        }
        match self.begin().await {
            Ok(transaction) => transaction.rollback().await.is_ok(),
            Err(_) => false,
        }
    }

    fn is_present(&self) -> bool {
        self.file.opened.is_some() && Identity::of(&self.file.path) == self.file.opened
    }

    /// Closes the database: everything is then in its one file.
    pub async fn close(&self) {
        self.database.close().await;
    }
}

/// What tells a file from another one of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    #[cfg(unix)]
    device_and_inode: (u64, u64),
}

impl Identity {
    fn of(path: &Path) -> Option<Self> {
        let _data = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        return Some(Self {
            device_and_inode: {
                use std::os::unix::fs::MetadataExt;
                (_data.dev(), _data.ino())
            },
        });
        #[cfg(not(unix))]
        Some(Self {})
    }
}

/// A time as it is stored.
pub(crate) fn micros(time: DateTime<Utc>) -> i64 {
    time.timestamp_micros()
}

/// A stored time.
pub(crate) fn time(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests;
