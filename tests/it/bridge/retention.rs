//! What is forgotten after its time.

use std::time::Duration;

use serde_json::json;
use whatsapp_bridge::{retention, services::Service};

use super::harness::Bridge;

const DAY: Duration = Duration::from_secs(24 * 3600);
const STATE: Service = Service::StateManager;

#[tokio::test]
async fn ids_are_forgotten_after_eight_days_and_customers_after_ninety() {
    let bridge = Bridge::start().await;
    let mapping = json!({"waId": "12025550147", "contactName": "Ada"});
    bridge.post(STATE, "/state/mapping", &mapping).await;
    let message = json!({"metaMessageId": "m-1", "direction": "inbound"});
    bridge.post(STATE, "/state/message", &message).await;
    let mut counts = Vec::new();

    for days in [7, 2, 80, 2] {
        bridge.clock.advance(DAY * days);
        retention::sweep(bridge.state())
            .await
            .expect("it can be deleted");
        let stats = bridge.get(STATE, "/state/stats").await.json();
        counts.push((
            stats["totalMessages"].clone(),
            stats["totalMappings"].clone(),
        ));
    }

    let expected = [(1, 1), (0, 1), (0, 1), (0, 0)];
    assert_eq!(
        counts,
        expected.map(|(messages, mappings)| (json!(messages), json!(mappings)))
    );
    let gone = bridge.get(STATE, "/state/mapping/12025550147").await;
    gone.assert_error(404, "Mapping not found");
}
