//! What the scenarios of faults share: who writes, and what is looked at.

use std::time::Duration;

use durable_inbox::{Item, ItemFilter};
use genesys_client::fake::{FakeAgent, FakeReceipt};

use crate::bridge::harness::{Bridge, until};

pub(crate) const NUMBER: &str = "12025550147";
pub(crate) const OTHER: &str = "12025550148";

/// A customer writes, and Genesys Cloud has it; the agent who can answer.
pub(crate) async fn wrote(bridge: &Bridge, number: &str, text: &str) -> FakeAgent {
    let before = bridge.genesys.inbound_count();
    let text = bridge.whatsapp.customer(number).text(text);
    bridge.whatsapp.deliver([text]).await.expect("an answer");
    until("the text", || bridge.genesys.inbound_count() > before).await;
    let agent = bridge.genesys.agent_of(&format!("+{number}"));
    agent.expect("a conversation")
}

/// Waits while time goes by: pauses end.
pub(crate) async fn in_time(bridge: &Bridge, what: &str, mut happened: impl FnMut() -> bool) {
    until(what, || {
        bridge.clock.advance(Duration::from_millis(500));
        happened()
    })
    .await;
}

/// Waits until something can be read of the database, while time goes by.
pub(crate) async fn in_time_async(bridge: &Bridge, what: &str, happened: impl AsyncFn() -> bool) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while !happened().await {
        assert!(
            tokio::time::Instant::now() < deadline,
            "{what} did not happen"
        );
        bridge.clock.advance(Duration::from_millis(500));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// What waits for a person.
pub(crate) async fn parked(bridge: &Bridge) -> Vec<Item> {
    let items = bridge.state().inbox.items(&ItemFilter::Parked, None, 10);
    items.await.expect("the inbox can be read")
}

/// The texts that WhatsApp took for a number, in order.
pub(crate) fn texts_to(bridge: &Bridge, number: &str) -> Vec<String> {
    let sent = bridge.whatsapp.messages();
    let of_one = sent.iter().filter(|it| it.recipient == number);
    let texts = of_one.filter_map(|it| it.body["text"]["body"].as_str());
    texts.map(str::to_owned).collect()
}

/// The texts that Genesys Cloud took, in order.
pub(crate) fn texts_at_genesys(bridge: &Bridge) -> Vec<String> {
    let received = bridge.genesys.inbound_messages();
    let texts = received.iter().filter_map(|it| it.text());
    texts.map(str::to_owned).collect()
}

/// The receipts of one message.
pub(crate) fn receipts_of(bridge: &Bridge, message_id: &str) -> Vec<FakeReceipt> {
    let mut receipts = bridge.genesys.receipts();
    receipts.retain(|it| it.message_id == message_id);
    receipts
}
