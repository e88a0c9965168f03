//! The transformers: what is shown, and templates.

use serde_json::{Value, json};
use whatsapp_bridge::services::Service;

use super::harness::Bridge;

const INBOUND: Service = Service::InboundTransformer;
const OUTBOUND: Service = Service::OutboundTransformer;

#[tokio::test]
async fn the_documents_own_body_becomes_a_call_and_nothing_is_sent() {
    let bridge = Bridge::start().await;
    let message = json!({"messageId": "test123", "from": "1234567890",
        "contactName": "Test User", "timestamp": "1704067200", "type": "text",
        "content": {"text": "Hello from test"}});

    let shown = bridge.post(INBOUND, "/transform/inbound", &message).await;

    assert_eq!(shown.status, 200, "{}", shown.text);
    let body = &shown.json()["calls"][0]["body"];
    assert_eq!(body["text"], "Hello from test");
    assert_eq!(body["channel"]["messageId"], "test123");
    assert_eq!(body["channel"]["from"]["nickname"], "Test User");
    assert_eq!(body["channel"]["from"]["id"], "+1234567890");
    assert_eq!(body["channel"]["time"], "2024-01-01T00:00:00.000Z");
    assert_eq!(bridge.genesys.inbound_count(), 0);
}

#[tokio::test]
async fn a_whole_webhook_of_meta_is_shown_call_by_call() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer("12025550147");
    let webhook = bridge
        .whatsapp
        .webhook([customer.text("one"), customer.text("two")]);
    let webhook: Value = serde_json::from_slice(&webhook.body).expect("JSON");

    let shown = bridge
        .post(INBOUND, "/transform/inbound", &webhook)
        .await
        .json();

    let calls = shown["calls"].as_array().expect("calls");
    let texts: Vec<&Value> = calls.iter().map(|call| &call["body"]["text"]).collect();
    assert_eq!(texts, ["one", "two"]);
}

#[tokio::test]
async fn a_message_of_genesys_is_shown_as_whatsapp_would_be_sent_it() {
    let bridge = Bridge::start().await;
    let message = json!({"id": "m-1", "type": "Text", "text": "Good morning",
        "channel": {"to": {"id": "12025550147"}, "from": {"id": "i-1"}}});

    let shown = bridge.post(OUTBOUND, "/transform/outbound", &message).await;

    assert_eq!(shown.status, 200, "{}", shown.text);
    let message = &shown.json()["messages"][0];
    assert_eq!(message["to"], "+12025550147");
    assert_eq!(message["text"]["body"], "Good morning");
    assert!(bridge.whatsapp.messages().is_empty());
}

#[tokio::test]
async fn a_body_that_is_no_message_is_refused() {
    let bridge = Bridge::start().await;

    for (service, path) in [
        (INBOUND, "/transform/inbound"),
        (OUTBOUND, "/transform/outbound"),
        (OUTBOUND, "/send/template"),
    ] {
        for body in [json!([]), json!({}), json!("text")] {
            let answer = bridge.post(service, path, &body).await;
            assert_eq!(answer.status, 400, "{path} {body}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn templates_are_sent_by_both_paths() {
    let bridge = Bridge::start().await;
    let mapping = json!({"waId": "12025550147", "contactName": "John Doe"});
    let mapping = bridge
        .post(Service::StateManager, "/state/mapping", &mapping)
        .await;
    let template = json!({
        "conversationId": mapping.json()["conversationId"],
        "templateName": "welcome_message",
        "parameters": ["John", "2024"],
        "buttonParams": "https://example.com",
    });

    for path in ["/send/template", "/transform/outbound/send/template"] {
        let sent = bridge.post(OUTBOUND, path, &template).await;
        assert_eq!(sent.status, 200, "{path}: {}", sent.text);
        assert_eq!(sent.json()["success"], true);
        let id = sent.json()["messageId"].as_str().expect("an id").to_owned();
        let routes = bridge.state().links.names();
        let tracked = bridge.state().store.search(&routes, &id, 1).await.unwrap();
        assert_eq!(tracked[0].kind, "template");
    }
    assert_eq!(bridge.whatsapp.messages().len(), 2);
}

#[tokio::test]
async fn a_template_for_nobody_or_that_whatsapp_does_not_know_is_told() {
    let bridge = Bridge::start().await;
    let mapping = json!({"waId": "12025550147"});
    let mapping = bridge
        .post(Service::StateManager, "/state/mapping", &mapping)
        .await;
    let ask = |conversation: &Value| json!({"conversationId": conversation, "templateName": "no"});

    let nobody = bridge
        .post(OUTBOUND, "/send/template", &ask(&json!("conv_123")))
        .await;
    let conversation = &mapping.json()["conversationId"];
    let unknown = bridge
        .post(OUTBOUND, "/send/template", &ask(conversation))
        .await;

    nobody.assert_error(404, "Mapping not found");
    assert_eq!(unknown.status, 422, "{}", unknown.text);
    assert_eq!(unknown.json()["maybeSent"], false);
}
