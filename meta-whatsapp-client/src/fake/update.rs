//! Updates, and the webhooks that carry them.

use serde_json::{Value, json};

use super::FakeWhatsApp;
use crate::PhoneNumberId;

/// One update in the making: a message of a customer, or a status. It is sent by
/// [`FakeWhatsApp::deliver`].
///
/// Deliver several in one call for a batch, in any order; deliver a clone for a duplicate.
#[derive(Clone)]
pub struct FakeUpdate {
    pub(super) field: String,
    pub(super) value: Value,
}

// It holds what people write.
ccaas_http::debug_allow_list!(FakeUpdate { field });

impl FakeUpdate {
    /// An update of any field, such as `message_template_status_update`.
    #[must_use]
    pub fn of_field(field: impl Into<String>, value: Value) -> Self {
        Self {
            field: field.into(),
            value,
        }
    }

    /// The same, of another business number than [`FakeWhatsApp::PHONE_NUMBER_ID`].
    ///
    /// [`FakeWhatsApp::PHONE_NUMBER_ID`]: super::FakeWhatsApp::PHONE_NUMBER_ID
    #[must_use]
    pub fn at_number(mut self, id: &PhoneNumberId) -> Self {
        self.value["metadata"]["phone_number_id"] = id.as_str().into();
        self
    }

    /// The id of the message, or of the one that the status is about.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        let item = |list: &str| self.value[list][0]["id"].as_str();
        item("messages").or_else(|| item("statuses"))
    }

    /// The change's `value`.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    pub(super) fn message(contact: Value, message: Value) -> Self {
        let mut value = envelope();
        value["contacts"] = json!([contact]);
        value["messages"] = json!([message]);
        Self::of_field("messages", value)
    }

    pub(super) fn status(status: Value) -> Self {
        let mut contact = json!({});
        if let Some(id) = status.get("recipient_id") {
            contact["wa_id"] = id.clone();
        }
        if let Some(id) = status.get("recipient_user_id") {
            contact["user_id"] = id.clone();
        }
        let mut value = envelope();
        // These contacts have no profile.
        value["contacts"] = json!([contact]);
        value["statuses"] = json!([status]);
        Self::of_field("messages", value)
    }

    pub(super) fn failed_status(status: Value) -> Self {
        let mut value = envelope();
        value["statuses"] = json!([status]);
        Self::of_field("messages", value)
    }
}

fn envelope() -> Value {
    let digits = FakeWhatsApp::DISPLAY_PHONE_NUMBER
        .chars()
        .filter(char::is_ascii_digit);
    json!({
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": digits.collect::<String>(),
            "phone_number_id": FakeWhatsApp::PHONE_NUMBER_ID,
        }
    })
}

/// The body of the webhook that carries these updates.
pub(super) fn body(updates: &[FakeUpdate]) -> Value {
    let changes: Vec<Value> = updates
        .iter()
        .map(|update| json!({ "value": update.value, "field": update.field }))
        .collect();
    json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": FakeWhatsApp::WABA_ID, "changes": changes }]
    })
}
