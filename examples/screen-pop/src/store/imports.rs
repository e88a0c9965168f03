//! How imports went.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use server_kit::sqlite::Transaction;
use sqlx::Row;
use utoipa::ToSchema;

use super::{Store, micros, time};

const PUT: &str = "INSERT INTO imports (id, started_at, state, rows_read, accepted, rejected, \
    report) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET \
    state = excluded.state, rows_read = excluded.rows_read, accepted = excluded.accepted, \
    rejected = excluded.rejected, report = excluded.report";
const GET: &str = "SELECT started_at, state, rows_read, accepted, rejected, report \
    FROM imports WHERE id = $1";
const CUT: &str = "UPDATE imports SET state = 'cut' WHERE state = 'running'";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[PUT, GET, CUT];

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// It goes on.
    Running,
    /// Every row was read.
    Done,
    /// It ended before the end of the file: what was accepted until then is in.
    Cut,
}

/// A row that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rejected {
    /// The line of the file on which the row begins, from 1.
    pub line: u64,
    /// What is wrong with it; no text of the row.
    #[schema(example = "name is missing")]
    pub reason: String,
}

/// How many rows were read, and what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub rows: u64,
    /// Those that are cases now.
    pub accepted: u64,
    /// Those that are not.
    pub rejected: u64,
    /// The first of those that are not.
    pub report: Vec<Rejected>,
}

/// An import.
#[derive(Clone, Debug)]
pub struct Imported {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// How far it is.
    pub state: ImportState,
    /// What became of its rows.
    pub counts: Counts,
}

impl Store {
    /// The import with this id.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn import(&self, id: &str) -> Result<Option<Imported>, sqlx::Error> {
        let row = sqlx::query(GET).bind(id);
        let Some(row) = row.fetch_optional(self.database.reader()).await? else {
            return Ok(None);
        };
        let count = |column: &str| row.try_get(column).map(i64::unsigned_abs);
        let state: &str = row.try_get("state")?;
        let report: &str = row.try_get("report")?;
        let counts = Counts {
            rows: count("rows_read")?,
            accepted: count("accepted")?,
            rejected: count("rejected")?,
            report: serde_json::from_str(report).unwrap_or_default(),
        };
        Ok(Some(Imported {
            started_at: time(row.try_get("started_at")?),
            state: match state {
                "running" => ImportState::Running,
                "done" => ImportState::Done,
                _ => ImportState::Cut,
            },
            counts,
        }))
    }

    /// Notes that what was running when the process ended did not get to its end.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn cut_imports(&self) -> Result<u64, sqlx::Error> {
        self.database.write(sqlx::query(CUT)).await
    }
}

/// Notes how far an import is, in the transaction of its rows.
pub(crate) async fn note(
    transaction: &mut Transaction,
    id: &str,
    import: &Imported,
) -> Result<(), sqlx::Error> {
    let counts = &import.counts;
    let put = sqlx::query(PUT)
        .bind(id)
        .bind(micros(import.started_at))
        .bind(match import.state {
            ImportState::Running => "running",
            ImportState::Done => "done",
            ImportState::Cut => "cut",
        })
        .bind(counts.rows.cast_signed())
        .bind(counts.accepted.cast_signed())
        .bind(counts.rejected.cast_signed())
        .bind(serde_json::to_string(&counts.report).unwrap_or_default());
    put.execute(&mut **transaction).await.map(drop)
}
