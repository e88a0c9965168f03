//! What the dashboard shows beside the tracking: the latest conversations, and times.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Customer, Store, millis, time};

const LATEST: &str = "SELECT * FROM customers WHERE last_message_at < $1 \
    ORDER BY last_message_at DESC LIMIT $2";
const TIMES: &str = "SELECT direction, status, created_at, updated_at FROM messages \
    WHERE created_at >= $1 ORDER BY created_at DESC LIMIT $2";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LATEST, TIMES];

/// When a message came, and when anything was last heard of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// Whether a customer wrote it.
    pub is_inbound: bool,
    /// How far it got.
    pub status: String,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// When its status was last written.
    pub updated_at: DateTime<Utc>,
}

impl Store {
    /// The customers whose last message is before a moment, the latest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn latest_customers(
        &self,
        before: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<Customer>, sqlx::Error> {
        let latest = sqlx::query(LATEST)
            .bind(millis(before))
            .bind(i64::from(most));
        let rows = latest.fetch_all(self.database.reader()).await?;
        rows.iter().map(|row| self.read_customer(row)).collect()
    }

    /// The times of the messages since a moment, the latest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn times(&self, since: DateTime<Utc>, most: u32) -> Result<Vec<Times>, sqlx::Error> {
        let times = sqlx::query(TIMES).bind(millis(since)).bind(i64::from(most));
        let rows = times.fetch_all(self.database.reader()).await?;
        let read = |row: &sqlx::sqlite::SqliteRow| {
            Ok(Times {
                is_inbound: row.try_get::<&str, _>("direction")? == "inbound",
                status: row.try_get("status")?,
                created_at: time(row.try_get("created_at")?),
                updated_at: time(row.try_get("updated_at")?),
            })
        };
        rows.iter().map(read).collect()
    }
}
