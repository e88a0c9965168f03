//! What a customer answers: quoted above the answer, as long as the bridge still has it.

use std::time::Duration;

use genesys_client::fake::FakeAgent;
use meta_whatsapp_client::fake::FakeUpdate;
use serde_json::json;
use whatsapp_bridge::retention;

use super::scene::wrote;
use crate::bridge::harness::{Bridge, until};

const NUMBER: &str = "12025550147";

/// Delivers one update; the text that Genesys Cloud got of it.
async fn told(bridge: &Bridge, update: FakeUpdate) -> String {
    let before = bridge.genesys.inbound_count();
    bridge.whatsapp.deliver([update]).await.expect("an answer");
    until("the message", || bridge.genesys.inbound_count() > before).await;
    let message = bridge.genesys.inbound_messages().pop();
    let message = message.expect("one came");
    message.text().expect("it has a text").to_owned()
}

async fn answering() -> (Bridge, FakeAgent) {
    let bridge = Bridge::start().await;
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    (bridge, agent)
}

/// Sends a text of the agent, and gives the ids of the messages that it became.
async fn sent(bridge: &Bridge, agent: &FakeAgent, text: &str) -> Vec<String> {
    let id = agent.text(text).send();
    until("the receipt", || {
        let receipts = bridge.genesys.receipts();
        receipts.iter().any(|it| it.message_id == id)
    })
    .await;
    let sent = bridge.whatsapp.messages();
    sent.into_iter().map(|message| message.id).collect()
}

#[tokio::test]
async fn a_reply_quotes_the_agents_message_until_its_body_is_deleted() {
    let (bridge, agent) = answering().await;
    bridge.whatsapp.report_statuses(&["delivered"]);
    let wamid = sent(&bridge, &agent, "Is ten o'clock fine?")
        .await
        .remove(0);
    let customer = bridge.whatsapp.customer(NUMBER);

    let reply = told(&bridge, customer.reply(&wamid, "Yes")).await;
    let reaction = told(&bridge, customer.reaction(&wamid, "👍")).await;

    assert_eq!(reply, "[In reply to: “Is ten o'clock fine?”]\nYes");
    assert_eq!(reaction, "[Reacted with 👍 to: “Is ten o'clock fine?”]");
    bridge.clock.advance(Duration::from_secs(25 * 60 * 60));
    let swept = retention::sweep(bridge.state()).await;
    swept.expect("what is old can be deleted");
    let later = told(&bridge, customer.reply(&wamid, "Or eleven?")).await;
    assert_eq!(later, "[In reply to an earlier message]\nOr eleven?");
}

#[tokio::test]
async fn a_reply_to_one_part_of_a_long_message_quotes_that_part() {
    let (bridge, agent) = answering().await;
    bridge.whatsapp.report_statuses(&["delivered"]);
    let long = format!("{}\n\nThe end of it.", "A sentence. ".repeat(400));
    let parts = sent(&bridge, &agent, &long).await;
    assert_eq!(parts.len(), 2);

    let customer = bridge.whatsapp.customer(NUMBER);
    let reply = told(&bridge, customer.reply(&parts[1], "Fine")).await;

    let last = bridge.whatsapp.messages()[1].body["text"]["body"].clone();
    let last = last.as_str().expect("a text");
    assert!(last.ends_with("The end of it."), "{last}");
    let beginning = &last[..20];
    assert!(reply.contains(beginning), "{reply}");
}

#[tokio::test]
async fn what_is_left_out_beside_a_text_is_named_in_the_receipt() {
    let (bridge, agent) = answering().await;
    bridge.whatsapp.report_statuses(&["delivered"]);
    let story = json!({ "contentType": "Story", "story": { "url": "https://example.com/s" } });
    let fields = json!({ "type": "Structured", "text": "Look at this", "content": [story] });

    let id = agent.raw(fields).send();

    until("the receipt", || !bridge.genesys.receipts().is_empty()).await;
    let receipt = bridge.genesys.receipts().remove(0);
    assert_eq!((receipt.message_id, &*receipt.status), (id, "Delivered"));
    assert_eq!(receipt.codes, ["UnsupportedMessage"]);
    let told = &receipt.body["reasons"][0]["message"];
    assert!(
        told.as_str().is_some_and(|it| it.contains("Story")),
        "{told}"
    );
    assert_eq!(
        bridge.whatsapp.messages()[0].body["text"]["body"],
        "Look at this"
    );
}
