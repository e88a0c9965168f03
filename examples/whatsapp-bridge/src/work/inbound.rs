//! A customer's message on its way to Genesys Cloud.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use ccaas_http::{InvalidRequest, Response};
use durable_inbox::{Claimed, Inbox, Outcome};
use genesys_client::{
    IntegrationId,
    open_messaging::{IdType, NormalizedMessage, RecipientId},
};
use message_transform::{
    decide::{
        budget::{Grant, Purpose},
        failure::{self, Failure, Names, Scope},
    },
    inbound::{self, Context, GenesysCall},
};
use meta_whatsapp_client::webhooks::{self, Update};

use super::{
    Bridge,
    gate::Gate,
    item::{InboundItem, Item},
    lane::Deliver,
    outcome,
    tracker::{Change, Told},
};
use crate::{links::Link, media, quoted, settings::MarkRead, store::CustomerKey};

/// How many customers' conversations are remembered.
const SEEN: usize = 10_000;

/// Hands customers' messages of one route on.
pub(super) struct Inbound {
    pub(super) bridge: Arc<Bridge>,
    pub(super) link: Arc<Link>,
    pub(super) gate: Arc<Gate>,
    /// The conversation that each customer was last seen in, to write only what is new.
    pub(super) seen: Mutex<HashMap<CustomerKey, String>>,
}

#[async_trait]
impl Deliver for Inbound {
    async fn deliver(&self, claimed: &Claimed) -> Outcome {
        match Item::open(self.bridge.state.store.sealer(), &claimed.payload) {
            Some(Item::Inbound(item)) => match only_update(&item.body) {
                Some(update) => self.message(claimed, &item, &update).await,
                None => outcome::parked("the message cannot be read"),
            },
            Some(Item::Unreadable(item)) => outcome::parked(item.reason),
            _ => outcome::parked("the item cannot be read (DATA_KEYS)"),
        }
    }
}

impl Inbound {
    async fn message(&self, claimed: &Claimed, item: &InboundItem, update: &Update) -> Outcome {
        let bridge = &self.bridge;
        let key = CustomerKey(claimed.key.clone());
        let quoted = quoted::text(&bridge.state, update).await;
        let calls = match self.transform(claimed, item, &key, update, quoted.as_deref()) {
            inbound::Inbound::Calls(calls) => calls,
            _ => {
                self.track(claimed, update, "nothing_to_say", None).await;
                return Outcome::Sent;
            }
        };
        for (place, call) in calls.iter().enumerate() {
            let grant = bridge
                .budgets
                .ask(&self.link, Purpose::Message, bridge.now());
            if let Grant::Wait(until) = grant {
                return outcome::wait(until);
            }
            if place == 0 && bridge.state.inbox.mark_sending(claimed).await.is_err() {
                return outcome::wait(bridge.now());
            }
            match self.call(call).await {
                Ok(answer) => {
                    let limit = answer.meta().rate_limit();
                    bridge.budgets.learn(&self.link, limit, bridge.now());
                    self.gate.answered();
                    self.saw(&key, &answer).await;
                }
                Err(failure) => {
                    if failure.scope != Scope::Done {
                        return self.failed(claimed, update, failure).await;
                    }
                    self.gate.answered();
                }
            }
        }
        self.track(claimed, update, "delivered", None).await;
        if bridge.state.changeable.now().mark_read == MarkRead::OnDelivery
            && let Some(id) = update.id()
        {
            bridge.mark_read(&self.link, id);
        }
        Outcome::Sent
    }

    fn transform(
        &self,
        claimed: &Claimed,
        item: &InboundItem,
        key: &CustomerKey,
        update: &Update,
        quoted: Option<&str>,
    ) -> inbound::Inbound {
        let id_type = match item.from.id_type.as_str() {
            "Phone" => IdType::Phone,
            _ => IdType::Opaque,
        };
        let id = RecipientId::new(item.from.from_id.as_str());
        let mut from = inbound::open_from(id, id_type, update);
        if from.nickname.is_none() {
            from.nickname.clone_from(&item.from.name);
        }
        let state = &self.bridge.state;
        let url = |file: &inbound::ReceivedFile| {
            media::inbound_url(state, &self.link.route.name, key, file)
        };
        let mut context = Context::new(&from, item.received_at, &url);
        context.quoted = quoted;
        context.after_gap = claimed.after_gap;
        inbound::transform(update, &context)
    }

    async fn call(&self, call: &GenesysCall) -> Result<Response<NormalizedMessage>, Failure> {
        let integration = IntegrationId::new(self.link.route.integration_id.as_str());
        let messages = self.link.genesys.open_messages(&integration);
        let (answer, names) = match call {
            GenesysCall::Message(message) => {
                let messages = messages.prefetch_conversation_id(true);
                (messages.message(message).await, Names::Integration)
            }
            GenesysCall::StructuredResponse(response) => {
                let answer = messages.structured_response(response).await;
                (answer, Names::Message)
            }
            _ => {
                let unknown = InvalidRequest::new("call", "is not known to the bridge");
                (Err(unknown.into()), Names::Integration)
            }
        };
        let failure = match answer {
            Ok(answer) => return Ok(answer),
            Err(error) => failure::of_genesys(&error, names),
        };
        match (failure.scope, call.in_words()) {
            (Scope::Item | Scope::ItemLater, Some(words)) => {
                let messages = messages.prefetch_conversation_id(true);
                let answer = messages.message(&words).await;
                answer.map_err(|error| failure::of_genesys(&error, Names::Integration))
            }
            _ => Err(failure),
        }
    }

    async fn failed(&self, claimed: &Claimed, update: &Update, failure: Failure) -> Outcome {
        match failure.scope {
            Scope::Route => {
                self.gate.failed(&failure);
                outcome::again(self.bridge.now(), failure.maybe_sent)
            }
            _ => {
                self.gate.answered();
                let reason = format!("Genesys Cloud refused it: {}", failure.cause);
                self.track(claimed, update, "parked", Some(&reason)).await;
                outcome::parked(reason)
            }
        }
    }

    /// Keeps the latest conversation of the customer.
    async fn saw(&self, key: &CustomerKey, answer: &NormalizedMessage) {
        let Some(id) = answer.conversation_id.as_ref().map(|id| id.as_str()) else {
            return;
        };
        {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if seen.get(key).is_some_and(|known| known == id) {
                return;
            }
            if seen.len() >= SEEN {
                seen.clear();
            }
            seen.insert(key.clone(), id.to_owned());
        }
        let change = Change::Conversation(key.clone(), id.to_owned());
        self.bridge.tracker.note(change, self.bridge.now()).await;
    }

    async fn track(
        &self,
        claimed: &Claimed,
        update: &Update,
        status: &'static str,
        reason: Option<&str>,
    ) {
        let Some(id) = update.id() else {
            return;
        };
        let told = Told {
            status,
            reason: reason.map(str::to_owned),
            maybe_duplicate: claimed.maybe_duplicate,
        };
        let hash = self.bridge.state.store.id_hash(&id);
        let tracker = &self.bridge.tracker;
        tracker
            .note(Change::Inbound(hash, told), self.bridge.now())
            .await;
    }
}

fn only_update(body: &str) -> Option<Update> {
    let webhook = webhooks::parse(body.as_bytes()).ok()?;
    webhook.into_updates().into_iter().next()
}
