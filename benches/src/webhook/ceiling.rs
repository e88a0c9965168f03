//! The inbox alone, from the append to the finish, with nothing to do between.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Result;
use async_trait::async_trait;
use chrono::Utc;
use cpu_time::ProcessTime;
use durable_inbox::{
    BoxError, Claim, Delivery, Inbox, JournalRow, NewItem, Outcome, Split, SplitRow, SqliteInbox,
    WorkerId,
};
use switchboard_benches::report::Report;
use tempfile::TempDir;
use tokio::{sync::Semaphore, task::JoinSet};

use crate::Args;

const GROUP: &str = "in:default";
const PAYLOAD: usize = 600;
const SENDERS: usize = 128;
const WORKERS: usize = 64;
/// Deliveries of one append while the store is filled.
const MANY: usize = 256;

/// One item for each row: eight bytes of number, then the payload.
struct Numbers {
    customers: u64,
}

#[async_trait]
impl Split for Numbers {
    async fn split(&self, rows: &[JournalRow]) -> Result<Vec<SplitRow>, BoxError> {
        Ok(rows.iter().map(|row| self.items(row)).collect())
    }
}

impl Numbers {
    fn items(&self, row: &JournalRow) -> SplitRow {
        let number = u64::from_be_bytes(row.payload[..8].try_into()?);
        // As a keyed hash would be: nothing in it is in order.
        let hash = u128::from(number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        Ok(vec![NewItem {
            dedupe: Some(hash.to_be_bytes().to_vec()),
            group: GROUP.to_owned(),
            key: (number % self.customers).to_be_bytes().to_vec(),
            payload: row.payload.clone(),
            at: row.received_at,
        }])
    }
}

fn delivery(number: u64) -> Delivery {
    let mut payload = number.to_be_bytes().to_vec();
    payload.resize(PAYLOAD, b'x');
    Delivery {
        source: "meta".to_owned(),
        payload,
        received_at: Utc::now(),
    }
}

pub(crate) async fn measure(args: &Args, report: &mut Report) -> Result<()> {
    let folder = TempDir::new()?;
    let inbox = Arc::new(SqliteInbox::open(&folder.path().join("inbox.db")).await?);
    let first = args.keys as u64;
    let messages = args.messages.get() as u64;
    run(args, report, &inbox, first, "the inbox alone, empty").await?;
    let begin = Instant::now();
    fill(&inbox, args.keys).await?;
    report.say(format!(
        "{} keys in {:.0} s",
        args.keys,
        begin.elapsed().as_secs_f64()
    ));
    run(
        args,
        report,
        &inbox,
        first + messages,
        "the inbox alone, full",
    )
    .await?;
    inbox.close().await;
    Ok(())
}

/// Takes this many items of as many keys in, and finishes them.
pub(crate) async fn fill(inbox: &SqliteInbox, keys: usize) -> Result<()> {
    let customers = u64::MAX;
    for first in (0..keys as u64).step_by(MANY) {
        let last = (first + MANY as u64).min(keys as u64);
        inbox.append((first..last).map(delivery).collect()).await?;
        while inbox.take_in(&Numbers { customers }).await?.more {}
        let claimed = inbox.claim(&claim(MANY)).await?;
        let sent = claimed.iter().map(|one| inbox.finish(one, Outcome::Sent));
        futures_util::future::try_join_all(sent).await?;
    }
    // As after a day, so that what is left is what is kept for long.
    let purge = durable_inbox::Purge {
        sent_before: Some(Utc::now() + Duration::from_secs(60)),
        ..Default::default()
    };
    inbox.purge(&purge).await?;
    Ok(())
}

fn claim(limit: usize) -> Claim {
    Claim {
        group: GROUP.to_owned(),
        worker: WorkerId::new("bench"),
        lease: Duration::from_secs(60),
        limit,
        now: Utc::now(),
    }
}

async fn run(
    args: &Args,
    report: &Report,
    inbox: &Arc<SqliteInbox>,
    first: u64,
    title: &str,
) -> Result<()> {
    let messages = args.messages.get();
    let (cpu, begin) = (ProcessTime::now(), Instant::now());
    append(inbox, first, messages).await?;
    let appended = begin.elapsed().as_secs_f64();
    let append_cpu = cpu.elapsed().as_secs_f64() * 1e6 / messages as f64;
    report.say(format!(
        "{title}: {:.0} appends/s, {append_cpu:.1} us CPU each",
        messages as f64 / appended
    ));

    let (cpu, begin) = (ProcessTime::now(), Instant::now());
    let customers = args.customers.get() as u64;
    let taking = Arc::clone(inbox);
    let taking = tokio::spawn(async move {
        while taking.take_in(&Numbers { customers }).await?.more {}
        Ok::<_, anyhow::Error>(())
    });
    work(inbox, messages).await?;
    taking.await??;
    let done = begin.elapsed().as_secs_f64();
    report.say(format!(
        "{title}: {:.0} items/s taken in, claimed, marked, finished, {:.1} us CPU each",
        messages as f64 / done,
        cpu.elapsed().as_secs_f64() * 1e6 / messages as f64
    ));
    Ok(())
}

async fn append(inbox: &Arc<SqliteInbox>, first: u64, messages: usize) -> Result<()> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut senders = JoinSet::new();
    for _ in 0..SENDERS {
        let (inbox, next) = (Arc::clone(inbox), Arc::clone(&next));
        senders.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= messages {
                    return Ok::<_, anyhow::Error>(());
                }
                inbox.append(vec![delivery(first + number as u64)]).await?;
            }
        });
    }
    while let Some(sender) = senders.join_next().await {
        sender??;
    }
    Ok(())
}

async fn work(inbox: &Arc<SqliteInbox>, messages: usize) -> Result<()> {
    let slots = Arc::new(Semaphore::new(WORKERS));
    let mut changed = inbox.work();
    let mut workers = JoinSet::new();
    let mut claimed = 0;
    while claimed < messages {
        let free = slots.clone().acquire_owned().await?;
        drop(free);
        let some = inbox.claim(&claim(slots.available_permits())).await?;
        if some.is_empty() {
            changed.changed().await?;
        }
        claimed += some.len();
        for one in some {
            let (inbox, slot) = (Arc::clone(inbox), slots.clone().acquire_owned().await?);
            workers.spawn(async move {
                inbox.mark_sending(&one).await?;
                inbox.finish(&one, Outcome::Sent).await?;
                drop(slot);
                Ok::<_, anyhow::Error>(())
            });
        }
        while let Some(worker) = workers.try_join_next() {
            worker??;
        }
    }
    while let Some(worker) = workers.join_next().await {
        worker??;
    }
    Ok(())
}
