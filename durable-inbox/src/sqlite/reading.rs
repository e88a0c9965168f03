//! What is read beside the writer.

use chrono::{DateTime, Utc};
use sqlx::{Row, SqlitePool, sqlite::SqliteRow};

use super::{claiming::time, command::lane};
use crate::{
    Delivery, GroupStats, Item, ItemFilter, ItemId, ItemState, JournalRow, KeptAside, Stats,
};

const SENT: i64 = 1;
const PARKED: i64 = 2;

/// Rows of one intake: deliveries wait while they become items.
const ROWS: i64 = 128;
/// Their payloads together, unless one alone is larger.
const BYTES: i64 = 8 << 20;
/// Rows that are looked through at a time.
const SLICE: i64 = 5000;

macro_rules! item {
    ($which:literal) => {
        concat!(
            "SELECT i.id, g.name, i.key, i.state, i.at, i.done_at, i.attempts, i.doubt, i.reason, \
             i.payload FROM items i JOIN groups g ON g.id = i.group_id ",
            $which
        )
    };
}

const SIZES: &str = "SELECT id, LENGTH(payload) FROM journal WHERE id > $1 ORDER BY id LIMIT $2";
const JOURNAL: &str = "SELECT id, source, received_at, payload FROM journal \
    WHERE id > $1 AND id <= $2 ORDER BY id";
const JOURNAL_SPAN: &str = "SELECT (SELECT MIN(id) FROM journal), (SELECT MAX(id) FROM journal), \
    (SELECT received_at FROM journal WHERE id > 0 ORDER BY id LIMIT 1), \
    (SELECT COUNT(*) FROM aside WHERE received_at > 0)";
const GROUPS: &str = "SELECT name, waiting, in_flight, parked, (SELECT at FROM items i \
    WHERE i.group_id = groups.id AND i.state = 0 ORDER BY i.id LIMIT 1) \
    FROM groups WHERE groups.id > 0";
const NEXT_DUE: &str = "SELECT MIN(due_at) FROM keys \
    WHERE group_id = (SELECT id FROM groups WHERE name = $1)";
const ITEM: &str = item!("WHERE i.id = $1");
const WAITING: &str = item!(
    "WHERE i.group_id = (SELECT id FROM groups WHERE name = $1) AND i.state = 0 AND i.id < $2 \
     ORDER BY i.id DESC LIMIT $3"
);
const WAITING_OF_KEY: &str =
    item!("WHERE i.lane = $1 AND i.state = 0 AND i.id < $2 ORDER BY i.id DESC LIMIT $3");
const PARKED_OF_KEY: &str =
    item!("WHERE i.lane = $1 AND i.state = 2 AND i.id < $2 ORDER BY i.id DESC LIMIT $3");
const DONE: &str = item!(
    "WHERE i.state = $1 AND i.done_at <= $2 AND (i.done_at, i.id) < ($2, $3) \
     ORDER BY i.done_at DESC, i.id DESC LIMIT $4"
);
const DONE_AT: &str = "SELECT done_at FROM items WHERE id = $1";
const ASIDE: &str = "SELECT id, source, received_at, payload, reason FROM aside \
    WHERE id < $1 ORDER BY id DESC LIMIT $2";
const OF_KEY: &str = "SELECT id FROM items WHERE id > $1 AND id <= $2 AND key = $3";
const ITEM_SPAN: &str = "SELECT MIN(id), MAX(id) FROM items WHERE id > $1";
const SLICE_END: &str = "SELECT MAX(hash), COALESCE(SUM(at < $2), 0) FROM \
    (SELECT hash, at FROM dedupe WHERE hash > $1 ORDER BY hash LIMIT $3)";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    SIZES,
    JOURNAL,
    JOURNAL_SPAN,
    GROUPS,
    NEXT_DUE,
    ITEM,
    WAITING,
    WAITING_OF_KEY,
    PARKED_OF_KEY,
    DONE,
    DONE_AT,
    ASIDE,
    OF_KEY,
    ITEM_SPAN,
    SLICE_END,
];

/// The next rows of the journal, and whether there are more.
pub(super) async fn journal(
    readers: &SqlitePool,
    after: i64,
) -> Result<(Vec<JournalRow>, bool), sqlx::Error> {
    let sizes = sqlx::query(SIZES).bind(after).bind(ROWS);
    let sizes = sizes.fetch_all(readers).await?;
    let (mut to, mut bytes) = (after, 0);
    for row in &sizes {
        bytes += row.try_get::<i64, _>(1)?;
        if to > after && bytes > BYTES {
            break;
        }
        to = row.try_get(0)?;
    }
    if to == after {
        return Ok((Vec::new(), false));
    }
    let rows = sqlx::query(JOURNAL).bind(after).bind(to);
    let rows = rows.fetch_all(readers).await?;
    let more = rows.len() < sizes.len() || sizes.len() == ROWS as usize;
    Ok((
        rows.iter().map(journal_row).collect::<Result<_, _>>()?,
        more,
    ))
}

pub(super) async fn stats(readers: &SqlitePool) -> Result<Stats, sqlx::Error> {
    let mut stats = Stats::default();
    // One transaction would not be worth it: each group's numbers belong together anyway.
    let span = sqlx::query(JOURNAL_SPAN).fetch_one(readers).await?;
    let (first, last): (Option<i64>, Option<i64>) = (span.try_get(0)?, span.try_get(1)?);
    if let (Some(first), Some(last)) = (first, last) {
        stats.journal = last.abs_diff(first) + 1;
    }
    stats.journal_since = span.try_get::<Option<i64>, _>(2)?.map(time);
    stats.kept_aside = count(&span, 3)?;
    for row in sqlx::query(GROUPS).fetch_all(readers).await? {
        let group = GroupStats {
            waiting: count(&row, 1)?,
            in_flight: count(&row, 2)?,
            parked: count(&row, 3)?,
            waiting_since: row.try_get::<Option<i64>, _>(4)?.map(time),
        };
        stats.groups.insert(row.try_get(0)?, group);
    }
    Ok(stats)
}

pub(super) async fn next_due(
    readers: &SqlitePool,
    group: &str,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let row = sqlx::query(NEXT_DUE).bind(group).fetch_one(readers).await?;
    Ok(row.try_get::<Option<i64>, _>(0)?.map(time))
}

pub(super) async fn item(readers: &SqlitePool, id: ItemId) -> Result<Option<Item>, sqlx::Error> {
    let row = sqlx::query(ITEM).bind(id.number());
    let row = row.fetch_optional(readers).await?;
    row.as_ref().map(read_item).transpose()
}

pub(super) async fn items(
    readers: &SqlitePool,
    filter: &ItemFilter,
    before: Option<ItemId>,
    limit: u32,
) -> Result<Vec<Item>, sqlx::Error> {
    let id = before.map_or(i64::MAX, ItemId::number);
    let rows = match filter {
        ItemFilter::Waiting { group } => {
            let query = sqlx::query(WAITING).bind(group).bind(id).bind(limit);
            query.fetch_all(readers).await?
        }
        ItemFilter::Key { group, key } => {
            let mut rows = Vec::new();
            for statement in [WAITING_OF_KEY, PARKED_OF_KEY] {
                let query = sqlx::query(statement).bind(lane(group, key));
                rows.extend(query.bind(id).bind(limit).fetch_all(readers).await?);
            }
            rows
        }
        ItemFilter::Parked => done(readers, PARKED, before, limit).await?,
        ItemFilter::Sent => done(readers, SENT, before, limit).await?,
    };
    let items: Result<Vec<Item>, _> = rows.iter().map(read_item).collect();
    let mut items = items?;
    if matches!(filter, ItemFilter::Key { .. }) {
        items.sort_by_key(|item| std::cmp::Reverse(item.id));
        items.truncate(limit as usize);
    }
    Ok(items)
}

async fn done(
    readers: &SqlitePool,
    state: i64,
    before: Option<ItemId>,
    limit: u32,
) -> Result<Vec<SqliteRow>, sqlx::Error> {
    let id = before.map_or(i64::MAX, ItemId::number);
    let at = sqlx::query(DONE_AT)
        .bind(id)
        .fetch_optional(readers)
        .await?;
    let at: Option<i64> = at.map(|row| row.try_get(0)).transpose()?.flatten();
    let query = sqlx::query(DONE).bind(state).bind(at.unwrap_or(i64::MAX));
    query.bind(id).bind(limit).fetch_all(readers).await
}

pub(super) async fn kept_aside(
    readers: &SqlitePool,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<KeptAside>, sqlx::Error> {
    let query = sqlx::query(ASIDE)
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit);
    let rows = query.fetch_all(readers).await?;
    let aside = |row: &SqliteRow| {
        Ok(KeptAside {
            row: journal_row(row)?,
            reason: row.try_get(4)?,
        })
    };
    rows.iter().map(aside).collect()
}

/// Up to which item these were looked for, and those of the key among them; none after the last.
///
/// Not by an index: nobody else asks for items that are done by key, and this is asked seldom.
pub(super) async fn slice_of_key(
    readers: &SqlitePool,
    after: i64,
    key: &[u8],
) -> Result<Option<(i64, Vec<i64>)>, sqlx::Error> {
    let ends = sqlx::query(ITEM_SPAN).bind(after);
    let ends = ends.fetch_one(readers).await?;
    let (first, last): (Option<i64>, Option<i64>) = (ends.try_get(0)?, ends.try_get(1)?);
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(None);
    };
    let to = last.min(first.saturating_add(SLICE));
    let found = sqlx::query(OF_KEY).bind(after).bind(to).bind(key);
    let found = found.fetch_all(readers).await?;
    let found: Result<_, _> = found.iter().map(|row| row.try_get(0)).collect();
    Ok(Some((to, found?)))
}

/// Where the slice of hashes after this one ends, and how many of it are older.
pub(super) async fn dedupe_slice(
    readers: &SqlitePool,
    after: &[u8],
    before: DateTime<Utc>,
) -> Result<Option<(Vec<u8>, u64)>, sqlx::Error> {
    let query = sqlx::query(SLICE_END)
        .bind(after)
        .bind(before.timestamp_millis())
        .bind(SLICE);
    let row = query.fetch_one(readers).await?;
    let end: Option<Vec<u8>> = row.try_get(0)?;
    let old = count(&row, 1)?;
    Ok(end.map(|end| (end, old)))
}

fn journal_row(row: &SqliteRow) -> Result<JournalRow, sqlx::Error> {
    let delivery = Delivery {
        source: row.try_get(1)?,
        received_at: time(row.try_get(2)?),
        payload: row.try_get(3)?,
    };
    Ok(JournalRow::new(row.try_get(0)?, delivery))
}

fn read_item(row: &SqliteRow) -> Result<Item, sqlx::Error> {
    Ok(Item {
        id: ItemId::new(row.try_get(0)?),
        group: row.try_get(1)?,
        key: row.try_get(2)?,
        state: match row.try_get(3)? {
            SENT => ItemState::Sent,
            PARKED => ItemState::Parked,
            _ => ItemState::Waiting,
        },
        at: time(row.try_get(4)?),
        done_at: row.try_get::<Option<i64>, _>(5)?.map(time),
        attempts: row.try_get::<i64, _>(6)?.try_into().unwrap_or(u32::MAX),
        maybe_duplicate: row.try_get::<i64, _>(7)? > 0,
        reason: row.try_get(8)?,
        payload: row.try_get(9)?,
    })
}

fn count(row: &SqliteRow, column: usize) -> Result<u64, sqlx::Error> {
    // Counts are sums of what was counted up before it was counted down.
    Ok(row.try_get::<i64, _>(column)?.try_into().unwrap_or(0))
}
