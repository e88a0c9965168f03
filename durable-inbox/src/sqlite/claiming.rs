//! Leasing the heads of free keys.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row;

use super::{
    rows,
    store::{Counts, Store},
};
use crate::{Claim, Claimed, ItemId};

const FREE: &str = "SELECT k.lane, k.head, k.attempts, k.doubt, k.worker IS NOT NULL, \
    i.key, i.payload, i.at, \
    EXISTS (SELECT 1 FROM items p WHERE p.lane = k.lane AND p.state = 2 AND p.id < k.head) \
    FROM keys k JOIN items i ON i.id = k.head \
    WHERE k.group_id = $1 AND k.due_at <= $2 ORDER BY k.due_at LIMIT $3";
const LEASE: &str = "UPDATE keys SET worker = $1, due_at = $2, fence = $3, woken = 0 \
    WHERE lane IN (SELECT value FROM json_each($4))";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[FREE, LEASE];

pub(super) async fn claim(store: &mut Store, claim: &Claim) -> Result<Vec<Claimed>, sqlx::Error> {
    let Some(group) = store.known_group(&claim.group) else {
        return Ok(Vec::new());
    };
    let free = sqlx::query(FREE)
        .bind(group)
        .bind(claim.now.timestamp_millis())
        .bind(i64::try_from(claim.limit).unwrap_or(i64::MAX));
    let free = free.fetch_all(&mut store.connection).await?;
    if free.is_empty() {
        return Ok(Vec::new());
    }
    let fence = store.next_fence();
    let mut lanes: Vec<i64> = Vec::with_capacity(free.len());
    let mut claimed = Vec::with_capacity(free.len());
    let mut fresh = 0;
    for row in free {
        lanes.push(row.try_get(0)?);
        let doubt: i64 = row.try_get(3)?;
        fresh += i64::from(!row.try_get::<bool, _>(4)?);
        claimed.push(Claimed {
            id: ItemId::new(row.try_get(1)?),
            group: claim.group.clone(),
            key: row.try_get(5)?,
            payload: row.try_get(6)?,
            at: time(row.try_get(7)?),
            attempts: row.try_get::<i64, _>(2)?.try_into().unwrap_or(u32::MAX),
            fence,
            maybe_duplicate: doubt > 0,
            in_doubt: doubt == 2,
            after_gap: row.try_get(8)?,
            claimed_at: claim.now,
        });
    }
    let lease = TimeDelta::from_std(claim.lease).unwrap_or(TimeDelta::MAX);
    let until = claim.now.checked_add_signed(lease);
    let until = until.unwrap_or(DateTime::<Utc>::MAX_UTC);
    let lease = sqlx::query(LEASE)
        .bind(claim.worker.as_str())
        .bind(until.timestamp_millis())
        .bind(fence)
        .bind(rows::list(lanes));
    store.execute(lease).await?;
    store.count(
        group,
        Counts {
            waiting: -fresh,
            in_flight: fresh,
            parked: 0,
        },
    );
    Ok(claimed)
}

/// A time of the database. One outside of what times can be was written by nobody here.
pub(super) fn time(milliseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}
