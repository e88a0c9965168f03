//! The pages that only tell something.

use super::world::World;
use crate::harness::Browser;

#[tokio::test]
async fn an_unknown_page_leads_back_to_the_form() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(404);

    browser.open(&world.server.page("/no-such-page")).await;

    browser.read("h1", "This page does not exist").await;
    browser
        .screenshot_light_and_dark("callback-not-found")
        .await;
    browser.click("main a").await;
    browser.see("#booking-form").await;
    browser.close().await;
}

#[tokio::test]
async fn too_many_requests_are_answered_with_a_page() {
    let world = World::start_with(&[("RATE_LIMIT_GENERAL", "1/15m")]).await;
    let browser = Browser::start().await;
    browser.expect_status(429);

    browser.open(&world.server.page("/")).await;
    browser.see("#booking-form").await;
    browser.reload().await;

    browser.read("h1", "Please wait a moment").await;
    browser.read("main", "Your bookings are safe").await;
    browser.screenshot("callback-too-many").await;
    browser.close().await;
}
