//! Nobody's number, name or words, and no secret, in a log, a metric or an error.

use genesys_client::fake::FakeGenesys;
use meta_whatsapp_client::fake::FakeWhatsApp;
use reqwest::Method;
use serde_json::json;
use whatsapp_bridge::services::Service;

use super::harness::{Answer, Bridge, until};

const NUMBER: &str = "12025550147";
const NAME: &str = "Canaria";
const TEXT: &str = "canary-question";
const ANSWER: &str = "canary-answer";
const CONTEXT: &str = "canary-context";

#[tokio::test]
async fn what_people_say_and_who_they_are_stays_inside() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER).named(NAME);
    let text = customer.text(TEXT);
    let delivered = bridge.whatsapp.deliver([text]).await.expect("an answer");
    assert_eq!(delivered.status, 200);
    until("the question", || bridge.genesys.inbound_count() == 1).await;
    let conversation = bridge.genesys.conversations()[0].id.clone();
    let agent = bridge.genesys.agent(&conversation).expect("a conversation");
    agent.text(ANSWER).send();
    until("the answer", || !bridge.whatsapp.messages().is_empty()).await;
    let wamid = bridge.whatsapp.messages()[0].id.clone();

    let mut told = Vec::new();
    let mapping = format!("/state/mapping/{NUMBER}");
    let known = bridge.get(Service::StateManager, &mapping).await.json();
    let ours = known["conversationId"].as_str().expect("an id").to_owned();
    let context = format!("/state/context/{ours}");
    let put = bridge.request(Method::PUT, Service::StateManager, &context);
    Answer::to(put.json(&json!({"note": CONTEXT}))).await;
    for body in [
        json!({"conversationId": ours, "templateName": "unknown", "parameters": [TEXT]}),
        json!({"conversationId": NUMBER, "templateName": TEXT}),
        json!({"conversationId": ours, "templateName": [TEXT]}),
    ] {
        told.push(
            bridge
                .post(Service::OutboundTransformer, "/send/template", &body)
                .await
                .text,
        );
    }
    let body = json!({"waId": TEXT, "contactName": NAME, "direction": TEXT, "status": TEXT});
    told.push(
        bridge
            .post(Service::StateManager, "/state/mapping", &body)
            .await
            .text,
    );
    told.push(
        bridge
            .post(Service::StateManager, "/state/message", &body)
            .await
            .text,
    );
    told.push(
        bridge
            .get(Service::StateManager, "/state/mapping/12025550199")
            .await
            .text,
    );
    told.push(
        bridge
            .get(Service::Gateway, &format!("/nowhere/{NUMBER}?q={TEXT}"))
            .await
            .text,
    );
    told.push(bridge.get(Service::Gateway, "/metrics").await.text);
    told.push(format!("{:?}", bridge.state()));

    let logs = bridge.end().await;
    let lines = [logs.combined, logs.error, logs.access, logs.audit].concat();
    assert!(lines.len() > 20, "the log is there");
    told.extend(lines.iter().map(ToString::to_string));
    for canary in [
        NUMBER,
        NAME,
        TEXT,
        ANSWER,
        CONTEXT,
        wamid.as_str(),
        FakeWhatsApp::TOKEN,
        FakeWhatsApp::APP_SECRET,
        FakeWhatsApp::VERIFY_TOKEN,
        FakeGenesys::CLIENT_SECRET,
        FakeGenesys::WEBHOOK_SECRET,
    ] {
        let leak = told.iter().find(|text| text.contains(canary));
        assert_eq!(leak, None, "{canary} was told");
    }
}
