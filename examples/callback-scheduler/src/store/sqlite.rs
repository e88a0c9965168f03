//! Bookings in one SQLite file.

use std::path::Path;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use server_kit::{
    health::CachedCheck,
    sqlite::{Database, Migration, Statement},
};
use sqlx::{Row, sqlite::SqliteRow};

use super::{Begun, BookingStore, Fingerprints, Keyed, StoreError, Which};
use crate::booking::{Booking, Move, Sealed, State};

const MIGRATIONS: [Migration; 3] = [
    Migration {
        version: 1,
        description: "bookings",
        sql: include_str!("../../migrations/0001_bookings.sql"),
    },
    Migration {
        version: 2,
        description: "callback at",
        sql: include_str!("../../migrations/0002_callback_at.sql"),
    },
    Migration {
        version: 3,
        description: "growth",
        sql: include_str!("../../migrations/0003_growth.sql"),
    },
];
/// Every statement below: each must use an index.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 14] = [
    INSERT,
    UPDATE,
    BY_KEY,
    OPEN,
    BY_ID,
    BY_CUSTOMER,
    BY_MANAGE,
    BY_STATE,
    COUNT,
    BY_SLOT,
    UNFINISHED,
    TO_SEARCH,
    WIPE,
    REMOVE,
];

const INSERT: &str = "INSERT INTO bookings (id, revision, state, customer_id, created_at, slot_at, \
    meeting_id, callback_id, linked, moves, new_slot_at, new_callback_id, attempts, \
    next_attempt_at, note, key_hash, key_until, body_hash, number_hash, manage_hash, \
    details_sealed, details_until, number_sealed, number_until, link_sealed, answer_sealed, \
    answer_until, callback_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
    $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)";
// The values have the numbers that they have in `INSERT`: both are bound alike.
const UPDATE: &str = "UPDATE bookings SET revision = revision + 1, state = $3, slot_at = $6, \
    meeting_id = $7, callback_id = $8, linked = $9, moves = $10, new_slot_at = $11, \
    new_callback_id = $12, attempts = $13, next_attempt_at = $14, note = $15, \
    number_hash = $19, details_sealed = $21, details_until = $22, number_sealed = $23, \
    number_until = $24, link_sealed = $25, answer_sealed = $26, answer_until = $27, \
    callback_at = $28 WHERE id = $1 AND revision = $2";
const BY_KEY: &str = "SELECT * FROM bookings WHERE key_hash = $1 AND key_until > $2 \
    AND state NOT IN ('compensating', 'needs_review', 'failed') AND ($3 OR (moves = 0 AND \
    state NOT IN ('cancelling_callback', 'cancelling_meeting', 'cancelled')))";
const OPEN: &str = "SELECT * FROM bookings WHERE number_hash = $1 \
    AND MAX(slot_at, COALESCE(new_slot_at, 0)) > $2 AND state NOT IN ('compensating', \
    'needs_review', 'failed', 'cancelling_callback', 'cancelling_meeting', 'cancelled')";
const BY_ID: &str = "SELECT * FROM bookings WHERE id = $1";
const BY_CUSTOMER: &str = "SELECT * FROM bookings WHERE customer_id = $1";
const BY_MANAGE: &str = "SELECT * FROM bookings WHERE manage_hash = $1";
const BY_STATE: &str = "SELECT * FROM bookings WHERE state = $1 ORDER BY created_at LIMIT 1000";
const COUNT: &str = "SELECT COUNT(*) FROM bookings WHERE state = $1";
const BY_SLOT: &str = "SELECT * FROM bookings WHERE slot_at = $1 OR new_slot_at = $1";
const UNFINISHED: &str = "SELECT * FROM bookings WHERE state NOT IN ('booked', 'unconfirmed', \
    'needs_review', 'failed', 'cancelled') AND next_attempt_at <= $1 ORDER BY next_attempt_at \
    LIMIT 1000";
const TO_SEARCH: &str = "SELECT * FROM bookings WHERE state = 'failed' AND meeting_id IS NULL \
    AND attempts = 1 AND next_attempt_at <= $1 ORDER BY next_attempt_at LIMIT 1000";
// The revision stays: a flow under way goes on, and what it writes back is refused on read.
const WIPE: &str = "UPDATE bookings SET \
    details_sealed = CASE WHEN details_until <= $1 THEN NULL ELSE details_sealed END, \
    number_sealed = CASE WHEN number_until <= $1 THEN NULL ELSE number_sealed END, \
    answer_sealed = CASE WHEN answer_until <= $1 THEN NULL ELSE answer_sealed END, \
    link_sealed = CASE WHEN slot_at + 86400000 <= $1 THEN NULL ELSE link_sealed END, \
    key_hash = CASE WHEN key_until <= $1 THEN X'' ELSE key_hash END, \
    body_hash = CASE WHEN key_until <= $1 THEN X'' ELSE body_hash END, \
    number_hash = CASE WHEN slot_at <= $1 AND COALESCE(new_slot_at, 0) <= $1 THEN X'' \
        ELSE number_hash END \
    WHERE id IN (SELECT id FROM bookings WHERE expires_at <= $1 LIMIT 500)";
// The plus keeps the index of states out of it: nearly all bookings are in these.
const REMOVE: &str = "DELETE FROM bookings WHERE id IN (SELECT id FROM bookings \
    WHERE slot_at <= $1 AND created_at <= $1 AND +state IN ('booked', 'failed', 'cancelled') \
    LIMIT 500)";

/// Bookings in `bookings.db` of a folder.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    database: Database,
}

impl SqliteStore {
    /// Opens the database in `folder`, and makes it if it is missing.
    ///
    /// # Errors
    /// [`StoreError::Database`] if the folder cannot be written, or the file is no database.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        let opened = Database::open(&folder.join("bookings.db"), &MIGRATIONS).await;
        Ok(Self { database: opened? })
    }

    /// Closes the database: everything is then in its one file.
    pub async fn close(&self) {
        self.database.close().await;
    }

    #[cfg(test)]
    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    /// Whether bookings can be read and written: what `/readyz` asks.
    #[must_use]
    pub fn readiness(&self) -> CachedCheck {
        self.database.readiness()
    }
}

#[async_trait]
impl BookingStore for SqliteStore {
    async fn begin(
        &self,
        booking: &Booking,
        prints: &Fingerprints,
        max_open: u32,
        now: DateTime<Utc>,
    ) -> Result<Begun, StoreError> {
        let mut transaction = self.database.begin().await?;
        for key in &prints.key {
            let known = sqlx::query(BY_KEY)
                .bind(key)
                .bind(millis(now))
                .bind(prints.keyed == Keyed::ByClient)
                .fetch_optional(&mut *transaction)
                .await?;
            if let Some(row) = known {
                let known = read(&row)?;
                transaction.rollback().await?;
                return Ok(if !prints.body.contains(&known.body_hash) {
                    Begun::KeyReused
                } else if known.state.is_in_flight() {
                    Begun::InFlight
                } else {
                    Begun::Known(Box::new(known))
                });
            }
        }
        let mut open = 0;
        for number in &prints.number {
            open += sqlx::query(OPEN)
                .bind(number)
                .bind(millis(now))
                .fetch_all(&mut *transaction)
                .await?
                .len();
        }
        if open >= max_open as usize {
            transaction.rollback().await?;
            return Ok(Begun::TooManyOpen);
        }
        values(INSERT, booking).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(Begun::New)
    }

    async fn save(&self, booking: &mut Booking) -> Result<(), StoreError> {
        if self.database.write(values(UPDATE, booking)).await? == 0 {
            return Err(StoreError::Conflict);
        }
        booking.revision += 1;
        Ok(())
    }

    async fn find(&self, which: Which<'_>) -> Result<Vec<Booking>, StoreError> {
        let query = match which {
            Which::Id(id) => sqlx::query(BY_ID).bind(id.to_owned()),
            Which::Customer(id) => sqlx::query(BY_CUSTOMER).bind(id.to_owned()),
            Which::Manage(hash) => sqlx::query(BY_MANAGE).bind(hash.to_vec()),
            Which::State(state) => sqlx::query(BY_STATE).bind(state.as_str()),
            Which::Unfinished(now) => sqlx::query(UNFINISHED).bind(millis(now)),
            Which::ToSearch(now) => sqlx::query(TO_SEARCH).bind(millis(now)),
            Which::Slot(slot) => sqlx::query(BY_SLOT).bind(millis(slot)),
            Which::Key(hash, keyed, now) => sqlx::query(BY_KEY)
                .bind(hash.to_vec())
                .bind(millis(now))
                .bind(keyed == Keyed::ByClient),
            Which::Open(hash, now) => sqlx::query(OPEN).bind(hash.to_vec()).bind(millis(now)),
        };
        query
            .fetch_all(self.database.reader())
            .await?
            .iter()
            .map(read)
            .collect()
    }

    async fn count(&self, state: State) -> Result<u64, StoreError> {
        let count = sqlx::query_scalar(COUNT).bind(state.as_str());
        let count: i64 = count.fetch_one(self.database.reader()).await?;
        Ok(count.cast_unsigned())
    }

    async fn sweep(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut touched = 0;
        // Some at a time: bookings are written in between.
        for (statement, until) in [(WIPE, now), (REMOVE, now - TimeDelta::hours(24))] {
            loop {
                let some = sqlx::query(statement).bind(millis(until));
                match self.database.write(some).await? {
                    0 => break,
                    count => touched += count,
                }
            }
        }
        self.database.truncate_log().await?;
        Ok(touched)
    }
}

/// A statement with every value of a booking.
fn values<'q>(statement: &'static str, booking: &'q Booking) -> Statement<'q> {
    let pending = booking.pending.as_ref();
    sqlx::query(statement)
        .bind(&booking.id)
        .bind(booking.revision)
        .bind(booking.state.as_str())
        .bind(&booking.customer_id)
        .bind(millis(booking.created_at))
        .bind(millis(booking.slot_at))
        .bind(&booking.meeting_id)
        .bind(&booking.callback_id)
        .bind(i64::from(booking.linked))
        .bind(i64::from(booking.moves))
        .bind(pending.map(|pending| millis(pending.slot_at)))
        .bind(pending.and_then(|pending| pending.callback_id.as_ref()))
        .bind(i64::from(booking.attempts))
        .bind(millis(booking.next_attempt_at))
        .bind(&booking.note)
        .bind(&booking.key_hash)
        .bind(millis(booking.key_until))
        .bind(&booking.body_hash)
        .bind(&booking.number_hash)
        .bind(&booking.manage_hash)
        .bind(&booking.details.bytes)
        .bind(millis(booking.details.until))
        .bind(&booking.number.bytes)
        .bind(millis(booking.number.until))
        .bind(&booking.link)
        .bind(&booking.answer.bytes)
        .bind(millis(booking.answer.until))
        .bind(millis(booking.callback_at))
}

fn read(row: &SqliteRow) -> Result<Booking, StoreError> {
    let state: &str = row.try_get("state")?;
    let state = State::from_name(state)
        .ok_or_else(|| StoreError::Database(format!("unknown state {state}").into()))?;
    let new_slot: Option<i64> = row.try_get("new_slot_at")?;
    let pending = match new_slot {
        Some(slot) => Some(Move {
            slot_at: time(slot),
            callback_id: row.try_get("new_callback_id")?,
        }),
        None => None,
    };
    let number = |name: &str| row.try_get::<i64, _>(name);
    let sealed = |bytes: &str, until: &str| {
        Ok::<_, StoreError>(Sealed {
            bytes: row.try_get(bytes)?,
            until: time(number(until)?),
        })
    };
    Ok(Booking {
        id: row.try_get("id")?,
        revision: number("revision")?,
        state,
        customer_id: row.try_get("customer_id")?,
        created_at: time(number("created_at")?),
        slot_at: time(number("slot_at")?),
        meeting_id: row.try_get("meeting_id")?,
        callback_id: row.try_get("callback_id")?,
        callback_at: time(number("callback_at")?),
        linked: number("linked")? != 0,
        moves: u32::try_from(number("moves")?).unwrap_or_default(),
        pending,
        attempts: u32::try_from(number("attempts")?).unwrap_or_default(),
        next_attempt_at: time(number("next_attempt_at")?),
        note: row.try_get("note")?,
        key_hash: row.try_get("key_hash")?,
        key_until: time(number("key_until")?),
        body_hash: row.try_get("body_hash")?,
        number_hash: row.try_get("number_hash")?,
        manage_hash: row.try_get("manage_hash")?,
        details: sealed("details_sealed", "details_until")?,
        number: sealed("number_sealed", "number_until")?,
        link: row.try_get("link_sealed")?,
        answer: sealed("answer_sealed", "answer_until")?,
    })
}

fn millis(time: DateTime<Utc>) -> i64 {
    time.timestamp_millis()
}

fn time(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Box::new(error))
    }
}
