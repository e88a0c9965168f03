//! What people wrote is gone after its time, and what waits for somebody later.

use std::time::Duration;

use durable_inbox::{Inbox as _, ItemFilter};
use whatsapp_bridge::retention;

use super::harness::{Bridge, until};

const NUMBER: &str = "12025550147";
const HOUR: Duration = Duration::from_secs(3600);

/// Waits until nothing is under way any more.
async fn idle(bridge: &Bridge) {
    let inbox = &bridge.state().inbox;
    let mut work = inbox.work();
    loop {
        let stats = inbox.stats().await.expect("the inbox can be read");
        let mut groups = stats.groups.values();
        if groups.all(|group| group.waiting + group.in_flight == 0) {
            return;
        }
        work.changed().await.expect("the inbox is open");
    }
}

/// Whether any text is kept that was handed on, and any that is parked.
async fn texts(bridge: &Bridge) -> (bool, bool) {
    let inbox = &bridge.state().inbox;
    let sent = inbox.items(&ItemFilter::Sent, None, 100).await;
    let parked = inbox.items(&ItemFilter::Parked, None, 100).await;
    let read = "the inbox can be read";
    let (sent, parked) = (sent.expect(read), parked.expect(read));
    (!sent.is_empty(), !parked.is_empty())
}

/// Whether the id of the customer's newest message is kept.
async fn has_last_message(bridge: &Bridge) -> bool {
    let state = bridge.state();
    let routes = state.links.names();
    let found = state.store.customers_by_number(&routes, NUMBER).await;
    let found = found.expect("the store can be read");
    found[0].last_wamid.is_some()
}

#[tokio::test]
async fn texts_go_a_day_after_they_were_handed_on_and_parked_ones_after_a_week() {
    let bridge = Bridge::start().await;
    bridge.whatsapp.report_statuses(&["sent", "delivered"]);
    bridge.genesys.refuse_inbound(400, "bad.request", 1);
    for text in ["refused", "Hello"] {
        let text = bridge.whatsapp.customer(NUMBER).text(text);
        bridge.whatsapp.deliver([text]).await.expect("an answer");
    }
    until("the greeting", || bridge.genesys.inbound_count() == 1).await;
    let agent = bridge.genesys.agent_of("+12025550147");
    agent.expect("a conversation").text("Good morning").send();
    until("the receipt", || !bridge.genesys.receipts().is_empty()).await;
    idle(&bridge).await;
    let mut kept = Vec::new();

    for hours in [23, 2, 5 * 24, 2 * 24] {
        bridge.clock.advance(HOUR * hours);
        retention::sweep(bridge.state()).await.expect("it is swept");
        kept.push((texts(&bridge).await, has_last_message(&bridge).await));
    }

    let expected = [
        ((true, true), true),
        ((false, true), false),
        ((false, true), false),
        ((false, false), false),
    ];
    assert_eq!(kept, expected);
}
