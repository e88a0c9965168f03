//! A process with an inbox under load, to be killed by the crash tests.
//!
//! It notes in `accepted` what was acknowledged to a sender, and in `sent` what a worker sent:
//! lines that are written at once, so that they outlive it.
#![expect(clippy::print_stdout, reason = "it tells its parent that it works")]

use std::{
    error::Error,
    fs::File,
    io::Write,
    path::PathBuf,
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use chrono::Utc;
use durable_inbox::{
    BoxError, Claim, Claimed, Delivery, Inbox, JournalRow, NewItem, Outcome, Split, SplitRow,
    SqliteInbox, WorkerId, sqlite::CrashPoint,
};
use tokio::sync::Semaphore;

type Failure = Box<dyn Error + Send + Sync>;

const GROUP: &str = "out:default";
const SENDERS: u64 = 4;
const KEYS: u64 = 5;
const WORKERS: usize = 8;

/// One item for each line `key number`.
struct Lines;

#[async_trait]
impl Split for Lines {
    async fn split(&self, rows: &[JournalRow]) -> Result<Vec<SplitRow>, BoxError> {
        Ok(rows.iter().map(items).collect())
    }
}

fn items(row: &JournalRow) -> SplitRow {
    let text = String::from_utf8(row.payload.clone())?;
    let item = |line: &str| {
        let (key, _) = line.split_once(' ').ok_or("a line has no number")?;
        Ok(NewItem {
            dedupe: Some(line.as_bytes().to_vec()),
            group: GROUP.to_owned(),
            key: key.as_bytes().to_vec(),
            payload: line.as_bytes().to_vec(),
            at: row.received_at,
        })
    };
    text.lines().map(item).collect()
}

/// `victim FOLDER load FIRST [POINT COUNT]`, `victim FOLDER drain` or `victim FOLDER obey`.
#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().ok_or("which folder?")?);
    let mode = args.next().ok_or("load, drain or obey?")?;
    let is_load = mode == "load";
    let first: u64 = args.next().unwrap_or_default().parse().unwrap_or_default();
    let point = args.next().map(|name| name.parse()).transpose()?;
    let count = args.next().map(|count| count.parse()).transpose()?;
    let inbox = open(&folder, point, count.unwrap_or(1)).await?;
    let inbox = Arc::new(inbox);
    if mode == "obey" {
        return obey(&inbox).await;
    }
    inbox.reclaim(&worker()).await?;
    if is_load {
        for sender in 0..SENDERS {
            let log = log(&folder, "accepted")?;
            tokio::spawn(send(Arc::clone(&inbox), sender, first, log));
        }
    }
    let sent = Arc::new(log(&folder, "sent")?);
    tokio::spawn(take_in(Arc::clone(&inbox)));
    // The parent waits for it before it counts time.
    println!("ready");
    loop {
        work(&inbox, &sent).await?;
        let stats = inbox.stats().await?;
        let left = |group: &durable_inbox::GroupStats| group.waiting + group.in_flight;
        let left: u64 = stats.groups.values().map(left).sum::<u64>() + stats.journal;
        if !is_load && left == 0 {
            inbox.close().await;
            return Ok(());
        }
    }
}

/// For each line of its input: appends it if it has a number, else tells whether it is ready.
async fn obey(inbox: &SqliteInbox) -> Result<(), Failure> {
    println!("ready");
    for line in std::io::stdin().lines() {
        let line = line?;
        let is_well = match line.contains(' ') {
            true => {
                let delivery = Delivery {
                    source: "test".to_owned(),
                    payload: line.into_bytes(),
                    received_at: Utc::now(),
                };
                inbox.append(vec![delivery]).await.is_ok()
            }
            false => inbox.is_ready().await,
        };
        println!("{}", if is_well { "yes" } else { "no" });
    }
    inbox.close().await;
    Ok(())
}

async fn open(
    folder: &std::path::Path,
    point: Option<CrashPoint>,
    count: u32,
) -> Result<SqliteInbox, Failure> {
    let passed = AtomicU32::new(0);
    let passing = move |at: CrashPoint| {
        if Some(at) == point && passed.fetch_add(1, Ordering::Relaxed) + 1 == count {
            // Nothing is written and nobody is told any more, as with SIGKILL.
            process::abort();
        }
    };
    let file = folder.join("inbox.db");
    Ok(SqliteInbox::open_watched(&file, Arc::new(passing)).await?)
}

fn log(folder: &std::path::Path, name: &str) -> Result<File, Failure> {
    let options = File::options()
        .create(true)
        .append(true)
        .open(folder.join(name));
    Ok(options?)
}

/// One sender has keys of its own, so that the numbers of a key are accepted in their order. Every
/// fifth delivery comes twice, as after an answer that was lost.
async fn send(inbox: Arc<SqliteInbox>, sender: u64, first: u64, mut log: File) {
    for number in first.. {
        let lines = format!("{sender}-{} {number}", number % KEYS);
        for _ in 0..1 + u32::from(number.is_multiple_of(5)) {
            let delivery = Delivery {
                source: "test".to_owned(),
                payload: lines.clone().into_bytes(),
                received_at: Utc::now(),
            };
            let accepted = inbox.append(vec![delivery]).await;
            accepted.expect("the inbox has room");
            // In one call: several append, and each may be the last.
            let written = log.write_all(format!("{lines}\n").as_bytes());
            written.expect("the log can be written");
        }
    }
}

async fn take_in(inbox: Arc<SqliteInbox>) {
    let mut deliveries = inbox.deliveries();
    loop {
        let taken = inbox.take_in(&Lines).await;
        if !taken.expect("rows can be taken in").more {
            deliveries.changed().await.expect("the inbox is open");
        }
    }
}

fn worker() -> WorkerId {
    WorkerId::new("victim")
}

/// Claims once, and waits until everything of it is finished.
async fn work(inbox: &Arc<SqliteInbox>, sent: &Arc<File>) -> Result<(), Failure> {
    let claim = Claim {
        group: GROUP.to_owned(),
        worker: worker(),
        lease: Duration::from_secs(600),
        limit: WORKERS,
        now: Utc::now(),
    };
    let slots = Arc::new(Semaphore::new(WORKERS));
    let claimed = inbox.claim(&claim).await?;
    if claimed.is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    for one in claimed {
        let (inbox, sent) = (Arc::clone(inbox), Arc::clone(sent));
        let slot = Arc::clone(&slots).acquire_owned().await?;
        tokio::spawn(async move {
            deliver(&inbox, &sent, &one).await;
            drop(slot);
        });
    }
    let all = u32::try_from(WORKERS)?;
    slots.acquire_many(all).await?.forget();
    Ok(())
}

/// Some are not sent at the first attempt, and come again.
async fn deliver(inbox: &SqliteInbox, mut sent: &File, one: &Claimed) {
    let marked = inbox.mark_sending(one).await;
    marked.expect("nobody else has the claim");
    let outcome = if one.attempts == 0 && one.id.number() % 7 == 0 {
        Outcome::RetryAt {
            at: Utc::now(),
            counts: true,
            maybe_sent: false,
        }
    } else {
        let text = String::from_utf8_lossy(&one.payload).into_owned();
        let flag = if one.maybe_duplicate { "maybe" } else { "once" };
        let written = sent.write_all(format!("{text} {flag}\n").as_bytes());
        written.expect("the log can be written");
        Outcome::Sent
    };
    let finished = inbox.finish(one, outcome).await;
    finished.expect("nobody else has the claim");
}
