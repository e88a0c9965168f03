//! What became of messages, for whoever asks: listed, searched, counted, told from outside.

use chrono::{DateTime, Utc};
use sqlx::{Row, sqlite::SqliteRow};

use super::{CustomerKey, Store, millis, time};
use crate::routes_file::RouteName;

const TRACK: &str = "INSERT INTO messages (route, direction, meta_hash, genesys_hash, \
    customer_key, conversation_id, status, kind, created_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
const STATUS_BY_META: &str =
    "UPDATE messages SET status = $2, updated_at = $3 WHERE meta_hash = $1";
const STATUS_BY_GENESYS: &str =
    "UPDATE messages SET status = $2, updated_at = $3 WHERE genesys_hash = $1";
const BY_META: &str = "SELECT * FROM messages WHERE meta_hash = $1";
const BY_GENESYS: &str = "SELECT * FROM messages WHERE genesys_hash = $1";
const BY_PART: &str = "SELECT messages.* FROM parts JOIN messages USING (genesys_hash) \
    WHERE parts.meta_hash = $1 AND messages.genesys_hash IS NOT NULL";
const OF_CONVERSATION: &str = "SELECT * FROM messages WHERE conversation_id = $1 \
    ORDER BY created_at DESC LIMIT $2";
const OF_CUSTOMER: &str = "SELECT * FROM messages WHERE customer_key = $1 \
    ORDER BY created_at DESC LIMIT $2";
const RECENT: &str = "SELECT * FROM messages WHERE created_at < $1 \
    ORDER BY created_at DESC LIMIT $2";
const ACTIVE: &str = "SELECT COUNT(*) FROM customers WHERE last_message_at > $1";
// Counting everything reads a whole index, which is what these are for.
const MAPPINGS: &str = "SELECT COUNT(*) FROM customers";
const MESSAGES: &str = "SELECT COUNT(*) FROM messages";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    TRACK,
    STATUS_BY_META,
    STATUS_BY_GENESYS,
    BY_META,
    BY_GENESYS,
    BY_PART,
    OF_CONVERSATION,
    OF_CUSTOMER,
    RECENT,
    ACTIVE,
];

/// A message to be tracked; ids are those of the vendors, of which only hashes are kept.
#[derive(Clone)]
pub struct NewTracked<'a> {
    /// Its route.
    pub route: &'a RouteName,
    /// `inbound` or `outbound`.
    pub direction: &'a str,
    /// Its id at WhatsApp.
    pub meta_id: Option<&'a str>,
    /// Its id at Genesys Cloud.
    pub genesys_id: Option<&'a str>,
    /// The customer, if known.
    pub customer: Option<&'a CustomerKey>,
    /// Our conversation, or Genesys Cloud's.
    pub conversation_id: Option<&'a str>,
    /// How far it got.
    pub status: &'a str,
    /// What it is: `text`, `template`.
    pub kind: &'a str,
    /// When it was sent.
    pub at: DateTime<Utc>,
}

impl std::fmt::Debug for NewTracked<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewTracked")
            .field("route", &self.route)
            .field("direction", &self.direction)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A message as it is tracked: nothing of what it says, and nobody's number.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tracked {
    /// Its number here.
    pub id: i64,
    /// Its route.
    pub route: String,
    /// `inbound` or `outbound`.
    pub direction: String,
    /// The conversation.
    pub conversation_id: Option<String>,
    /// What it is.
    pub kind: String,
    /// How far it got.
    pub status: String,
    /// Why it got no further.
    pub reason: Option<String>,
    /// How many WhatsApp messages it is.
    pub parts: i64,
    /// Whether it may have arrived twice.
    pub maybe_duplicate: bool,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// When anything was last heard of it.
    pub updated_at: DateTime<Utc>,
}

/// How much there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Customers that are known.
    pub total_mappings: i64,
    /// Messages that are tracked.
    pub total_messages: i64,
    /// Customers with a message in the last 24 hours.
    pub active_conversations: i64,
}

impl Store {
    /// Tracks a message, or a new status of one that is tracked already.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn track(
        &self,
        message: &NewTracked<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let meta = message.meta_id.map(|id| self.id_hash(id));
        let genesys = message.genesys_id;
        let genesys = genesys.map(|id| self.genesys_hash(message.route, id));
        let mut transaction = self.begin().await?;
        let mut known = 0;
        for (statement, hash) in [(STATUS_BY_META, &meta), (STATUS_BY_GENESYS, &genesys)] {
            if let Some(hash) = hash.as_ref().filter(|_| known == 0) {
                let update = sqlx::query(statement).bind(hash).bind(message.status);
                let update = update.bind(millis(now)).execute(&mut *transaction).await?;
                known = update.rows_affected();
            }
        }
        if known == 0 {
            sqlx::query(TRACK)
                .bind(message.route.as_str())
                .bind(message.direction)
                .bind(meta)
                .bind(genesys)
                .bind(message.customer.map(|key| key.0.as_slice()))
                .bind(message.conversation_id)
                .bind(message.status)
                .bind(message.kind)
                .bind(millis(message.at))
                .bind(millis(now))
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await
    }

    /// Notes how far a message got, by either id; whether it is tracked. Genesys Cloud's ids
    /// are those of messages of one of these routes.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn set_status(
        &self,
        routes: &[RouteName],
        id: &str,
        status: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, sqlx::Error> {
        let by_genesys = |route| (STATUS_BY_GENESYS, self.genesys_hash(route, id));
        let by_genesys = routes.iter().map(by_genesys);
        for (statement, hash) in
            std::iter::once((STATUS_BY_META, self.id_hash(id))).chain(by_genesys)
        {
            let update = sqlx::query(statement).bind(hash).bind(status);
            if self.database.write(update.bind(millis(now))).await? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What is found by a message's id, a conversation's, or a customer's number at one of
    /// these routes, newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn search(
        &self,
        routes: &[RouteName],
        text: &str,
        most: u32,
    ) -> Result<Vec<Tracked>, sqlx::Error> {
        let mut connection = self.database.reader().acquire().await?;
        let text = text.trim();
        let hash = self.id_hash(text);
        let by_genesys = |route| (BY_GENESYS, self.genesys_hash(route, text));
        let by_meta = [(BY_META, hash.clone()), (BY_PART, hash)];
        for (statement, hash) in by_meta.into_iter().chain(routes.iter().map(by_genesys)) {
            let found = sqlx::query(statement).bind(hash);
            let rows = found.fetch_all(&mut *connection).await?;
            if !rows.is_empty() {
                return rows.iter().map(read).collect();
            }
        }
        let mut keys = Vec::new();
        if let Some(customer) = self.customer_by_conversation(&mut connection, text).await? {
            keys.push(customer.key);
        }
        for customer in self.customers_by_number(routes, text).await? {
            keys.push(customer.key);
        }
        let mut rows = Vec::new();
        for key in keys {
            let of = sqlx::query(OF_CUSTOMER).bind(key.0).bind(i64::from(most));
            rows.extend(of.fetch_all(&mut *connection).await?);
        }
        let told = sqlx::query(OF_CONVERSATION)
            .bind(text)
            .bind(i64::from(most));
        rows.extend(told.fetch_all(&mut *connection).await?);
        let mut found: Vec<Tracked> = rows.iter().map(read).collect::<Result<_, _>>()?;
        found.sort_by_key(|message| std::cmp::Reverse((message.created_at, message.id)));
        found.dedup_by_key(|message| message.id);
        found.truncate(most as usize);
        Ok(found)
    }

    /// The newest messages before a moment.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn recent(
        &self,
        before: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<Tracked>, sqlx::Error> {
        let recent = sqlx::query(RECENT)
            .bind(millis(before))
            .bind(i64::from(most));
        let rows = recent.fetch_all(self.database.reader()).await?;
        rows.iter().map(read).collect()
    }

    /// A customer's messages, newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn messages_of(
        &self,
        key: &CustomerKey,
        most: u32,
    ) -> Result<Vec<Tracked>, sqlx::Error> {
        let of = sqlx::query(OF_CUSTOMER).bind(&key.0).bind(i64::from(most));
        let rows = of.fetch_all(self.database.reader()).await?;
        rows.iter().map(read).collect()
    }

    /// How much there is; conversations are active whose last message is after `since`.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn totals(&self, since: DateTime<Utc>) -> Result<Totals, sqlx::Error> {
        let reader = self.database.reader();
        let active = sqlx::query_scalar(ACTIVE).bind(millis(since));
        Ok(Totals {
            total_mappings: sqlx::query_scalar(MAPPINGS).fetch_one(reader).await?,
            total_messages: sqlx::query_scalar(MESSAGES).fetch_one(reader).await?,
            active_conversations: active.fetch_one(reader).await?,
        })
    }
}

fn read(row: &SqliteRow) -> Result<Tracked, sqlx::Error> {
    Ok(Tracked {
        id: row.try_get("id")?,
        route: row.try_get("route")?,
        direction: row.try_get("direction")?,
        conversation_id: row.try_get("conversation_id")?,
        kind: row.try_get("kind")?,
        status: row.try_get("status")?,
        reason: row.try_get("reason")?,
        parts: row.try_get("parts")?,
        maybe_duplicate: row.try_get::<i64, _>("maybe_duplicate")? != 0,
        created_at: time(row.try_get("created_at")?),
        updated_at: time(row.try_get("updated_at")?),
    })
}
