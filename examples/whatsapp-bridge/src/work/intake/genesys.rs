//! What Genesys Cloud sends.

use chrono::{DateTime, Utc};
use durable_inbox::NewItem;
use genesys_client::{
    open_messaging::IdType,
    webhooks::{self, OutboundMessage},
};
use message_transform::outbound::{self, Outbound};

use super::{Batch, Intake, dropped};
use crate::{
    links::Link,
    store::{CustomerKey, ReceivedMessage},
    work::{
        group::Direction,
        item::{Item, OutboundItem, Unreadable},
        typing::Typing,
    },
};

impl Intake {
    /// The items of one delivery.
    pub(super) async fn genesys(
        &self,
        batch: &mut Batch,
        route: &str,
        body: &[u8],
        received_at: DateTime<Utc>,
    ) -> Result<Vec<NewItem>, sqlx::Error> {
        let Some(link) = self.state.links.named(route).cloned() else {
            dropped("route");
            return Ok(Vec::new());
        };
        let text = String::from_utf8_lossy(body).into_owned();
        let message = webhooks::parse(body);
        let Some((message, to)) = message.ok().and_then(|message| {
            let to = message.channel.as_ref()?.to.as_ref()?;
            let to = (to.id.as_ref()?.as_str().to_owned(), to.id_type.clone());
            Some((message, to))
        }) else {
            return Ok(vec![self.unreadable(&link, text, received_at)]);
        };
        let (to, id_type) = to;
        let key = self.state.store.customer_key(&link.route.name, &to);
        match outbound::event(&message) {
            Some(Outbound::Typing(_)) => {
                // It is told again as long as it lasts, so a full queue drops it.
                let _ = self.typing.try_send(Typing {
                    link,
                    customer: key,
                });
                Ok(Vec::new())
            }
            Some(_) => {
                dropped("kind");
                Ok(Vec::new())
            }
            None => {
                let item = OutboundItem {
                    id: message
                        .id
                        .as_ref()
                        .map(|id| id.as_str().to_owned())
                        .unwrap_or_default(),
                    to,
                    id_type: id_type.unwrap_or(IdType::Opaque),
                    at: written_at(&message, received_at),
                    body: text,
                };
                let item = self.message_of_agent(batch, &link, &message, key, item, received_at);
                Ok(vec![item.await?])
            }
        }
    }

    async fn message_of_agent(
        &self,
        batch: &mut Batch,
        link: &Link,
        message: &OutboundMessage,
        key: CustomerKey,
        item: OutboundItem,
        received_at: DateTime<Utc>,
    ) -> Result<NewItem, sqlx::Error> {
        let route = &link.route.name;
        if item.id.is_empty() {
            return Ok(self.unreadable(link, item.body, received_at));
        }
        let hash = self.state.store.genesys_hash(route, &item.id);
        let at = item.at;
        let sealer = self.state.store.sealer();
        let payload = Item::Outbound(item.clone()).seal(sealer);
        let receipt = Item::Outbound(item.without_body()).seal(sealer);
        let conversation = message.conversation_id.as_ref().map(|id| id.as_str());
        let ours = match batch.customer(&key).await? {
            Some(customer) => {
                customer.last_message_at = customer.last_message_at.max(received_at);
                if let Some(conversation) = conversation {
                    customer.genesys_conversation_id = Some(conversation.to_owned());
                }
                Some(customer.conversation_id.clone())
            }
            None => None,
        };
        let store = &self.state.store;
        if let (Some(conversation), true) = (conversation, ours.is_some()) {
            let connection = &mut batch.transaction;
            store
                .saw_conversation(connection, conversation, &key, received_at)
                .await?;
        }
        let received = ReceivedMessage {
            route,
            meta_hash: None,
            genesys_hash: Some(&hash),
            customer: &key,
            conversation_id: ours.as_deref(),
            kind: kind(message),
            item_sealed: Some(&payload),
            receipt_sealed: Some(&receipt),
        };
        store
            .received(&mut batch.transaction, received, received_at)
            .await?;
        Ok(NewItem {
            dedupe: Some(hash),
            group: Direction::Out.of(route),
            key: key.0,
            payload,
            at,
        })
    }

    fn unreadable(&self, link: &Link, body: String, received_at: DateTime<Utc>) -> NewItem {
        let dedupe = self.state.store.id_hash(&format!("body:{body}"));
        let item = Item::Unreadable(Unreadable {
            reason: "the webhook of Genesys Cloud names no message or no customer".to_owned(),
            body,
        });
        self.item(link, Direction::Out, &item, Some(dedupe), received_at)
    }
}

/// When the agent wrote, by Genesys Cloud's clock; never later than it was received.
fn written_at(message: &OutboundMessage, received_at: DateTime<Utc>) -> DateTime<Utc> {
    let told = message.channel.as_ref().and_then(|channel| channel.time);
    told.map_or(received_at, |told| told.min(received_at))
}

fn kind(message: &OutboundMessage) -> &'static str {
    let content = message.content.first().and_then(|part| part.kind().ok());
    match content.and_then(webhooks::Content::content_type) {
        Some("Attachment") => "attachment",
        Some(_) => "structured",
        None => "text",
    }
}
