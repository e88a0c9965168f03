//! Leasing the heads of free keys.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row;

use super::{
    rows::Script,
    store::{Counts, Held, Store},
};
use crate::{Claim, Claimed, ItemId};

/// In an order that leaves nothing open, since the lease finds the same keys again.
const FREE: &str = "SELECT k.lane, k.head, k.attempts, k.doubt, i.key, i.payload, i.at, \
    EXISTS (SELECT 1 FROM items p WHERE p.lane = k.lane AND p.state = 2 AND p.id < k.head) \
    FROM keys k JOIN items i ON i.id = k.head \
    WHERE k.group_id = ? AND k.due_at <= ? ORDER BY k.due_at, k.lane LIMIT ?";
const LEASE: &str = "UPDATE keys SET worker = ?, due_at = ?, fence = ?, woken = 0 \
    WHERE lane IN (SELECT lane FROM keys \
    WHERE group_id = ? AND due_at <= ? ORDER BY due_at, lane LIMIT ?)";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[FREE, LEASE];

pub(super) async fn claim(store: &mut Store, claim: &Claim) -> Result<Vec<Claimed>, sqlx::Error> {
    let Some(group) = store.group_with_work(&claim.group) else {
        return Ok(Vec::new());
    };
    let now = claim.now.timestamp_millis();
    let limit = i64::try_from(claim.limit).unwrap_or(i64::MAX);
    let lease = TimeDelta::from_std(claim.lease).unwrap_or(TimeDelta::MAX);
    let until = claim.now.checked_add_signed(lease);
    let until = until.unwrap_or(DateTime::<Utc>::MAX_UTC);
    let fence = store.next_fence();
    let mut script = Script::default();
    script.add(FREE).bind(group).bind(now).bind(limit);
    script
        .add(LEASE)
        .bind(claim.worker.as_str())
        .bind(until.timestamp_millis())
        .bind(fence)
        .bind(group)
        .bind(now)
        .bind(limit);
    let free = script.rows(&mut store.connection).await?;

    let mut claimed = Vec::with_capacity(free.len());
    for row in free {
        let (lane, head): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        let doubt: i64 = row.try_get(3)?;
        let held = Held { group, head, fence };
        // Whoever had it let its lease run out.
        if store.held.insert(lane, held).is_none() {
            let (waiting, in_flight, parked) = (-1, 1, 0);
            store.count(
                group,
                Counts {
                    waiting,
                    in_flight,
                    parked,
                },
            );
        }
        claimed.push(Claimed {
            id: ItemId::new(head),
            group: claim.group.clone(),
            key: row.try_get(4)?,
            payload: row.try_get(5)?,
            at: time(row.try_get(6)?),
            attempts: row.try_get::<i64, _>(2)?.try_into().unwrap_or(u32::MAX),
            fence,
            maybe_duplicate: doubt > 0,
            in_doubt: doubt == 2,
            after_gap: row.try_get(7)?,
            claimed_at: claim.now,
        });
    }
    Ok(claimed)
}

/// A time of the database. One outside of what times can be was written by nobody here.
pub(super) fn time(milliseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}
