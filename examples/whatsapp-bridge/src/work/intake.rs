//! From journal rows to items: whose they are, in which order, and what they change.
//!
//! What a batch changes in `bridge.db` is one transaction, committed before the inbox takes
//! the items. After a crash between the two the batch is split again, so everything here may
//! happen twice: times and statuses only move on, and items carry what makes them unique.

mod batch;
mod envelope;
mod genesys;
mod meta;
mod statuses;

use std::sync::Arc;

use async_trait::async_trait;
use ccaas_http::BoxError;
use durable_inbox::{Inbox, JournalRow, NewItem, Split, SplitRow};
use tokio::sync::mpsc;

use super::{
    caught::caught, group::Direction, item::ReceiptItem, journal::Journal, typing::Typing,
};
use crate::state::AppState;

pub use batch::Batch;

/// Updates that nothing is done with, by why.
pub const DROPPED: &str = "whatsapp_bridge_dropped_total";

/// Splits deliveries into items.
#[derive(Debug)]
pub struct Intake {
    pub(super) state: Arc<AppState>,
    /// Typing is worth nothing later, so it is not stored.
    pub(super) typing: mpsc::Sender<Typing>,
}

#[async_trait]
impl Split for Intake {
    async fn split(&self, rows: &[JournalRow]) -> Result<Vec<SplitRow>, BoxError> {
        let mut batch = Batch::begin(&self.state.store, self.state.clock.now()).await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            items.push(match caught(self.one(&mut batch, row)).await {
                Some(Ok(items)) => Ok(items),
                Some(Err(Fault::Row(reason))) => Err(reason.into()),
                Some(Err(Fault::Store(error))) => return Err(error.into()),
                None => Err("a fault of the bridge itself; its log tells where".into()),
            });
        }
        let answered = std::mem::take(&mut batch.answered);
        batch.commit().await?;
        for (route, key) in answered {
            let group = Direction::Out.of(&route);
            self.state.inbox.wake(&group, &key.0).await?;
        }
        Ok(items)
    }
}

impl Intake {
    async fn one(&self, batch: &mut Batch, row: &JournalRow) -> Result<Vec<NewItem>, Fault> {
        let sealer = self.state.store.sealer();
        match Journal::open(sealer, &row.payload) {
            Some(Journal::Meta { app, body }) => {
                self.meta(batch, &app, &body, row.received_at).await
            }
            Some(Journal::Genesys { route, body }) => {
                let items = self.genesys(batch, &route, &body, row.received_at);
                Ok(items.await?)
            }
            Some(Journal::Receipt { route, body }) => match serde_json::from_slice(&body) {
                Ok(receipt) => Ok(vec![self.receipt(ReceiptItem { route, receipt })]),
                Err(_) => Err(Fault::Row("the receipt cannot be read")),
            },
            None => Err(Fault::Row(
                "it was sealed with a key that is not in DATA_KEYS",
            )),
        }
    }
}

/// Why a delivery is not split.
#[derive(Debug)]
enum Fault {
    /// It cannot be: it is kept aside until somebody puts it back.
    Row(&'static str),
    /// Nothing can be split now.
    Store(sqlx::Error),
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error)
    }
}

fn dropped(why: &'static str) {
    metrics::counter!(DROPPED, "why" => why).increment(1);
}
