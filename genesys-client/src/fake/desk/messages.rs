//! Conversations by message: read, ended, filed; messages without an agent.

use ccaas_http::{
    debug_allow_list,
    test_util::{Answer, FakeRequest},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{
    fake::{
        FakeConversation, FakeGenesys, FakeOpenMessage, FakeParticipant, Organisation,
        answers::{Refusal, filled},
        callbacks::json_object,
    },
    ids::ConversationId,
    wire,
};

/// How many messages without an agent are kept; the oldest are dropped.
const KEPT: usize = 1_000;
/// The longest text that the vendor takes by its API.
const LONGEST_TEXT: usize = 2_000;

/// A message that was sent without an agent. No webhook carries it.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeAgentless {
    /// The message's id.
    pub id: String,
    /// The conversation it is in.
    pub conversation_id: ConversationId,
    /// The request's body.
    pub body: Value,
}

// It holds what people write, and to whom.
debug_allow_list!(FakeAgentless {
    id,
    conversation_id
});

impl Organisation {
    pub(super) fn messages_api(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Option<Answer>, Refusal> {
        let answer = match (request.method.as_str(), path) {
            ("POST", ["agentless"]) => self.send_agentless(now, request)?,
            ("GET", [id]) => Answer::json(200, &self.by_message(self.message_thread(id)?)),
            ("PATCH", [id]) => {
                self.need("conversation:communication:disconnect")?;
                self.message_thread(id)?;
                let body = json_object(request)?;
                if body["state"] != "disconnected" {
                    let problem = "can only be disconnected";
                    return Err(Refusal::field("invalid.value", "state", problem));
                }
                self.end_conversation(now, id)?;
                Answer::json(200, &self.whole(self.message_thread(id)?))
            }
            ("PATCH", [id, "participants", participant]) => {
                self.message_thread(id)?;
                let body = json_object(request)?;
                self.change_participant(now, id, participant, &body)?;
                Answer::empty(202)
            }
            (
                "POST",
                [
                    id,
                    "participants",
                    participant,
                    "communications",
                    _,
                    "wrapup",
                ],
            ) => {
                self.message_thread(id)?;
                let wrapup = json!({ "wrapup": json_object(request)? });
                self.change_participant(now, id, participant, &wrapup)?;
                Answer::empty(204)
            }
            (
                "POST",
                [
                    id,
                    "communications",
                    communication,
                    "messages",
                    "media",
                    "uploads",
                ],
            ) => {
                self.communication(id, communication)?;
                self.create_upload(now, request)?
            }
            ("POST", [id, "communications", communication, "messages"]) => {
                self.need("conversation:message:create")?;
                self.communication(id, communication)?;
                self.send_message(now, request, id)?
            }
            _ => return Ok(None),
        };
        Ok(Some(answer))
    }

    fn message_thread(&self, id: &str) -> Result<&FakeConversation, Refusal> {
        let thread = self.open.store.conversation(id);
        thread.ok_or_else(|| Refusal::not_found("conversation", id))
    }

    fn communication(&self, id: &str, communication: &str) -> Result<(), Refusal> {
        let mut participants = self.message_thread(id)?.participants.iter();
        match participants.any(|it| it.communication_id == communication) {
            true => Ok(()),
            false => Err(Refusal::not_found("communication", communication)),
        }
    }

    fn send_agentless(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Result<Answer, Refusal> {
        self.need("conversation:message:create")?;
        let body = json_object(request)?;
        for field in [
            "fromAddress",
            "toAddress",
            "toAddressMessengerType",
            "textBody",
        ] {
            match body[field].as_str() {
                Some(text) if field == "textBody" => short_enough(text)?,
                Some(_) => {}
                None => return Err(Refusal::field("bad.request", field, "is required")),
            }
        }
        let (id, conversation_id) = (self.next_id(now), self.next_id(now));
        let answer = json!({
            "id": id,
            "conversationId": conversation_id,
            "fromAddress": body["fromAddress"],
            "toAddress": body["toAddress"],
            "messengerType": body["toAddressMessengerType"],
            "textBody": body["textBody"],
            "timestamp": wire::time_text(now),
            "selfUri": format!("/api/v2/conversations/messages/{conversation_id}/messages/{id}"),
        });
        if self.desk.agentless.len() == KEPT {
            self.desk.agentless.pop_front();
        }
        self.desk.agentless.push_back(FakeAgentless {
            id,
            conversation_id: ConversationId::new(conversation_id),
            body,
        });
        Ok(Answer::json(202, &answer))
    }

    /// The agent writes, by the API. It stands in the conversation; no webhook carries it.
    fn send_message(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        id: &str,
    ) -> Result<Answer, Refusal> {
        let body = json_object(request)?;
        let text = body["textBody"].as_str();
        let media = body["mediaIds"].as_array().map_or(&[][..], Vec::as_slice);
        if text.is_none() && media.is_empty() {
            return Err(Refusal::field("bad.request", "textBody", "is required"));
        }
        short_enough(text.unwrap_or_default())?;
        for media_id in media {
            self.uploaded(media_id.as_str().unwrap_or_default())?;
        }
        let message_id = self.next_id(now);
        let answer = json!({
            "id": message_id,
            "conversationId": id,
            "direction": "outbound",
            "messengerType": "open",
            "status": "queued",
            "textBody": text.unwrap_or_default(),
            "timestamp": wire::time_text(now),
        });
        let message = FakeOpenMessage::sent(message_id, ConversationId::new(id), text, now);
        self.open.store.add(message);
        Ok(Answer::json(202, &answer))
    }

    /// `MessageConversation`.
    fn by_message(&self, conversation: &FakeConversation) -> Value {
        let ended = conversation.ended.map(wire::time_text);
        let messages: Vec<&FakeOpenMessage> = self
            .open
            .store
            .messages_of(conversation.id.as_str())
            .filter(|message| message.kind != "Event")
            .collect();
        let participant = |it: &FakeParticipant| {
            let of_them = if it.purpose == "customer" {
                "Inbound"
            } else {
                "Outbound"
            };
            let theirs = messages
                .iter()
                .filter(|message| it.purpose != "acd" && message.direction == of_them);
            let details = theirs.map(|message| details(message)).collect::<Vec<_>>();
            let mut participant = filled(json!({
                "id": it.id,
                "purpose": it.purpose,
                "state": conversation.state,
                "direction": "inbound",
                "startTime": wire::time_text(conversation.started),
                "connectedTime": wire::time_text(conversation.started),
                "endTime": ended,
                "queue": { "id": FakeGenesys::QUEUE_ID },
                "attributes": it.attributes,
                "wrapup": self.desk.wrap_ups.get(&it.id),
                "type": "open",
                "messages": details,
            }));
            if it.purpose == "agent" {
                participant["user"] = json!({ "id": FakeGenesys::AGENT_ID });
            }
            participant
        };
        let participants = conversation.participants.iter().map(participant);
        json!({
            "id": conversation.id,
            "participants": participants.collect::<Vec<_>>(),
            "selfUri": format!("/api/v2/conversations/messages/{}", conversation.id),
        })
    }
}

fn details(message: &FakeOpenMessage) -> Value {
    let status = match message.status.as_str() {
        "Received" => "received",
        "Delivered" => "delivery-success",
        "Failed" => "delivery-failed",
        _ => "sent",
    };
    json!({
        "messageId": message.id,
        "messageStatus": status,
        "messageTime": wire::time_text(message.at),
    })
}

fn short_enough(text: &str) -> Result<(), Refusal> {
    if text.chars().count() > LONGEST_TEXT {
        return Err(Refusal::field("bad.request", "textBody", "is too long"));
    }
    Ok(())
}
