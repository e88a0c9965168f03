//! What the deliveries change in `bridge.db`, many changes in one transaction.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

use crate::store::{CustomerKey, NewStatus, Store};

/// How many changes wait at most; who has more to tell waits.
const QUEUE: usize = 4_096;
/// How many changes are one transaction.
const BATCH: usize = 512;

/// A change that a delivery leads to.
#[derive(Debug)]
pub(super) enum Change {
    /// What became of a customer's message.
    Inbound(Vec<u8>, Told),
    /// What became of an agent's message.
    Outbound(Vec<u8>, Told),
    /// How many parts an agent's message has.
    Parts(Vec<u8>, usize),
    /// A call for a part of it had no answer.
    InDoubt(Vec<u8>, usize),
    /// WhatsApp took a part of it, and calls it by the id of this hash.
    Taken(Vec<u8>, usize, Vec<u8>),
    /// The conversation of Genesys Cloud's that a customer is in.
    Conversation(CustomerKey, String),
    /// The template was sent that asks for an answer.
    Reengaged(CustomerKey, Option<DateTime<Utc>>),
    /// WhatsApp says that the 24 hours are over.
    Refused(CustomerKey, DateTime<Utc>),
    /// WhatsApp says that the customer wants no marketing.
    OptedOut(CustomerKey, DateTime<Utc>),
}

/// A status, for the tracking.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) status: &'static str,
    pub(super) reason: Option<String>,
    pub(super) maybe_duplicate: bool,
}

struct Entry {
    change: Change,
    at: DateTime<Utc>,
    done: Option<oneshot::Sender<()>>,
}

/// Takes changes; cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Tracker(mpsc::Sender<Entry>);

/// A change could not be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unwritten;

impl Tracker {
    /// Starts the task that writes; it ends when the last tracker is gone.
    pub(super) fn start(store: Store) -> (Self, JoinHandle<()>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        (Self(sender), tokio::spawn(write_all(store, receiver)))
    }

    /// Notes a change that nothing else depends on.
    pub(super) async fn note(&self, change: Change, at: DateTime<Utc>) {
        let done = None;
        // The receiver ends last, so this cannot fail while anybody works.
        let _ = self.0.send(Entry { change, at, done }).await;
    }

    /// Writes a change, and returns when it is on disk.
    pub(super) async fn write(&self, change: Change, at: DateTime<Utc>) -> Result<(), Unwritten> {
        let (done, is_done) = oneshot::channel();
        let done = Some(done);
        let sent = self.0.send(Entry { change, at, done }).await;
        sent.map_err(|_| Unwritten)?;
        is_done.await.map_err(|_| Unwritten)
    }
}

async fn write_all(store: Store, mut receiver: mpsc::Receiver<Entry>) {
    let mut batch = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut batch, BATCH).await > 0 {
        match write_batch(&store, &batch).await {
            Ok(()) => {
                for done in batch.drain(..).filter_map(|entry| entry.done) {
                    let _ = done.send(());
                }
            }
            Err(error) => {
                tracing::error!(error = %error, "could not write what became of messages");
                // Whoever waits learns it by the channel's end.
                batch.clear();
            }
        }
    }
}

async fn write_batch(store: &Store, batch: &[Entry]) -> Result<(), sqlx::Error> {
    let mut transaction = store.begin().await?;
    for Entry { change, at, .. } in batch {
        write_one(store, &mut transaction, change, *at).await?;
    }
    transaction.commit().await
}

async fn write_one(
    store: &Store,
    connection: &mut SqliteConnection,
    change: &Change,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let status = |told: &Told| NewStatus {
        status: told.status,
        reason: None,
        maybe_duplicate: told.maybe_duplicate,
    };
    match change {
        Change::Inbound(hash, told) => {
            let reason = told.reason.as_deref();
            let status = NewStatus {
                reason,
                ..status(told)
            };
            store.meta_status(connection, hash, status, at).await?;
        }
        Change::Outbound(hash, told) => {
            let reason = told.reason.as_deref();
            let status = NewStatus {
                reason,
                ..status(told)
            };
            store.genesys_status(connection, hash, status, at).await?;
        }
        Change::Parts(hash, parts) => store.parts_are(connection, hash, *parts).await?,
        Change::InDoubt(hash, place) => {
            let mut part = store.part(connection, hash, *place).await?;
            part.status = part.status.doubted();
            store
                .save_part(connection, hash, *place, &part, None, at)
                .await?;
        }
        Change::Taken(hash, place, meta_hash) => {
            let mut part = store.part(connection, hash, *place).await?;
            part.taken(meta_hash);
            store
                .save_part(connection, hash, *place, &part, None, at)
                .await?;
        }
        Change::Conversation(key, id) => {
            store.saw_conversation(connection, id, key, at).await?;
            if let Some(mut customer) = store.customer(connection, key).await? {
                customer.genesys_conversation_id = Some(id.clone());
                store.save_customer(connection, &customer).await?;
            }
        }
        Change::Reengaged(key, sent) => {
            if let Some(mut customer) = store.customer(connection, key).await? {
                match sent {
                    Some(sent) => customer.window.was_reengaged(*sent),
                    None => customer.window.reengaged = None,
                }
                store.save_customer(connection, &customer).await?;
            }
        }
        Change::Refused(key, sent) => {
            if let Some(mut customer) = store.customer(connection, key).await? {
                customer.window.was_refused(*sent);
                store.save_customer(connection, &customer).await?;
            }
        }
        Change::OptedOut(key, told) => {
            if let Some(mut customer) = store.customer(connection, key).await? {
                customer.marketing.told(true, *told);
                store.save_customer(connection, &customer).await?;
            }
        }
    }
    Ok(())
}
