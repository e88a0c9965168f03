//! A customer writes, an agent answers, and both see what became of it.

use std::time::Duration;

use serde_json::json;

use crate::bridge::harness::{Bridge, Setup, until};

#[tokio::test]
async fn a_text_reaches_the_agent_and_the_answer_the_customer() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    whatsapp.report_statuses(&["sent", "delivered", "read"]);

    let text = whatsapp.customer("+12025550147").text("Good morning");
    whatsapp.deliver([text]).await.expect("an answer");

    until("the message at Genesys", || genesys.inbound_count() == 1).await;
    let received = genesys.inbound_messages();
    assert_eq!(received[0].text(), Some("Good morning"));
    let agent = genesys.agent_of("+12025550147").expect("a conversation");
    let id = agent.text("How can I help?").send();

    until("the answer", || whatsapp.messages().len() == 1).await;
    assert_eq!(
        whatsapp.messages()[0].body["text"]["body"],
        "How can I help?"
    );
    until("the receipt", || !genesys.receipts().is_empty()).await;
    let receipt = &genesys.receipts()[0];
    assert_eq!(
        (receipt.message_id.as_str(), receipt.status.as_str()),
        (id.as_str(), "Delivered")
    );
    until("the read mark", || !whatsapp.read_marks().is_empty()).await;
    assert_eq!(genesys.receipts().len(), 1);
}

#[tokio::test]
async fn after_24_hours_the_agent_is_told_that_nothing_was_sent() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    let text = whatsapp.customer("+12025550147").text("Good morning");
    whatsapp.deliver([text]).await.expect("an answer");
    until("the message at Genesys", || genesys.inbound_count() == 1).await;

    bridge.clock.advance(Duration::from_secs(25 * 60 * 60));
    let agent = genesys.agent_of("+12025550147").expect("a conversation");
    agent.text("Are you still there?").send();

    until("the receipt", || !genesys.receipts().is_empty()).await;
    let receipt = &genesys.receipts()[0];
    assert_eq!(receipt.status, "Failed");
    assert_eq!(receipt.codes, ["MessageExpired"]);
    assert!(whatsapp.messages().is_empty());
}

#[tokio::test]
async fn a_template_asks_once_and_the_texts_wait_for_the_answer() {
    let setup = Setup::new().argument("--reengage-template", "come_back:en");
    let bridge = setup.start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    whatsapp.add_template(json!({
        "name": "come_back", "language": "en", "category": "UTILITY", "status": "APPROVED",
        "components": [{ "type": "BODY", "text": "We have news for you." }],
    }));
    let customer = whatsapp.customer("+12025550147");
    let text = customer.text("Good morning");
    whatsapp.deliver([text]).await.expect("an answer");
    until("the message at Genesys", || genesys.inbound_count() == 1).await;

    bridge.clock.advance(Duration::from_secs(25 * 60 * 60));
    let agent = genesys.agent_of("+12025550147").expect("a conversation");
    agent.text("one").send();
    agent.text("two").send();
    until("the template", || !whatsapp.messages().is_empty()).await;
    genesys.webhooks_settled().await;
    bridge.clock.advance(Duration::from_secs(2 * 60 * 60));
    whatsapp
        .deliver([customer.text("Yes?")])
        .await
        .expect("an answer");

    until("the texts", || whatsapp.messages().len() == 3).await;
    let sent = whatsapp.messages();
    assert_eq!(sent[0].kind, "template");
    assert_eq!(sent[1].body["text"]["body"], "one");
    assert_eq!(sent[2].body["text"]["body"], "two");
}

#[tokio::test]
async fn an_answer_in_the_same_moment_as_the_template_is_one() {
    let setup = Setup::new().argument("--reengage-template", "come_back:en");
    let bridge = setup.start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    whatsapp.add_template(json!({
        "name": "come_back", "language": "en", "category": "UTILITY", "status": "APPROVED",
        "components": [{ "type": "BODY", "text": "We have news for you." }],
    }));
    let customer = whatsapp.customer("+12025550147");
    let text = customer.text("Good morning");
    whatsapp.deliver([text]).await.expect("an answer");
    until("the message at Genesys", || genesys.inbound_count() == 1).await;

    bridge.clock.advance(Duration::from_secs(25 * 60 * 60));
    let agent = genesys.agent_of("+12025550147").expect("a conversation");
    agent.text("one").send();
    until("the template", || !whatsapp.messages().is_empty()).await;
    let yes = customer.text("Yes?");
    whatsapp.deliver([yes]).await.expect("an answer");

    until("the text", || whatsapp.messages().len() == 2).await;
    assert_eq!(whatsapp.messages()[1].body["text"]["body"], "one");
}

#[tokio::test]
async fn a_late_refusal_is_told_to_the_agent_once() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    whatsapp.report_statuses(&[]);
    let text = whatsapp.customer("+12025550147").text("Good morning");
    whatsapp.deliver([text]).await.expect("an answer");
    until("the message at Genesys", || genesys.inbound_count() == 1).await;
    let agent = genesys.agent_of("+12025550147").expect("a conversation");
    agent.text("How can I help?").send();
    until("the answer", || whatsapp.messages().len() == 1).await;
    let wamid = whatsapp.messages()[0].id.clone();

    for _ in 0..2 {
        let failed = whatsapp.failed(&wamid, 131_026);
        whatsapp.deliver([failed]).await.expect("an answer");
    }

    until("the receipt", || !genesys.receipts().is_empty()).await;
    let receipt = &genesys.receipts()[0];
    assert_eq!(receipt.codes, ["InvalidDestination"]);
    agent.text("Hello?").send();
    until("the next", || whatsapp.messages().len() == 2).await;
    assert_eq!(genesys.receipts().len(), 1);
}
