//! What the bridge remembers: `bridge.db` in `DATA_DIR`.
//!
//! Texts, numbers and names are sealed or not there at all; what must be found again is a
//! keyed hash. Message bodies are in the inbox, and only until they are delivered.

mod contexts;
mod customers;
mod forgetting;
mod identity;
mod overview;
mod progress;
mod settings;
mod tracking;

use std::{path::Path, sync::Arc};

use chrono::{DateTime, Utc};
use server_kit::{
    seal::Sealer,
    sqlite::{Database, Migration, Transaction},
};

pub use customers::Customer;
pub use identity::{Identity, Who};
pub use overview::Times;
pub use progress::{NewStatus, ReceivedMessage, SentMessage, SentPart};
pub use tracking::{NewTracked, Totals, Tracked};

use crate::routes_file::RouteName;

const MIGRATIONS: [Migration; 2] = [
    Migration {
        version: 1,
        description: "bridge",
        sql: include_str!("../migrations/0001_bridge.sql"),
    },
    Migration {
        version: 2,
        description: "receipts",
        sql: include_str!("../migrations/0002_receipts.sql"),
    },
];

/// Every statement of the store, for the test that each uses an index.
#[cfg(test)]
fn statements() -> Vec<&'static str> {
    [
        contexts::STATEMENTS,
        customers::STATEMENTS,
        forgetting::STATEMENTS,
        overview::STATEMENTS,
        progress::STATEMENTS,
        settings::STATEMENTS,
        tracking::STATEMENTS,
    ]
    .concat()
}

/// Finds a customer: a keyed hash of route and Genesys `from.id`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CustomerKey(pub Vec<u8>);

impl std::fmt::Debug for CustomerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CustomerKey([keyed hash])")
    }
}

/// The database, and the keys of what is in it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    database: Database,
    sealer: Arc<Sealer>,
    /// Hashes with a key that stays when the sealing keys are changed.
    index: Arc<Sealer>,
}

impl Store {
    /// Opens `bridge.db` in `folder`, and makes it if it is missing.
    ///
    /// # Errors
    /// If the folder cannot be written, or the file is no database.
    pub async fn open(
        folder: &Path,
        sealer: Arc<Sealer>,
        index: Sealer,
    ) -> Result<Self, sqlx::Error> {
        let database = Database::open(&folder.join("bridge.db"), &MIGRATIONS).await?;
        Ok(Self {
            database,
            sealer,
            index: Arc::new(index),
        })
    }

    /// The database itself.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Seals and opens what is stored.
    #[must_use]
    pub fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// Begins a transaction: for the intake, and for whatever is done in a task of its own.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub async fn begin(&self) -> Result<Transaction, sqlx::Error> {
        self.database.begin().await
    }

    /// The hash that a customer of a route is stored by.
    #[must_use]
    pub fn customer_key(&self, route: &RouteName, from_id: &str) -> CustomerKey {
        let value = format!("{route}\0{from_id}");
        CustomerKey(self.hash("customer", &value))
    }

    /// The hash that an id of Meta's or Genesys Cloud's is stored by.
    #[must_use]
    pub fn id_hash(&self, id: &str) -> Vec<u8> {
        self.hash("message", id)
    }

    fn hash(&self, purpose: &str, value: &str) -> Vec<u8> {
        let mut hashes = self.index.hashes(purpose, value.as_bytes());
        hashes.swap_remove(0)
    }

    /// Closes the database: everything is then in its one file.
    pub async fn close(&self) {
        self.database.close().await;
    }
}

/// A time as it is stored.
pub(crate) fn millis(time: DateTime<Utc>) -> i64 {
    time.timestamp_millis()
}

/// A stored time.
pub(crate) fn time(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests;
