//! What the pages measured of their calls.

use signaling_core::{PathType, Side, StatsReported};
use sqlx::Row;

use super::Store;

const PUT: &str = "INSERT INTO stats (call, side, path, setup_ms, loss_percent, rtt_ms, at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) \
    ON CONFLICT (call, side) DO UPDATE SET path = excluded.path, setup_ms = excluded.setup_ms, \
    loss_percent = excluded.loss_percent, rtt_ms = excluded.rtt_ms, at = excluded.at";
const OF_DAY: &str = "SELECT path, setup_ms, loss_percent FROM stats WHERE at >= $1 AND at < $2";
pub(super) const PURGE: &str = "DELETE FROM stats WHERE at < $1";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[PUT, OF_DAY, PURGE];

/// What one side of a call measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Which way its media took: `host`, `srflx` or `relay`.
    pub path: String,
    /// From the accepted call to the first media.
    pub setup_ms: i64,
    /// Packets lost.
    pub loss_percent: f64,
}

/// A path as metrics and reports call it.
#[must_use]
pub(crate) fn path_name(path: PathType) -> &'static str {
    match path {
        PathType::Host => "host",
        PathType::Srflx => "srflx",
        PathType::Relay => "relay",
    }
}

impl Store {
    /// Keeps what a side measured last.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn put_stats(&self, told: &StatsReported, at: i64) -> Result<(), sqlx::Error> {
        let side = match told.side {
            Side::Visitor => "visitor",
            Side::Staff => "staff",
        };
        let put = sqlx::query(PUT)
            .bind(told.call.to_string())
            .bind(side)
            .bind(path_name(told.stats.path_type))
            .bind(i64::from(told.stats.setup_ms))
            .bind(f64::from(told.stats.loss_percent))
            .bind(f64::from(told.stats.rtt_ms))
            .bind(at);
        self.database.write(put).await.map(drop)
    }

    /// What was measured between two moments.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn stats_between(&self, from: i64, to: i64) -> Result<Vec<Measured>, sqlx::Error> {
        let found = sqlx::query(OF_DAY).bind(from).bind(to);
        let rows = found.fetch_all(self.database.reader()).await?;
        let read = |row: &sqlx::sqlite::SqliteRow| {
            Ok(Measured {
                path: row.try_get("path")?,
                setup_ms: row.try_get("setup_ms")?,
                loss_percent: row.try_get("loss_percent")?,
            })
        };
        rows.iter().map(read).collect()
    }
}
