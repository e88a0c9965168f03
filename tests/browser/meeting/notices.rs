//! The pages that only tell something.

use super::world::World;
use crate::harness::Browser;

#[tokio::test]
async fn an_unknown_page_leads_back_to_the_scheduler() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(404);

    browser.open(&world.server.page("/no-such-page")).await;

    browser.see("h1").await;
    browser.screenshot_light_and_dark("meeting-not-found").await;
    browser.click("main a").await;
    browser.see("#signIn").await;
    browser.close().await;
}

#[tokio::test]
async fn too_many_requests_are_answered_with_a_page() {
    // A page, and the question whether it is signed in.
    let world = World::start_with(&[("RATE_LIMIT_GENERAL", "2/15m")]).await;
    let browser = Browser::start().await;
    browser.expect_status(429);

    browser.open(&world.server.page("/")).await;
    browser.see("#signIn").await;
    browser.reload().await;

    browser.read("h1", "wait").await;
    browser.screenshot("meeting-too-many").await;
    browser.close().await;
}
