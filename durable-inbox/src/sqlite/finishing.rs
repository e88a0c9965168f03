//! Marks and outcomes of claims, many at once.

use std::collections::HashMap;

use sqlx::Row;

use super::{
    command::Hold,
    rows,
    store::{Counts, Store},
};
use crate::{InboxError, Outcome};

const HELD: &str = "SELECT lane, group_id, head, fence FROM keys \
    WHERE lane IN (SELECT value FROM json_each($1)) AND worker IS NOT NULL";
const MARK: &str = "UPDATE keys SET doubt = 2 WHERE lane IN (SELECT value FROM json_each($1))";
const RETRY: &str = "UPDATE keys SET worker = NULL, \
    due_at = CASE WHEN woken THEN 0 ELSE value ->> 1 END, attempts = value ->> 2, \
    doubt = value ->> 3 FROM json_each($1) WHERE keys.lane = value ->> 0";
const SENT: &str = "UPDATE items SET state = 1, done_at = value ->> 1, attempts = value ->> 2, \
    doubt = value ->> 3 FROM json_each($1) WHERE items.id = value ->> 0";
const PARK: &str = "UPDATE items SET state = 2, done_at = $2, attempts = $3, doubt = $4, \
    reason = $5 WHERE id = $1";
/// The key goes on with its next item, or with none.
const NEXT: &str = "UPDATE keys SET worker = NULL, due_at = value ->> 1, \
    (head, attempts, doubt) = (SELECT id, attempts, doubt FROM items \
        WHERE items.lane = keys.lane AND state = 0 ORDER BY id LIMIT 1) \
    FROM json_each($1) WHERE keys.lane = value ->> 0";
const DELETE_IDLE: &str =
    "DELETE FROM keys WHERE lane IN (SELECT value ->> 0 FROM json_each($1)) AND head IS NULL";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[HELD, MARK, RETRY, SENT, PARK, NEXT, DELETE_IDLE];

/// The claims that are still their owners'.
pub(super) struct Held(HashMap<i64, Key>);

struct Key {
    group: i64,
    head: i64,
    fence: i64,
}

impl Held {
    pub(super) async fn read(
        store: &mut Store,
        holds: impl Iterator<Item = &Hold>,
    ) -> Result<Self, sqlx::Error> {
        let lanes: Vec<i64> = holds.map(|hold| hold.lane).collect();
        let mut held = HashMap::new();
        if lanes.is_empty() {
            return Ok(Self(held));
        }
        let statement = sqlx::query(HELD).bind(rows::list(lanes));
        for row in statement.fetch_all(&mut store.connection).await? {
            let key = Key {
                group: row.try_get(1)?,
                head: row.try_get(2)?,
                fence: row.try_get(3)?,
            };
            held.insert(row.try_get(0)?, key);
        }
        Ok(Self(held))
    }

    fn has(&self, hold: &Hold) -> bool {
        let key = self.0.get(&hold.lane);
        key.is_some_and(|key| key.head == hold.id && key.fence == hold.fence)
    }

    /// The group, once.
    fn take(&mut self, hold: &Hold) -> Option<i64> {
        self.has(hold)
            .then(|| self.0.remove(&hold.lane))?
            .map(|key| key.group)
    }
}

pub(super) async fn mark<'a>(
    store: &mut Store,
    held: &Held,
    holds: impl Iterator<Item = &'a Hold>,
) -> Result<Vec<Result<(), InboxError>>, sqlx::Error> {
    let mut lanes = Vec::new();
    let answers = holds
        .map(|hold| {
            if !held.has(hold) {
                return Err(InboxError::ClaimLost);
            }
            lanes.push(hold.lane);
            Ok(())
        })
        .collect();
    if !lanes.is_empty() {
        store
            .execute(sqlx::query(MARK).bind(rows::list(lanes)))
            .await?;
    }
    Ok(answers)
}

pub(super) async fn finish<'a>(
    store: &mut Store,
    held: &mut Held,
    finished: impl Iterator<Item = &'a (Hold, Outcome)>,
) -> Result<Vec<Result<(), InboxError>>, sqlx::Error> {
    let mut answers = Vec::new();
    let (mut sent, mut retries, mut next) = (Vec::new(), Vec::new(), Vec::new());
    for (hold, outcome) in finished {
        let Some(group) = held.take(hold) else {
            answers.push(Err(InboxError::ClaimLost));
            continue;
        };
        let (now, attempts) = (hold.claimed_at.timestamp_millis(), i64::from(hold.attempts));
        let doubt = |maybe: bool| i64::from(hold.maybe_duplicate || maybe);
        let mut counts = Counts {
            in_flight: -1,
            ..Counts::default()
        };
        match outcome {
            Outcome::Sent => {
                sent.push([hold.id, now, attempts, doubt(false)]);
                next.push([hold.lane, now]);
            }
            Outcome::RetryAt {
                at,
                counts: attempt,
                maybe_sent,
            } => {
                counts.waiting = 1;
                let attempts = attempts + i64::from(*attempt);
                retries.push([
                    hold.lane,
                    at.timestamp_millis(),
                    attempts,
                    doubt(*maybe_sent),
                ]);
            }
            Outcome::Parked { reason, maybe_sent } => {
                counts.parked = 1;
                let park = sqlx::query(PARK)
                    .bind(hold.id)
                    .bind(now)
                    .bind(attempts)
                    .bind(doubt(*maybe_sent))
                    .bind(reason.as_str());
                store.execute(park).await?;
                next.push([hold.lane, now]);
            }
        }
        store.count(group, counts);
        answers.push(Ok(()));
    }
    if !retries.is_empty() {
        store
            .execute(sqlx::query(RETRY).bind(rows::table(retries)))
            .await?;
    }
    if !sent.is_empty() {
        store
            .execute(sqlx::query(SENT).bind(rows::table(sent)))
            .await?;
    }
    if !next.is_empty() {
        go_on(store, next).await?;
    }
    Ok(answers)
}

/// Frees lanes, each from a time on, with the next item as head; deletes those without one.
pub(super) async fn go_on(
    store: &mut Store,
    lanes: impl IntoIterator<Item = [i64; 2]>,
) -> Result<(), sqlx::Error> {
    let lanes = rows::table(lanes);
    store
        .execute(sqlx::query(NEXT).bind(lanes.as_str()))
        .await?;
    store.execute(sqlx::query(DELETE_IDLE).bind(lanes)).await?;
    Ok(())
}
