//! `POST /{phone_number_id}/messages`.

use base64::{Engine, prelude::BASE64_STANDARD};
use ccaas_http::test_util::FakeRequest;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    answers::{Outcome, Refusal, ok, success, text},
    rules,
    waba::Waba,
};
use crate::PhoneNumberId;

/// How many sent messages are kept.
const KEPT: usize = 10_000;

/// A message that was accepted.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeMessage {
    /// The id it was given.
    pub id: String,
    /// The business number that sent it.
    pub phone_number_id: PhoneNumberId,
    /// Whom it is for: a phone number without `+`, a `user_id` or a group.
    pub recipient: String,
    /// Its type, such as `text`.
    pub kind: String,
    /// The whole request.
    pub body: Value,
    /// When it was accepted.
    pub at: DateTime<Utc>,
    /// Whether it came in as a marketing message.
    pub is_marketing: bool,
}

ccaas_http::debug_allow_list! { FakeMessage { kind, at, is_marketing } }

impl Waba {
    pub(super) fn send(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        from: &str,
    ) -> Outcome {
        let body = read(request)?;
        if body.get("status").is_some() {
            return self.mark_read(&body);
        }
        self.accept(now, body, from, false)
    }

    pub(super) fn send_marketing(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        from: &str,
    ) -> Outcome {
        let body = read(request)?;
        if body["type"] != "template" {
            return Err(Refusal::parameter("Only templates are marketing messages"));
        }
        self.accept(now, body, from, true)
    }

    fn mark_read(&mut self, body: &Value) -> Outcome {
        if body["status"] != "read" {
            return Err(Refusal::value("status must be one of {read}"));
        }
        if let Some(typing) = body.get("typing_indicator")
            && typing["type"] != "text"
        {
            return Err(Refusal::value(
                "typing_indicator.type must be one of {text}",
            ));
        }
        self.read_marks.push(text(body, "message_id")?.to_owned());
        success()
    }

    fn accept(
        &mut self,
        now: DateTime<Utc>,
        body: Value,
        from: &str,
        is_marketing: bool,
    ) -> Outcome {
        let recipient = recipient(&body)?;
        let kind = rules::check(&body)?;
        if let Some(refusal) = self.next_failure() {
            return Err(refusal);
        }
        if kind == "template" {
            if recipient.is_user && self.templates.is_authentication(&body) {
                return Err(Refusal::of_code(131_062));
            }
            self.templates.check_sending(&body["template"])?;
        }
        self.check_media(&body, &kind)?;
        self.check_window(now, &recipient.id, &kind)?;
        self.rates.admit(now, &recipient.id)?;

        let id = self.message_id(&recipient.id);
        let mut message = json!({ "id": id });
        if recipient.is_group {
            message["group_id"] = recipient.id.clone().into();
        }
        let status = self
            .message_status
            .or((kind == "template").then_some("accepted"));
        if let Some(status) = status {
            message["message_status"] = status.into();
        }
        let contact = if recipient.is_user {
            json!({ "input": recipient.input, "user_id": recipient.id })
        } else {
            json!({ "input": recipient.input, "wa_id": recipient.id })
        };
        self.keep(FakeMessage {
            id: id.clone(),
            phone_number_id: PhoneNumberId::new(from),
            recipient: recipient.id,
            kind,
            body,
            at: now,
            is_marketing,
        });
        self.report(now, &id);
        ok(&json!({
            "messaging_product": "whatsapp", "contacts": [contact], "messages": [message]
        }))
    }

    fn keep(&mut self, message: FakeMessage) {
        if self.sent.len() == KEPT {
            self.sent.pop_front();
        }
        self.sent.push_back(message);
    }

    fn next_failure(&mut self) -> Option<Refusal> {
        let (code, left) = self.failing.front_mut()?;
        let refusal = Refusal::of_code(*code);
        *left -= 1;
        if *left == 0 {
            self.failing.pop_front();
        }
        Some(refusal)
    }

    fn check_media(&self, body: &Value, kind: &str) -> Result<(), Refusal> {
        match body[kind]["id"].as_str() {
            Some(id) if rules::MEDIA.contains(&kind) && !self.media.has(id) => {
                Err(Refusal::of_code(131_053).details("Media id does not exist"))
            }
            _ => Ok(()),
        }
    }

    fn check_window(&self, now: DateTime<Utc>, id: &str, kind: &str) -> Result<(), Refusal> {
        let open = self
            .last_inbound
            .get(id)
            .is_some_and(|last| now.signed_duration_since(*last).num_hours() < 24);
        if self.requires_window && !open && kind != "template" {
            return Err(Refusal::of_code(131_047)
                .details("More than 24 hours have passed since the customer last replied"));
        }
        Ok(())
    }

    /// Like the real one, it contains the recipient.
    fn message_id(&mut self, recipient: &str) -> String {
        let number = self.next_id();
        self.next_message_ids.pop_front().unwrap_or_else(|| {
            let inner = BASE64_STANDARD.encode(format!("{recipient}:{number:08}"));
            format!("wamid.{inner}")
        })
    }
}

struct Recipient {
    input: String,
    id: String,
    is_user: bool,
    is_group: bool,
}

/// With both, `to` wins.
fn recipient(body: &Value) -> Result<Recipient, Refusal> {
    let is_group = match body.get("recipient_type").and_then(Value::as_str) {
        None | Some("individual") => false,
        Some("group") => true,
        Some(_) => {
            return Err(Refusal::value(
                "recipient_type must be one of {individual, group}",
            ));
        }
    };
    let to = body.get("to").and_then(Value::as_str).unwrap_or_default();
    if !to.is_empty() {
        let digits: String = to.chars().filter(char::is_ascii_digit).collect();
        let id = if is_group { to.to_owned() } else { digits };
        if !is_group && !(5..=20).contains(&id.len()) {
            return Err(Refusal::value("to is not a phone number"));
        }
        return Ok(Recipient {
            input: to.to_owned(),
            id,
            is_user: false,
            is_group,
        });
    }
    let user = text(body, "recipient").map_err(|_| Refusal::missing("to"))?;
    Ok(Recipient {
        input: user.to_owned(),
        id: user.to_owned(),
        is_user: true,
        is_group: false,
    })
}

fn read(request: &FakeRequest) -> Result<Value, Refusal> {
    let body: Value = request
        .json()
        .ok_or_else(|| Refusal::parameter("The body is not JSON"))?;
    match body["messaging_product"].as_str() {
        Some("whatsapp") => Ok(body),
        Some(_) => Err(Refusal::value(
            "messaging_product must be one of {whatsapp}",
        )),
        None => Err(Refusal::missing("messaging_product")),
    }
}
