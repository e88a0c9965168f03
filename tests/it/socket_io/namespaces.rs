//! Into namespaces and out of them.

use super::{echo::Echo, wire::Socket};

#[tokio::test]
async fn the_main_namespace_lets_everybody_in() {
    let echo = Echo::start().await;
    let (mut socket, _) = Socket::open(&echo).await;

    socket.send("40").await;

    // The protocol wants another id than the session's; the library has one for both, which only
    // the client itself is told.
    let connected = socket.next().await;
    assert!(connected.starts_with(r#"40{"sid":""#), "{connected}");
    assert_eq!(socket.next().await, r#"42["auth",{}]"#);
}

#[tokio::test]
async fn a_namespace_gets_what_came_with_the_connection() {
    let echo = Echo::start().await;

    for (connect, auth) in [
        (r#"40{"token":"123"}"#, r#"42["auth",{"token":"123"}]"#),
        (
            r#"40/custom,{"token":"abc"}"#,
            r#"42/custom,["auth",{"token":"abc"}]"#,
        ),
    ] {
        let (mut socket, _) = Socket::open(&echo).await;
        socket.send(connect).await;
        assert!(socket.next().await.starts_with("40"));
        assert_eq!(socket.next().await, auth);
    }
}

#[tokio::test]
async fn another_namespace_is_one_of_its_own() {
    let echo = Echo::start().await;
    let (mut socket, _) = Socket::open(&echo).await;

    socket.send("40/custom,").await;

    assert!(socket.next().await.starts_with(r#"40/custom,{"sid":""#));
    assert_eq!(socket.next().await, r#"42/custom,["auth",{}]"#);
}

#[tokio::test]
async fn a_namespace_that_is_not_there_is_refused_by_name() {
    let echo = Echo::start().await;
    let (mut socket, _) = Socket::open(&echo).await;

    socket.send("40/random,").await;

    let refused = socket.next().await;
    assert!(
        refused.starts_with(r#"44/random,{"message":""#),
        "{refused}"
    );
}

#[tokio::test]
async fn what_comes_with_a_connection_must_be_json() {
    let echo = Echo::start().await;
    let (mut socket, _) = Socket::open(&echo).await;

    socket.send("4abc").await;

    socket.is_closed().await;
}

#[tokio::test]
async fn an_event_before_its_namespace_ends_the_session() {
    let echo = Echo::start().await;
    let (mut socket, _) = Socket::open(&echo).await;

    socket.send(r#"42["message","early"]"#).await;

    socket.is_closed().await;
}

#[tokio::test]
async fn who_leaves_one_namespace_stays_in_the_other() {
    let echo = Echo::start().await;
    let mut socket = Socket::connected(&echo).await;
    socket.send("40/custom,").await;
    assert!(socket.next().await.starts_with("40/custom,"));
    assert_eq!(socket.next().await, r#"42/custom,["auth",{}]"#);

    socket.send("41/custom,").await;

    socket.send(r#"42["message","still here"]"#).await;
    assert_eq!(socket.next().await, r#"42["message-back","still here"]"#);
}

#[tokio::test]
async fn who_leaves_the_last_namespace_is_closed() {
    let echo = Echo::start().await;
    let mut socket = Socket::connected(&echo).await;

    socket.send("41").await;

    socket.is_closed().await;
}
