//! What WhatsApp tells.

use chrono::{DateTime, Utc};
use durable_inbox::NewItem;
use message_transform::inbound::is_identity_change;
use meta_whatsapp_client::webhooks::{
    self, Content, Preference, Update, UpdateKind, UserPreferences,
};

use super::{Batch, Fault, Intake, dropped, envelope};
use crate::{
    links::Link,
    store::ReceivedMessage,
    work::{
        group::Direction,
        item::{InboundItem, Item, Unreadable},
    },
};

impl Intake {
    /// The items of one delivery.
    pub(super) async fn meta(
        &self,
        batch: &mut Batch,
        app: &str,
        body: &[u8],
        received_at: DateTime<Utc>,
    ) -> Result<Vec<NewItem>, Fault> {
        let Ok(webhook) = webhooks::parse(body) else {
            return Ok(self
                .unreadable_delivery(app, body, received_at)
                .into_iter()
                .collect());
        };
        let is_single = webhook.updates().len() == 1;
        let mut items = Vec::new();
        for update in &webhook {
            let number = update.metadata().and_then(|it| it.phone_number_id.as_ref());
            let link = number.and_then(|number| self.state.links.of_number(number.as_str()));
            // An app speaks for its own numbers only.
            let link = link.filter(|link| link.app.as_str() == app);
            let Some(link) = link else {
                // Many apps get the webhooks of numbers that are not theirs to serve.
                dropped(if number.is_some() {
                    "number"
                } else {
                    "no_number"
                });
                continue;
            };
            match update.kind() {
                Ok(UpdateKind::Message(_)) | Err(_) if is_message(update) => {
                    let body = match is_single {
                        true => Some(String::from_utf8_lossy(body).into_owned()),
                        false => envelope::of_message(update),
                    };
                    let item = self.message(batch, link, update, body, received_at);
                    items.extend(item.await?);
                }
                Ok(UpdateKind::Status(status)) => {
                    items.extend(self.status(batch, link, status, received_at).await?);
                }
                Ok(UpdateKind::UserPreferences(wishes)) => {
                    self.wishes(batch, link, wishes, received_at).await?;
                }
                Ok(_) | Err(_) => {
                    tracing::debug!(update = %update.name(), "nothing is done with this update");
                    dropped("kind");
                }
            }
        }
        Ok(items)
    }

    async fn message(
        &self,
        batch: &mut Batch,
        link: &Link,
        update: &Update,
        body: Option<String>,
        received_at: DateTime<Utc>,
    ) -> Result<Option<NewItem>, Fault> {
        let route = &link.route.name;
        let told = update.customer().unwrap_or_default();
        // News about the customer are WhatsApp's words, and open no window.
        let mut is_written = true;
        if let Ok(UpdateKind::Message(message)) = update.kind()
            && let Content::System(news) = &message.content
        {
            if let Some(change) = news.identity_change(&message.sender()) {
                batch.changed(route, &change).await?;
            }
            if is_identity_change(news) {
                return Ok(None);
            }
            is_written = false;
        }
        let body = body.unwrap_or_else(|| update.raw().to_owned());
        let dedupe = self
            .state
            .store
            .id_hash(&format!("meta:{route}:{}", update.key().as_str()));
        let name = update.contact().and_then(|contact| contact.name());
        let Some(customer) = batch.writer(route, &told, name).await? else {
            let reason = "the message does not tell who wrote it".to_owned();
            let item = Item::Unreadable(Unreadable { reason, body });
            return Ok(Some(self.item(
                link,
                Direction::In,
                &item,
                Some(dedupe),
                received_at,
            )));
        };
        if let Some(identity) = customer.who.known_mut()
            && let Some(number) = update.metadata()
            && let Some(display) = &number.display_phone_number
        {
            identity.display_phone_number = Some(display.clone());
        }
        if is_written {
            customer.window.wrote(update.timestamp(), received_at);
        }
        let id = update.id();
        if let Some(wamid) = id.as_ref().filter(|_| is_written)
            && customer.window.last_inbound
                == Some(update.timestamp().unwrap_or(received_at).min(received_at))
        {
            let until = received_at + self.state.bridge.keep_bodies;
            customer.last_wamid = Some((wamid.clone(), until));
        }
        let Some(from) = customer.who.known().cloned() else {
            return Err(Fault::Row(
                "its customer was sealed with a key that is not in DATA_KEYS",
            ));
        };
        let item = Item::Inbound(InboundItem {
            from,
            body,
            received_at,
        });
        // Also when it is split again after a crash: the wake may not have happened.
        let at = update.timestamp().unwrap_or(received_at).min(received_at);
        let has_answered = customer.window.answered == Some(at);
        let (key, conversation) = (customer.key.clone(), customer.conversation_id.clone());
        let meta_hash = id.map(|id| self.state.store.id_hash(&id));
        let kind = update.name();
        if has_answered {
            batch.answered.push((route.clone(), key.clone()));
        }
        let received = ReceivedMessage {
            route,
            meta_hash: meta_hash.as_deref(),
            genesys_hash: None,
            customer: &key,
            conversation_id: Some(&conversation),
            kind: kind.strip_prefix("message.").unwrap_or("unknown"),
            item_sealed: None,
            receipt_sealed: None,
        };
        let store = &self.state.store;
        store
            .received(&mut batch.transaction, received, received_at)
            .await?;
        Ok(Some(NewItem {
            key: key.0,
            ..self.item(link, Direction::In, &item, Some(dedupe), received_at)
        }))
    }

    async fn wishes(
        &self,
        batch: &mut Batch,
        link: &Link,
        wishes: &UserPreferences,
        received_at: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        for wish in &wishes.user_preferences {
            let stopped = match &wish.value {
                Some(Preference::Stop) => true,
                Some(Preference::Resume) => false,
                _ => continue,
            };
            if let Some(customer) = batch.known(&link.route.name, &wish.customer()).await? {
                let at = wish.timestamp.unwrap_or(received_at);
                customer.marketing.told(stopped, at);
            }
        }
        Ok(())
    }

    /// A signed body that is no webhook: nobody knows whose it is, so the app's first route
    /// keeps it.
    fn unreadable_delivery(
        &self,
        app: &str,
        body: &[u8],
        received_at: DateTime<Utc>,
    ) -> Option<NewItem> {
        let link = self.state.links.named(app)?;
        let body = String::from_utf8_lossy(body).into_owned();
        let dedupe = self.state.store.id_hash(&format!("body:{body}"));
        let item = Item::Unreadable(Unreadable {
            reason: "the delivery is no webhook of WhatsApp's".to_owned(),
            body,
        });
        Some(self.item(link, Direction::In, &item, Some(dedupe), received_at))
    }

    /// An item that waits for nobody; whoever knows the customer sets the key.
    pub(super) fn item(
        &self,
        link: &Link,
        direction: Direction,
        item: &Item,
        dedupe: Option<Vec<u8>>,
        at: DateTime<Utc>,
    ) -> NewItem {
        NewItem {
            key: dedupe.clone().unwrap_or_default(),
            dedupe,
            group: direction.of(&link.route.name),
            payload: item.seal(self.state.store.sealer()),
            at,
        }
    }
}

/// Whether an update is a message of a customer, also one that could not be read.
fn is_message(update: &Update) -> bool {
    match update.kind() {
        Ok(kind) => matches!(kind, UpdateKind::Message(_)),
        Err(_) => update.name().starts_with("message."),
    }
}
