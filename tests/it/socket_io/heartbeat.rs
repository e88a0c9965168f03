//! The server pings, and who does not answer is gone.

use reqwest::StatusCode;

use super::{
    echo::Echo,
    wire::{Polling, Socket},
};

#[tokio::test]
async fn who_answers_pings_over_polling_is_pinged_again() {
    let echo = Echo::start().await;
    let session = Polling::open(&echo).await;

    for _ in 0..3 {
        let polled = session.poll().await;

        assert_eq!((polled.status, &*polled.text), (StatusCode::OK, "2"));
        let answered = session.send("3").await;
        assert_eq!((answered.status, &*answered.text), (StatusCode::OK, "ok"));
    }
}

#[tokio::test]
async fn who_answers_pings_over_a_web_socket_is_pinged_again() {
    let echo = Echo::start().await;
    let (mut socket, _) = Socket::open(&echo).await;

    for _ in 0..3 {
        assert_eq!(socket.packet().await, "2");
        socket.send("3").await;
    }
}

#[tokio::test]
async fn who_answers_no_ping_over_polling_has_no_session_any_more() {
    let echo = Echo::start().await;
    let session = Polling::open(&echo).await;

    // The ping, then the end of the session, and then nothing is known of it.
    let mut status = StatusCode::OK;
    for _ in 0..10 {
        status = session.poll().await.status;
        if status != StatusCode::OK {
            break;
        }
    }

    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn who_answers_no_ping_over_a_web_socket_is_closed() {
    let echo = Echo::start().await;
    let (mut socket, _) = Socket::open(&echo).await;

    assert_eq!(socket.packet().await, "2");
    socket.is_closed().await;
}
