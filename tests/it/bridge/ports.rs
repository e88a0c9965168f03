//! Every service has its port, and every port its health.

use whatsapp_bridge::services::Service;

use super::harness::Bridge;

#[tokio::test]
async fn every_service_tells_its_health_on_its_own_port() {
    let bridge = Bridge::start().await;

    for service in Service::ALL {
        let health = bridge.get(service, "/health").await;
        assert_eq!(health.status, 200, "{service:?}: {}", health.text);
        assert_eq!(health.json()["service"], service.name());
    }
}
