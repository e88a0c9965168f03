//! Marks and outcomes of claims, many at once.

use super::{
    command::Hold,
    rows::{Script, json},
    store::{Counts, Store},
};
use crate::{InboxError, Outcome};

const MARK: &str = "UPDATE keys SET doubt = 2 WHERE lane IN (SELECT value FROM json_each(?))";
const RETRY: &str = "UPDATE keys SET worker = NULL, \
    due_at = CASE WHEN woken THEN 0 ELSE value ->> 1 END, attempts = value ->> 2, \
    doubt = value ->> 3 FROM json_each(?) WHERE keys.lane = value ->> 0";
const SENT: &str = "UPDATE items SET state = 1, done_at = value ->> 1, attempts = value ->> 2, \
    doubt = value ->> 3 FROM json_each(?) WHERE items.id = value ->> 0";
const PARK: &str = "UPDATE items SET state = 2, done_at = value ->> 1, attempts = value ->> 2, \
    doubt = value ->> 3, reason = value ->> 4 FROM json_each(?) WHERE items.id = value ->> 0";
/// The key goes on with its next item, or with none.
const NEXT: &str = "UPDATE keys SET worker = NULL, due_at = value ->> 1, \
    (head, attempts, doubt) = (SELECT id, attempts, doubt FROM items \
        WHERE items.lane = keys.lane AND state = 0 ORDER BY id LIMIT 1) \
    FROM json_each(?) WHERE keys.lane = value ->> 0";
const DELETE_IDLE: &str =
    "DELETE FROM keys WHERE lane IN (SELECT value ->> 0 FROM json_each(?)) AND head IS NULL";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[MARK, RETRY, SENT, PARK, NEXT, DELETE_IDLE];

type Answers = Vec<Result<(), InboxError>>;

pub(super) fn mark<'a>(
    store: &Store,
    script: &mut Script,
    holds: impl Iterator<Item = &'a Hold>,
) -> Answers {
    let mut lanes = Vec::new();
    let answers = holds
        .map(|hold| {
            if !store.holds(hold) {
                return Err(InboxError::ClaimLost);
            }
            lanes.push(hold.lane);
            Ok(())
        })
        .collect();
    if !lanes.is_empty() {
        script.add(MARK).bind(json(&lanes));
    }
    answers
}

pub(super) fn finish<'a>(
    store: &mut Store,
    script: &mut Script,
    finished: impl Iterator<Item = &'a (Hold, Outcome)>,
) -> Answers {
    let mut answers = Vec::new();
    let (mut sent, mut retries, mut parked) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = Vec::new();
    for (hold, outcome) in finished {
        if !store.holds(hold) {
            answers.push(Err(InboxError::ClaimLost));
            continue;
        }
        let (now, attempts) = (hold.claimed_at.timestamp_millis(), i64::from(hold.attempts));
        let doubt = |maybe: bool| i64::from(hold.maybe_duplicate || maybe);
        let mut counts = Counts {
            in_flight: -1,
            ..Counts::default()
        };
        match outcome {
            Outcome::Sent => {
                sent.push((hold.id, now, attempts, doubt(false)));
                next.push((hold.lane, now));
            }
            Outcome::RetryAt {
                at,
                counts: attempt,
                maybe_sent,
            } => {
                counts.waiting = 1;
                let (at, attempts) = (at.timestamp_millis(), attempts + i64::from(*attempt));
                retries.push((hold.lane, at, attempts, doubt(*maybe_sent)));
            }
            Outcome::Parked { reason, maybe_sent } => {
                counts.parked = 1;
                parked.push((hold.id, now, attempts, doubt(*maybe_sent), reason));
                next.push((hold.lane, now));
            }
        }
        if let Some(group) = store.let_go(hold.lane) {
            store.count(group, counts);
        }
        answers.push(Ok(()));
    }
    if !retries.is_empty() {
        script.add(RETRY).bind(json(&retries));
    }
    if !sent.is_empty() {
        script.add(SENT).bind(json(&sent));
    }
    if !parked.is_empty() {
        script.add(PARK).bind(json(&parked));
    }
    if !next.is_empty() {
        go_on(script, &next);
    }
    answers
}

/// Frees lanes, each from a time on, with the next item as head; deletes those without one.
pub(super) fn go_on(script: &mut Script, lanes: &[(i64, i64)]) {
    let lanes = json(lanes);
    script.add(NEXT).bind(lanes.clone());
    script.add(DELETE_IDLE).bind(lanes);
}
