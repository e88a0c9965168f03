//! What is deleted: after its time, or because somebody wants it.

use chrono::{DateTime, TimeDelta, Utc};

use super::{CustomerKey, Store, millis};
use crate::settings::BridgeArguments;

const WIPE_WAMIDS: &str = "UPDATE customers SET last_wamid_sealed = NULL WHERE customer_key IN \
    (SELECT customer_key FROM customers WHERE last_wamid_sealed IS NOT NULL \
    AND last_wamid_until <= $1 LIMIT 500)";
const WIPE_ITEMS: &str = "UPDATE messages SET item_sealed = NULL WHERE id IN \
    (SELECT id FROM messages WHERE item_sealed IS NOT NULL AND updated_at <= $1 LIMIT 500)";
const REMOVE_MESSAGES: &str = "DELETE FROM messages WHERE id IN \
    (SELECT id FROM messages WHERE created_at <= $1 LIMIT 500)";
const REMOVE_PARTS: &str = "DELETE FROM parts WHERE (genesys_hash, part) IN \
    (SELECT genesys_hash, part FROM parts WHERE updated_at <= $1 LIMIT 500)";
const SILENT: &str = "SELECT customer_key FROM customers WHERE last_message_at <= $1 LIMIT 100";
/// Everything of one customer; messages stay as numbers in the statistics, of nobody.
const OF_CUSTOMER: [&str; 5] = [
    "DELETE FROM aliases WHERE customer_key = $1",
    "DELETE FROM conversations WHERE customer_key = $1",
    "DELETE FROM contexts WHERE customer_key = $1",
    "DELETE FROM messages WHERE customer_key = $1",
    "DELETE FROM customers WHERE customer_key = $1",
];
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    WIPE_WAMIDS,
    WIPE_ITEMS,
    REMOVE_MESSAGES,
    REMOVE_PARTS,
    SILENT,
    OF_CUSTOMER[0],
    OF_CUSTOMER[1],
    OF_CUSTOMER[2],
    OF_CUSTOMER[3],
    OF_CUSTOMER[4],
];

impl Store {
    /// Deletes everything of a customer.
    ///
    /// # Errors
    /// If it was not deleted.
    pub async fn forget(&self, key: &CustomerKey) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        for statement in OF_CUSTOMER {
            let delete = sqlx::query(statement).bind(&key.0);
            delete.execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }

    /// Deletes what was kept for long enough; how many rows that were.
    ///
    /// # Errors
    /// If it was not deleted.
    pub async fn sweep(
        &self,
        keep: &BridgeArguments,
        now: DateTime<Utc>,
    ) -> Result<u64, sqlx::Error> {
        let mut touched = 0;
        for (statement, kept) in [
            (WIPE_WAMIDS, TimeDelta::zero()),
            (WIPE_ITEMS, keep.keep_bodies),
            (REMOVE_MESSAGES, keep.keep_ids),
            (REMOVE_PARTS, keep.keep_ids),
        ] {
            // Some at a time: messages are written in between.
            loop {
                let some = sqlx::query(statement).bind(millis(now - kept));
                match self.database.write(some).await? {
                    0 => break,
                    count => touched += count,
                }
            }
        }
        let silent = millis(now - keep.keep_mappings);
        loop {
            let some = sqlx::query_scalar(SILENT).bind(silent);
            let some: Vec<Vec<u8>> = some.fetch_all(self.database.reader()).await?;
            if some.is_empty() {
                break;
            }
            for key in some {
                self.forget(&CustomerKey(key)).await?;
                touched += 1;
            }
        }
        self.database.truncate_log().await?;
        Ok(touched)
    }
}
