//! The `channel` of what is received and sent.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::wire;

/// The channel of an answer to something that a customer sent.
pub(super) fn inbound(integration_id: &str, sent: &Value) -> Value {
    let mut channel = json!({
        "id": integration_id,
        "platform": "Open",
        "type": "Private",
        "to": { "id": integration_id },
        "from": sent["from"],
        "time": sent["time"],
    });
    for name in ["messageId", "metadata"] {
        if let Some(value) = sent.get(name).filter(|value| !value.is_null()) {
            channel[name] = value.clone();
        }
    }
    channel
}

/// The channel of something that is sent to a customer.
pub(super) fn outbound(
    integration_id: &str,
    integration_name: &str,
    message_id: &str,
    customer: &Value,
    time: DateTime<Utc>,
) -> Value {
    json!({
        "id": integration_id,
        "messageId": message_id,
        "platform": "Open",
        "type": "Private",
        "to": { "id": customer["id"], "idType": customer["idType"] },
        "from": {
            "nickname": integration_name,
            "id": integration_id,
            "idType": "Opaque",
        },
        "time": wire::time_text(time),
    })
}
