//! What happens seldom: one statement after the other.

use sqlx::Row;

use super::{
    command::Change,
    finishing,
    rows::{Script, json},
    store::{Counts, Store},
};
use crate::{InboxError, WorkerId};

/// Not so many that the others wait for long.
const SLICE: i64 = 500;

const WAKE: &str = "UPDATE keys SET woken = 1, \
    due_at = CASE WHEN worker IS NULL THEN 0 ELSE due_at END WHERE lane = $1";
const PARKED: &str = "SELECT lane, group_id, doubt FROM items WHERE id = $1 AND state = 2";
const UNPARK: &str =
    "UPDATE items SET state = 0, done_at = NULL, reason = NULL, attempts = 0 WHERE id = $1";
const KEY: &str = "SELECT head, attempts, doubt, worker IS NOT NULL FROM keys WHERE lane = $1";
const ADD_KEY: &str = "INSERT INTO keys (lane, group_id, head, due_at, attempts, doubt) \
    VALUES ($1, $2, $3, 0, 0, $4)";
const SET_BACK: &str = "UPDATE items SET attempts = $2, doubt = $3 WHERE id = $1";
const SET_HEAD: &str =
    "UPDATE keys SET head = $2, due_at = 0, attempts = 0, doubt = $3 WHERE lane = $1";
const RECLAIM: &str =
    "UPDATE keys SET worker = NULL, due_at = 0 WHERE worker = $1 RETURNING lane, group_id";
const RESTORE: &str = "INSERT INTO journal (id, source, received_at, payload) \
    SELECT $2, source, received_at, payload FROM aside WHERE id = $1";
const DELETE_RESTORED: &str = "DELETE FROM aside WHERE id = $1";
const ERASE: &str = "DELETE FROM items WHERE id IN (SELECT value FROM json_each($1)) \
    RETURNING id, lane, group_id, state";
const DELETE_SENT: &str = "DELETE FROM items WHERE id IN (SELECT id FROM items \
    WHERE state = 1 AND done_at < $1 ORDER BY done_at LIMIT $2)";
const DELETE_PARKED: &str = "DELETE FROM items WHERE id IN (SELECT id FROM items \
    WHERE state = 2 AND done_at < $1 ORDER BY done_at LIMIT $2) RETURNING group_id";
const DELETE_ASIDE: &str = "DELETE FROM aside WHERE id IN (SELECT id FROM aside \
    WHERE received_at < $1 ORDER BY received_at LIMIT $2)";
const DELETE_DEDUPE: &str = "DELETE FROM dedupe WHERE hash > $1 AND hash <= $2 AND at < $3";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    WAKE,
    PARKED,
    UNPARK,
    KEY,
    ADD_KEY,
    SET_BACK,
    SET_HEAD,
    RECLAIM,
    RESTORE,
    DELETE_RESTORED,
    ERASE,
    DELETE_SENT,
    DELETE_PARKED,
    DELETE_ASIDE,
    DELETE_DEDUPE,
];

/// How many rows it touched; no more than a slice, so that one asks again until there are none.
pub(super) async fn change(
    store: &mut Store,
    change: &Change,
) -> Result<Result<u64, InboxError>, sqlx::Error> {
    let touched = match change {
        Change::Wake { lane } => store.execute(sqlx::query(WAKE).bind(*lane)).await?,
        Change::Redrive(id) => return redrive(store, id.number()).await,
        Change::Reclaim(worker) => reclaim(store, worker).await?,
        Change::Restore(row) => return restore(store, *row).await,
        Change::Erase(items) => erase(store, items).await?,
        Change::DeleteSent(before) => {
            let statement = sqlx::query(DELETE_SENT).bind(before.timestamp_millis());
            store.execute(statement.bind(SLICE)).await?
        }
        Change::DeleteParked(before) => {
            let statement = sqlx::query(DELETE_PARKED).bind(before.timestamp_millis());
            let statement = statement.bind(SLICE);
            let deleted = statement.fetch_all(&mut store.connection).await?;
            for row in &deleted {
                let parked = -1;
                store.count(
                    row.try_get(0)?,
                    Counts {
                        parked,
                        ..Counts::default()
                    },
                );
            }
            deleted.len() as u64
        }
        Change::DeleteAside(before) => {
            let statement = sqlx::query(DELETE_ASIDE).bind(before.timestamp_millis());
            store.execute(statement.bind(SLICE)).await?
        }
        Change::DeleteDedupe { after, to, before } => {
            let statement = sqlx::query(DELETE_DEDUPE)
                .bind(after.as_slice())
                .bind(to.as_slice())
                .bind(before.timestamp_millis());
            store.execute(statement).await?
        }
    };
    Ok(Ok(touched))
}

async fn redrive(store: &mut Store, id: i64) -> Result<Result<u64, InboxError>, sqlx::Error> {
    let parked = sqlx::query(PARKED).bind(id);
    let Some(parked) = parked.fetch_optional(&mut store.connection).await? else {
        return Ok(Err(InboxError::NotFound));
    };
    let (lane, group): (i64, i64) = (parked.try_get(0)?, parked.try_get(1)?);
    let doubt: i64 = parked.try_get(2)?;
    store.execute(sqlx::query(UNPARK).bind(id)).await?;
    let (waiting, in_flight) = (1, 0);
    store.count(
        group,
        Counts {
            waiting,
            in_flight,
            parked: -1,
        },
    );
    let key = sqlx::query(KEY).bind(lane);
    let Some(key) = key.fetch_optional(&mut store.connection).await? else {
        let add = sqlx::query(ADD_KEY)
            .bind(lane)
            .bind(group)
            .bind(id)
            .bind(doubt);
        return store.execute(add).await.map(Ok);
    };
    let head: i64 = key.try_get(0)?;
    let held: bool = key.try_get(3)?;
    // A worker's item is finished first; an older one that was redriven as well stays before it.
    if held || head < id {
        return Ok(Ok(1));
    }
    let (attempts, its_doubt): (i64, i64) = (key.try_get(1)?, key.try_get(2)?);
    let back = sqlx::query(SET_BACK)
        .bind(head)
        .bind(attempts)
        .bind(its_doubt);
    store.execute(back).await?;
    let set = sqlx::query(SET_HEAD).bind(lane).bind(id).bind(doubt);
    store.execute(set).await.map(Ok)
}

async fn reclaim(store: &mut Store, worker: &WorkerId) -> Result<u64, sqlx::Error> {
    let statement = sqlx::query(RECLAIM).bind(worker.as_str());
    let freed = statement.fetch_all(&mut store.connection).await?;
    for row in &freed {
        let (waiting, in_flight) = (1, -1);
        store.let_go(row.try_get(0)?);
        store.count(
            row.try_get(1)?,
            Counts {
                waiting,
                in_flight,
                parked: 0,
            },
        );
    }
    Ok(freed.len() as u64)
}

async fn restore(store: &mut Store, row: i64) -> Result<Result<u64, InboxError>, sqlx::Error> {
    let statement = sqlx::query(RESTORE).bind(row).bind(store.last_row + 1);
    if store.execute(statement).await? == 0 {
        return Ok(Err(InboxError::NotFound));
    }
    store.last_row += 1;
    let deleted = sqlx::query(DELETE_RESTORED).bind(row);
    store.execute(deleted).await.map(Ok)
}

/// A worker that has one of them finds its claim lost.
async fn erase(store: &mut Store, items: &[i64]) -> Result<u64, sqlx::Error> {
    let statement = sqlx::query(ERASE).bind(json(items));
    let erased = statement.fetch_all(&mut store.connection).await?;
    for row in &erased {
        let (id, lane): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        let mut less = Counts::default();
        match row.try_get(3)? {
            0 if erase_head(store, lane, id).await? => less.in_flight = -1,
            0 => less.waiting = -1,
            2 => less.parked = -1,
            _ => {}
        }
        store.count(row.try_get(2)?, less);
    }
    Ok(erased.len() as u64)
}

/// Lets the key go on if this was its head, and tells whether a worker had it.
async fn erase_head(store: &mut Store, lane: i64, id: i64) -> Result<bool, sqlx::Error> {
    let key = sqlx::query(KEY).bind(lane);
    let Some(key) = key.fetch_optional(&mut store.connection).await? else {
        return Ok(false);
    };
    if key.try_get::<i64, _>(0)? != id {
        return Ok(false);
    }
    let mut script = Script::default();
    finishing::go_on(&mut script, &[(lane, 0)]);
    script.run(&mut store.connection).await?;
    Ok(store.let_go(lane).is_some())
}
