//! A customer who writes.

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use ccaas_http::test_util::FakeHost;
use serde_json::{Value, json};

use super::{FakeUpdate, media::FakeMedia, waba::Waba};

/// A customer of the business. Each method makes one message; nothing is sent before
/// [`FakeWhatsApp::deliver`](super::FakeWhatsApp::deliver). Writing opens the 24-hour window.
#[derive(Clone)]
pub struct FakeCustomer {
    host: FakeHost<Waba>,
    wa_id: Option<String>,
    user_id: Option<String>,
    username: Option<String>,
    name: Option<String>,
}

ccaas_http::debug_allow_list!(FakeCustomer {});

impl FakeCustomer {
    pub(super) fn new(host: FakeHost<Waba>, phone: String) -> Self {
        let wa_id: String = phone.chars().filter(char::is_ascii_digit).collect();
        Self {
            host,
            user_id: Some(format!("US.{wa_id:0>20}")),
            wa_id: Some(wa_id),
            username: None,
            name: Some("Robin Example".to_owned()),
        }
    }

    /// Sets the profile's name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Gives the customer another business-scoped user id than the one made of the number.
    #[must_use]
    pub fn with_user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// Gives the customer a username.
    #[must_use]
    pub fn with_username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// Leaves the user id out, as deliveries before 2026 do.
    #[must_use]
    pub fn without_user_id(mut self) -> Self {
        self.user_id = None;
        self
    }

    /// Hides the phone number: the customer is known by the user id only.
    #[must_use]
    pub fn without_phone(mut self) -> Self {
        self.wa_id = None;
        self
    }

    /// Writes a text.
    #[must_use]
    pub fn text(&self, body: impl Into<String>) -> FakeUpdate {
        self.message("text", json!({ "body": body.into() }))
    }

    /// Writes a text as a reply.
    #[must_use]
    pub fn reply(&self, to: &str, body: impl Into<String>) -> FakeUpdate {
        let mut update = self.text(body);
        update.value["messages"][0]["context"] = json!({ "id": to });
        update
    }

    /// Sends a file: `kind` is `image`, `video`, `audio`, `document` or `sticker`. The
    /// business can download it.
    #[must_use]
    pub fn media(
        &self,
        kind: &str,
        mime_type: &str,
        bytes: impl Into<Bytes>,
        caption: Option<&str>,
    ) -> FakeUpdate {
        let (now, bytes) = (self.host.now(), bytes.into());
        let file = self.host.with(|waba| {
            let id = waba.next_id();
            waba.media.add(now, id, mime_type, bytes)
        });
        let FakeMedia { id, sha256, .. } = file;
        let mut object =
            json!({ "id": id, "mime_type": mime_type, "sha256": BASE64_STANDARD.encode(sha256) });
        if let Some(caption) = caption {
            object["caption"] = caption.into();
        }
        self.message(kind, object)
    }

    /// Sends a place.
    #[must_use]
    pub fn location(&self, latitude: f64, longitude: f64) -> FakeUpdate {
        self.message(
            "location",
            json!({ "latitude": latitude, "longitude": longitude }),
        )
    }

    /// Reacts to a message; an empty emoji takes the reaction back.
    #[must_use]
    pub fn reaction(&self, message_id: &str, emoji: &str) -> FakeUpdate {
        self.message(
            "reaction",
            json!({ "message_id": message_id, "emoji": emoji }),
        )
    }

    /// Presses a reply button of an interactive message.
    #[must_use]
    pub fn button_reply(&self, message_id: &str, id: &str, title: &str) -> FakeUpdate {
        let reply = json!({ "type": "button_reply", "button_reply": { "id": id, "title": title } });
        self.interactive(message_id, reply)
    }

    /// Picks a row of a list.
    #[must_use]
    pub fn list_reply(&self, message_id: &str, id: &str, title: &str) -> FakeUpdate {
        let reply = json!({ "type": "list_reply", "list_reply": { "id": id, "title": title } });
        self.interactive(message_id, reply)
    }

    /// Presses a quick reply of a template.
    #[must_use]
    pub fn button(&self, message_id: &str, payload: &str, text: &str) -> FakeUpdate {
        let mut update = self.message("button", json!({ "payload": payload, "text": text }));
        update.value["messages"][0]["context"] = json!({ "id": message_id });
        update
    }

    /// Sends back a flow's form; the vendor carries `response` as a text.
    #[must_use]
    pub fn flow_reply(&self, message_id: &str, response: &Value) -> FakeUpdate {
        let reply = json!({
            "type": "nfm_reply",
            "nfm_reply": { "name": "flow", "body": "Sent", "response_json": response.to_string() }
        });
        self.interactive(message_id, reply)
    }

    fn interactive(&self, message_id: &str, reply: Value) -> FakeUpdate {
        let mut update = self.message("interactive", reply);
        update.value["messages"][0]["context"] = json!({ "id": message_id });
        update
    }

    /// Sends any type of message; `object` stands under the type's name.
    ///
    /// # Panics
    /// If the customer has neither phone nor user id.
    #[must_use]
    pub fn message(&self, kind: &str, object: Value) -> FakeUpdate {
        let now = self.host.now();
        let key = self.wa_id.as_ref().or(self.user_id.as_ref());
        let key = key.expect("a customer has a phone number or a user id");
        let number = self.host.with(|waba| {
            for id in [&self.wa_id, &self.user_id].into_iter().flatten() {
                waba.last_inbound.insert(id.clone(), now);
            }
            waba.next_id()
        });
        let inner = BASE64_STANDARD.encode(format!("{key}:in:{number:08}"));
        let mut message = json!({
            "id": format!("wamid.{inner}"),
            "timestamp": now.timestamp().to_string(),
            "type": kind,
        });
        message[kind] = object;
        let mut contact = json!({ "profile": {} });
        if let Some(wa_id) = &self.wa_id {
            message["from"] = wa_id.clone().into();
            contact["wa_id"] = wa_id.clone().into();
        }
        if let Some(user_id) = &self.user_id {
            message["from_user_id"] = user_id.clone().into();
            contact["user_id"] = user_id.clone().into();
        }
        if let Some(name) = &self.name {
            contact["profile"]["name"] = name.clone().into();
        }
        if let Some(username) = &self.username {
            contact["profile"]["username"] = username.clone().into();
        }
        FakeUpdate::message(contact, message)
    }
}
