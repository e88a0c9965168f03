//! What is on the disk: `video-reception.db` in `DATA_DIR`.
//!
//! Names, addresses, purposes and notes are sealed. Calls are written by one background task,
//! see [`Journal`](crate::lobby::Journal).

mod calls;
mod decisions;
mod kept;
mod signed_out;
mod staff;
mod stats;

use std::{fmt, path::Path, sync::Arc};

use server_kit::{
    seal::Sealer,
    sqlite::{Database, Migration},
};

pub use calls::{CallRecord, DayCall};
pub use staff::Profile;
pub use stats::Measured;
pub(crate) use stats::path_name;

const FILE: &str = "video-reception.db";
const MIGRATIONS: [Migration; 1] = [Migration {
    version: 1,
    description: "video reception",
    sql: include_str!("../migrations/0001_video_reception.sql"),
}];

/// The history of calls, and what visitors see of the staff. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    database: Database,
    sealer: Arc<Sealer>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database in this folder, and makes it if it is missing.
    ///
    /// # Errors
    /// If the folder cannot be written, or the file is no such database.
    pub async fn open(data_dir: &Path, sealer: Sealer) -> Result<Self, sqlx::Error> {
        Ok(Self {
            database: Database::open(&data_dir.join(FILE), &MIGRATIONS).await?,
            sealer: Arc::new(sealer),
        })
    }

    /// The database, for `/readyz` and to close it at the end.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Forgets what is older than this moment, in milliseconds since 1970, and sign-outs whose
    /// tokens have expired by now.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn purge(&self, before: i64, now: i64) -> Result<(), sqlx::Error> {
        for (statement, moment) in [
            (calls::PURGE, before),
            (decisions::PURGE, before),
            (stats::PURGE, before),
            (signed_out::PURGE, now),
        ] {
            let purge = sqlx::query(statement).bind(moment);
            self.database.write(purge).await?;
        }
        self.database.truncate_log().await
    }
}

#[cfg(test)]
mod tests;
