//! The reception as it was, for the next start.

use signaling_core::Snapshot;
use sqlx::Row;

use super::Store;

const PUT: &str = "INSERT INTO kept (name, body) VALUES ($1, $2) \
    ON CONFLICT (name) DO UPDATE SET body = excluded.body";
const GET: &str = "SELECT body FROM kept WHERE name = $1";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[PUT, GET];

const RECEPTION: &str = "reception";
/// What it is sealed as: it holds names and resume tokens.
const SNAPSHOT: &str = "snapshot";

impl Store {
    /// Keeps the reception, written as JSON, for the next start.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn keep_reception(&self, json: &[u8]) -> Result<(), sqlx::Error> {
        let sealed = self.sealer.seal_bytes(RECEPTION, SNAPSHOT, json);
        let put = sqlx::query(PUT).bind(RECEPTION).bind(sealed);
        self.database.write(put).await.map(drop)
    }

    /// The reception as it was kept; none if there is none, or it cannot be opened.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn kept_reception(&self) -> Result<Option<Snapshot>, sqlx::Error> {
        let one = sqlx::query(GET).bind(RECEPTION);
        let Some(row) = one.fetch_optional(self.database.reader()).await? else {
            return Ok(None);
        };
        let sealed: Vec<u8> = row.try_get("body")?;
        let opened = self.sealer.open(RECEPTION, SNAPSHOT, &sealed);
        if opened.is_none() {
            tracing::warn!("the calls of the last run cannot be opened; they are over");
        }
        Ok(opened)
    }
}
