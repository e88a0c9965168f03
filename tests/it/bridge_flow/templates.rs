//! Templates: asked for by an agent, and sent to ask for an answer.

use std::time::Duration;

use genesys_client::fake::FakeAgent;
use serde_json::json;

use crate::bridge::harness::{Bridge, Setup, until};

const NUMBER: &str = "12025550147";
const FROM_ID: &str = "+12025550147";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A bridge that knows two templates, with a customer who has just written.
async fn answering(setup: Setup) -> (Bridge, FakeAgent) {
    let bridge = setup.start().await;
    bridge.whatsapp.report_statuses(&[]);
    for name in ["come_back", "welcome"] {
        bridge.whatsapp.add_template(json!({
            "name": name, "language": "en", "category": "UTILITY", "status": "APPROVED",
            "components": [{ "type": "BODY", "text": "We have news for you." }],
        }));
    }
    wrote(&bridge, "Hello").await;
    let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
    (bridge, agent)
}

/// The customer writes, and Genesys Cloud has it.
async fn wrote(bridge: &Bridge, text: &str) {
    let before = bridge.genesys.inbound_count();
    let text = bridge.whatsapp.customer(NUMBER).text(text);
    bridge.whatsapp.deliver([text]).await.expect("an answer");
    until("the text", || bridge.genesys.inbound_count() > before).await;
}

fn kinds(bridge: &Bridge) -> Vec<String> {
    let sent = bridge.whatsapp.messages();
    sent.into_iter().map(|it| it.kind).collect()
}

#[tokio::test]
async fn a_marker_sends_a_template_that_is_allowed_even_after_24_hours() {
    let setup = Setup::new().argument("--templates-allowed", "welcome");
    let (bridge, agent) = answering(setup).await;
    bridge.clock.advance(DAY + DAY);

    agent.text("{{TEMPLATE:welcome}}").send();

    until("the template", || !kinds(&bridge).is_empty()).await;
    let sent = &bridge.whatsapp.messages()[0];
    assert_eq!(sent.kind, "template");
    assert_eq!(sent.body["template"]["name"], "welcome");
    assert!(bridge.genesys.receipts().is_empty());
}

#[tokio::test]
async fn a_marker_of_a_template_that_is_not_allowed_is_never_shown_to_the_customer() {
    let setup = Setup::new().argument("--templates-allowed", "welcome");
    let (bridge, agent) = answering(setup).await;

    let id = agent.text("{{TEMPLATE:come_back}}").send();

    until("the receipt", || !bridge.genesys.receipts().is_empty()).await;
    let receipt = bridge.genesys.receipts().remove(0);
    assert_eq!((receipt.message_id, &*receipt.status), (id, "Failed"));
    agent.text("Good morning").send();
    until("the next", || !kinds(&bridge).is_empty()).await;
    assert_eq!(kinds(&bridge), ["text"]);
}

#[tokio::test]
async fn texts_that_nobody_answers_fail_after_a_day_and_the_template_is_not_sent_again() {
    let setup = Setup::new().argument("--reengage-template", "come_back:en");
    let (bridge, agent) = answering(setup).await;
    bridge.clock.advance(DAY);
    let ids = ["one", "two"].map(|text| agent.text(text).send());
    until("the template", || kinds(&bridge) == ["template"]).await;
    bridge.genesys.webhooks_settled().await;

    bridge.clock.advance(DAY + Duration::from_secs(60));

    until("both receipts", || bridge.genesys.receipts().len() == 2).await;
    // Receipts of two messages come in any order.
    for id in &ids {
        let message = bridge.genesys.message(id).expect("it is known");
        assert_eq!(message.status, "Failed");
    }
    for receipt in bridge.genesys.receipts() {
        assert_eq!(receipt.codes, ["MessageExpired"]);
    }
    // And one more, in the same closed window.
    agent.text("three").send();
    until("its receipt", || bridge.genesys.receipts().len() == 3).await;
    assert_eq!(kinds(&bridge), ["template"]);
}

#[tokio::test]
async fn a_text_that_is_refused_late_goes_once_more_after_the_answer() {
    let setup = Setup::new().argument("--reengage-template", "come_back:en");
    let (bridge, agent) = answering(setup).await;
    let id = agent.text("one").send();
    until("the text", || kinds(&bridge) == ["text"]).await;
    bridge.clock.advance(Duration::from_secs(2));
    let refused = bridge.whatsapp.messages()[0].id.clone();

    for _ in 0..2 {
        let failed = bridge.whatsapp.failed(&refused, 131_047);
        bridge.whatsapp.deliver([failed]).await.expect("an answer");
    }

    until("the template", || kinds(&bridge) == ["text", "template"]).await;
    bridge.clock.advance(Duration::from_secs(60));
    wrote(&bridge, "Yes?").await;
    until("the text again", || {
        kinds(&bridge) == ["text", "template", "text"]
    })
    .await;
    let again = &bridge.whatsapp.messages()[2];
    assert_eq!(again.body["text"]["body"], "one");
    let delivered = bridge.whatsapp.status(&again.id, "delivered");
    bridge
        .whatsapp
        .deliver([delivered])
        .await
        .expect("an answer");
    until("the receipt", || !bridge.genesys.receipts().is_empty()).await;
    let receipts = bridge.genesys.receipts();
    let told: Vec<_> = receipts
        .iter()
        .map(|it| (&it.message_id, &*it.status))
        .collect();
    assert_eq!(told, [(&id, "Delivered")]);
}

#[tokio::test]
async fn without_a_template_a_late_refusal_is_told_and_the_next_text_is_not_tried() {
    let (bridge, agent) = answering(Setup::new()).await;
    let first = agent.text("one").send();
    until("the text", || kinds(&bridge) == ["text"]).await;
    bridge.clock.advance(Duration::from_secs(2));
    let refused = bridge.whatsapp.messages()[0].id.clone();
    let failed = bridge.whatsapp.failed(&refused, 131_047);
    bridge.whatsapp.deliver([failed]).await.expect("an answer");
    until("the receipt", || bridge.genesys.receipts().len() == 1).await;

    let second = agent.text("two").send();

    until("its receipt", || bridge.genesys.receipts().len() == 2).await;
    for (receipt, id) in bridge.genesys.receipts().iter().zip([&first, &second]) {
        assert_eq!((&receipt.message_id, &*receipt.status), (id, "Failed"));
        assert_eq!(receipt.codes, ["MessageExpired"]);
    }
    assert_eq!(kinds(&bridge), ["text"]);
    // The customer writes: from now on texts go again.
    bridge.clock.advance(Duration::from_secs(2));
    wrote(&bridge, "Yes?").await;
    agent.text("three").send();
    until("the text", || kinds(&bridge) == ["text", "text"]).await;
}
