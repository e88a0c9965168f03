//! Bodies as Meta sends them: compact, a text message each.

use secrecy::SecretString;
use serde_json::{Value, json};

pub(crate) fn secret() -> SecretString {
    "0123456789abcdef0123456789abcdef".into()
}

/// A webhook with this many text messages; with one it is about 600 bytes.
pub(crate) fn text(updates: usize) -> Vec<u8> {
    let messages: Vec<_> = (0..updates)
        .map(|number| {
            json!({
                "from": "12025550147",
                "from_user_id": "US.00000000000000000001",
                "id": format!("wamid.HBgLMTIwMjU1NTAxNDcVAgASGBQzQT{number:06}"),
                "timestamp": "1795166040",
                "text": {"body": "Hello, I would like to move my visit from Thursday to a day of the next week."},
                "type": "text",
            })
        })
        .collect();
    let body = json!({
        "object": "whatsapp_business_account",
        "entry": [{
            "id": "200000000000002",
            "changes": [{
                "value": {
                    "messaging_product": "whatsapp",
                    "metadata": {
                        "display_phone_number": "12025550199",
                        "phone_number_id": "100000000000001",
                    },
                    "contacts": [{
                        "profile": {"name": "Robin Example"},
                        "wa_id": "12025550147",
                        "user_id": "US.00000000000000000001",
                    }],
                    "messages": messages,
                },
                "field": "messages",
            }],
        }],
    });
    serde_json::to_vec(&body).expect("JSON can be written")
}

/// The same with one text message, in ways that are not documented: numbers for texts, a text
/// for an object beside the message, and single items for lists.
pub(crate) fn odd() -> Vec<u8> {
    let mut body: Value = serde_json::from_slice(&text(1)).expect("it was written as JSON");
    let entry = &mut body["entry"];
    *entry = entry[0].take();
    let value = &mut entry["changes"][0]["value"];
    value["metadata"] = json!("12025550199");
    value["contacts"] = value["contacts"][0].take();
    value["messages"] = value["messages"][0].take();
    value["messages"]["from"] = json!(12_025_550_147_u64);
    value["messages"]["timestamp"] = json!(1_795_166_040);
    value["messages"]["context"] = json!([]);
    serde_json::to_vec(&body).expect("JSON can be written")
}
