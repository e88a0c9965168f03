//! The form, and what comes of it.

use ccaas_http::test_util::Provoke;
use genesys_client::fake::FakeGenesys;
use reqwest::Method;
use serde_json::Value;
use videoengager_client::fake::FakeVideoEngager;

use super::world::{CALLBACKS, World, book, fill};
use crate::harness::Browser;

#[tokio::test]
async fn the_form_books_and_the_result_tells_everything() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.open(&world.server.page("/")).await;
    browser.screenshot_light_and_dark("callback-form").await;

    fill(&browser).await;
    browser.click("#book").await;

    browser
        .read("#result-heading", "Your callback is booked")
        .await;
    browser.read("#result-number", "+1 202 555 0147").await;
    browser.read("#result-zone", "Europe/Berlin").await;
    assert_eq!(world.called(), ["+12025550147"]);
    let schedules = world.video_engager.schedules();
    assert_eq!(schedules.len(), 1);
    let link = browser.property("#video-link", "href").await;
    assert_eq!(link, schedules[0].meeting_url);
    browser.screenshot_light_and_dark("callback-result").await;

    let booking = browser.bodies(&format!("POST {}", world.server.url)).await;
    assert!(booking[0].contains("About my order"), "{booking:?}");
    for secret in [FakeVideoEngager::PAK, FakeGenesys::CLIENT_SECRET] {
        browser.assert_never_sent(secret).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn wrong_fields_are_named_and_nothing_is_sent() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.open(&world.server.page("/")).await;

    browser.fill("#first-name", "Test").await;
    browser.fill("#phone", "call me").await;
    browser.set("#time", "2001-01-01T10:00").await;
    browser.click("#book").await;

    browser
        .read("#last-name-error", "Enter your last name")
        .await;
    browser.read("#phone-error", "without letters").await;
    browser.read("#time-error", "in the future").await;
    browser
        .read("#booking-outcome", "Please correct 3 fields")
        .await;
    assert_eq!(browser.value("#first-name").await, "Test");
    browser.screenshot("callback-form-errors").await;
    assert_eq!(browser.bodies("POST ").await.len(), 0);
    browser.close().await;
}

#[tokio::test]
async fn what_only_the_server_refuses_is_shown_at_its_field() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(400);
    browser.open(&world.server.page("/")).await;
    fill(&browser).await;
    browser.fill("#phone", "+39 02 1234567").await;

    browser.click("#book").await;

    browser.read("#phone-error", "Phone number").await;
    browser.read("#booking-outcome", "Please check").await;
    assert_eq!(browser.value("#last-name").await, "User");
    assert!(world.called().is_empty());
    browser.close().await;
}

#[tokio::test]
async fn a_vendor_that_fails_is_told_and_the_same_button_books_later() {
    let world = World::start().await;
    world.video_engager.fail_creates(400, 1);
    let browser = Browser::start().await;
    browser.expect_status(500);
    browser.open(&world.server.page("/")).await;
    fill(&browser).await;

    browser.click("#book").await;
    browser
        .read("#booking-outcome", "Failed to create video meeting")
        .await;
    browser.click("#book").await;

    browser
        .read("#result-heading", "Your callback is booked")
        .await;
    assert_eq!(world.called().len(), 1);
    browser.close().await;
}

#[tokio::test]
async fn the_copy_button_copies_the_booking_link() {
    let world = World::start().await;
    let browser = Browser::start().await;
    book(&world, &browser).await;
    let link = browser.value("#manage-url").await;

    browser.click("#copy-manage").await;

    browser.read("#copy-manage", "Copied").await;
    assert_eq!(browser.clipboard().await, link);
    browser.close().await;
}

#[tokio::test]
async fn after_booking_a_reload_and_the_way_back_find_the_booking() {
    let world = World::start().await;
    let browser = Browser::start().await;
    book(&world, &browser).await;

    let link = browser.value("#manage-url").await;
    assert_eq!(browser.url().await, link);
    let home = browser.property(".brand", "href").await;
    assert_eq!(home, world.server.page("/"));
    browser.reload().await;
    browser.read("#booking-badge", "Booked").await;

    browser.open(&world.server.page("/no-such-page")).await;
    browser.expect_status(404);
    browser.run::<Value>("history.back()", &[]).await;
    browser.read("#booking-badge", "Booked").await;
    assert_eq!(world.called().len(), 1);
    browser.close().await;
}

#[tokio::test]
async fn somebody_who_booked_can_book_another_callback() {
    let world = World::start().await;
    let browser = Browser::start().await;
    book(&world, &browser).await;

    browser.click("#book-another").await;

    browser.see("#booking-form").await;
    assert_eq!(browser.url().await, world.server.page("/"));
    assert_eq!(browser.value("#first-name").await, "");
    browser.close().await;
}

#[tokio::test]
async fn an_unconfirmed_booking_has_its_link_too() {
    let world = World::start().await;
    let host = world.genesys.host();
    host.provoke(Method::POST, CALLBACKS, Provoke::ThenCut);
    let browser = Browser::start().await;
    browser.expect_status(500);
    browser.open(&world.server.page("/")).await;
    fill(&browser).await;

    browser.click("#book").await;

    browser
        .read("#unconfirmed-heading", "We are checking")
        .await;
    browser.read("#unconfirmed-text", "do not book again").await;
    let link = browser.value("#unconfirmed-url").await;
    assert_eq!(browser.url().await, link);
    browser
        .screenshot_light_and_dark("callback-unconfirmed")
        .await;
    browser.reload().await;
    browser.see("#booking-badge").await;
    browser.screenshot("callback-unconfirmed-booking").await;
    assert_eq!(world.genesys.callbacks().len(), 1);
    browser.close().await;
}
