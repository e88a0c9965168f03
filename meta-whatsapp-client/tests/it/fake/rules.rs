//! What the fake refuses, whoever sends it.

use meta_whatsapp_client::fake::FakeWhatsApp;
use serde_json::{Value, json};

use super::{post_message, post_raw};

fn message(kind: &str, object: Value) -> Value {
    let mut message =
        json!({ "messaging_product": "whatsapp", "to": "+12025550147", "type": kind });
    message[kind] = object;
    message
}

fn buttons(count: usize) -> Value {
    let buttons: Vec<Value> = (0..count)
        .map(|n| json!({ "type": "reply", "reply": { "id": n.to_string(), "title": "Yes" } }))
        .collect();
    message(
        "interactive",
        json!({ "type": "button", "body": { "text": "?" }, "action": { "buttons": buttons } }),
    )
}

#[tokio::test]
async fn each_broken_message_is_refused_with_the_vendors_code() {
    let whatsapp = FakeWhatsApp::start().await;
    let without = |mut message: Value, key: &str| {
        message.as_object_mut().expect("an object").remove(key);
        message
    };
    let text = || message("text", json!({ "body": "hi" }));
    let cases = [
        (without(text(), "messaging_product"), 131_008),
        (without(text(), "to"), 131_008),
        (without(text(), "text"), 131_008),
        (message("text", json!({ "body": "" })), 131_008),
        (message("text", json!({ "body": "x".repeat(4097) })), 100),
        (message("smoke", json!({})), 131_009),
        (message("image", json!({})), 131_008),
        (
            message(
                "image",
                json!({ "id": "1", "link": "https://example.com/a.png" }),
            ),
            100,
        ),
        (message("image", json!({ "id": "no-such-file" })), 131_053),
        (
            message("location", json!({ "latitude": 91, "longitude": 0 })),
            131_009,
        ),
        (message("contacts", json!([])), 131_008),
        (
            message("reaction", json!({ "message_id": "wamid.1" })),
            131_008,
        ),
        (buttons(0), 131_009),
        (buttons(4), 131_009),
        (
            message(
                "template",
                json!({ "name": "nope", "language": { "code": "en" } }),
            ),
            132_001,
        ),
    ];

    for (body, code) in cases {
        let (status, answer) = post_message(&whatsapp, &body).await;

        assert_eq!(answer["error"]["code"], code, "{body}");
        assert!(status >= 400);
        assert!(answer["error"]["fbtrace_id"].is_string());
    }
    assert!(whatsapp.messages().is_empty());
}

#[tokio::test]
async fn an_unknown_number_has_subcode_33() {
    let whatsapp = FakeWhatsApp::start().await;

    let (status, answer) = post_raw(&whatsapp, "/v25.0/999/messages", &json!({})).await;

    assert_eq!(status, 400);
    assert_eq!(answer["error"]["code"], 100);
    assert_eq!(answer["error"]["error_subcode"], 33);
}

#[tokio::test]
async fn buttons_with_one_id_twice_are_refused() {
    let whatsapp = FakeWhatsApp::start().await;
    let mut body = buttons(2);
    body["interactive"]["action"]["buttons"][1]["reply"]["id"] = "0".into();

    let (_, answer) = post_message(&whatsapp, &body).await;

    assert_eq!(answer["error"]["code"], 131_009);
}
