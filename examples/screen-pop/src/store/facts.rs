//! What is known of the data as a whole.

use server_kit::sqlite::Transaction;
use sqlx::Row;

use super::Store;

const GET: &str = "SELECT value FROM facts WHERE name = $1";
const PUT: &str = "INSERT INTO facts (name, value) VALUES ($1, $2) \
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";
const COUNT_UP: &str = "INSERT INTO facts (name, value) VALUES ($1, '1') \
    ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[GET, PUT, COUNT_UP];

/// The rules that the phone keys were made by.
const PHONE_KEYS: &str = "phone_keys";
/// The highest id that a case ever had, once cases were erased: an id is given once.
const LAST_CASE: &str = "last_case";
/// Grows with every change of an API key.
const KEY_CHANGES: &str = "key_changes";

impl Store {
    /// The rules that the stored phone keys were made by; none in a new database.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn phone_rules(&self) -> Result<Option<String>, sqlx::Error> {
        self.fact(PHONE_KEYS).await
    }

    /// Notes by which rules the stored phone keys are made.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn put_phone_rules(&self, rules: &str) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        let put = sqlx::query(PUT).bind(PHONE_KEYS).bind(rules);
        put.execute(&mut *transaction).await?;
        transaction.commit().await
    }

    /// The highest id that an erased case may have had; 0 if none was erased.
    pub(super) async fn last_erased(&self) -> Result<i64, sqlx::Error> {
        let last = self.fact(LAST_CASE).await?;
        Ok(last.and_then(|last| last.parse().ok()).unwrap_or(0))
    }

    /// A text that is another one after each change of an API key, in whichever process.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn key_changes(&self) -> Result<Option<String>, sqlx::Error> {
        self.fact(KEY_CHANGES).await
    }

    async fn fact(&self, name: &str) -> Result<Option<String>, sqlx::Error> {
        let row = sqlx::query(GET).bind(name);
        let row = row.fetch_optional(self.database.reader()).await?;
        row.map(|row| row.try_get("value")).transpose()
    }
}

/// Notes the highest id up to now, before cases go.
pub(crate) async fn note_last_id(
    transaction: &mut Transaction,
    last_id: i64,
) -> Result<(), sqlx::Error> {
    let put = sqlx::query(PUT).bind(LAST_CASE).bind(last_id.to_string());
    put.execute(&mut **transaction).await.map(drop)
}

/// Notes that an API key is changed.
pub(super) async fn count_key_change(transaction: &mut Transaction) -> Result<(), sqlx::Error> {
    let count = sqlx::query(COUNT_UP).bind(KEY_CHANGES);
    count.execute(&mut **transaction).await.map(drop)
}
