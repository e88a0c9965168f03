//! API keys on the disk.

use chrono::{DateTime, Utc};
use server_kit::sqlite::Transaction;
use sqlx::{Row, sqlite::SqliteRow};

use super::{Change, Store, facts::count_key_change, micros, time};
use crate::keys::{ApiKey, Digest, Kind, Scope, Terms};

/// There are some dozens; they are read as a whole, in the order in which they are kept.
const ALL: &str = "SELECT id, name, kind, origin, environment, scopes, limit_per_minute, \
    secret_hash, old_secret_hash, old_secret_until, created_at, expires_at, revoked_at, \
    last_used_at, uses FROM api_keys WHERE id > '' ORDER BY id";
const ONE: &str = "SELECT id, name, kind, origin, environment, scopes, limit_per_minute, \
    secret_hash, old_secret_hash, old_secret_until, created_at, expires_at, revoked_at, \
    last_used_at, uses FROM api_keys WHERE id = $1";
const PUT: &str = "INSERT INTO api_keys (id, name, kind, origin, environment, scopes, \
    limit_per_minute, secret_hash, old_secret_hash, old_secret_until, created_at, expires_at, \
    revoked_at, last_used_at, uses) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
    ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, \
    old_secret_hash = excluded.old_secret_hash, old_secret_until = excluded.old_secret_until, \
    revoked_at = excluded.revoked_at";
const USED: &str = "UPDATE api_keys SET last_used_at = $2, uses = uses + $3 WHERE id = $1";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[ALL, ONE, PUT, USED];

impl Store {
    /// All keys.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn api_keys(&self) -> Result<Vec<ApiKey>, sqlx::Error> {
        let rows = sqlx::query(ALL).fetch_all(self.database.reader()).await?;
        rows.iter().map(read).collect()
    }

    /// Writes a key, with who did it.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn put_api_key(&self, key: &ApiKey, change: &Change) -> Result<(), sqlx::Error> {
        let written = async {
            let mut transaction = self.begin().await?;
            put(&mut transaction, key, change).await?;
            transaction.commit().await
        };
        let written = written.await;
        change.tell(written.is_ok());
        written
    }

    /// Changes the key with this id, as it is in the database at that moment: two changes at
    /// once, of whichever process, take turns. `changed` is given nothing if there is no such
    /// key, and may refuse.
    ///
    /// # Errors
    /// If it was not written. The inner error is `changed`'s.
    pub async fn change_api_key<T, E>(
        &self,
        id: &str,
        change: &Change,
        changed: impl FnOnce(Option<ApiKey>) -> Result<(ApiKey, T), E>,
    ) -> Result<Result<(ApiKey, T), E>, sqlx::Error> {
        let written = async {
            let mut transaction = self.begin().await?;
            let row = sqlx::query(ONE).bind(id);
            let row = row.fetch_optional(&mut *transaction).await?;
            let key = row.as_ref().map(read).transpose()?;
            let (key, more) = match changed(key) {
                Ok(changed) => changed,
                Err(refused) => {
                    transaction.rollback().await?;
                    return Ok(Err(refused));
                }
            };
            put(&mut transaction, &key, change).await?;
            transaction.commit().await?;
            Ok(Ok((key, more)))
        };
        let written: Result<Result<_, E>, sqlx::Error> = written.await;
        change.tell(matches!(written, Ok(Ok(_))));
        written
    }

    /// Adds to how often a key was used, and when it was last.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn key_used(
        &self,
        id: &str,
        times: u64,
        last: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        let used = sqlx::query(USED)
            .bind(id)
            .bind(micros(last))
            .bind(times.cast_signed());
        used.execute(&mut *transaction).await?;
        transaction.commit().await
    }
}

async fn put(
    transaction: &mut Transaction,
    key: &ApiKey,
    change: &Change,
) -> Result<(), sqlx::Error> {
    let terms = &key.terms;
    let (old, old_until) = key.old.clone().unzip();
    let put = sqlx::query(PUT)
        .bind(&key.id)
        .bind(&terms.name)
        .bind(terms.kind.name())
        .bind(&terms.origin)
        .bind(&terms.environment)
        .bind(Scope::names(&terms.scopes))
        .bind(terms.limit_per_minute.map(i64::from))
        .bind(key.digest.bytes())
        .bind(old.map(|old| old.bytes().to_vec()))
        .bind(old_until.map(micros))
        .bind(micros(key.created_at))
        .bind(terms.expires_at.map(micros))
        .bind(key.revoked_at.map(micros))
        .bind(key.last_used_at.map(micros))
        .bind(key.uses.cast_signed());
    put.execute(&mut **transaction).await?;
    count_key_change(transaction).await?;
    change.note(transaction).await
}

fn read(row: &SqliteRow) -> Result<ApiKey, sqlx::Error> {
    let at = |column: &str| -> Result<_, sqlx::Error> {
        let at: Option<i64> = row.try_get(column)?;
        Ok(at.map(time))
    };
    let kind: &str = row.try_get("kind")?;
    let scopes: &str = row.try_get("scopes")?;
    let digest: &[u8] = row.try_get("secret_hash")?;
    let old: Option<&[u8]> = row.try_get("old_secret_hash")?;
    let limit: Option<i64> = row.try_get("limit_per_minute")?;
    Ok(ApiKey {
        id: row.try_get("id")?,
        terms: Terms {
            name: row.try_get("name")?,
            // A kind of a later version may do as little as a browser's key without an origin.
            kind: Kind::named(kind).unwrap_or(Kind::Browser),
            origin: row.try_get("origin")?,
            environment: row.try_get("environment")?,
            scopes: Scope::list(scopes),
            limit_per_minute: limit.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX)),
            expires_at: at("expires_at")?,
        },
        digest: Digest::stored(digest),
        old: old.map(Digest::stored).zip(at("old_secret_until")?),
        created_at: at("created_at")?.unwrap_or_default(),
        revoked_at: at("revoked_at")?,
        last_used_at: at("last_used_at")?,
        uses: row.try_get::<i64, _>("uses")?.unsigned_abs(),
    })
}
