//! Liveness, readiness, metrics and the API's own description.

use std::time::Duration;

use ccaas_http::test_util::Fault;
use reqwest::Method;

use super::harness::{ADMIN_TOKEN, Answer, Server, Setup};

#[tokio::test]
async fn a_vendor_that_is_down_makes_the_server_neither_dead_nor_unready() {
    let server = Setup::new().impatient().start().await;
    server
        .video()
        .host()
        .inject(Fault::Down, Duration::from_secs(600));
    server.video().host().settled().await;

    for path in ["/livez", "/readyz", "/", "/api/auth"] {
        assert_eq!(server.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn metrics_count_requests_by_route_and_never_by_path() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    browser.join("schedule-1").await;

    let metrics = server.get("/metrics").await;

    assert_eq!(metrics.status, 200);
    assert!(
        metrics.text.contains("http_requests_total"),
        "{}",
        metrics.text
    );
    assert!(
        metrics.text.contains("/api/schedules/{id}/join"),
        "{}",
        metrics.text
    );
    assert!(!metrics.text.contains("schedule-1"), "{}", metrics.text);
}

#[tokio::test]
async fn from_elsewhere_metrics_need_the_admin_token() {
    let setup = Setup::new().argument("--trusted-proxies", "127.0.0.0/8");
    let server = setup.start().await;
    let from_elsewhere = || {
        let request = server.request(Method::GET, "/metrics");
        request.header("X-Forwarded-For", "203.0.113.5")
    };

    let stranger = Answer::to(from_elsewhere()).await;
    let wrong = Answer::to(from_elsewhere().bearer_auth("wrong")).await;
    let admin = Answer::to(from_elsewhere().bearer_auth(ADMIN_TOKEN)).await;

    assert_eq!(
        (stranger.status, wrong.status, admin.status),
        (401, 401, 200)
    );
}

#[tokio::test]
async fn the_api_is_described_and_can_be_tried() {
    let server = Server::start().await;

    let document = server.get("/api/openapi.json").await.json();
    let docs = server.get("/api/docs/").await;

    for (path, methods) in [
        ("/api/auth", &["get", "post", "delete"][..]),
        ("/api/agents", &["get"]),
        ("/api/schedules", &["get", "post"]),
        ("/api/schedules/{id}", &["get", "put", "delete"]),
        ("/api/schedules/{id}/join", &["post"]),
        ("/api/schedules/{id}/meeting.ics", &["get"]),
    ] {
        for method in methods {
            let described = document["paths"][path].get(*method);
            assert!(described.is_some(), "{method} {path}");
        }
    }
    assert_eq!(docs.status, 200);
    assert!(docs.header("content-type").starts_with("text/html"));
}
