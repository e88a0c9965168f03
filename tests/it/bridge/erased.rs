//! Receipts of a person who wants to be erased: those that wait, and those that were told.

use durable_inbox::ItemFilter;
use reqwest::Method;
use serde_json::json;
use whatsapp_bridge::services::Service;

use super::harness::{ADMIN_TOKEN, Answer, Bridge, until};
use crate::bridge_flow::scene::{NUMBER, OTHER, in_time_async, receipts_of, wrote};

/// How many receipts are in the inbox.
async fn receipts(bridge: &Bridge) -> usize {
    let group = "receipt:default".to_owned();
    let mut count = 0;
    for filter in [ItemFilter::Waiting { group }, ItemFilter::Sent] {
        let items = bridge.state().inbox.items(&filter, None, 100).await;
        let items = items.expect("the inbox can be read");
        count += items
            .iter()
            .filter(|it| it.group.starts_with("receipt"))
            .count();
    }
    count
}

#[tokio::test]
async fn receipts_are_erased_with_their_customer() {
    let bridge = Bridge::start().await;
    bridge.whatsapp.report_statuses(&["delivered"]);
    let other = wrote(&bridge, OTHER, "Hello").await;
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    let told = [agent.text("one").send(), other.text("one").send()];
    for id in &told {
        until("the receipt", || !receipts_of(&bridge, id).is_empty()).await;
    }
    // From now on they wait.
    bridge.genesys.fail_inbound(503, 1);
    let text = bridge.whatsapp.customer(OTHER).text("Hello?");
    bridge.whatsapp.deliver([text]).await.expect("an answer");
    until("the pause", || {
        let mut gates = bridge.state().gates.iter();
        gates.any(|gate| gate.state().pause().is_some())
    })
    .await;
    agent.text("two").send();
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while receipts(&bridge).await < 3 {
        assert!(tokio::time::Instant::now() < deadline, "no receipt waits");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }

    let request = bridge.request(Method::POST, Service::Dashboard, "/api/privacy/erase");
    let request = request.bearer_auth(ADMIN_TOKEN);
    let erased = Answer::to(request.json(&json!({ "number": NUMBER }))).await;

    assert_eq!(erased.status, 200, "{}", erased.text);
    assert_eq!(receipts(&bridge).await, 1, "that of the other customer");
    in_time_async(&bridge, "the route goes on", async || {
        bridge.genesys.inbound_count() == 3
    })
    .await;
    assert_eq!(bridge.genesys.receipts().len(), 2);
}
