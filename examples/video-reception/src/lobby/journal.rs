//! Writes the history, so that nobody in the lobby waits for a disk.

use std::{sync::Arc, time::Duration};

use chrono::Utc;
use server_kit::causes::causes;
use signaling_core::{CallSummary, DecisionMade, StatsReported};
use tokio::sync::{mpsc, oneshot};

use super::metrics;
use crate::store::Store;

/// How many records may wait for the disk.
const WAITING: usize = 10_000;
/// When a record is tried again that could not be written.
const AGAIN: Duration = Duration::from_secs(1);
/// How often, when the process is ending.
const LAST_TRIES: u32 = 3;

enum Record {
    Call(Box<CallSummary>),
    Decision(Box<DecisionMade>, i64),
    Stats(StatsReported, i64),
    /// The reception as JSON.
    Keep(Vec<u8>),
    Flush(oneshot::Sender<()>),
}

/// The way to the history. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Journal {
    records: mpsc::Sender<Record>,
    ending: Arc<std::sync::atomic::AtomicBool>,
}

impl Journal {
    /// Writes into this store from now on.
    #[must_use]
    pub fn start(store: Store) -> Self {
        let (records, mut queue) = mpsc::channel(WAITING);
        let ending = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let is_ending = Arc::clone(&ending);
        tokio::spawn(async move {
            while let Some(record) = queue.recv().await {
                write(&store, record, || {
                    is_ending.load(std::sync::atomic::Ordering::Relaxed)
                })
                .await;
            }
        });
        Self { records, ending }
    }

    pub(super) fn call(&self, call: Box<CallSummary>) {
        self.add(Record::Call(call));
    }

    pub(super) fn decision(&self, made: Box<DecisionMade>) {
        self.add(Record::Decision(made, now()));
    }

    pub(super) fn stats(&self, told: StatsReported) {
        self.add(Record::Stats(told, now()));
    }

    /// Keeps the reception; false if the disk is so far behind that this one is left out.
    pub(super) fn keep(&self, json: Vec<u8>) -> bool {
        self.records.try_send(Record::Keep(json)).is_ok()
    }

    /// Writes all that waits. After this nothing is tried for long: the process is ending.
    pub async fn flush(&self) {
        self.ending
            .store(true, std::sync::atomic::Ordering::Relaxed);
        let (done, flushed) = oneshot::channel();
        if self.records.send(Record::Flush(done)).await.is_ok() {
            let _ = flushed.await;
        }
    }

    fn add(&self, record: Record) {
        if self.records.try_send(record).is_err() {
            metrics::unwritten();
            tracing::error!("the history takes nothing more: see whether DATA_DIR can be written");
        }
    }
}

fn now() -> i64 {
    Utc::now().timestamp_millis()
}

async fn write(store: &Store, record: Record, is_ending: impl Fn() -> bool) {
    let mut tries = 0;
    loop {
        let written = match &record {
            Record::Call(call) => store.put_call(call).await,
            Record::Decision(made, at) => store.put_decision(made, *at).await,
            Record::Stats(told, at) => store.put_stats(told, *at).await,
            Record::Keep(json) => store.keep_reception(json).await,
            Record::Flush(_) => Ok(()),
        };
        let Err(error) = written else {
            break;
        };
        tries += 1;
        // There will be a newer one.
        let is_old = matches!(record, Record::Keep(_)) && !is_ending();
        if tries == 1 {
            tracing::error!(error = %causes(&error), "the history could not be written");
        }
        if is_old || (is_ending() && tries >= LAST_TRIES) {
            metrics::unwritten();
            break;
        }
        tokio::time::sleep(AGAIN).await;
    }
    if let Record::Flush(done) = record {
        let _ = done.send(());
    }
}
