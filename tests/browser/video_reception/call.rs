//! A call from the first picture to the end: what each side does to it, both sides see.

use super::{
    media::{hears, picture_until, sees},
    world::{World, ring},
};

#[tokio::test]
async fn two_browsers_see_and_hear_each_other_and_read_the_same_six_words() {
    let world = World::start().await;

    let (visitor, desk) = world.call().await;

    hears(&visitor, true).await;
    hears(&desk, true).await;
    let mine = visitor.text(".room__words-text").await;
    let theirs = desk.text(".room__words-text").await;
    assert_eq!(mine, theirs);
    assert_eq!(mine.split(' ').count(), 6, "{mine}");
    visitor.read("#roomName", "Staff").await;
    desk.read("#roomName", "Robin Example").await;
    desk.read("#afterPurpose", "Ask about opening hours").await;
    visitor.read("#quality", "connection").await;
    visitor
        .screenshot_light_and_dark("video-call-talking")
        .await;
    visitor.assert_accessible("video-call-talking").await;
    desk.screenshot_light_and_dark("video-staff-talking").await;
    desk.assert_accessible("video-staff-talking").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn either_side_mutes_and_switches_its_picture_off_and_on() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;

    for (one, other) in [(&visitor, &desk), (&desk, &visitor)] {
        one.click("#muteButton").await;
        one.read("#muteButton", "Unmute").await;
        other.read(".room__muted", "muted").await;
        hears(other, false).await;
        one.click("#muteButton").await;
        hears(other, true).await;

        one.click("#videoButton").await;
        other.read(".room__placeholder", "no picture").await;
        picture_until(other, "a black picture", |picture| picture.mean < 5.0).await;
        one.click("#videoButton").await;
        other.gone(".room__placeholder").await;
        picture_until(other, "a picture", |picture| picture.mean > 20.0).await;
    }

    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn the_visitor_hangs_up_and_both_pages_end() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;

    visitor.click("#hangUpButton").await;

    visitor.read("#overHeading", "The call has ended").await;
    visitor.read("#overText", "You ended it").await;
    desk.read("#afterEnd", "Robin Example ended it").await;
    desk.gone("#call").await;
    visitor.screenshot_light_and_dark("video-call-over").await;
    visitor.assert_accessible("video-call-over").await;
    desk.screenshot_light_and_dark("video-staff-after").await;
    desk.assert_accessible("video-staff-after").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn the_desk_hangs_up_and_the_visitor_calls_again() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;

    desk.click("#hangUpButton").await;

    visitor.read("#overText", "ended it").await;
    desk.read("#afterEnd", "You ended it").await;
    desk.click("#decisionSkip").await;
    visitor.click("#callAgain").await;
    visitor.click("#ring").await;
    desk.click(".call .button--primary").await;
    sees(&visitor).await;
    sees(&desk).await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn what_is_written_is_read_by_the_other_side_as_text() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;
    let text = "<img src=x onerror=alert(1)> & \"hi\"";

    visitor.click("#chatButton").await;
    visitor.fill("#chatText", text).await;
    visitor.click(".chat__send").await;
    desk.read("#chatButton", "1").await;
    desk.click("#chatButton").await;
    desk.read(".chat__message", text).await;
    desk.fill("#chatText", "Hello Robin").await;
    desk.click(".chat__send").await;

    visitor
        .read(".chat__message:last-child", "Hello Robin")
        .await;
    let count = "return document.querySelectorAll('.chat__message').length";
    assert_eq!(visitor.run::<usize>(count, &[]).await, 2);
    assert_eq!(desk.run::<usize>(count, &[]).await, 2);
    visitor.screenshot_light_and_dark("video-call-chat").await;
    visitor.assert_accessible("video-call-chat").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn the_picture_is_blurred_and_brightened_before_it_is_sent() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;
    let before = picture_until(&desk, "a sharp picture", |picture| picture.contrast > 0.5).await;

    visitor.click("#settingsButton").await;
    visitor.see("#settings .preflight__video").await;
    visitor.click("#blur").await;
    let soft = picture_until(&desk, "a soft picture", |picture| {
        picture.mean > 10.0 && picture.contrast < before.contrast / 2.0
    })
    .await;
    visitor
        .screenshot_light_and_dark("video-call-settings")
        .await;
    visitor.assert_accessible("video-call-settings").await;
    visitor.set("#brightness", "40").await;
    picture_until(&desk, "a brighter picture", |picture| {
        picture.mean > soft.mean + 3.0
    })
    .await;
    visitor.click("#blur").await;
    visitor.set("#brightness", "0").await;
    visitor.click("#settings .button--primary").await;

    picture_until(&desk, "a sharp picture", |picture| {
        picture.contrast > before.contrast / 2.0
    })
    .await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn the_debug_log_tells_events_and_nothing_personal() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = world.visitor(&desk).await;
    visitor
        .open(&world.server.page("/video-call?debug=1"))
        .await;
    visitor.read("#connection", "Connected").await;

    ring(&visitor).await;
    desk.click(".call .button--primary").await;
    sees(&visitor).await;

    let log = visitor.read("#debug", "connection connected").await;
    for private in [
        "Robin",
        "robin@",
        "opening hours",
        "Alex",
        "candidate:",
        "eyJ",
    ] {
        assert!(!log.contains(private), "{private} is in {log}");
    }
    let token: String = visitor
        .run(
            "return sessionStorage.getItem('video-reception.visitor')",
            &[],
        )
        .await;
    assert!(!log.contains(&token), "the token is in the log");
    visitor.close().await;
    desk.close().await;
}
