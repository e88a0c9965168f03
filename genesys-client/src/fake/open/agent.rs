//! The agent, who answers.

use bytes::Bytes;
use ccaas_http::debug_allow_list;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{FakeOpenMessage, channel};
use crate::{fake::FakeGenesys, ids::ConversationId, wire};

/// The agent of a conversation. Each method writes one message, which goes out with
/// [`FakeOutbound::send`].
#[derive(Clone)]
pub struct FakeAgent {
    genesys: FakeGenesys,
    conversation_id: ConversationId,
}

debug_allow_list!(FakeAgent { conversation_id });

impl FakeAgent {
    pub(super) fn new(genesys: FakeGenesys, conversation_id: ConversationId) -> Self {
        Self {
            genesys,
            conversation_id,
        }
    }

    /// The conversation.
    #[must_use]
    pub fn conversation_id(&self) -> &ConversationId {
        &self.conversation_id
    }

    /// Writes a text.
    pub fn text(&self, text: impl Into<String>) -> FakeOutbound {
        let fields = json!({ "text": text.into(), "content": [], "reasons": [] });
        self.message("Text", fields)
    }

    /// Sends a file, which can be downloaded from here. [`FakeOutbound::with`] adds a
    /// `text`.
    pub fn attachment(&self, bytes: impl Into<Bytes>, mime: &str, filename: &str) -> FakeOutbound {
        let (bytes, now) = (bytes.into(), self.genesys.host().now());
        let size = bytes.len();
        let id = self.genesys.host().with(|it| {
            let key = it.message_id(now);
            it.open.files.add(key.clone(), mime, filename, bytes);
            key
        });
        let media_type = match mime.split('/').next() {
            Some("image") => "Image",
            Some("video") => "Video",
            Some("audio") => "Audio",
            _ => "File",
        };
        let attachment = json!({
            "id": id,
            "mediaType": media_type,
            "url": format!("{}api/v2/downloads/{id}", self.genesys.url()),
            "mime": mime,
            "filename": filename,
            "contentSizeBytes": size,
        });
        let content = json!([{ "contentType": "Attachment", "attachment": attachment }]);
        self.message("Text", json!({ "content": content }))
    }

    /// Offers answers, each with its text and payload.
    pub fn quick_replies(&self, text: impl Into<String>, replies: &[(&str, &str)]) -> FakeOutbound {
        let replies = replies.iter().map(|(text, payload)| {
            let reply = json!({ "text": text, "payload": payload, "action": "Message" });
            json!({ "contentType": "QuickReply", "quickReply": reply })
        });
        let content: Vec<Value> = replies.collect();
        self.message(
            "Structured",
            json!({ "text": text.into(), "content": content }),
        )
    }

    /// Shows a card: `title`, `description`, `image`, `actions`.
    pub fn card(&self, card: Value) -> FakeOutbound {
        self.structured(json!({ "contentType": "Card", "card": card }))
    }

    /// Shows several cards.
    pub fn carousel(&self, cards: Vec<Value>) -> FakeOutbound {
        self.structured(json!({ "contentType": "Carousel", "carousel": { "cards": cards } }))
    }

    /// Lets the customer pick one of a section's items, each with its id and title.
    pub fn list_picker(&self, title: &str, items: &[(&str, &str)]) -> FakeOutbound {
        let item = |(id, title): &(&str, &str)| json!({ "id": id, "title": title });
        let items: Vec<Value> = items.iter().map(item).collect();
        let picker = json!({
            "receivedMessage": { "title": title },
            "sections": [{ "title": title, "multipleSelection": false, "items": items }],
        });
        self.structured(json!({ "contentType": "ListPicker", "listPicker": picker }))
    }

    /// Lets the customer pick a time; each takes 45 minutes.
    pub fn date_picker(&self, title: &str, times: &[DateTime<Utc>]) -> FakeOutbound {
        let time =
            |time: &DateTime<Utc>| json!({ "duration": 2_700, "dateTime": wire::time_text(*time) });
        let times: Vec<Value> = times.iter().map(time).collect();
        let picker = json!({ "title": title, "subtitle": "Choose one", "availableTimes": times });
        self.structured(json!({ "contentType": "DatePicker", "datePicker": picker }))
    }

    /// Sends a notification, which has no parameters.
    pub fn notification(&self, header: &str, body: &str, footer: &str) -> FakeOutbound {
        let template = json!({
            "header": { "type": "Text", "text": header },
            "body": { "text": body, "parameters": [] },
            "footer": { "text": footer },
        });
        self.structured(json!({ "contentType": "Notification", "template": template }))
    }

    /// Types for five seconds.
    pub fn typing(&self) -> FakeOutbound {
        let typing = json!({ "type": "On", "duration": 5_000 });
        let events = json!([{ "eventType": "Typing", "typing": typing }]);
        let mut event = self.message("Event", json!({ "events": events }));
        if let Some(fields) = event.body.as_object_mut() {
            fields.remove("originatingEntity");
        }
        event
    }

    /// Sends these fields in the usual frame, in place of the frame's own where it has them.
    pub fn raw(&self, fields: Value) -> FakeOutbound {
        self.message("Text", fields)
    }

    /// Ends the conversation. The vendor sends no webhook of it.
    pub fn disconnect(&self) {
        let now = self.genesys.host().now();
        self.genesys.host().with(|it| {
            let id = self.conversation_id.as_str();
            if let Some(conversation) = it.open.store.conversation_mut(id) {
                conversation.end(now);
            }
        });
    }

    fn structured(&self, content: Value) -> FakeOutbound {
        self.message("Structured", json!({ "content": [content] }))
    }

    fn message(&self, kind: &'static str, fields: Value) -> FakeOutbound {
        let now = self.genesys.host().now();
        let (id, channel) = self.genesys.host().with(|it| {
            let id = it.message_id(now);
            let channel = it.open.outbound_channel(&self.conversation_id, &id, now);
            (id, channel)
        });
        let mut body = json!({
            "id": id,
            "channel": channel,
            "conversationId": self.conversation_id,
            "direction": "Outbound",
            "originatingEntity": "Human",
            "type": kind,
        });
        for (name, value) in fields.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        FakeOutbound {
            genesys: self.genesys.clone(),
            conversation_id: self.conversation_id.clone(),
            id,
            body,
            at: now,
        }
    }
}

impl super::OpenMessaging {
    fn outbound_channel(&self, id: &ConversationId, message_id: &str, now: DateTime<Utc>) -> Value {
        let conversation = self.store.conversation(id.as_str());
        let integration_id = conversation.map_or("", |it| it.integration_id.as_str());
        let name = self.integrations.get(integration_id);
        let name = name.map_or("", |integration| integration.name.as_str());
        let customer = conversation.map_or(&Value::Null, |it| &it.from);
        channel::outbound(integration_id, name, message_id, customer, now)
    }
}

/// A message of an agent in the making.
#[must_use = "it goes out with `send`, `deliver` or `webhook`"]
#[derive(Clone)]
pub struct FakeOutbound {
    pub(super) genesys: FakeGenesys,
    pub(super) conversation_id: ConversationId,
    pub(super) id: String,
    pub(super) body: Value,
    at: DateTime<Utc>,
}

// It holds what people write.
debug_allow_list!(FakeOutbound {
    id,
    conversation_id
});

impl FakeOutbound {
    /// The message's id, which receipts name.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The webhook's body.
    #[must_use]
    pub fn body(&self) -> &Value {
        &self.body
    }

    /// Sets a field of the webhook's body, such as `text` or `metadata`.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.body[name] = value.into();
        self
    }

    /// Writes it as a bot does.
    pub fn from_bot(self) -> Self {
        self.with("originatingEntity", "Bot")
    }

    /// As its conversation keeps it.
    pub(super) fn written(&self) -> FakeOpenMessage {
        FakeOpenMessage {
            id: self.id.clone(),
            conversation_id: self.conversation_id.clone(),
            direction: "Outbound",
            kind: match self.body["type"].as_str() {
                Some("Event") => "Event",
                Some("Structured") => "Structured",
                _ => "Text",
            },
            body: self.body.clone(),
            at: self.at,
            status: "Sent".to_owned(),
            reasons: Vec::new(),
            is_final: false,
        }
    }
}
