//! What became of messages that were sent.

use chrono::{DateTime, Utc};
use durable_inbox::NewItem;
use genesys_client::open_messaging::Receipt;
use message_transform::{
    decide::{
        failure::{self, Scope},
        receipts::{self, Final, Part},
    },
    receipts as content,
};
use meta_whatsapp_client::{
    ErrorCode,
    webhooks::{Status, StatusKind},
};

use super::{Batch, Intake, dropped};
use crate::{
    links::Link,
    store::{NewStatus, SentMessage, SentPart},
    work::{
        callback_data,
        group::Direction,
        item::{Item, OutboundItem, ReceiptItem},
    },
};

impl Intake {
    /// Takes in a status; the item that follows from it, if any.
    pub(super) async fn status(
        &self,
        batch: &mut Batch,
        link: &Link,
        status: &Status,
        received_at: DateTime<Utc>,
    ) -> Result<Option<NewItem>, sqlx::Error> {
        let Some(kind) = &status.status else {
            dropped("kind");
            return Ok(None);
        };
        if status.kind.is_some() {
            // Payments and calls.
            dropped("kind");
            return Ok(None);
        }
        let meta_hash = self.state.store.id_hash(status.id.as_str());
        let told = status.biz_opaque_callback_data.as_deref();
        let place = match told.and_then(callback_data::read) {
            Some(place) => Some(place),
            None => {
                self.state
                    .store
                    .part_of(&mut batch.transaction, &meta_hash)
                    .await?
            }
        };
        if let Some((genesys_hash, place)) = place
            && let Some(message) = self
                .state
                .store
                .sent_message(&mut batch.transaction, &genesys_hash)
                .await?
            && place < message.parts.len()
        {
            let told = Told {
                status,
                kind,
                genesys_hash,
                place,
                meta_hash,
                at: status.timestamp.unwrap_or(received_at),
            };
            return self.part(batch, link, message, told).await;
        }
        // A template that was sent by hand, or a message of somebody else with this number.
        let reason = reason(status);
        let new = NewStatus {
            status: kind.as_str(),
            reason: reason.as_deref(),
            maybe_duplicate: false,
        };
        let store = &self.state.store;
        if !store
            .meta_status(&mut batch.transaction, &meta_hash, new, received_at)
            .await?
        {
            dropped("status");
        }
        Ok(None)
    }

    async fn part(
        &self,
        batch: &mut Batch,
        link: &Link,
        mut message: SentMessage,
        told: Told<'_>,
    ) -> Result<Option<NewItem>, sqlx::Error> {
        let part = &mut message.parts[told.place];
        let is_other = part
            .meta_hash
            .as_ref()
            .is_some_and(|hash| *hash != told.meta_hash);
        let is_waiting = part.status == Part::Waiting;
        if is_other && *told.kind == StatusKind::Failed && !is_waiting {
            // Of an earlier try: what counts is the one that is under way or arrived.
            return Ok(None);
        }
        let scope = match part.status {
            Part::Delivered | Part::Failed => None,
            _ if *told.kind == StatusKind::Failed => told.code().map(failure::of_code),
            _ => None,
        };
        self.learn(batch, &message, scope, &told).await?;
        if scope == Some(Scope::Window)
            && self.state.changeable.now().reengage_template.is_some()
            && let Some(again) = self.again(batch, link, &message, &told).await?
        {
            return Ok(Some(again));
        }
        let part = &mut message.parts[told.place];
        let after = part.status.after(told.kind);
        if after != part.status || part.meta_hash.is_none() || told.is_read() {
            part.status = after;
            if is_waiting || part.meta_hash.is_none() {
                part.meta_hash = Some(told.meta_hash.clone());
            }
            let part = part.clone();
            let reason = reason(told.status);
            self.state
                .store
                .save_part(
                    &mut batch.transaction,
                    &told.genesys_hash,
                    told.place,
                    &part,
                    reason.as_deref(),
                    batch.now,
                )
                .await?;
            self.track(batch, &message, &told, reason.as_deref())
                .await?;
        }
        let Some(outcome) = receipts::due(None, &message.progress()) else {
            return Ok(None);
        };
        let Some(item) = self.outbound_item(&message) else {
            dropped("status");
            return Ok(None);
        };
        let receipt = receipt(&item, outcome, &told);
        Ok(Some(self.receipt(ReceiptItem {
            route: link.route.name.to_string(),
            receipt,
        })))
    }

    /// What the customer's state learns from a failure.
    async fn learn(
        &self,
        batch: &mut Batch,
        message: &SentMessage,
        scope: Option<Scope>,
        told: &Told<'_>,
    ) -> Result<(), sqlx::Error> {
        let opted_out = told.code() == Some(ErrorCode::MarketingOptOut);
        if !opted_out && scope != Some(Scope::Window) {
            return Ok(());
        }
        if let Some(customer) = batch.customer(&message.customer).await? {
            if opted_out {
                customer.marketing.told(true, told.at);
            } else {
                customer.window.was_refused(told.at);
            }
        }
        Ok(())
    }

    /// The message once more, to wait for the answer to the template: it was refused late.
    async fn again(
        &self,
        batch: &mut Batch,
        link: &Link,
        message: &SentMessage,
        told: &Told<'_>,
    ) -> Result<Option<NewItem>, sqlx::Error> {
        let Some(payload) = message.item_sealed.clone() else {
            return Ok(None);
        };
        // With the id that was refused: its answer may come after this, and must not count.
        let waiting = SentPart {
            meta_hash: Some(told.meta_hash.clone()),
            ..SentPart::default()
        };
        self.state
            .store
            .save_part(
                &mut batch.transaction,
                &told.genesys_hash,
                told.place,
                &waiting,
                reason(told.status).as_deref(),
                batch.now,
            )
            .await?;
        let again = format!("again:{}", told.status.id.as_str());
        Ok(Some(NewItem {
            dedupe: Some(self.state.store.id_hash(&again)),
            group: Direction::Out.of(&link.route.name),
            key: message.customer.0.clone(),
            payload,
            at: batch.now,
        }))
    }

    async fn track(
        &self,
        batch: &mut Batch,
        message: &SentMessage,
        told: &Told<'_>,
        reason: Option<&str>,
    ) -> Result<(), sqlx::Error> {
        let status = match receipts::outcome(&message.progress()) {
            Some(Final::Failed(_)) => "failed",
            Some(Final::Delivered) if told.is_read() => "read",
            Some(Final::Delivered) => "delivered",
            None => "sent",
        };
        let new = NewStatus {
            status,
            reason,
            maybe_duplicate: false,
        };
        let store = &self.state.store;
        store
            .genesys_status(&mut batch.transaction, &told.genesys_hash, new, batch.now)
            .await?;
        Ok(())
    }

    fn outbound_item(&self, message: &SentMessage) -> Option<OutboundItem> {
        let sealed = [&message.item_sealed, &message.receipt_sealed];
        let sealer = self.state.store.sealer();
        let mut opened = sealed.into_iter().flatten();
        match opened.find_map(|sealed| Item::open(sealer, sealed))? {
            Item::Outbound(item) => Some(item),
            _ => None,
        }
    }

    /// The item of a receipt; there is one for each message.
    pub(super) fn receipt(&self, receipt: ReceiptItem) -> NewItem {
        let id = receipt.receipt.id.as_str().to_owned();
        let key = self.state.store.receipt_key(&receipt.route, &id);
        let at = receipt.receipt.channel.time;
        NewItem {
            dedupe: Some(key.clone()),
            group: format!("{}:{}", Direction::Receipt.as_str(), receipt.route),
            key,
            payload: Item::Receipt(receipt).seal(self.state.store.sealer()),
            at,
        }
    }
}

/// A status, and which part it is about.
struct Told<'a> {
    status: &'a Status,
    kind: &'a StatusKind,
    genesys_hash: Vec<u8>,
    place: usize,
    meta_hash: Vec<u8>,
    at: DateTime<Utc>,
}

impl Told<'_> {
    fn is_read(&self) -> bool {
        matches!(self.kind, StatusKind::Read | StatusKind::Played)
    }

    fn code(&self) -> Option<ErrorCode> {
        self.status.errors.first().and_then(|error| error.code)
    }
}

fn reason(status: &Status) -> Option<String> {
    let code = status.errors.first()?.code?;
    Some(format!("code {code}"))
}

fn receipt(item: &OutboundItem, outcome: Final, told: &Told<'_>) -> Receipt {
    match outcome {
        Final::Delivered => item.delivered(told.at),
        Final::Failed(_) => item.failed(told.at, content::reasons(&told.status.errors)),
    }
}
