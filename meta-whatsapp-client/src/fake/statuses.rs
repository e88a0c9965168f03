//! Statuses of what was sent.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{FakeMessage, FakeUpdate, FakeWhatsApp, answers::Refusal, waba::Waba};

impl FakeWhatsApp {
    /// The update that tells that a sent message now has this status: `sent`,
    /// `delivered`, `read`, `played`. It is not sent yet.
    ///
    /// # Panics
    /// If no message with this id was sent.
    #[must_use]
    pub fn status(&self, message_id: &str, status: &str) -> FakeUpdate {
        let now = self.host().now();
        let message = self.sent_message(message_id);
        FakeUpdate::status(status_of(&message, status, now)).at_number(&message.phone_number_id)
    }

    /// The update that tells that a sent message failed with this code. It is not sent yet.
    ///
    /// # Panics
    /// If no message with this id was sent.
    #[must_use]
    pub fn failed(&self, message_id: &str, code: i64) -> FakeUpdate {
        let now = self.host().now();
        let message = self.sent_message(message_id);
        let refusal = Refusal::of_code(code);
        let mut status = status_of(&message, "failed", now);
        status["errors"] = json!([{
            "code": code,
            "title": refusal.message,
            "message": refusal.message,
            "error_data": { "details": refusal.details.unwrap_or(refusal.message) },
            "href": "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes",
        }]);
        // Failed statuses come without contacts.
        FakeUpdate::failed_status(status).at_number(&message.phone_number_id)
    }

    fn sent_message(&self, id: &str) -> FakeMessage {
        let found = self
            .host()
            .with(|waba| waba.sent.iter().find(|message| message.id == id).cloned());
        found.expect("a message with this id was sent")
    }
}

impl Waba {
    /// Queues the statuses that are reported without being asked for.
    pub(super) fn report(&mut self, now: DateTime<Utc>, message_id: &str) {
        if self.reports_statuses.is_empty() || self.webhook_url.is_none() {
            return;
        }
        let Some(message) = self.sent.iter().find(|message| message.id == message_id) else {
            return;
        };
        let updates: Vec<FakeUpdate> = self
            .reports_statuses
            .iter()
            .map(|status| {
                let told = FakeUpdate::status(status_of(message, status, now));
                told.at_number(&message.phone_number_id)
            })
            .collect();
        self.outbox.extend(updates);
        self.wake.notify_one();
    }
}

fn status_of(message: &FakeMessage, status: &str, now: DateTime<Utc>) -> Value {
    let mut value = json!({
        "id": message.id,
        "status": status,
        "timestamp": now.timestamp().to_string(),
    });
    if message.recipient.contains('.') {
        value["recipient_user_id"] = message.recipient.clone().into();
    } else {
        value["recipient_id"] = message.recipient.clone().into();
    }
    if let Some(data) = message.body.get("biz_opaque_callback_data") {
        value["biz_opaque_callback_data"] = data.clone();
    }
    if matches!(status, "sent" | "delivered") {
        value["pricing"] = json!({
            "billable": false, "pricing_model": "PMP",
            "type": "free_customer_service", "category": "service"
        });
    }
    value
}
