//! Handshakes.

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{
    echo::Echo,
    wire::{Polling, Socket, request},
};

#[tokio::test]
async fn polling_opens_a_session_and_offers_an_upgrade() {
    let echo = Echo::start().await;

    let open = Polling::open(&echo).await.open;

    assert!(!open["sid"].as_str().unwrap().is_empty());
    assert_eq!(open["upgrades"], json!(["websocket"]));
    assert_eq!(open["pingInterval"], 300);
    assert_eq!(open["pingTimeout"], 200);
    assert_eq!(open["maxPayload"], 1_000_000);
}

#[tokio::test]
async fn a_web_socket_opens_a_session_that_needs_no_upgrade() {
    let echo = Echo::start().await;

    let (_socket, open) = Socket::open(&echo).await;

    assert!(!open["sid"].as_str().unwrap().is_empty());
    assert_eq!(open["upgrades"], json!([]));
    assert_eq!(open["pingInterval"], 300);
    assert_eq!(open["pingTimeout"], 200);
    assert_eq!(open["maxPayload"], 1_000_000);
}

#[tokio::test]
async fn two_sessions_have_two_ids() {
    let echo = Echo::start().await;

    let (one, other) = (Polling::open(&echo).await, Polling::open(&echo).await);

    assert_ne!(one.sid, other.sid);
}

#[tokio::test]
async fn polling_with_a_missing_or_unknown_version_is_refused() {
    let echo = Echo::start().await;

    for query in [
        "transport=polling",
        "EIO=abc&transport=polling",
        "EIO=9&transport=polling",
    ] {
        let answer = request(Method::GET, &echo, query).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn a_missing_or_unknown_transport_is_refused() {
    let echo = Echo::start().await;

    for query in ["EIO=4", "EIO=4&transport=abc"] {
        let answer = request(Method::GET, &echo, query).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn a_session_is_opened_by_get_only() {
    let echo = Echo::start().await;

    for method in [Method::POST, Method::PUT] {
        let answer = request(method.clone(), &echo, "EIO=4&transport=polling").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{method}");
    }
}

#[tokio::test]
async fn a_session_that_nobody_opened_is_refused_over_both_transports() {
    let echo = Echo::start().await;

    let polled = request(Method::GET, &echo, "EIO=4&transport=polling&sid=abc").await;
    let socket = Socket::raw(&echo, "EIO=4&transport=websocket&sid=abc").await;

    assert_eq!(polled.status, StatusCode::BAD_REQUEST);
    assert!(socket.is_none());
}

#[tokio::test]
async fn a_web_socket_with_a_missing_or_unknown_version_is_refused() {
    let echo = Echo::start().await;

    for query in ["transport=websocket", "EIO=abc&transport=websocket"] {
        assert!(Socket::raw(&echo, query).await.is_none(), "{query}");
    }
}

#[tokio::test]
async fn a_web_socket_with_a_missing_or_unknown_transport_is_refused() {
    let echo = Echo::start().await;

    for query in ["EIO=4", "EIO=4&transport=abc"] {
        assert!(Socket::raw(&echo, query).await.is_none(), "{query}");
    }
}
