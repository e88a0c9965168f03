//! Limits, origins and the wire of Engine.IO.

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::harness::{ALEX, Poller, Reception};

#[tokio::test]
async fn the_open_packet_has_the_documented_times() {
    let reception = Reception::start().await;

    let socket = reception.visitor().await;
    let poller = Poller::open(&reception.url, None).await.unwrap();

    for opened in [&socket.opened, &poller.opened] {
        assert_eq!(opened["pingInterval"], 25_000);
        assert_eq!(opened["pingTimeout"], 60_000);
        assert_eq!(opened["maxPayload"], 1_000_000);
    }
    assert_eq!(poller.opened["upgrades"], json!(["websocket"]));
}

#[tokio::test]
async fn after_a_hundred_calls_the_api_waits_and_nothing_else_does() {
    let reception = Reception::start_with(&["--rate-limit-api=100/15m"]).await;
    let poller = Poller::open(&reception.url, None).await.unwrap();
    for _ in 0..100 {
        assert_eq!(
            reception.get("/api/staff/available", "").await.0,
            StatusCode::OK
        );
    }

    let (status, _) = reception.get("/api/staff/available", "").await;

    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    for path in ["/", "/video-call", "/video-staff", "/api/health", "/livez"] {
        assert_eq!(reception.get(path, "").await.0, StatusCode::OK, "{path}");
    }
    assert_eq!(poller.push("40{}").await, StatusCode::OK);
    let mut packets = poller.poll().await.unwrap();
    while !packets.iter().any(|packet| packet.starts_with("40{")) {
        packets = poller.poll().await.unwrap();
    }
    for _ in 0..120 {
        assert_eq!(
            poller.push(r#"421["presence-pong",{}]"#).await,
            StatusCode::OK
        );
        poller.poll().await.unwrap();
    }
}

#[tokio::test]
async fn a_client_that_polls_signs_in_and_is_called() {
    let reception = Reception::start().await;
    let poller = Poller::open(&reception.url, None).await.unwrap();
    let token = reception.token(ALEX).await;

    poller.push(&format!(r#"40{{"token":"{token}"}}"#)).await;

    let mut seen = String::new();
    while !seen.contains("login-success") {
        seen.push_str(&poller.poll().await.unwrap().join(" "));
    }
    let (_visitor, started) = reception.caller(ALEX).await;
    let call = started["callId"].as_str().unwrap();
    while !(seen.contains("new-call-request") && seen.contains(call)) {
        seen.push_str(&poller.poll().await.unwrap().join(" "));
    }
}

#[tokio::test]
async fn polls_are_for_pages_of_known_origins() {
    let reception = Reception::start_with(&["--cors-origins=https://desk.example.net"]).await;

    let foreign = Poller::open(&reception.url, Some("https://evil.example.org")).await;
    let listed = Poller::open(&reception.url, Some("https://desk.example.net")).await;

    assert_eq!(foreign.err(), Some(StatusCode::FORBIDDEN));
    assert!(listed.is_ok());
}

#[tokio::test]
async fn listed_origins_may_read_and_post_and_others_may_not() {
    let reception = Reception::start_with(&["--cors-origins=https://desk.example.net"]).await;
    let ask = async |method: Method, origin: &str| {
        let url = format!("{}/api/auth/login", reception.url);
        let request = reception.http.request(method, url).header("origin", origin);
        let answer = request
            .json(&json!({"email": ALEX, "password": "wrong"}))
            .send()
            .await;
        let answer = answer.unwrap();
        let shared = answer.headers().get("access-control-allow-origin").cloned();
        let methods = answer
            .headers()
            .get("access-control-allow-methods")
            .cloned();
        (answer.status(), shared.is_some(), methods)
    };

    let (status, shared, _) = ask(Method::POST, "https://evil.example.org").await;
    assert_eq!((status, shared), (StatusCode::FORBIDDEN, false));
    let (status, shared, _) = ask(Method::POST, "https://desk.example.net").await;
    assert_eq!((status, shared), (StatusCode::UNAUTHORIZED, true));
    let (status, shared, methods) = ask(Method::OPTIONS, "https://desk.example.net").await;
    assert_eq!((status, shared), (StatusCode::NO_CONTENT, true));
    assert_eq!(methods.unwrap(), "GET, POST");
    let (_, shared, methods) = ask(Method::OPTIONS, "https://evil.example.org").await;
    assert_eq!((shared, methods), (false, None));
}
