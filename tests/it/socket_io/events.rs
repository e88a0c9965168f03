//! Events and acknowledgements.

use super::{
    echo::Echo,
    wire::{Polling, Socket},
};

#[tokio::test]
async fn an_event_of_each_kind_of_value_comes_back() {
    let echo = Echo::start().await;
    let mut socket = Socket::connected(&echo).await;

    for value in [
        "1",
        "-2.5",
        r#""2""#,
        r#""Zoë \u0022 👋""#,
        "true",
        "null",
        "[1,[2]]",
        r#"{"3":[true],"a":{"b":null}}"#,
    ] {
        socket.send(&format!(r#"42["message",{value}]"#)).await;
        let back = socket.next().await;
        let value = value.replace("\\u0022", "\\\"");
        assert_eq!(back, format!(r#"42["message-back",{value}]"#));
    }
}

#[tokio::test]
async fn an_event_of_several_values_comes_back_in_their_order() {
    let echo = Echo::start().await;
    let mut socket = Socket::connected(&echo).await;

    socket.send(r#"42["three",1,"2",{"3":[true]}]"#).await;

    assert_eq!(
        socket.next().await,
        r#"42["three-back",1,"2",{"3":[true]}]"#
    );
}

#[tokio::test]
async fn an_event_with_an_attachment_comes_back_with_it() {
    let echo = Echo::start().await;
    let mut socket = Socket::connected(&echo).await;

    socket
        .send(r#"451-["bytes",{"_placeholder":true,"num":0}]"#)
        .await;
    socket.send_bytes(&[1, 2, 3]).await;

    let back = socket.next().await;
    assert_eq!(back, r#"451-["bytes-back",{"_placeholder":true,"num":0}]"#);
    assert_eq!(*socket.next_bytes().await, [1, 2, 3]);
}

#[tokio::test]
async fn an_event_with_a_number_is_acknowledged_by_it() {
    let echo = Echo::start().await;
    let mut socket = Socket::connected(&echo).await;

    for number in ["0", "1", "456", "2147483647"] {
        socket
            .send(&format!(r#"42{number}["message-with-ack",{{"a":1}}]"#))
            .await;
        assert_eq!(socket.next().await, format!(r#"43{number}[{{"a":1}}]"#));
    }
}

#[tokio::test]
async fn an_event_with_an_attachment_is_acknowledged_with_one() {
    let echo = Echo::start().await;
    let mut socket = Socket::connected(&echo).await;

    socket
        .send(r#"451-7["bytes-with-ack",{"_placeholder":true,"num":0}]"#)
        .await;
    socket.send_bytes(&[4, 5]).await;

    assert_eq!(
        socket.next().await,
        r#"461-7[{"_placeholder":true,"num":0}]"#
    );
    assert_eq!(*socket.next_bytes().await, [4, 5]);
}

#[tokio::test]
async fn several_packets_of_one_request_are_all_taken_in_order() {
    let echo = Echo::start().await;
    let session = Polling::open(&echo).await;
    session.send("40").await;
    assert!(session.next().await.starts_with("40"));

    let sent = session
        .send("427[\"message-with-ack\",1]\x1e428[\"message-with-ack\",2]")
        .await;

    assert_eq!(sent.text, "ok");
    let mut came = Vec::new();
    while came.len() < 2 {
        let polled = session.poll().await.text;
        for packet in polled.split('\x1e') {
            match packet {
                "2" => drop(session.send("3").await),
                ack if ack.starts_with("43") => came.push(ack.to_owned()),
                _ => {}
            }
        }
    }
    came.sort();
    assert_eq!(came, ["437[1]", "438[2]"]);
}

#[tokio::test]
async fn an_event_that_nobody_handles_changes_nothing() {
    let echo = Echo::start().await;
    let mut socket = Socket::connected(&echo).await;

    socket.send(r#"42["nobody",1]"#).await;

    socket.send(r#"42["message","still here"]"#).await;
    assert_eq!(socket.next().await, r#"42["message-back","still here"]"#);
}
