//! How far each message got: what was received, and the parts of what was sent.

use chrono::{DateTime, Utc};
use message_transform::decide::receipts::Part;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use super::{CustomerKey, Store, millis, time};
use crate::routes_file::RouteName;

// An agent's message that `POST /state/message` told of before has no customer yet.
const RECEIVED: &str = "INSERT INTO messages (route, direction, meta_hash, genesys_hash, \
    customer_key, conversation_id, kind, status, item_sealed, receipt_sealed, created_at, \
    updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'accepted', $8, $9, $10, $10) \
    ON CONFLICT (genesys_hash) WHERE genesys_hash IS NOT NULL DO UPDATE \
    SET customer_key = excluded.customer_key, conversation_id = excluded.conversation_id, \
    kind = excluded.kind, item_sealed = excluded.item_sealed, \
    receipt_sealed = excluded.receipt_sealed WHERE customer_key IS NULL \
    ON CONFLICT DO NOTHING";
// What was delivered is not called sent again: statuses overtake each other.
const INBOUND_STATUS: &str = "UPDATE messages SET \
    status = CASE WHEN $6 OR status NOT IN ('delivered', 'read') THEN $2 ELSE status END, \
    reason = coalesce($3, reason), maybe_duplicate = max(maybe_duplicate, $4), \
    updated_at = $5 WHERE meta_hash = $1";
// Nor is it sent while one of its parts is not.
const OUTBOUND_STATUS: &str = "UPDATE messages SET \
    status = CASE WHEN $6 OR status NOT IN ('delivered', 'read') AND NOT ($2 = 'sent' AND \
        EXISTS (SELECT 1 FROM parts WHERE parts.genesys_hash = $1 \
        AND parts.status NOT IN ('sent', 'delivered'))) THEN $2 ELSE status END, \
    reason = coalesce($3, reason), maybe_duplicate = max(maybe_duplicate, $4), \
    updated_at = $5 WHERE genesys_hash = $1";
const PARTS_ARE: &str = "UPDATE messages SET parts = $2 WHERE genesys_hash = $1";
const OUTBOUND: &str = "SELECT route, customer_key, parts, item_sealed, receipt_sealed, status \
    FROM messages WHERE genesys_hash = $1";
const RECEIPTS: &str = "SELECT receipt_sealed FROM messages \
    WHERE customer_key = $1 AND receipt_sealed IS NOT NULL";
const PARTS: &str = "SELECT part, status, meta_hash, updated_at FROM parts WHERE genesys_hash = $1";
const PART: &str = "SELECT part, status, meta_hash, updated_at FROM parts \
    WHERE genesys_hash = $1 AND part = $2";
const PART_OF: &str = "SELECT genesys_hash, part FROM parts WHERE meta_hash = $1";
const SAVE_PART: &str = "INSERT INTO parts (genesys_hash, part, meta_hash, status, reason, \
    updated_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (genesys_hash, part) DO UPDATE \
    SET meta_hash = excluded.meta_hash, status = excluded.status, \
    reason = coalesce(excluded.reason, reason), updated_at = excluded.updated_at";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    RECEIVED,
    INBOUND_STATUS,
    OUTBOUND_STATUS,
    PARTS_ARE,
    OUTBOUND,
    RECEIPTS,
    PARTS,
    PART,
    PART_OF,
    SAVE_PART,
];

/// The status of an agent's message that somebody wants sent after it was given up.
const REDRIVEN: &str = "redriven";

/// A message that was received from either side.
#[derive(Clone, Copy, Debug)]
pub struct ReceivedMessage<'a> {
    /// Its route.
    pub route: &'a RouteName,
    /// Hash of its id at WhatsApp, of a customer's message.
    pub meta_hash: Option<&'a [u8]>,
    /// Hash of its id at Genesys Cloud, of an agent's message.
    pub genesys_hash: Option<&'a [u8]>,
    /// The customer.
    pub customer: &'a CustomerKey,
    /// Our conversation, if the customer is known.
    pub conversation_id: Option<&'a str>,
    /// What it is: `text`, `image`.
    pub kind: &'a str,
    /// The item, sealed: of an agent's message, which may have to be sent again.
    pub item_sealed: Option<&'a [u8]>,
    /// The same without its text: what a receipt names, which may be due much later.
    pub receipt_sealed: Option<&'a [u8]>,
}

/// An agent's message, as far as it got.
#[derive(Clone, Debug)]
pub struct SentMessage {
    /// Its route.
    pub route: String,
    /// The customer.
    pub customer: CustomerKey,
    /// The item, sealed; gone some time after the message was delivered.
    pub item_sealed: Option<Vec<u8>>,
    /// The item without its text, sealed: what a receipt names.
    pub receipt_sealed: Option<Vec<u8>>,
    /// Whether it was given up, and somebody wants it sent after all.
    pub is_redriven: bool,
    /// Its parts, in order; those that are not on record wait.
    pub parts: Vec<SentPart>,
}

/// One part of an agent's message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentPart {
    /// How far it got.
    pub status: Part,
    /// Hash of its id at WhatsApp, once it is known.
    pub meta_hash: Option<Vec<u8>>,
    /// When that was written.
    pub at: Option<DateTime<Utc>>,
}

impl SentPart {
    /// WhatsApp took it, and calls it by the id of this hash.
    pub fn taken(&mut self, meta_hash: &[u8]) {
        let is_told = self.meta_hash.as_deref() == Some(meta_hash);
        self.status = self.status.taken(is_told);
        self.meta_hash = Some(meta_hash.to_owned());
    }
}

impl SentMessage {
    /// How far each part got.
    #[must_use]
    pub fn progress(&self) -> Vec<Part> {
        self.parts.iter().map(|part| part.status).collect()
    }
}

/// What became of a message, for the tracking.
#[derive(Clone, Copy, Debug)]
pub struct NewStatus<'a> {
    /// The status.
    pub status: &'a str,
    /// Why, without anything personal.
    pub reason: Option<&'a str>,
    /// Whether it may have arrived twice.
    pub maybe_duplicate: bool,
}

impl Store {
    /// The hash of an agent's message of a route.
    #[must_use]
    pub fn genesys_hash(&self, route: &RouteName, id: &str) -> Vec<u8> {
        self.id_hash(&format!("genesys:{route}:{id}"))
    }

    /// Notes a message that was received; a second time changes nothing.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn received(
        &self,
        connection: &mut SqliteConnection,
        message: ReceivedMessage<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let direction = match message.genesys_hash {
            Some(_) => "outbound",
            None => "inbound",
        };
        sqlx::query(RECEIVED)
            .bind(message.route.as_str())
            .bind(direction)
            .bind(message.meta_hash)
            .bind(message.genesys_hash)
            .bind(&message.customer.0)
            .bind(message.conversation_id)
            .bind(message.kind)
            .bind(message.item_sealed)
            .bind(message.receipt_sealed)
            .bind(millis(now))
            .execute(connection)
            .await
            .map(drop)
    }

    /// Notes what became of a customer's message, or of one that was sent as a template.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn meta_status(
        &self,
        connection: &mut SqliteConnection,
        meta_hash: &[u8],
        status: NewStatus<'_>,
        now: DateTime<Utc>,
    ) -> Result<bool, sqlx::Error> {
        set_status(connection, INBOUND_STATUS, meta_hash, status, now).await
    }

    /// Notes what became of an agent's message.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn genesys_status(
        &self,
        connection: &mut SqliteConnection,
        genesys_hash: &[u8],
        status: NewStatus<'_>,
        now: DateTime<Utc>,
    ) -> Result<bool, sqlx::Error> {
        set_status(connection, OUTBOUND_STATUS, genesys_hash, status, now).await
    }

    /// Notes that an agent's message was given up, and is to be sent after all.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn redriven(
        &self,
        genesys_hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let status = NewStatus {
            status: REDRIVEN,
            reason: None,
            maybe_duplicate: false,
        };
        let mut transaction = self.begin().await?;
        self.genesys_status(&mut transaction, genesys_hash, status, now)
            .await?;
        transaction.commit().await
    }

    /// Notes how many parts an agent's message has, before the first is sent.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn parts_are(
        &self,
        connection: &mut SqliteConnection,
        genesys_hash: &[u8],
        parts: usize,
    ) -> Result<(), sqlx::Error> {
        let parts = i64::try_from(parts).unwrap_or(i64::MAX);
        let statement = sqlx::query(PARTS_ARE).bind(genesys_hash).bind(parts);
        statement.execute(connection).await.map(drop)
    }

    /// An agent's message with its parts.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn sent_message(
        &self,
        connection: &mut SqliteConnection,
        genesys_hash: &[u8],
    ) -> Result<Option<SentMessage>, sqlx::Error> {
        let row = sqlx::query(OUTBOUND).bind(genesys_hash);
        let Some(row) = row.fetch_optional(&mut *connection).await? else {
            return Ok(None);
        };
        let count = usize::try_from(row.try_get::<i64, _>("parts")?).unwrap_or(1);
        let mut parts = vec![SentPart::default(); count];
        let rows = sqlx::query(PARTS).bind(genesys_hash);
        for row in rows.fetch_all(connection).await? {
            let place = usize::try_from(row.try_get::<i64, _>("part")?).unwrap_or_default();
            if let Some(part) = parts.get_mut(place) {
                *part = read_part(&row)?;
            }
        }
        Ok(Some(SentMessage {
            route: row.try_get("route")?,
            customer: CustomerKey(row.try_get("customer_key")?),
            item_sealed: row.try_get("item_sealed")?,
            receipt_sealed: row.try_get("receipt_sealed")?,
            is_redriven: row.try_get::<&str, _>("status")? == REDRIVEN,
            parts,
        }))
    }

    /// The key that the receipt of an agent's message has in the inbox: there is one each.
    #[must_use]
    pub fn receipt_key(&self, route: &str, id: &str) -> Vec<u8> {
        self.id_hash(&format!("receipt:{route}:{id}"))
    }

    /// What the receipts of a customer's messages name, sealed.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn receipts_of(&self, key: &CustomerKey) -> Result<Vec<Vec<u8>>, sqlx::Error> {
        let receipts = sqlx::query_scalar(RECEIPTS).bind(&key.0);
        receipts.fetch_all(self.database.reader()).await
    }

    /// A part as it is on record; one that is not, waits.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn part(
        &self,
        connection: &mut SqliteConnection,
        genesys_hash: &[u8],
        place: usize,
    ) -> Result<SentPart, sqlx::Error> {
        let row = sqlx::query(PART).bind(genesys_hash);
        let row = row.bind(i64::try_from(place).unwrap_or(i64::MAX));
        let row = row.fetch_optional(connection).await?;
        row.map_or_else(|| Ok(SentPart::default()), |row| read_part(&row))
    }

    /// The part that WhatsApp knows by this id.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn part_of(
        &self,
        connection: &mut SqliteConnection,
        meta_hash: &[u8],
    ) -> Result<Option<(Vec<u8>, usize)>, sqlx::Error> {
        let row = sqlx::query(PART_OF).bind(meta_hash);
        let row = row.fetch_optional(connection).await?;
        row.map(|row| {
            let part: i64 = row.try_get("part")?;
            let part = usize::try_from(part).unwrap_or_default();
            Ok((row.try_get("genesys_hash")?, part))
        })
        .transpose()
    }

    /// Notes how far a part got.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn save_part(
        &self,
        connection: &mut SqliteConnection,
        genesys_hash: &[u8],
        place: usize,
        part: &SentPart,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(SAVE_PART)
            .bind(genesys_hash)
            .bind(i64::try_from(place).unwrap_or(i64::MAX))
            .bind(part.meta_hash.as_deref())
            .bind(part.status.as_str())
            .bind(reason)
            .bind(millis(now))
            .execute(connection)
            .await
            .map(drop)
    }
}

async fn set_status(
    connection: &mut SqliteConnection,
    statement: &'static str,
    hash: &[u8],
    status: NewStatus<'_>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(statement)
        .bind(hash)
        .bind(status.status)
        .bind(status.reason)
        .bind(i64::from(status.maybe_duplicate))
        .bind(millis(now))
        .bind(i64::from(matches!(
            status.status,
            "read" | "played" | "failed"
        )))
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

fn read_part(row: &SqliteRow) -> Result<SentPart, sqlx::Error> {
    let status: &str = row.try_get("status")?;
    Ok(SentPart {
        status: Part::from_name(status).unwrap_or_default(),
        meta_hash: row.try_get("meta_hash")?,
        at: Some(time(row.try_get("updated_at")?)),
    })
}
