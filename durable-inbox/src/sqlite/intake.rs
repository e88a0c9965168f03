//! From journal rows to items: one transaction, so that a crash leaves all or nothing of it.

use std::collections::{HashMap, HashSet};

use sqlx::Row;

use super::{
    command::{Found, Intake, lane},
    rows::{Bytes, Script, json},
    store::{Counts, Store},
};
use crate::TakenIn;

const DEDUPE: &str = "INSERT INTO dedupe (hash, at) \
    SELECT substr(?, value ->> 0, value ->> 1), value ->> 2 FROM json_each(?) WHERE true \
    ON CONFLICT (hash) DO NOTHING RETURNING hash";
const ITEMS: &str = "INSERT INTO items \
    (id, lane, group_id, at, key, payload, state, attempts, doubt) \
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, substr(?, value ->> 4, value ->> 5), \
    substr(?, value ->> 6, value ->> 7), 0, 0, 0 FROM json_each(?)";
const KEYS: &str = "INSERT INTO keys (lane, group_id, head, due_at, attempts, doubt) \
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, 0, 0 FROM json_each(?) WHERE true \
    ON CONFLICT (lane) DO NOTHING";
const ASIDE: &str = "INSERT INTO aside (id, source, received_at, payload, reason) \
    SELECT value ->> 0, value ->> 1, value ->> 2, substr(?, value ->> 3, value ->> 4), value ->> 5 \
    FROM json_each(?)";
const DELETE_ROWS: &str = "DELETE FROM journal WHERE id >= ? AND id <= ?";
const MARK: &str = "UPDATE marks SET last_row = ?, last_item = ? WHERE id = 1";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[DEDUPE, ITEMS, KEYS, ASIDE, DELETE_ROWS, MARK];

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
    let mut script = Script::default();
    insert(&mut script, &placed);
    put_aside(&mut script, intake);
    script.add(DELETE_ROWS).bind(*first).bind(*last);
    script.add(MARK).bind(*last).bind(store.last_item);
    script.run(&mut store.connection).await?;
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
    let (mut seen, mut bytes) = (HashSet::new(), Bytes::new());
    let firsts: Vec<_> = items
        .iter()
        .filter_map(|found| Some((found.item.dedupe.as_deref()?, found)))
        .filter(|(hash, _)| seen.insert(*hash))
        .map(|(hash, found)| {
            let (begin, length) = bytes.add(hash);
            (begin, length, found.received_at.timestamp_millis())
        })
        .collect();
    let mut new: HashSet<Vec<u8>> = HashSet::new();
    if !firsts.is_empty() {
        let mut script = Script::default();
        let dedupe = script.add(DEDUPE);
        dedupe.bind(bytes.into_blob()).bind(json(&firsts));
        for row in script.rows(&mut store.connection).await? {
            new.insert(row.try_get(0)?);
        }
    }
    let is_new = |found: &&Found| match &found.item.dedupe {
        None => true,
        Some(hash) => new.remove(hash),
    };
    Ok(items.iter().filter(is_new).collect())
}

fn insert(script: &mut Script, placed: &[Placed<'_>]) {
    if placed.is_empty() {
        return;
    }
    let (mut keys, mut payloads) = (Bytes::new(), Bytes::new());
    let items: Vec<_> = placed
        .iter()
        .map(|new| {
            let item = &new.found.item;
            let (key, key_length) = keys.add(&item.key);
            let (payload, length) = payloads.add(&item.payload);
            let at = item.at.timestamp_millis();
            (
                new.id, new.lane, new.group, at, key, key_length, payload, length,
            )
        })
        .collect();
    script
        .add(ITEMS)
        .bind(keys.into_blob())
        .bind(payloads.into_blob())
        .bind(json(&items));
    // The first new item of each key: its head, unless it has one.
    let mut heads = HashMap::new();
    for new in placed {
        heads.entry(new.lane).or_insert(new);
    }
    let mut heads: Vec<_> = heads.into_values().collect();
    heads.sort_by_key(|new| new.id);
    let heads: Vec<_> = heads
        .into_iter()
        .map(|new| {
            let due_at = new.found.received_at.timestamp_millis();
            (new.lane, new.group, new.id, due_at)
        })
        .collect();
    script.add(KEYS).bind(json(&heads));
}

fn put_aside(script: &mut Script, intake: &Intake) {
    if intake.aside.is_empty() {
        return;
    }
    let mut bytes = Bytes::new();
    let rows: Vec<_> = intake
        .aside
        .iter()
        .map(|(row, reason)| {
            let received_at = row.received_at.timestamp_millis();
            let (begin, length) = bytes.add(&row.payload);
            (row.id, &row.source, received_at, begin, length, reason)
        })
        .collect();
    let aside = script.add(ASIDE);
    aside.bind(bytes.into_blob()).bind(json(&rows));
}
