//! A page is loaded again, or loses its line, in the middle of a call.

use serde_json::{Value, json};

use super::{
    media::{frames, hears, stored},
    world::{DEVICES, World, ring, see_each_other},
};
use crate::harness::until;

#[tokio::test]
async fn the_visitor_refreshes_and_they_still_talk() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;

    visitor.reload().await;

    see_each_other(&visitor, &desk).await;
    hears(&desk, true).await;
    hears(&visitor, true).await;
    let mine = visitor.text(".room__words-text").await;
    desk.read(".room__words-text", &mine).await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn the_desk_refreshes_and_they_still_talk() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;

    desk.reload().await;

    see_each_other(&visitor, &desk).await;
    desk.read("#roomName", "Robin Example").await;
    desk.click("#hangUpButton").await;
    visitor.read("#overText", "ended it").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn whoever_was_muted_and_unseen_is_so_after_a_refresh() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;
    visitor.click("#muteButton").await;
    visitor.click("#videoButton").await;
    desk.read(".room__placeholder", "no picture").await;

    visitor.reload().await;

    visitor.read("#muteButton", "Unmute").await;
    visitor.read("#videoButton", "Video on").await;
    desk.read(".room__placeholder", "no picture").await;
    hears(&desk, false).await;
    visitor.click("#muteButton").await;
    hears(&desk, true).await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_visitor_who_refreshes_while_it_rings_still_rings() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = world.visitor(&desk).await;
    ring(&visitor).await;

    visitor.reload().await;

    visitor.see("#ringing").await;
    desk.click(".call .button--primary").await;
    see_each_other(&visitor, &desk).await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_line_that_is_down_for_a_moment_does_not_touch_the_picture() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = desk.somebody_else_with(DEVICES).await;
    visitor
        .before_pages(
            "window.sockets = [];
            window.WebSocket = class extends window.WebSocket {
              constructor(...given) { super(...given); window.sockets.push(this); }
            };",
        )
        .await;
    visitor.open(&world.server.page("/video-call")).await;
    ring(&visitor).await;
    desk.click(".call .button--primary").await;
    see_each_other(&visitor, &desk).await;
    visitor
        .run::<()>(
            "window.first = document.querySelector('#remoteVideo').srcObject",
            &[],
        )
        .await;
    let before = frames(&desk).await;

    visitor
        .run::<()>("window.sockets.at(-1).close()", &[])
        .await;

    until("another line", async || {
        let lines: usize = visitor.run("return window.sockets.length", &[]).await;
        (lines >= 2).then_some(())
    })
    .await;
    visitor.read("#connection", "Connected").await;
    until("more pictures", async || {
        (frames(&desk).await > before + 20).then_some(())
    })
    .await;
    let same = "return window.first === document.querySelector('#remoteVideo').srcObject";
    assert!(
        visitor.run::<bool>(same, &[]).await,
        "a new connection was made"
    );
    desk.click("#chatButton").await;
    desk.fill("#chatText", "Still there?").await;
    desk.click(".chat__send").await;
    visitor.read("#chatButton", "1").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_visitor_who_does_not_come_back_is_given_up_in_time() {
    let world = World::start_with(&[("RECONNECT_GRACE", "2".to_owned())]).await;
    let (visitor, desk) = world.call().await;

    visitor.open("about:blank").await;

    desk.read(".room__notice", "lost the connection").await;
    desk.read("#afterEnd", "The connection was lost").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn nothing_but_a_token_is_stored_and_nothing_is_left_afterwards() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;

    for (browser, page) in [(&visitor, "visitor"), (&desk, "staff")] {
        let stored = stored(browser).await;
        assert_eq!(stored["local"], json!({}), "{page}");
        assert_eq!(stored["cookies"], "", "{page}: scripts see a cookie");
        let session = stored["session"].as_object().expect("an object");
        let names: Vec<_> = session.keys().collect();
        assert_eq!(names, [&format!("video-reception.{page}")]);
        let token = session.values().next().and_then(Value::as_str);
        assert!(token.is_some_and(|token| token.len() >= 40), "{page}");
        let told = stored.to_string();
        for private in ["Robin", "robin", "staff@", "Alex", "eyJ", "opening"] {
            assert!(!told.contains(private), "{page} stores {private}");
        }
    }
    visitor.click("#hangUpButton").await;
    visitor.see("#over").await;
    assert_eq!(stored(&visitor).await["session"], json!({}));
    visitor.close().await;
    desk.close().await;
}
