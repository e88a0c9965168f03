//! From journal rows to items: one transaction, so that a crash leaves all or nothing of it.

use std::collections::{HashMap, HashSet};

use sqlx::{AssertSqlSafe, Row};

use super::{
    command::{Found, Intake, lane},
    rows::{Insert, chunks},
    store::{Counts, Store},
};
use crate::TakenIn;

pub(super) const DEDUPE: Insert = Insert {
    into: "INSERT INTO dedupe (hash, at) VALUES",
    columns: 2,
    then: "ON CONFLICT (hash) DO NOTHING RETURNING hash",
};
pub(super) const ITEMS: Insert = Insert {
    into: "INSERT INTO items (id, lane, group_id, at, key, payload, state, attempts, doubt) VALUES",
    columns: 9,
    then: "",
};
pub(super) const KEYS: Insert = Insert {
    into: "INSERT INTO keys (lane, group_id, head, due_at, attempts, doubt) VALUES",
    columns: 6,
    then: "ON CONFLICT (lane) DO NOTHING",
};
pub(super) const ASIDE: Insert = Insert {
    into: "INSERT INTO aside (id, source, received_at, payload, reason) VALUES",
    columns: 5,
    then: "",
};
const DELETE_ROWS: &str = "DELETE FROM journal WHERE id >= $1 AND id <= $2";
const MARK: &str = "UPDATE marks SET last_row = $1, last_item = $2 WHERE id = 1";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[DELETE_ROWS, MARK];

struct Placed<'a> {
    id: i64,
    lane: i64,
    group: i64,
    found: &'a Found,
}

/// What was done, and up to which row everything is taken in now.
pub(super) async fn take_in(
    store: &mut Store,
    intake: &Intake,
) -> Result<(TakenIn, i64), sqlx::Error> {
    let mut taken = TakenIn::default();
    let (Some(first), Some(last)) = (intake.rows.first(), intake.rows.last()) else {
        return Ok((taken, store.taken));
    };
    // Somebody read the same rows, went away while they were written, and came again.
    if *first <= store.taken {
        taken.more = true;
        return Ok((taken, store.taken));
    }

    let new = new_items(store, &intake.items).await?;
    let mut placed = Vec::with_capacity(new.len());
    for found in new {
        let group = store.group(&found.item.group).await?;
        store.last_item += 1;
        let waiting = 1;
        store.count(
            group,
            Counts {
                waiting,
                ..Counts::default()
            },
        );
        placed.push(Placed {
            id: store.last_item,
            lane: lane(&found.item.group, &found.item.key),
            group,
            found,
        });
    }
    insert(store, &placed).await?;
    let aside = ASIDE.run(
        &mut store.connection,
        &intake.aside,
        |statement, (row, reason)| {
            statement
                .bind(row.id)
                .bind(row.source.as_str())
                .bind(row.received_at.timestamp_millis())
                .bind(row.payload.as_slice())
                .bind(reason.as_str())
        },
    );
    aside.await?;
    let deleted = sqlx::query(DELETE_ROWS).bind(*first).bind(*last);
    store.execute(deleted).await?;
    let mark = sqlx::query(MARK).bind(*last).bind(store.last_item);
    store.execute(mark).await?;
    store.taken = *last;

    taken.rows = intake.rows.len() as u64;
    taken.items = placed.len() as u64;
    taken.duplicates = (intake.items.len() - placed.len()) as u64;
    taken.kept_aside = intake.aside.len() as u64;
    taken.more = intake.more || store.last_row > store.taken;
    Ok((taken, store.taken))
}

/// Those that were not there before, the first of each.
async fn new_items<'a>(
    store: &mut Store,
    items: &'a [Found],
) -> Result<Vec<&'a Found>, sqlx::Error> {
    let mut seen = HashSet::new();
    let firsts: Vec<(&[u8], i64)> = items
        .iter()
        .filter_map(|found| Some((found.item.dedupe.as_deref()?, found)))
        .filter(|(hash, _)| seen.insert(*hash))
        .map(|(hash, found)| (hash, found.received_at.timestamp_millis()))
        .collect();
    let mut new: HashSet<Vec<u8>> = HashSet::new();
    for chunk in chunks(&firsts) {
        let mut statement = sqlx::query(AssertSqlSafe(DEDUPE.text(chunk.len())));
        for (hash, at) in chunk {
            statement = statement.bind(*hash).bind(*at);
        }
        for row in statement.fetch_all(&mut store.connection).await? {
            new.insert(row.try_get(0)?);
        }
    }
    let is_new = |found: &&Found| match &found.item.dedupe {
        None => true,
        Some(hash) => new.remove(hash),
    };
    Ok(items.iter().filter(is_new).collect())
}

async fn insert(store: &mut Store, placed: &[Placed<'_>]) -> Result<(), sqlx::Error> {
    let items = ITEMS.run(&mut store.connection, placed, |statement, new| {
        statement
            .bind(new.id)
            .bind(new.lane)
            .bind(new.group)
            .bind(new.found.item.at.timestamp_millis())
            .bind(new.found.item.key.as_slice())
            .bind(new.found.item.payload.as_slice())
            .bind(0)
            .bind(0)
            .bind(0)
    });
    items.await?;
    // The first new item of each key: its head, unless it has one.
    let mut heads = HashMap::new();
    for new in placed {
        heads.entry(new.lane).or_insert(new);
    }
    let mut heads: Vec<_> = heads.into_values().collect();
    heads.sort_by_key(|new| new.id);
    let keys = KEYS.run(&mut store.connection, &heads, |statement, new| {
        statement
            .bind(new.lane)
            .bind(new.group)
            .bind(new.id)
            .bind(new.found.received_at.timestamp_millis())
            .bind(0)
            .bind(0)
    });
    keys.await
}
