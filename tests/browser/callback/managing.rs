//! The page behind the booking link.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::world::{World, book};
use crate::harness::{Browser, until};

/// Books, and opens the booking's own page.
async fn open_booking(world: &World, browser: &Browser) {
    book(world, browser).await;
    browser.click("#manage-link").await;
    browser.read("#booking-badge", "Booked").await;
}

fn call_times(world: &World) -> Vec<Option<DateTime<Utc>>> {
    let callbacks = world.genesys.callbacks();
    let open = callbacks.iter().filter(|one| one.state == "scheduled");
    open.map(|one| one.scheduled_time).collect()
}

#[tokio::test]
async fn the_booking_is_shown_and_stays_after_a_reload() {
    let world = World::start().await;
    let browser = Browser::start().await;

    open_booking(&world, &browser).await;
    browser.reload().await;

    browser.read("#booking-badge", "Booked").await;
    browser.read("#booking-subject", "About my order").await;
    let number = browser.text("#booking-number").await;
    assert!(number.contains("47") && !number.contains("555"), "{number}");
    browser.screenshot_light_and_dark("callback-manage").await;
    browser.close().await;
}

#[tokio::test]
async fn a_booking_can_be_moved() {
    let world = World::start().await;
    let browser = Browser::start().await;
    open_booking(&world, &browser).await;
    let before = call_times(&world);
    let tomorrow = browser.tomorrow("12:15").await;

    browser.click("#open-move").await;
    browser.set("#time", &tomorrow).await;
    browser.screenshot("callback-move").await;
    browser.click("#confirm-move").await;

    browser.gone("#move").await;
    browser.read("#booking-when", "12:15").await;
    until("the callback to move", async || {
        let now = call_times(&world);
        (now != before && now.len() == 1).then_some(())
    })
    .await;
    let instant = browser.instant(&tomorrow).await;
    assert_eq!(call_times(&world), [Some(instant)]);
    browser.close().await;
}

#[tokio::test]
async fn a_booking_can_be_cancelled_after_asking() {
    let world = World::start().await;
    let browser = Browser::start().await;
    open_booking(&world, &browser).await;

    browser.click("#open-cancel").await;
    browser.read("#cancel-text", "This cannot be undone").await;
    browser.screenshot("callback-cancel-dialog").await;
    browser.click("#keep-booking").await;
    browser.gone("#cancel-dialog").await;
    assert_eq!(world.called().len(), 1);
    browser.click("#open-cancel").await;
    browser.click("#confirm-cancel").await;

    browser.read("#booking-badge", "Cancelled").await;
    assert!(world.called().is_empty());
    assert!(world.video_engager.schedules().is_empty());
    browser.see("#book-new").await;
    browser.screenshot("callback-cancelled").await;
    browser.close().await;
}

#[tokio::test]
async fn an_unknown_booking_link_says_so() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(404);

    let unknown = world.server.page(&format!("/manage/{}", "A".repeat(43)));
    browser.open(&unknown).await;

    browser
        .read("#problem-heading", "We cannot find this booking")
        .await;
    browser.screenshot("callback-manage-unknown").await;
    let config: Value = browser
        .run("return document.body.dataset.config", &[])
        .await;
    assert!(config.is_string());
    browser.close().await;
}
