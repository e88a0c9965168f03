//! Sessions that were signed out before their tokens expire.

use super::Store;

const ADD: &str = "INSERT INTO signed_out (session, until) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const HAS: &str = "SELECT 1 FROM signed_out WHERE session = $1";
pub(super) const PURGE: &str = "DELETE FROM signed_out WHERE until < $1";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[ADD, HAS, PURGE];

impl Store {
    /// Ends a session, whose tokens expire at `until`, in milliseconds since 1970.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn sign_out(&self, session: &str, until: i64) -> Result<(), sqlx::Error> {
        let add = sqlx::query(ADD).bind(session.to_owned()).bind(until);
        self.database.write(add).await.map(drop)
    }

    /// Whether a session was signed out.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn is_signed_out(&self, session: &str) -> Result<bool, sqlx::Error> {
        let has = sqlx::query(HAS).bind(session);
        let found = has.fetch_optional(self.database.reader()).await?;
        Ok(found.is_some())
    }
}
