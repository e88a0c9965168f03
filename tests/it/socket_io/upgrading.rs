//! From polling to a WebSocket.

use reqwest::StatusCode;

use super::{
    echo::Echo,
    wire::{Polling, Socket},
};

async fn upgraded(echo: &Echo, session: &Polling) -> Socket {
    let query = format!("EIO=4&transport=websocket&sid={}", session.sid);
    let mut socket = Socket::raw(echo, &query).await.unwrap();
    socket.send("2probe").await;
    assert_eq!(socket.packet().await, "3probe");
    socket.send("5").await;
    socket
}

#[tokio::test]
async fn a_session_goes_on_over_a_web_socket() {
    let echo = Echo::start().await;
    let session = Polling::open(&echo).await;

    let mut socket = upgraded(&echo, &session).await;

    socket.send("40").await;
    assert!(socket.next().await.starts_with("40"));
    assert_eq!(socket.next().await, r#"42["auth",{}]"#);
    socket.send(r#"42["message","over both"]"#).await;
    assert_eq!(socket.next().await, r#"42["message-back","over both"]"#);
}

#[tokio::test]
async fn what_was_connected_over_polling_stays_connected() {
    let echo = Echo::start().await;
    let session = Polling::open(&echo).await;
    session.send("40").await;
    assert!(session.next().await.starts_with("40"));

    let mut socket = upgraded(&echo, &session).await;

    socket.send(r#"42["message",1]"#).await;
    let mut came = socket.next().await;
    if came.contains("auth") {
        came = socket.next().await;
    }
    assert_eq!(came, r#"42["message-back",1]"#);
}

#[tokio::test]
async fn a_session_that_was_upgraded_is_polled_no_more() {
    let echo = Echo::start().await;
    let session = Polling::open(&echo).await;
    let mut socket = upgraded(&echo, &session).await;
    socket.send("40").await;
    assert!(socket.next().await.starts_with("40"));

    let polled = session.poll().await;

    assert_eq!(polled.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_session_that_was_upgraded_takes_no_second_web_socket() {
    let echo = Echo::start().await;
    let session = Polling::open(&echo).await;
    let mut first = upgraded(&echo, &session).await;
    first.send("40").await;
    assert!(first.next().await.starts_with("40"));

    let query = format!("EIO=4&transport=websocket&sid={}", session.sid);
    let second = Socket::raw(&echo, &query).await;

    if let Some(mut second) = second {
        second.is_closed().await;
    }
    assert_eq!(first.next().await, r#"42["auth",{}]"#);
}
