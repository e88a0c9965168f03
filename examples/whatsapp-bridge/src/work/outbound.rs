//! An agent's message on its way to the customer.

mod plan;
mod send;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::TimeDelta;
use durable_inbox::{Claimed, Delivery, Inbox, Outcome};
use genesys_client::{open_messaging::Reason, webhooks};
use message_transform::{
    decide::receipts::Part,
    outbound::{self, Outbound as Transformed},
    receipts::Refusal,
};
use meta_whatsapp_client::messages::Recipient;

use super::{
    Bridge,
    gate::Gate,
    item::{Item, OutboundItem},
    journal::Journal,
    lane::Deliver,
    outcome,
    tracker::{Change, Told},
};
use crate::{
    links::Link,
    settings::ResendPolicy,
    store::{Customer, CustomerKey, SentPart},
};

/// Parts of agents' messages that WhatsApp has nothing for, beside others that were sent.
pub(super) const LEFT_OUT: &str = "whatsapp_bridge_content_left_out_total";
/// How long after a doubtful call a status of WhatsApp may tell that it was heard.
const DOUBT: Duration = Duration::from_secs(10);

/// Hands agents' messages of one route on.
pub(super) struct Outbound {
    pub(super) bridge: Arc<Bridge>,
    pub(super) link: Arc<Link>,
    pub(super) gate: Arc<Gate>,
}

#[async_trait]
impl Deliver for Outbound {
    async fn deliver(&self, claimed: &Claimed) -> Outcome {
        match Item::open(self.bridge.state.store.sealer(), &claimed.payload) {
            Some(Item::Outbound(item)) => match self.message(claimed, &item).await {
                Ok(outcome) | Err(Stop(outcome)) => outcome,
            },
            Some(Item::Unreadable(item)) => outcome::parked(item.reason),
            _ => outcome::parked("the item cannot be read (DATA_KEYS)"),
        }
    }
}

/// It does not go on now; what becomes of the item.
struct Stop(Outcome);

/// One message on its way.
struct Under<'a> {
    claimed: &'a Claimed,
    item: &'a OutboundItem,
    customer: Customer,
    recipient: Recipient,
    hash: Vec<u8>,
    parts: Vec<SentPart>,
    is_redriven: bool,
}

/// What is known of a message from earlier tries.
struct Record {
    /// Its parts, as many as the message has.
    parts: Vec<SentPart>,
    /// Whether somebody wants it sent whatever its age.
    is_redriven: bool,
}

impl Outbound {
    async fn message(&self, claimed: &Claimed, item: &OutboundItem) -> Result<Outcome, Stop> {
        let hash = self
            .bridge
            .state
            .store
            .genesys_hash(&self.link.route.name, &item.id);
        let key = CustomerKey(claimed.key.clone());
        let Some(customer) = self.customer(&key).await? else {
            let reason = Refusal::NoCustomer.reason();
            return Ok(self
                .refuse(&hash, item, vec![reason], Refused::ForGood)
                .await);
        };
        let Ok(message) = webhooks::parse(item.body.as_bytes()) else {
            return Ok(outcome::parked("the message cannot be read"));
        };
        let Some(recipient) = customer.recipient() else {
            let reasons = vec![Refusal::NoCustomer.reason()];
            let why = "Its customer was sealed with a key that is not in DATA_KEYS.";
            let park = Refused::parked(why.to_owned());
            return Ok(self.refuse(&hash, item, reasons, park).await);
        };
        let settings = &self.bridge.state.bridge;
        let context = outbound::Context {
            templates_allowed: &settings.templates_allowed,
            language: &settings.template_language,
            utc_offset: &|at| settings.utc_offset(at),
            ..outbound::Context::new(recipient.clone())
        };
        let parts = match outbound::transform(&message, &context) {
            Transformed::Parts { parts, left_out } => {
                for kind in left_out {
                    tracing::warn!(route = %self.link.route.name, kind, "content was left out");
                    metrics::counter!(LEFT_OUT).increment(1);
                }
                parts
            }
            Transformed::Refused(refusal) => {
                let reason = refusal.reason();
                let park = Refused::parked(reason.message.clone());
                return Ok(self.refuse(&hash, item, vec![reason], park).await);
            }
            _ => {
                self.track(claimed, &hash, "nothing_to_say", None).await;
                return Ok(Outcome::Sent);
            }
        };
        let record = self.on_record(&hash, parts.len()).await?;
        let mut under = Under {
            claimed,
            item,
            customer,
            recipient,
            hash,
            parts: record.parts,
            is_redriven: record.is_redriven,
        };
        for (place, part) in parts.iter().enumerate() {
            match under.parts[place].status {
                Part::Sent | Part::Delivered => continue,
                // Told by a status, which also gave the receipt: the rest is not sent.
                Part::Failed => return Ok(Outcome::Sent),
                Part::Waiting if claimed.in_doubt => {
                    return Err(self.doubt(&under, place, DOUBT).await);
                }
                Part::InDoubt => self.resolve(&under, place)?,
                Part::Waiting => {}
            }
            self.part(&mut under, place, part).await?;
            if let Part::Failed | Part::Waiting = under.parts[place].status {
                // A status overtook the answer: it failed, or is to be sent again by an item
                // of its own, which then goes on with the rest.
                return Ok(Outcome::Sent);
            }
        }
        self.replied(&under.customer).await;
        self.track(claimed, &under.hash, "sent", None).await;
        Ok(Outcome::Sent)
    }

    async fn customer(&self, key: &CustomerKey) -> Result<Option<Customer>, Stop> {
        let store = &self.bridge.state.store;
        let read = async {
            let mut connection = store.database().reader().acquire().await?;
            store.customer(&mut connection, key).await
        };
        read.await.map_err(|error| self.unreadable(&error))
    }

    /// The message as it is on record.
    async fn on_record(&self, hash: &[u8], count: usize) -> Result<Record, Stop> {
        let store = &self.bridge.state.store;
        let read = async {
            let mut connection = store.database().reader().acquire().await?;
            store.sent_message(&mut connection, hash).await
        };
        let message = read.await.map_err(|error| self.unreadable(&error))?;
        let is_redriven = message.as_ref().is_some_and(|message| message.is_redriven);
        let mut parts = message.map(|message| message.parts).unwrap_or_default();
        if parts.len() != count {
            self.write(Change::Parts(hash.to_owned(), count)).await?;
            parts.resize(count, SentPart::default());
        }
        Ok(Record { parts, is_redriven })
    }

    /// Nobody knows whether a call was heard: a status may tell, before it is made again.
    async fn doubt(&self, under: &Under<'_>, place: usize, wait: Duration) -> Stop {
        let now = self.bridge.now();
        let change = Change::InDoubt(under.hash.clone(), place);
        match self.write(change).await {
            Ok(()) => Stop(outcome::try_again(now + wait, true)),
            Err(stop) => stop,
        }
    }

    /// Whether a part that may have been sent is sent again now.
    fn resolve(&self, under: &Under<'_>, place: usize) -> Result<(), Stop> {
        let now = self.bridge.now();
        let until = under.parts[place].at.unwrap_or(now) + DOUBT;
        if now < until {
            return Err(Stop(outcome::again(until, true)));
        }
        match self.bridge.state.bridge.resend_policy {
            ResendPolicy::Resend => Ok(()),
            ResendPolicy::Park => Err(Stop(Outcome::Parked {
                reason: "it may have been sent; RESEND_POLICY is park".to_owned(),
                maybe_sent: true,
            })),
        }
    }

    /// Tells Genesys Cloud that the message will not arrive.
    async fn refuse(
        &self,
        hash: &[u8],
        item: &OutboundItem,
        reasons: Vec<Reason>,
        refused: Refused,
    ) -> Outcome {
        let now = self.bridge.now();
        let reason = reasons.first().map(|reason| reason.message.clone());
        let receipt = item.failed(now, reasons);
        let journal = Journal::Receipt {
            route: self.link.route.name.to_string(),
            body: serde_json::to_vec(&receipt).expect("a receipt can be written as JSON"),
        };
        let delivery = Delivery {
            source: journal.source().to_owned(),
            payload: journal.seal(self.bridge.state.store.sealer()),
            received_at: now,
        };
        // Before the item is finished, so that a crash in between tells twice and never not.
        if let Err(error) = self.bridge.state.inbox.append(vec![delivery]).await {
            tracing::error!(error = %error, "could not write a receipt");
            return outcome::wait(now + TimeDelta::seconds(1));
        }
        let told = Told {
            status: "failed",
            reason,
            maybe_duplicate: false,
        };
        let change = Change::Outbound(hash.to_owned(), told);
        self.bridge.tracker.note(change, now).await;
        match refused {
            Refused::ForGood => Outcome::Sent,
            Refused::Park { why, maybe_sent } => Outcome::Parked {
                reason: format!("{why} The agent was told."),
                maybe_sent,
            },
        }
    }

    async fn replied(&self, customer: &Customer) {
        let now = self.bridge.now();
        if self.bridge.state.changeable.now().mark_read == crate::settings::MarkRead::OnReply
            && let Some((wamid, until)) = &customer.last_wamid
            && *until > now
        {
            self.bridge.mark_read(&self.link, wamid.clone());
        }
    }

    async fn write(&self, change: Change) -> Result<(), Stop> {
        let now = self.bridge.now();
        let written = self.bridge.tracker.write(change, now).await;
        written.map_err(|_| Stop(outcome::wait(now + TimeDelta::seconds(1))))
    }

    fn unreadable(&self, error: &sqlx::Error) -> Stop {
        tracing::error!(error = %error, "could not read what is known of a message");
        Stop(outcome::wait(self.bridge.now() + TimeDelta::seconds(1)))
    }

    async fn track(
        &self,
        claimed: &Claimed,
        hash: &[u8],
        status: &'static str,
        reason: Option<String>,
    ) {
        let told = Told {
            status,
            reason,
            maybe_duplicate: claimed.maybe_duplicate,
        };
        let change = Change::Outbound(hash.to_owned(), told);
        self.bridge.tracker.note(change, self.bridge.now()).await;
    }
}

/// What becomes of a message that Genesys Cloud was told about.
enum Refused {
    /// Nothing: sending it later would be wrong.
    ForGood,
    /// A person may look at it.
    Park {
        /// Why, in a sentence without anything personal.
        why: String,
        /// Whether it may have arrived nonetheless.
        maybe_sent: bool,
    },
}

impl Refused {
    /// It did not arrive, and a person may look at it.
    fn parked(why: String) -> Self {
        let maybe_sent = false;
        Self::Park { why, maybe_sent }
    }
}
