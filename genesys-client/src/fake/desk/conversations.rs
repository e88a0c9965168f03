//! Conversations of any medium, and who takes part in them.

use std::collections::BTreeMap;

use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{
    fake::{
        FakeConversation, FakeGenesys, FakeParticipant, Organisation,
        answers::{Refusal, filled},
        callbacks::json_object,
        paging::page,
    },
    wire,
};

const DISCONNECT: &str = "conversation:communication:disconnect";

impl Organisation {
    pub(super) fn conversations_api(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Option<Answer>, Refusal> {
        let answer = match (request.method.as_str(), path) {
            ("GET", []) => {
                self.need_user()?;
                let open = self.open.store.conversations();
                let open: Vec<_> = open.filter(|it| it.ended.is_none()).collect();
                let show = |it: &&FakeConversation| self.whole(it);
                page(request, "/api/v2/conversations", &open, show)?
            }
            ("GET", [id]) => {
                self.need("conversation:communication:view")?;
                self.get_conversation(id)?
            }
            ("DELETE", [id]) => {
                self.need(DISCONNECT)?;
                self.end_conversation(now, id)?;
                Answer::empty(204)
            }
            ("POST", [id, "disconnect"]) => {
                self.need(DISCONNECT)?;
                self.end_conversation(now, id)?;
                Answer::json(200, &json!(id))
            }
            ("PATCH", [id, "participants", participant]) => {
                let body = json_object(request)?;
                self.change_participant(now, id, participant, &body)?;
                Answer::empty(202)
            }
            ("PATCH", [id, "participants", participant, "attributes"]) => {
                let body = json_object(request)?;
                let attributes = text_map(&body["attributes"]).ok_or_else(|| {
                    Refusal::field("bad.request", "attributes", "must map strings to strings")
                })?;
                self.attributes_of(id, participant)?.extend(attributes);
                Answer::empty(200)
            }
            ("GET", [id, "participants", participant, "wrapup"]) => {
                self.attributes_of(id, participant)?;
                self.filed(participant)
            }
            ("GET", [id, "participants", participant, "wrapupcodes"]) => {
                self.attributes_of(id, participant)?;
                self.all_wrap_up_codes(request)?
            }
            _ => return Ok(None),
        };
        Ok(Some(answer))
    }

    fn get_conversation(&self, id: &str) -> Result<Answer, Refusal> {
        if let Some(conversation) = self.open.store.conversation(id) {
            return Ok(Answer::json(200, &self.whole(conversation)));
        }
        let mut callbacks = self.callbacks.iter();
        let callback = callbacks.find(|callback| callback.conversation_id.as_str() == id);
        let callback = callback.ok_or_else(|| Refusal::not_found("conversation", id))?;
        Ok(Answer::json(200, &callback.whole_conversation()))
    }

    /// Ends a conversation of whatever medium.
    pub(super) fn end_conversation(&mut self, now: DateTime<Utc>, id: &str) -> Result<(), Refusal> {
        if let Some(conversation) = self.open.store.conversation_mut(id) {
            conversation.end(now);
            return Ok(());
        }
        let callback = self.callback(id)?;
        callback.state = "disconnected";
        callback.ended = callback.ended.or(Some(now));
        Ok(())
    }

    /// A participant who leaves ends the conversation: each of these has one customer and
    /// one agent.
    pub(super) fn change_participant(
        &mut self,
        now: DateTime<Utc>,
        id: &str,
        participant: &str,
        body: &Value,
    ) -> Result<(), Refusal> {
        self.attributes_of(id, participant)?;
        if !body["wrapup"].is_null() {
            self.file(participant, &body["wrapup"])?;
        }
        match body["state"].as_str() {
            Some("disconnected") => {
                self.need(DISCONNECT)?;
                self.end_conversation(now, id)
            }
            Some("connected") | None => Ok(()),
            Some(_) => {
                let problem = "can only be connected or disconnected";
                Err(Refusal::field("invalid.value", "state", problem))
            }
        }
    }

    /// A participant's attributes; of a callback they are what it was created with.
    fn attributes_of(
        &mut self,
        id: &str,
        participant: &str,
    ) -> Result<&mut BTreeMap<String, String>, Refusal> {
        let unknown = || Refusal::not_found("participant", participant);
        if self.open.store.conversation(id).is_some() {
            let conversation = self.open.store.conversation_mut(id);
            let participants = conversation.map(|it| it.participants.iter_mut());
            let mut participants = participants.into_iter().flatten();
            let found = participants.find(|it| it.id == participant);
            return found.map(|it| &mut it.attributes).ok_or_else(unknown);
        }
        let callback = self.callback(id)?;
        let is_known = [&callback.external_id, &callback.acd_id].contains(&&participant.to_owned());
        is_known.then_some(&mut callback.data).ok_or_else(unknown)
    }

    /// `Conversation`, of one by message.
    pub(super) fn whole(&self, conversation: &FakeConversation) -> Value {
        let ended = conversation.ended.map(wire::time_text);
        let participant = |it: &FakeParticipant| {
            let message = filled(json!({
                "id": it.communication_id,
                "state": conversation.state,
                "direction": "inbound",
                "type": "open",
                "held": false,
                "disconnectedTime": ended,
            }));
            let mut participant = filled(json!({
                "id": it.id,
                "purpose": it.purpose,
                "startTime": wire::time_text(conversation.started),
                "connectedTime": wire::time_text(conversation.started),
                "endTime": ended,
                "queueId": FakeGenesys::QUEUE_ID,
                "attributes": it.attributes,
                "wrapup": self.desk.wrap_ups.get(&it.id),
                "messages": [message],
            }));
            if it.purpose == "agent" {
                participant["userId"] = FakeGenesys::AGENT_ID.into();
            }
            participant
        };
        let participants = conversation.participants.iter().map(participant);
        filled(json!({
            "id": conversation.id,
            "startTime": wire::time_text(conversation.started),
            "endTime": ended,
            "participants": participants.collect::<Vec<_>>(),
            "state": conversation.state,
            "selfUri": format!("/api/v2/conversations/{}", conversation.id),
        }))
    }
}

fn text_map(value: &Value) -> Option<BTreeMap<String, String>> {
    let entries = value.as_object()?.iter();
    entries
        .map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect()
}
