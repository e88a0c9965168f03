//! An inbox in one file, with nothing to install.
//!
//! One task writes. Whatever is asked of it while a transaction runs goes into the next one
//! together, and is answered when that is on the disk (WAL, `synchronous=FULL`). A transaction that
//! fails is answered with errors, its connection is closed, and the next one opens another: when
//! the disk has room again, everything works again.

mod changing;
mod claiming;
mod command;
mod file;
mod finishing;
mod intake;
mod journal;
#[cfg(test)]
mod plan;
mod points;
mod reading;
mod rows;
mod store;
mod writer;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sqlx::SqlitePool;
use tokio::sync::{Mutex, Semaphore, mpsc, oneshot, watch};

use crate::{
    Claim, Claimed, Delivery, Inbox, InboxError, Item, ItemFilter, ItemId, KeptAside, Outcome,
    Purge, Purged, Split, Stats, TakenIn, WorkerId,
};
use command::{Appended, Asked, Change, Command, Found, Hold, Intake, lane};
use file::DatabaseFile;
use points::Points;
#[cfg(feature = "test-util")]
pub use points::{CrashPoint, Passing};
use store::Store;
use writer::{Signals, Writer};

/// Calls that wait for the writer at most.
const QUEUE: usize = 4096;
/// KiB of deliveries that wait for the writer at most.
const ROOM: u32 = 32 << 10;

type Answer<R> = oneshot::Receiver<Result<R, InboxError>>;

/// An inbox in one SQLite file that this process alone uses.
#[derive(Debug)]
pub struct SqliteInbox {
    readers: SqlitePool,
    commands: mpsc::Sender<Command>,
    room: Arc<Semaphore>,
    signals: Arc<Signals>,
    /// The last journal row that was taken in, and the right to take in more.
    intake: Mutex<i64>,
}

impl SqliteInbox {
    /// Opens the file, or makes it. Nobody but its owner can read it.
    ///
    /// Starts the task that writes, on the runtime that this is called on.
    ///
    /// # Errors
    ///
    /// When the file cannot be used, another process uses it, or a newer version made it.
    pub async fn open(path: &Path) -> Result<Self, InboxError> {
        Self::open_with(path, Points::default()).await
    }

    /// [`open`](Self::open) for tests of crashes: `passing` is called by the writer at each point
    /// where the process may end without any harm.
    ///
    /// # Errors
    ///
    /// As `open`.
    #[cfg(feature = "test-util")]
    pub async fn open_watched(path: &Path, passing: Passing) -> Result<Self, InboxError> {
        Self::open_with(path, Points::new(passing)).await
    }

    async fn open_with(path: &Path, points: Points) -> Result<Self, InboxError> {
        let file = DatabaseFile::open(path).map_err(InboxError::unavailable)?;
        let store = Store::open(&file).await;
        let store = store.map_err(InboxError::unavailable)?;
        let readers = file.readers().await.map_err(InboxError::unavailable)?;
        let signals = Arc::new(Signals {
            failing: AtomicBool::new(false),
            deliveries: watch::Sender::new(0),
            work: watch::Sender::new(0),
        });
        let (commands, queue) = mpsc::channel(QUEUE);
        let intake = Mutex::new(store.taken);
        let writer = Writer::new(file, store, queue, Arc::clone(&signals), points);
        tokio::spawn(writer.run());
        Ok(Self {
            readers,
            commands,
            room: Arc::new(Semaphore::new(ROOM as usize)),
            signals,
            intake,
        })
    }

    /// Whether the inbox can be read, and written if the last write failed.
    ///
    /// After a failure it writes something itself: that is how it notices that there is room
    /// again when nobody sends it work. Ask once a second at most.
    pub async fn is_ready(&self) -> bool {
        if self.signals.failing.load(Ordering::Relaxed) {
            return self.ask(Command::Probe, ()).await.is_ok();
        }
        !self.commands.is_closed() && reading::stats(&self.readers).await.is_ok()
    }

    /// Looks one item up.
    ///
    /// # Errors
    ///
    /// When the storage cannot be read.
    pub async fn item(&self, id: ItemId) -> Result<Option<Item>, InboxError> {
        let item = reading::item(&self.readers, id).await;
        item.map_err(InboxError::unavailable)
    }

    /// Lists items; `before` is the last one of the page before.
    ///
    /// # Errors
    ///
    /// When the storage cannot be read.
    pub async fn items(
        &self,
        filter: &ItemFilter,
        before: Option<ItemId>,
        limit: u32,
    ) -> Result<Vec<Item>, InboxError> {
        let items = reading::items(&self.readers, filter, before, limit).await;
        items.map_err(InboxError::unavailable)
    }

    /// Lists deliveries that could not be split, the newest first; `before` is the number of the
    /// last one of the page before.
    ///
    /// # Errors
    ///
    /// When the storage cannot be read.
    pub async fn kept_aside(
        &self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<KeptAside>, InboxError> {
        let aside = reading::kept_aside(&self.readers, before, limit).await;
        aside.map_err(InboxError::unavailable)
    }

    /// Puts a delivery that was kept aside at the end of the journal, to be split again.
    ///
    /// # Errors
    ///
    /// [`NotFound`](InboxError::NotFound) when none with this number is kept aside.
    pub async fn restore(&self, row: i64) -> Result<(), InboxError> {
        let restored = self.ask(Command::Change, Change::Restore(row)).await;
        restored.map(drop)
    }

    /// Deletes every item of a key in all groups, so that it cannot be read from the disk either,
    /// and tells how many there were. A worker that has one finds its claim lost.
    ///
    /// Deliveries that were not taken in, or were kept aside, are not looked into.
    ///
    /// # Errors
    ///
    /// When the storage cannot be used; some may be deleted then.
    pub async fn erase(&self, key: &[u8]) -> Result<u64, InboxError> {
        let (mut erased, mut after) = (0, 0);
        loop {
            let slice = reading::slice_of_key(&self.readers, after, key).await;
            let Some((to, items)) = slice.map_err(InboxError::unavailable)? else {
                break;
            };
            if !items.is_empty() {
                erased += self.ask(Command::Change, Change::Erase(items)).await?;
            }
            after = to;
        }
        self.ask(Command::Truncate, ()).await?;
        Ok(erased)
    }

    /// Writes what waits, and closes the file: everything is then in that one file. Calls that
    /// come later fail.
    pub async fn close(&self) {
        // The readers first: the last connection is the one that empties the log.
        self.readers.close().await;
        // It was closed before if this fails.
        let _ = self.ask(Command::Close, ()).await;
    }

    async fn ask<T, R>(
        &self,
        command: impl FnOnce(Asked<T, R>) -> Command,
        what: T,
    ) -> Result<R, InboxError> {
        let (asked, answer) = Asked::new(what);
        let sent = self.commands.send(command(asked)).await;
        sent.map_err(|_| InboxError::Closed)?;
        wait(answer).await
    }

    async fn change_all(&self, change: impl Fn() -> Change) -> Result<u64, InboxError> {
        let mut all = 0;
        loop {
            match self.ask(Command::Change, change()).await? {
                0 => return Ok(all),
                some => all += some,
            }
        }
    }

    /// In the order of the hashes, slice by slice: no index by time is worth its writes.
    async fn purge_dedupe(&self, before: DateTime<Utc>) -> Result<u64, InboxError> {
        let (mut deleted, mut after) = (0, Vec::new());
        loop {
            let slice = reading::dedupe_slice(&self.readers, &after, before).await;
            let Some((to, old)) = slice.map_err(InboxError::unavailable)? else {
                return Ok(deleted);
            };
            if old > 0 {
                let to = to.clone();
                let change = Change::DeleteDedupe { after, to, before };
                deleted += self.ask(Command::Change, change).await?;
            }
            after = to;
        }
    }
}

async fn wait<R>(answer: Answer<R>) -> Result<R, InboxError> {
    answer.await.map_err(|_| InboxError::Closed)?
}

#[async_trait]
impl Inbox for SqliteInbox {
    async fn append(&self, deliveries: Vec<Delivery>) -> Result<(), InboxError> {
        if deliveries.is_empty() {
            return Ok(());
        }
        let bytes: usize = deliveries.iter().map(|one| one.payload.len()).sum();
        // One that is larger than all room has to have all of it.
        let room = u32::try_from(bytes / 1024 + 1).unwrap_or(ROOM).min(ROOM);
        let room = Arc::clone(&self.room).try_acquire_many_owned(room);
        let _room = room.map_err(|_| InboxError::Overloaded)?;
        let (asked, answer) = Asked::new(Appended { deliveries, _room });
        match self.commands.try_send(Command::Append(asked)) {
            Ok(()) => wait(answer).await,
            Err(mpsc::error::TrySendError::Full(_)) => Err(InboxError::Overloaded),
            Err(mpsc::error::TrySendError::Closed(_)) => Err(InboxError::Closed),
        }
    }

    async fn take_in(&self, split: &dyn Split) -> Result<TakenIn, InboxError> {
        let mut taken = self.intake.lock().await;
        let read = reading::journal(&self.readers, *taken).await;
        let (rows, more) = read.map_err(InboxError::unavailable)?;
        if rows.is_empty() {
            return Ok(TakenIn::default());
        }
        let mut intake = Intake {
            rows: rows.iter().map(|row| row.id).collect(),
            items: Vec::new(),
            aside: Vec::new(),
            more,
        };
        let split = split.split(&rows).await;
        let split = split.map_err(|error| InboxError::Split(error.into()))?;
        if split.len() != rows.len() {
            let error = "the splitting did not answer each row".into();
            return Err(InboxError::Split(crate::BoxError::into(error)));
        }
        for (row, found) in rows.into_iter().zip(split) {
            match found {
                Ok(items) => {
                    let received_at = row.received_at;
                    let found = |item| Found { item, received_at };
                    intake.items.extend(items.into_iter().map(found));
                }
                Err(error) => intake.aside.push((row, error.to_string())),
            }
        }
        let (done, up_to) = self.ask(Command::TakeIn, intake).await?;
        *taken = up_to;
        Ok(done)
    }

    async fn claim(&self, claim: &Claim) -> Result<Vec<Claimed>, InboxError> {
        self.ask(Command::Claim, claim.clone()).await
    }

    async fn mark_sending(&self, claimed: &Claimed) -> Result<(), InboxError> {
        self.ask(Command::Mark, Hold::of(claimed)).await
    }

    async fn finish(&self, claimed: &Claimed, outcome: Outcome) -> Result<(), InboxError> {
        self.ask(Command::Finish, (Hold::of(claimed), outcome))
            .await
    }

    async fn wake(&self, group: &str, key: &[u8]) -> Result<(), InboxError> {
        let lane = lane(group, key);
        let woken = self.ask(Command::Change, Change::Wake { lane }).await;
        woken.map(drop)
    }

    async fn redrive(&self, id: ItemId) -> Result<(), InboxError> {
        self.ask(Command::Change, Change::Redrive(id))
            .await
            .map(drop)
    }

    async fn reclaim(&self, worker: &WorkerId) -> Result<u64, InboxError> {
        let change = Change::Reclaim(worker.clone());
        self.ask(Command::Change, change).await
    }

    async fn next_due(&self, group: &str) -> Result<Option<DateTime<Utc>>, InboxError> {
        let due = reading::next_due(&self.readers, group).await;
        due.map_err(InboxError::unavailable)
    }

    async fn stats(&self) -> Result<Stats, InboxError> {
        let stats = reading::stats(&self.readers).await;
        stats.map_err(InboxError::unavailable)
    }

    async fn purge(&self, purge: &Purge) -> Result<Purged, InboxError> {
        let mut purged = Purged::default();
        if let Some(before) = purge.sent_before {
            purged.sent = self.change_all(|| Change::DeleteSent(before)).await?;
        }
        if let Some(before) = purge.parked_before {
            purged.parked = self.change_all(|| Change::DeleteParked(before)).await?;
            purged.kept_aside = self.change_all(|| Change::DeleteAside(before)).await?;
        }
        if let Some(before) = purge.dedupe_before {
            purged.dedupe = self.purge_dedupe(before).await?;
        }
        self.ask(Command::Truncate, ()).await?;
        Ok(purged)
    }

    fn deliveries(&self) -> watch::Receiver<u64> {
        self.signals.deliveries.subscribe()
    }

    fn work(&self) -> watch::Receiver<u64> {
        self.signals.work.subscribe()
    }
}
