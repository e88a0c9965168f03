//! What tests say in few words.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use durable_inbox::{
    BoxError, Claim, Claimed, Delivery, Inbox, JournalRow, NewItem, Outcome, Split, SplitRow,
    WorkerId,
};

pub(crate) const GROUP: &str = "in:default";
pub(crate) const LEASE: Duration = Duration::from_secs(30);

/// A time of the tests, in seconds after their begin.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::seconds(seconds)
}

/// A delivery of lines `key text`, or `key text group`; the dedupe hash is the whole line.
pub(crate) fn delivery(lines: &[&str]) -> Delivery {
    Delivery {
        source: "test".into(),
        payload: lines.join("\n").into_bytes(),
        received_at: at(0),
    }
}

/// Reads what [`delivery`] wrote. A line `!` makes the row one that cannot be split, `!!` stops
/// the splitting.
pub(crate) struct Lines;

#[async_trait]
impl Split for Lines {
    async fn split(&self, rows: &[JournalRow]) -> Result<Vec<SplitRow>, BoxError> {
        if rows.iter().any(|row| row.payload == b"!!") {
            return Err("the splitting is down".into());
        }
        Ok(rows.iter().map(items).collect())
    }
}

fn items(row: &JournalRow) -> SplitRow {
    let text = String::from_utf8(row.payload.clone())?;
    text.lines().map(|line| item(row, line)).collect()
}

fn item(row: &JournalRow, line: &str) -> Result<NewItem, BoxError> {
    let mut words = line.split(' ');
    let (Some(key), Some(text)) = (words.next(), words.next()) else {
        return Err("a line has no text".into());
    };
    Ok(NewItem {
        dedupe: Some(line.as_bytes().to_vec()),
        group: words.next().unwrap_or(GROUP).to_owned(),
        key: key.as_bytes().to_vec(),
        payload: text.as_bytes().to_vec(),
        at: row.received_at,
    })
}

/// Appends one delivery for each line, and takes all of them in.
pub(crate) async fn accept(inbox: &Arc<dyn Inbox>, lines: &[&str]) {
    for line in lines {
        inbox.append(vec![delivery(&[line])]).await.unwrap();
    }
    take_all_in(inbox).await;
}

pub(crate) async fn take_all_in(inbox: &Arc<dyn Inbox>) {
    while inbox.take_in(&Lines).await.unwrap().more {}
}

pub(crate) fn claim(limit: usize, seconds: i64) -> Claim {
    Claim {
        group: GROUP.into(),
        worker: WorkerId::new("worker"),
        lease: LEASE,
        limit,
        now: at(seconds),
    }
}

/// Claims whatever is free.
pub(crate) async fn claim_at(inbox: &Arc<dyn Inbox>, seconds: i64) -> Vec<Claimed> {
    inbox.claim(&claim(100, seconds)).await.unwrap()
}

pub(crate) fn texts(claimed: &[Claimed]) -> Vec<&str> {
    let payloads = claimed.iter().map(|one| one.payload.as_slice());
    payloads.map(|text| str::from_utf8(text).unwrap()).collect()
}

/// Claims and finishes until nothing can be claimed, and tells the texts in their order.
pub(crate) async fn drain(inbox: &Arc<dyn Inbox>, seconds: i64) -> Vec<String> {
    let mut done = Vec::new();
    loop {
        let claimed = claim_at(inbox, seconds).await;
        if claimed.is_empty() {
            return done;
        }
        for one in claimed {
            done.push(String::from_utf8(one.payload.clone()).unwrap());
            inbox.mark_sending(&one).await.unwrap();
            inbox.finish(&one, Outcome::Sent).await.unwrap();
        }
    }
}

pub(crate) fn retry_at(seconds: i64) -> Outcome {
    Outcome::RetryAt {
        at: at(seconds),
        counts: true,
        maybe_sent: false,
    }
}

pub(crate) fn parked() -> Outcome {
    Outcome::Parked {
        reason: "given up".into(),
        maybe_sent: false,
    }
}
