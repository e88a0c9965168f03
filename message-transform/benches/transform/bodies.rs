//! Bodies as the vendors send them.

use serde_json::json;

const TEXT: &str = "Good morning, I would like to move my visit to next week, if that is possible. \
                    Any day but Tuesday is fine. Thank you very much!";

/// A delivery of WhatsApp with one text.
pub(crate) fn inbound() -> Vec<u8> {
    let body = json!({"object": "whatsapp_business_account", "entry": [{
    "id": "200000000000001", "changes": [{"field": "messages", "value": {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550100", "phone_number_id": "100000000000001"},
        "contacts": [{"profile": {"name": "Robin Example"}, "wa_id": "12025550147",
                      "user_id": "US.1234567890"}],
        "messages": [{"from": "12025550147", "from_user_id": "US.1234567890",
                      "id": "wamid.EXAMPLE00000000000000000000000001",
                      "timestamp": "1795166040", "type": "text", "text": {"body": TEXT}}],
    }}]}]});
    body.to_string().into_bytes()
}

/// A delivery of Genesys with one text.
pub(crate) fn outbound() -> Vec<u8> {
    let body = json!({
        "id": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "channel": {
            "id": "11111111-2222-4333-8444-555555555555",
            "messageId": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "platform": "Open", "type": "Private",
            "to": {"id": "+12025550147", "idType": "Phone"},
            "from": {"nickname": "Example Clinic", "idType": "Opaque",
                     "id": "11111111-2222-4333-8444-555555555555"},
            "time": "2026-11-20T09:15:00.000Z",
        },
        "conversationId": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
        "direction": "Outbound", "originatingEntity": "Human", "type": "Text",
        "text": TEXT, "content": [], "reasons": [],
    });
    body.to_string().into_bytes()
}
