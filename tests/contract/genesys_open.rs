//! Open Messaging in the vendor's SDK for JavaScript, against [`FakeGenesys`].

use std::time::Duration;

use genesys_client::fake::FakeGenesys;
use serde_json::{Value, json};

use crate::genesys_sdk::{received, run, statuses};

const CUSTOMER: &str = "+12025550147";

fn channel(message_id: &str) -> Value {
    json!({
        "messageId": message_id,
        "from": { "id": CUSTOMER, "idType": "Phone", "nickname": "Robin Example" },
        "time": "2026-11-20T09:14:00.000Z",
    })
}

fn receipt(message_id: &str) -> Value {
    json!({
        "id": message_id,
        "channel": { "to": { "id": CUSTOMER }, "time": "2026-11-20T09:15:03.000Z" },
        "status": "Delivered",
        "isFinalReceipt": true,
    })
}

#[tokio::test]
async fn what_a_customer_sends_arrives_in_one_conversation() {
    let genesys = FakeGenesys::start().await;
    let integration_id = FakeGenesys::INTEGRATION_ID;
    let attachment = json!({
        "mediaType": "Image",
        "url": "https://media.example.com/f/3b6c.jpg",
        "mime": "image/jpeg",
        "filename": "prescription.jpg",
    });
    let button = json!({ "type": "QuickReply", "text": "Reserve", "payload": "reserve" });
    let mut to_integration = channel("wamid.4");
    to_integration["to"] = json!({ "id": integration_id });
    let input = json!({
        "integrationId": integration_id,
        "message": { "channel": channel("wamid.1"), "text": "Hello" },
        "attachment": {
            "channel": channel("wamid.2"),
            "content": [{ "contentType": "Attachment", "attachment": attachment }],
        },
        "event": { "channel": channel("wamid.1"), "events": [{ "eventType": "Typing" }] },
        "structuredResponse": {
            "channel": channel("wamid.3"),
            "buttonResponse": button,
            "originatingMessageId": "2f1e2d3c4b5a69788796a5b4c3d2e1f2",
        },
        "deprecated": { "channel": to_integration, "type": "Text", "text": "Hello again" },
        "receipt": receipt("unknown"),
    });

    let found = run("open_messaging.cjs", &genesys, input).await;

    let conversation = &genesys.conversations()[0];
    assert_eq!(genesys.conversations().len(), 1);
    let message = &found["message"]["body"];
    assert_eq!(message["conversationId"], conversation.id.as_str());
    assert_eq!(
        (&message["type"], &message["text"]),
        (&json!("Text"), &json!("Hello"))
    );
    let sent_back = &found["attachment"]["body"]["content"][0]["attachment"];
    assert_eq!(*sent_back, attachment);
    assert_eq!(found["event"]["body"]["type"], "Event");
    let response = &found["structuredResponse"]["body"];
    assert_eq!(response["content"][0]["buttonResponse"], button);
    assert_eq!(found["deprecated"]["body"]["direction"], "Inbound");
    let refused = &found["unknownReceipt"];
    assert_eq!(
        (&refused["status"], &refused["body"]["status"]),
        (&json!(200), &json!("Failed"))
    );
    assert_eq!(refused["body"]["reasons"][0]["code"], "UnknownMessage");

    let kinds: Vec<_> = genesys
        .messages_of(&conversation.id)
        .iter()
        .map(|message| message.kind)
        .collect();
    assert_eq!(kinds, ["Text", "Text", "Event", "Structured", "Text"]);
    let open = format!("POST /api/v2/conversations/messages/{integration_id}/inbound/open");
    assert_eq!(
        received(&genesys)[1..],
        [
            format!("{open}/message"),
            format!("{open}/message"),
            format!("{open}/event"),
            format!("{open}/structured/response"),
            "POST /api/v2/conversations/messages/inbound/open".to_owned(),
            format!("{open}/receipt"),
        ]
    );
}

#[tokio::test]
async fn an_integration_is_created_read_listed_changed_and_deleted() {
    let genesys = FakeGenesys::start().await;
    genesys.set_creation_time(Duration::from_secs(3_600));
    let integration = json!({
        "name": "Example Clinic WhatsApp",
        "outboundNotificationWebhookUrl": "https://bridge.example.com/webhook/genesys",
        "outboundNotificationWebhookSignatureSecretToken": "example-secret-longer-than-15",
        "supportedContent": { "id": "exampleContentProfile" },
    });
    let input = json!({ "integration": integration, "change": { "name": "Renamed" } });

    let found = run("open_integrations.cjs", &genesys, input).await;

    let created = &found["created"]["body"];
    assert_eq!(created["createStatus"], "Initiated");
    for field in ["name", "outboundNotificationWebhookUrl"] {
        assert_eq!(created[field], integration[field], "{field}");
    }
    assert_eq!(found["read"]["body"], *created);
    let listed = &found["listed"]["body"];
    assert_eq!(
        (&listed["total"], &listed["pageCount"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(listed["entities"][0]["id"], FakeGenesys::INTEGRATION_ID);
    assert_eq!(found["changed"]["body"]["name"], "Renamed");
    assert_eq!(found["deleted"]["status"], 204);
    assert_eq!(found["after"]["status"], 404);
}

#[tokio::test]
async fn refusals_of_open_messaging_have_the_platforms_error_body() {
    let genesys = FakeGenesys::start().await;
    genesys.fail_inbound(503, 1);
    let call = |what: &str, integration_id: &str, body: Value| {
        let method = format!("postConversationsMessageInboundOpen{what}");
        json!(["ConversationsApi", method, integration_id, body])
    };
    let ours = FakeGenesys::INTEGRATION_ID;
    let hello = json!({ "channel": channel("wamid.1"), "text": "Hello" });
    let mut read = receipt("unknown");
    read["status"] = "Read".into();
    let input = json!({ "calls": [
        call("Message", ours, hello.clone()),
        call("Message", ours, json!({ "channel": channel("wamid.1") })),
        call("Message", "unknown", hello),
        call("Receipt", ours, read),
    ] });

    let refusals = run("refusals.cjs", &genesys, input).await;

    assert_eq!(statuses(&refusals), [503, 400, 404, 400]);
    for index in 0..4 {
        let refusal = &refusals[index];
        let body = &refusal["body"];
        assert_eq!(body["status"], refusal["status"], "{refusal}");
        assert_eq!(
            body["contextId"], refusal["headers"]["inin-correlation-id"],
            "{refusal}"
        );
    }
    assert!(genesys.inbound_messages().is_empty());
}
