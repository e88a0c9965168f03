//! The writer's connection, and what it remembers of the database.

use std::collections::{BTreeMap, HashMap};

use sqlx::{Connection, Row, SqliteConnection};

use super::{
    command::Hold,
    file::DatabaseFile,
    rows::{Script, Statement, json},
};
use crate::BoxError;

pub(super) const BEGIN: &str = "BEGIN IMMEDIATE";
const COMMIT: &str = "COMMIT";
const NEW_EPOCH: &str = "UPDATE marks SET epoch = epoch + 1 WHERE id = 1 \
    RETURNING epoch, last_row, last_item";
const LAST_ROW: &str = "SELECT MAX(id) FROM journal";
const GROUPS: &str = "SELECT id, name, waiting + in_flight FROM groups WHERE id > 0";
const HELD: &str = "SELECT lane, group_id, head, fence FROM keys WHERE worker IS NOT NULL";
const ADD_GROUP: &str = "INSERT INTO groups (name) VALUES ($1) RETURNING id";
const COUNT: &str = "UPDATE groups SET waiting = waiting + (value ->> 1), \
    in_flight = in_flight + (value ->> 2), parked = parked + (value ->> 3) \
    FROM json_each(?) WHERE groups.id = value ->> 0";
const TRUNCATE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";
const PROBE: &str = "INSERT INTO probe (id, filler) VALUES (1, zeroblob(65536)) \
    ON CONFLICT (id) DO UPDATE SET filler = excluded.filler";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[NEW_EPOCH, LAST_ROW, GROUPS, HELD, ADD_GROUP, COUNT, PROBE];

/// Thrown away with its connection when a transaction fails: SQLite ends one by itself when the
/// disk is full, and what is remembered here may be of rows that are not there.
pub(super) struct Store {
    pub(super) connection: SqliteConnection,
    /// The number of the last journal row.
    pub(super) last_row: i64,
    /// The number of the last row that was taken in.
    pub(super) taken: i64,
    /// The number of the last item.
    pub(super) last_item: i64,
    /// The keys with a worker, by lane: the same as in the database, which nobody else writes.
    pub(super) held: HashMap<i64, Held>,
    fence: i64,
    groups: HashMap<String, i64>,
    /// Unfinished items by group.
    unfinished: HashMap<i64, i64>,
    changes: BTreeMap<i64, Counts>,
}

/// A claim that a worker has.
#[derive(Clone, Copy)]
pub(super) struct Held {
    pub(super) group: i64,
    pub(super) head: i64,
    pub(super) fence: i64,
}

/// How many items of a group there are more, or less.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) waiting: i64,
    pub(super) in_flight: i64,
    pub(super) parked: i64,
}

impl Store {
    pub(super) async fn open(file: &DatabaseFile) -> Result<Self, BoxError> {
        let mut connection = file.writer().await?;
        let marks = sqlx::query(NEW_EPOCH).fetch_one(&mut connection).await?;
        let (epoch, taken): (i64, i64) = (marks.try_get(0)?, marks.try_get(1)?);
        let last_item = marks.try_get(2)?;
        let last = sqlx::query(LAST_ROW).fetch_one(&mut connection).await?;
        let last: Option<i64> = last.try_get(0)?;
        let (mut groups, mut unfinished) = (HashMap::new(), HashMap::new());
        for row in sqlx::query(GROUPS).fetch_all(&mut connection).await? {
            groups.insert(row.try_get(1)?, row.try_get(0)?);
            unfinished.insert(row.try_get(0)?, row.try_get(2)?);
        }
        let mut held = HashMap::new();
        for row in sqlx::query(HELD).fetch_all(&mut connection).await? {
            let claim = Held {
                group: row.try_get(1)?,
                head: row.try_get(2)?,
                fence: row.try_get(3)?,
            };
            held.insert(row.try_get(0)?, claim);
        }
        Ok(Self {
            connection,
            last_row: last.unwrap_or(taken),
            taken,
            last_item,
            held,
            // No claim of an earlier run can have the same.
            fence: epoch << 40,
            groups,
            unfinished,
            changes: BTreeMap::new(),
        })
    }

    pub(super) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        let mut script = Script::default();
        let changes = std::mem::take(&mut self.changes);
        if !changes.is_empty() {
            let rows: Vec<_> = changes
                .iter()
                .map(|(group, by)| (*group, by.waiting, by.in_flight, by.parked))
                .collect();
            script.add(COUNT).bind(json(&rows));
        }
        script.add(COMMIT);
        script.run(&mut self.connection).await
    }

    pub(super) async fn execute(&mut self, statement: Statement<'_>) -> Result<u64, sqlx::Error> {
        let done = statement.execute(&mut self.connection).await?;
        Ok(done.rows_affected())
    }

    pub(super) async fn probe(&mut self) -> Result<(), sqlx::Error> {
        self.execute(sqlx::query(PROBE)).await.map(drop)
    }

    pub(super) async fn truncate_log(&mut self) -> Result<(), sqlx::Error> {
        self.execute(sqlx::query(TRUNCATE)).await.map(drop)
    }

    pub(super) async fn close(self) -> Result<(), sqlx::Error> {
        self.connection.close().await
    }

    pub(super) fn next_fence(&mut self) -> i64 {
        self.fence += 1;
        self.fence
    }

    /// Whether a claim is still its owner's.
    pub(super) fn holds(&self, hold: &Hold) -> bool {
        let held = self.held.get(&hold.lane);
        held.is_some_and(|held| held.head == hold.id && held.fence == hold.fence)
    }

    /// Forgets a claim, and tells its group.
    pub(super) fn let_go(&mut self, lane: i64) -> Option<i64> {
        self.held.remove(&lane).map(|held| held.group)
    }

    /// A group, unless it has nothing that could be claimed.
    pub(super) fn group_with_work(&self, name: &str) -> Option<i64> {
        let id = self.groups.get(name)?;
        let unfinished = self.unfinished.get(id).copied();
        (unfinished.unwrap_or_default() > 0).then_some(*id)
    }

    pub(super) async fn group(&mut self, name: &str) -> Result<i64, sqlx::Error> {
        if let Some(id) = self.groups.get(name) {
            return Ok(*id);
        }
        let statement = sqlx::query(ADD_GROUP).bind(name);
        let row = statement.fetch_one(&mut self.connection).await?;
        let id = row.try_get(0)?;
        self.groups.insert(name.to_owned(), id);
        Ok(id)
    }

    pub(super) fn count(&mut self, group: i64, more: Counts) {
        *self.unfinished.entry(group).or_default() += more.waiting + more.in_flight;
        let counts = self.changes.entry(group).or_default();
        counts.waiting += more.waiting;
        counts.in_flight += more.in_flight;
        counts.parked += more.parked;
    }
}
