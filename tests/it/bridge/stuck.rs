//! Deliveries that are kept and not taken in: somebody has to notice.

use std::time::Duration;

use whatsapp_bridge::services::Service;

use super::harness::{Bridge, until};
use crate::bridge_flow::scene::NUMBER;

const WEBHOOKS: [Service; 2] = [Service::WhatsAppWebhook, Service::GenesysWebhook];

#[tokio::test]
async fn webhooks_are_unhealthy_while_nobody_takes_in_what_they_keep() {
    let bridge = Bridge::start().await;
    let store = bridge.state().store.clone();
    let held = store.begin().await.expect("nobody else writes");
    let text = bridge.whatsapp.customer(NUMBER).text("Hello");
    let delivered = bridge.whatsapp.deliver([text]).await.expect("an answer");
    assert_eq!(delivered.status, 200);
    for service in WEBHOOKS {
        assert_eq!(bridge.get(service, "/health").await.status, 200);
    }

    bridge.clock.advance(Duration::from_secs(31));

    for service in WEBHOOKS {
        assert_eq!(bridge.get(service, "/health").await.status, 503);
    }
    drop(held);
    until("the text", || bridge.genesys.inbound_count() == 1).await;
    for service in WEBHOOKS {
        assert_eq!(bridge.get(service, "/health").await.status, 200);
    }
}
