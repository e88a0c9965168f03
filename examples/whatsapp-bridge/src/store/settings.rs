//! Settings that were changed while the server ran.

use chrono::{DateTime, Utc};

use super::{Store, millis};

// A handful of rows: all of them are wanted.
const ALL: &str = "SELECT name, value FROM settings ORDER BY name";
const CHANGE: &str = "INSERT INTO settings (name, value, changed_at) VALUES ($1, $2, $3) \
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[CHANGE];

impl Store {
    /// Every setting that was changed, with its value.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn settings(&self) -> Result<Vec<(String, String)>, sqlx::Error> {
        sqlx::query_as(ALL).fetch_all(self.database.reader()).await
    }

    /// Keeps a changed setting.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn change_setting(
        &self,
        name: &str,
        value: &str,
        at: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let change = sqlx::query(CHANGE).bind(name).bind(value).bind(millis(at));
        self.database.write(change).await.map(drop)
    }
}
