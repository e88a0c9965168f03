//! The gateway: who may use what, and which limits hold.

use reqwest::Method;
use serde_json::json;
use whatsapp_bridge::services::Service;

use super::harness::{Answer, Bridge, Setup};

const GATEWAY: Service = Service::Gateway;
const TOKEN: &str = "test-service-token-0123456789";

#[tokio::test]
async fn every_path_of_the_document_is_there() {
    let bridge = Bridge::start().await;
    let message = json!({"messageId": "test123", "from": "1234567890",
        "contactName": "Test User", "timestamp": "1704067200", "type": "text",
        "content": {"text": "Hello from test"}});

    for (path, status) in [("/health", 200), ("/state/stats", 200), ("/auth/info", 200)] {
        assert_eq!(bridge.get(GATEWAY, path).await.status, status, "{path}");
    }
    let shown = bridge.post(GATEWAY, "/transform/inbound", &message).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
}

#[tokio::test]
async fn the_gateway_hands_out_no_token() {
    let bridge = Setup::new()
        .argument("--service-token", TOKEN)
        .start()
        .await;
    let request = bridge.request(Method::GET, GATEWAY, "/auth/token");

    let answer = Answer::to(request.bearer_auth(TOKEN)).await;

    assert_eq!(answer.status, 403, "{}", answer.text);
    assert_eq!(bridge.genesys.tokens_issued(), 0);
}

#[tokio::test]
async fn without_a_service_token_only_direct_requests_of_this_machine_pass() {
    let bridge = Bridge::start().await;

    for (service, path) in [
        (GATEWAY, "/state/stats"),
        (GATEWAY, "/auth/info"),
        (Service::StateManager, "/state/stats"),
        (Service::Auth, "/auth/token"),
    ] {
        for (name, value) in [
            ("x-forwarded-for", "203.0.113.9"),
            ("forwarded", "for=203.0.113.9"),
            ("host", "rebound.example.com"),
        ] {
            let request = bridge.request(Method::GET, service, path);
            let answer = Answer::to(request.header(name, value)).await;
            assert_eq!(answer.status, 403, "{path} with {name}");
        }
        assert_eq!(bridge.get(service, path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn with_a_service_token_nobody_passes_without_it() {
    let bridge = Setup::new()
        .argument("--service-token", TOKEN)
        .start()
        .await;

    for service in [GATEWAY, Service::StateManager] {
        let without = bridge.get(service, "/state/stats").await;
        let request = bridge.request(Method::GET, service, "/state/stats");
        let with = Answer::to(request.bearer_auth(TOKEN)).await;

        assert_eq!((without.status, with.status), (401, 200), "{service:?}");
        assert_eq!(bridge.get(service, "/health").await.status, 200);
    }
}

#[tokio::test]
async fn limits_spare_webhooks_and_health() {
    let setup = Setup::new().argument("--rate-limit-api", "3/15m");
    let bridge = setup.start().await;

    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(bridge.get(GATEWAY, "/state/stats").await.status);
    }
    let update = |text: &str| bridge.whatsapp.customer("12025550147").text(text);
    let webhooks = ["one", "two", "three", "four", "five"].map(|text| {
        let signed = bridge.whatsapp.webhook([update(text)]);
        let request = bridge.request(Method::POST, GATEWAY, "/webhook/meta");
        request
            .header("X-Hub-Signature-256", signed.signature)
            .body(signed.body)
    });

    assert_eq!(statuses, [200, 200, 200, 429, 429]);
    for webhook in webhooks {
        assert_eq!(Answer::to(webhook).await.status, 200);
    }
    assert_eq!(bridge.get(GATEWAY, "/health").await.status, 200);
}

#[tokio::test]
async fn a_single_port_has_the_dashboard_and_every_path() {
    let bridge = Setup::new().argument("--single-port", "true").start().await;

    for path in [
        "/",
        "/health",
        "/state/stats",
        "/auth/info",
        "/metrics",
        "/readyz",
    ] {
        assert_eq!(bridge.get(GATEWAY, path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn an_unknown_address_is_a_page_only_where_the_dashboard_is() {
    let apart = Bridge::start().await;
    let together = Setup::new().argument("--single-port", "true").start().await;

    for path in ["/nonsense", "/state/nonsense", "/auth/nonsense"] {
        let answer = apart.get(GATEWAY, path).await;
        answer.assert_error(404, "Page not found");
    }
    for (bridge, service) in [(&apart, Service::Dashboard), (&together, GATEWAY)] {
        let page = bridge.get(service, "/nonsense").await;
        assert_eq!(page.status, 404);
        assert!(
            page.text.contains("href=\"./\">Dashboard</a>"),
            "{}",
            page.text
        );
        assert_eq!(bridge.get(service, "/").await.status, 200);
    }
}
