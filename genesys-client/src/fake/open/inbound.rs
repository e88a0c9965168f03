//! What customers send, by way of the application.

use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    FakeConversation, FakeOpenMessage, channel, conversation::FakeParticipant, rules, store::seen,
};
use crate::{
    fake::{Organisation, answers::Refusal},
    ids::ConversationId,
};

impl Organisation {
    /// `POST …/{integrationId}/inbound/open/message`.
    pub(super) fn inbound_message(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        integration_id: &str,
    ) -> Result<Answer, Refusal> {
        self.admit(now, integration_id)?;
        self.open.failures.next()?;
        let body = rules::message(request)?;
        let message = self.take(now, integration_id, "Text", &body);
        let mut answer = json!({
            "id": message.id,
            "channel": channel::inbound(integration_id, &body["channel"]),
            "type": "Text",
        });
        copy(&body, &mut answer, &["text", "content", "metadata"]);
        name_content(&mut answer);
        if request.query("prefetchConversationId") == Some("true") {
            answer["conversationId"] = message.conversation_id.as_str().into();
        }
        Ok(Answer::json(200, &answer))
    }

    /// `POST …/{integrationId}/inbound/open/structured/response`.
    pub(super) fn structured_response(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        integration_id: &str,
    ) -> Result<Answer, Refusal> {
        self.admit(now, integration_id)?;
        self.open.failures.next()?;
        let body = rules::structured_response(request)?;
        let message = self.take(now, integration_id, "Structured", &body);
        let mut answer = json!({
            "id": message.id,
            "channel": channel::inbound(integration_id, &body["channel"]),
            "type": "Structured",
            "direction": "Inbound",
            "content": [{ "contentType": "ButtonResponse", "buttonResponse": body["buttonResponse"] }],
        });
        copy(&body, &mut answer, &["metadata"]);
        Ok(Answer::json(200, &answer))
    }

    /// `POST …/{integrationId}/inbound/open/event`. Without a conversation it has no effect.
    pub(super) fn inbound_event(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        integration_id: &str,
    ) -> Result<Answer, Refusal> {
        self.admit(now, integration_id)?;
        let body = rules::event(request)?;
        let id = self.message_id(now);
        let store = &mut self.open.store;
        let conversation = store.thread(integration_id, from_id(&body), now);
        if let Some(conversation_id) = conversation.map(|found| found.id.clone()) {
            store.add(received(now, id.clone(), conversation_id, "Event", &body));
        }
        let answer = json!({
            "id": id,
            "channel": channel::inbound(integration_id, &body["channel"]),
            "type": "Event",
            "events": body["events"],
        });
        Ok(Answer::json(200, &answer))
    }

    /// `POST …/inbound/open`, which names the integration in `channel.to`.
    pub(super) fn deprecated_inbound(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Result<Answer, Refusal> {
        self.need("conversation:message:receive")?;
        let body = rules::deprecated(request)?;
        let is_receipt = body["type"] == "Receipt";
        let integration_id = if is_receipt {
            self.integration_of(&body)
        } else {
            body["channel"]["to"]["id"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        self.admit(now, &integration_id)?;
        if is_receipt {
            return Ok(self.take_receipt(now, &integration_id, &body));
        }
        self.open.failures.next()?;
        let message = self.take(now, &integration_id, "Text", &body);
        let mut answer = json!({
            "id": message.id,
            "channel": channel::inbound(&integration_id, &body["channel"]),
            "type": "Text",
            "direction": "Inbound",
        });
        copy(&body, &mut answer, &["text", "content", "metadata"]);
        name_content(&mut answer);
        Ok(Answer::json(200, &answer))
    }

    /// Lets a call of the application in, if it may call and the integration is there.
    pub(super) fn admit(&self, now: DateTime<Utc>, integration_id: &str) -> Result<(), Refusal> {
        self.need("conversation:message:receive")?;
        self.open.integrations.check(now, integration_id)
    }

    /// Puts a message into its conversation, or finds it there if it came before.
    fn take(
        &mut self,
        now: DateTime<Utc>,
        integration_id: &str,
        kind: &'static str,
        body: &Value,
    ) -> FakeOpenMessage {
        let store = &mut self.open.store;
        let first = seen(integration_id, body).and_then(|seen| store.first_of(&seen));
        if let Some(first) = first.cloned() {
            let mut again = first.clone();
            again.at = now;
            again.body.clone_from(body);
            store.duplicates.push(again);
            return first;
        }
        let conversation_id = self.thread(now, integration_id, &body["channel"]["from"]);
        let message = received(now, self.message_id(now), conversation_id, kind, body);
        self.open.store.add(message.clone());
        message
    }

    /// The conversation for a message of this customer: the open one, or a new one.
    fn thread(&mut self, now: DateTime<Utc>, integration_id: &str, from: &Value) -> ConversationId {
        let store = &mut self.open.store;
        let from_id = from["id"].as_str().unwrap_or_default();
        let found = store.thread(integration_id, from_id, now);
        let found = found.map(|conversation| conversation.id.clone());
        if let Some(id) = found {
            if let Some(conversation) = store.conversation_mut(id.as_str()) {
                conversation.from.clone_from(from);
            }
            return id;
        }
        let participants = ["customer", "acd", "agent"].map(|purpose| FakeParticipant {
            id: self.next_id(now),
            purpose,
            communication_id: self.next_id(now),
            attributes: std::collections::BTreeMap::new(),
        });
        let conversation = FakeConversation {
            id: ConversationId::new(self.next_id(now)),
            integration_id: integration_id.to_owned(),
            from: from.clone(),
            state: "connected",
            started: now,
            last_message: now,
            ended: None,
            failed_by: None,
            participants: participants.into(),
            messages: std::collections::VecDeque::new(),
        };
        let id = conversation.id.clone();
        self.open.store.open(conversation);
        id
    }

    /// Ids of messages have no dashes.
    pub(super) fn message_id(&mut self, now: DateTime<Utc>) -> String {
        self.next_id(now).replace('-', "")
    }
}

fn received(
    now: DateTime<Utc>,
    id: String,
    conversation_id: ConversationId,
    kind: &'static str,
    body: &Value,
) -> FakeOpenMessage {
    FakeOpenMessage {
        id,
        conversation_id,
        direction: "Inbound",
        kind,
        body: body.clone(),
        at: now,
        status: "Received".to_owned(),
        reasons: Vec::new(),
        is_final: false,
    }
}

fn from_id(body: &Value) -> &str {
    body["channel"]["from"]["id"].as_str().unwrap_or_default()
}

fn copy(from: &Value, to: &mut Value, names: &[&str]) {
    for name in names {
        if let Some(value) = from.get(name).filter(|value| !value.is_null()) {
            to[name] = value.clone();
        }
    }
}

/// The vendor's answers name the type of each element, whether the request did or not.
fn name_content(answer: &mut Value) {
    for element in answer["content"].as_array_mut().into_iter().flatten() {
        element["contentType"] = "Attachment".into();
    }
}
