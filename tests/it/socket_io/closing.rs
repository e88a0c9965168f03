//! The end of a session, and what ends one.

use reqwest::StatusCode;

use super::{
    echo::{Echo, MAX_PAYLOAD},
    wire::{Polling, Socket},
};

#[tokio::test]
async fn a_client_that_closes_over_polling_ends_its_pending_poll_and_the_session() {
    let echo = Echo::start().await;
    let session = Polling::open(&echo).await;
    session.settle().await;

    let (polled, closed) = tokio::join!(session.poll(), session.send("1"));

    assert_eq!(closed.status, StatusCode::OK);
    assert!(matches!(&*polled.text, "6" | "1"), "{}", polled.text);
    assert_eq!(session.poll().await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_client_that_closes_over_a_web_socket_is_closed() {
    let echo = Echo::start().await;
    let (mut socket, _) = Socket::open(&echo).await;

    socket.send("1").await;

    socket.is_closed().await;
}

#[tokio::test]
async fn two_polls_of_one_session_at_once_end_it() {
    let echo = Echo::start().await;
    let session = Polling::open(&echo).await;
    session.settle().await;

    let (one, other) = tokio::join!(session.poll(), session.poll());

    let refused = [one.status, other.status].contains(&StatusCode::BAD_REQUEST);
    assert!(refused, "{} {}", one.status, other.status);
    assert_eq!(session.poll().await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_packet_that_is_none_ends_a_session_over_polling() {
    let echo = Echo::start().await;
    let session = Polling::open(&echo).await;

    let sent = session.send("abc").await;

    assert_eq!(sent.status, StatusCode::BAD_REQUEST);
    assert_eq!(session.poll().await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_packet_that_is_none_ends_a_session_over_a_web_socket() {
    let echo = Echo::start().await;

    for packet in ["abc", "4abc", "42", r#"42{"no":"array"}"#] {
        let mut socket = Socket::connected(&echo).await;
        socket.send(packet).await;
        socket.is_closed().await;
    }
}

#[tokio::test]
async fn a_message_over_the_limit_ends_a_session_over_both_transports() {
    let echo = Echo::start().await;
    let long = format!(r#"42["message","{}"]"#, "x".repeat(MAX_PAYLOAD));

    let polling = Polling::open(&echo).await;
    let sent = polling.send(long.clone()).await;
    let mut socket = Socket::connected(&echo).await;
    socket.send(&long).await;

    assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE);
    socket.is_closed().await;
}

#[tokio::test]
async fn who_asks_for_no_namespace_in_time_is_closed() {
    let echo = Echo::start().await;
    let (mut socket, _) = Socket::open(&echo).await;

    // Pings are answered, so that they are not why.
    let mut pings = 0;
    while let Some(packet) = socket.next_or_end().await {
        // The session is said to be over before the WebSocket is.
        if packet == "1" {
            socket.is_closed().await;
            break;
        }
        assert_eq!(packet, "2");
        pings += 1;
        socket.send("3").await;
    }

    assert!(pings >= 2, "closed after {pings} pings");
}
