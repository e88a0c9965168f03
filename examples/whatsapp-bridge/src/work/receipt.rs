//! What became of agents' messages, on its way to Genesys Cloud.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use durable_inbox::{Claimed, Inbox, Outcome};
use genesys_client::{
    IntegrationId,
    open_messaging::{Receipt, ReceiptStatus},
};
use message_transform::decide::{
    budget::{Grant, Purpose},
    failure::{self, Names, Scope},
};

use super::{Bridge, gate::Gate, item::Item, lane::Deliver, outcome};
use crate::links::Link;

/// Hands receipts of one route on.
pub(super) struct Receipts {
    pub(super) bridge: Arc<Bridge>,
    pub(super) link: Arc<Link>,
    pub(super) gate: Arc<Gate>,
    /// The newest delivery that waits for its turn, by customer: it includes those before.
    pub(super) newest: Mutex<HashMap<String, DateTime<Utc>>>,
}

#[async_trait]
impl Deliver for Receipts {
    async fn deliver(&self, claimed: &Claimed) -> Outcome {
        match Item::open(self.bridge.state.store.sealer(), &claimed.payload) {
            Some(Item::Receipt(item)) => self.receipt(claimed, &item.receipt).await,
            _ => outcome::parked("the receipt cannot be read (DATA_KEYS)"),
        }
    }
}

impl Receipts {
    async fn receipt(&self, claimed: &Claimed, receipt: &Receipt) -> Outcome {
        let is_delivered = receipt.status == ReceiptStatus::Delivered;
        let purpose = if is_delivered {
            Purpose::Delivered
        } else {
            Purpose::Failed
        };
        if is_delivered && self.is_merged(receipt) {
            return Outcome::Sent;
        }
        let bridge = &self.bridge;
        if let Grant::Wait(until) = bridge.budgets.ask(&self.link, purpose, bridge.now()) {
            if is_delivered {
                self.waits(receipt);
            }
            return outcome::wait(until);
        }
        if bridge.state.inbox.mark_sending(claimed).await.is_err() {
            return outcome::wait(bridge.now());
        }
        let integration = IntegrationId::new(self.link.route.integration_id.as_str());
        let messages = self.link.genesys.open_messages(&integration);
        match messages.receipt(receipt).await {
            Ok(answer) => {
                bridge
                    .budgets
                    .learn(&self.link, answer.meta().rate_limit(), bridge.now());
                self.gate.answered();
                Outcome::Sent
            }
            Err(error) => {
                let failure = failure::of_genesys(&error, Names::Message);
                match failure.scope {
                    Scope::Done => Outcome::Sent,
                    Scope::Route => {
                        self.gate.failed(&failure);
                        outcome::again(bridge.now(), failure.maybe_sent)
                    }
                    Scope::ItemLater if claimed.attempts + 1 < outcome::TRIES => {
                        self.gate.answered();
                        outcome::later(claimed, failure.retry_after, bridge.now())
                    }
                    _ => {
                        self.gate.answered();
                        outcome::parked(format!("Genesys Cloud refused it: {}", failure.cause))
                    }
                }
            }
        }
    }

    /// Whether a later delivery to the same customer waits, which says the same.
    fn is_merged(&self, receipt: &Receipt) -> bool {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let customer = receipt.channel.to.id.as_str();
        match newest.get(customer) {
            Some(time) if *time > receipt.channel.time => true,
            Some(time) if *time == receipt.channel.time => {
                newest.remove(customer);
                false
            }
            _ => false,
        }
    }

    fn waits(&self, receipt: &Receipt) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let (customer, time) = (receipt.channel.to.id.as_str(), receipt.channel.time);
        let newest = newest.entry(customer.to_owned()).or_insert(time);
        *newest = time.max(*newest);
    }
}
