//! What applications keep with a conversation.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::Row;

use super::{Customer, Store, millis, time};

const GET: &str = "SELECT context_sealed, updated_at FROM contexts WHERE conversation_id = $1";
const PUT: &str = "INSERT INTO contexts (conversation_id, customer_key, context_sealed, \
    updated_at) VALUES ($1, $2, $3, $4) ON CONFLICT (conversation_id) DO UPDATE \
    SET context_sealed = excluded.context_sealed, updated_at = excluded.updated_at";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[GET, PUT];

const FIELD: &str = "context";

impl Store {
    /// What is kept with a customer's conversation, and since when; `None` in it if it was
    /// sealed with a key that is gone.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn context(
        &self,
        customer: &Customer,
    ) -> Result<Option<(Option<Value>, DateTime<Utc>)>, sqlx::Error> {
        let owner = &customer.conversation_id;
        let row = sqlx::query(GET).bind(owner);
        let Some(row) = row.fetch_optional(self.database.reader()).await? else {
            return Ok(None);
        };
        let sealed: Vec<u8> = row.try_get("context_sealed")?;
        let context = self.sealer.open(owner, FIELD, &sealed);
        let updated_at = time(row.try_get("updated_at")?);
        Ok(Some((context, updated_at)))
    }

    /// Keeps something with a customer's conversation, in the place of what was there.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn put_context(
        &self,
        customer: &Customer,
        context: &Value,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let owner = &customer.conversation_id;
        let put = sqlx::query(PUT)
            .bind(owner)
            .bind(&customer.key.0)
            .bind(self.sealer.seal(owner, FIELD, context))
            .bind(millis(now));
        self.database.write(put).await.map(drop)
    }
}
