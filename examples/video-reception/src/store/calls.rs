//! Calls, after their end.

use std::fmt;

use serde::{Deserialize, Serialize};
use signaling_core::CallSummary;
use sqlx::{Row, sqlite::SqliteRow};
use utoipa::ToSchema;

use super::{Store, decisions};

const PUT: &str = "INSERT INTO calls (id, staff, first_staff, visitor, email_hash, requested_at, \
    answered_at, ended_at, code, ended_by, transfers, reconnections, chat_messages, \
    screen_shared, recorded) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
    ON CONFLICT (id) DO NOTHING";
const OF_STAFF: &str = "SELECT calls.*, decisions.said FROM calls \
    LEFT JOIN decisions ON decisions.call = calls.id \
    WHERE calls.staff = $1 ORDER BY calls.requested_at DESC LIMIT $2";
const OF_EMAIL: &str = "SELECT calls.*, decisions.said FROM calls \
    LEFT JOIN decisions ON decisions.call = calls.id WHERE calls.email_hash = $1";
const OF_DAY: &str = "SELECT id, staff, requested_at, answered_at, ended_at, code, ended_by, \
    transfers, reconnections, chat_messages, screen_shared, recorded FROM calls \
    WHERE requested_at >= $1 AND requested_at < $2 ORDER BY requested_at";
const ERASE_DECISIONS: &str =
    "DELETE FROM decisions WHERE call IN (SELECT id FROM calls WHERE email_hash = $1)";
const ERASE_STATS: &str =
    "DELETE FROM stats WHERE call IN (SELECT id FROM calls WHERE email_hash = $1)";
const ERASE: &str = "DELETE FROM calls WHERE email_hash = $1";
pub(super) const PURGE: &str = "DELETE FROM calls WHERE requested_at < $1";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    PUT,
    OF_STAFF,
    OF_EMAIL,
    OF_DAY,
    ERASE_DECISIONS,
    ERASE_STATS,
    ERASE,
    PURGE,
];

/// What the visitor is sealed as.
const VISITOR: &str = "visitor";
/// What addresses are hashed for.
const EMAIL: &str = "visitor email";

#[derive(Serialize, Deserialize)]
struct Visitor {
    name: String,
    email: String,
    purpose: String,
}

/// A call of the history, with the visitor.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallRecord {
    /// Which.
    pub call_id: String,
    /// The visitor.
    #[schema(example = "Robin Example")]
    pub client_name: String,
    /// The visitor's address.
    #[schema(example = "robin@example.com")]
    pub client_email: String,
    /// What it was about.
    pub purpose: String,
    /// Whom it rang at last.
    pub staff_id: String,
    /// When it began to ring, in milliseconds since 1970.
    #[serde(skip)]
    pub requested_at: i64,
    /// When it was answered.
    #[serde(skip)]
    pub answered_at: Option<i64>,
    /// When it ended.
    #[serde(skip)]
    pub ended_at: i64,
    /// Why it ended.
    #[schema(example = "hangup")]
    pub code: String,
    /// Who ended it.
    #[schema(example = "client")]
    pub ended_by: String,
    /// What was decided.
    pub decision: Option<String>,
    /// The notes to it.
    pub notes: Option<String>,
}

// It names the visitor.
impl fmt::Debug for CallRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallRecord")
            .field("call_id", &self.call_id)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// A call of a day, without the visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCall {
    /// Which.
    pub id: String,
    /// Whom it rang at last.
    pub staff: String,
    /// When it began to ring, in milliseconds since 1970.
    pub requested_at: i64,
    /// When it was answered.
    pub answered_at: Option<i64>,
    /// When it ended.
    pub ended_at: i64,
    /// Why it ended.
    pub code: String,
    /// Who ended it.
    pub ended_by: String,
    /// How often it was passed on.
    pub transfers: i64,
    /// How often a side came back.
    pub reconnections: i64,
    /// How many lines the chat had.
    pub chat_messages: i64,
    /// Whether a screen was shared.
    pub screen_shared: bool,
    /// Whether it was recorded.
    pub recorded: bool,
}

impl Store {
    /// Keeps a call that has ended.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn put_call(&self, call: &CallSummary) -> Result<(), sqlx::Error> {
        let id = call.call.to_string();
        let visitor = Visitor {
            name: call.client_name.as_str().to_owned(),
            email: call.client_email.as_str().to_owned(),
            purpose: call.purpose.as_str().to_owned(),
        };
        let sealed = self.sealer.seal(&id, VISITOR, &visitor);
        let hash = self.email_hashes(&visitor.email).swap_remove(0);
        let first = call.transferred_from.as_ref();
        let put = sqlx::query(PUT)
            .bind(id)
            .bind(call.staff.as_str().to_owned())
            .bind(first.map(|staff| staff.as_str().to_owned()))
            .bind(sealed)
            .bind(hash)
            .bind(call.requested.unix_millis().cast_signed())
            .bind(call.answered.map(|at| at.unix_millis().cast_signed()))
            .bind(call.ended.unix_millis().cast_signed())
            .bind(call.code.as_str())
            .bind(ended_by(call))
            .bind(i64::from(call.transfers))
            .bind(i64::from(call.reconnections))
            .bind(i64::from(call.chat_messages))
            .bind(i64::from(call.screen_shared))
            .bind(i64::from(call.recorded));
        self.database.write(put).await.map(drop)
    }

    /// The calls of a staff member, the newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn calls_of(&self, staff: &str, most: u32) -> Result<Vec<CallRecord>, sqlx::Error> {
        let found = sqlx::query(OF_STAFF).bind(staff).bind(i64::from(most));
        let rows = found.fetch_all(self.database.reader()).await?;
        rows.iter().map(|row| self.record(row)).collect()
    }

    /// The calls of a visitor with this address, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn calls_of_visitor(&self, email: &str) -> Result<Vec<CallRecord>, sqlx::Error> {
        let mut calls = Vec::new();
        for hash in self.email_hashes(email) {
            let found = sqlx::query(OF_EMAIL).bind(hash);
            let rows = found.fetch_all(self.database.reader()).await?;
            for row in &rows {
                calls.push(self.record(row)?);
            }
        }
        calls.sort_by_key(|call| call.requested_at);
        Ok(calls)
    }

    /// The calls that began to ring between two moments, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn calls_between(&self, from: i64, to: i64) -> Result<Vec<DayCall>, sqlx::Error> {
        let found = sqlx::query(OF_DAY).bind(from).bind(to);
        let rows = found.fetch_all(self.database.reader()).await?;
        rows.iter().map(day_call).collect()
    }

    /// Erases all calls of a visitor with this address, for good; returns how many there were.
    ///
    /// # Errors
    /// If nothing was erased.
    pub async fn erase_visitor(&self, email: &str) -> Result<u64, sqlx::Error> {
        let mut transaction = self.database.begin().await?;
        let mut erased = 0;
        for hash in self.email_hashes(email) {
            for statement in [ERASE_DECISIONS, ERASE_STATS] {
                let erase = sqlx::query(statement).bind(hash.clone());
                erase.execute(&mut *transaction).await?;
            }
            let erase = sqlx::query(ERASE).bind(hash);
            erased += erase.execute(&mut *transaction).await?.rows_affected();
        }
        transaction.commit().await?;
        self.database.truncate_log().await?;
        Ok(erased)
    }

    fn email_hashes(&self, email: &str) -> Vec<Vec<u8>> {
        let email = email.trim().to_lowercase();
        self.sealer.hashes(EMAIL, email.as_bytes())
    }

    fn record(&self, row: &SqliteRow) -> Result<CallRecord, sqlx::Error> {
        let call_id: String = row.try_get("id")?;
        let visitor = self.sealer.open(&call_id, VISITOR, row.try_get("visitor")?);
        let visitor = visitor.unwrap_or_else(|| {
            tracing::error!("a call cannot be opened: DATA_KEYS lost its key");
            Visitor {
                name: String::new(),
                email: String::new(),
                purpose: String::new(),
            }
        });
        let said: Option<&[u8]> = row.try_get("said")?;
        let said = said.and_then(|said| decisions::open(&self.sealer, &call_id, said));
        let (decision, notes) = said.map(|said| (said.decision, said.notes)).unzip();
        Ok(CallRecord {
            client_name: visitor.name,
            client_email: visitor.email,
            purpose: visitor.purpose,
            staff_id: row.try_get("staff")?,
            requested_at: row.try_get("requested_at")?,
            answered_at: row.try_get("answered_at")?,
            ended_at: row.try_get("ended_at")?,
            code: row.try_get("code")?,
            ended_by: row.try_get("ended_by")?,
            decision,
            notes: notes.filter(|notes| !notes.is_empty()),
            call_id,
        })
    }
}

fn day_call(row: &SqliteRow) -> Result<DayCall, sqlx::Error> {
    let flag = |name| row.try_get::<i64, _>(name).map(|flag| flag != 0);
    Ok(DayCall {
        id: row.try_get("id")?,
        staff: row.try_get("staff")?,
        requested_at: row.try_get("requested_at")?,
        answered_at: row.try_get("answered_at")?,
        ended_at: row.try_get("ended_at")?,
        code: row.try_get("code")?,
        ended_by: row.try_get("ended_by")?,
        transfers: row.try_get("transfers")?,
        reconnections: row.try_get("reconnections")?,
        chat_messages: row.try_get("chat_messages")?,
        screen_shared: flag("screen_shared")?,
        recorded: flag("recorded")?,
    })
}

fn ended_by(call: &CallSummary) -> String {
    let name = serde_json::to_value(call.ended_by).unwrap_or_default();
    name.as_str().unwrap_or("System").to_owned()
}
