//! The front page with its two doors, and what makes it an app on a phone.

use serde_json::Value;

use super::world::{COLLEAGUE, COLLEAGUE_PASSWORD, DEVICES, World, sign_in};
use crate::harness::Browser;

#[tokio::test]
async fn the_front_page_leads_visitors_and_staff_to_their_doors() {
    let world = World::start().await;
    let browser = Browser::start_with(DEVICES).await;
    browser.open(&world.server.page("/")).await;
    browser.screenshot_light_and_dark("video-front").await;
    browser.assert_accessible("video-front").await;

    browser.click(".door[href*=video-call]").await;
    browser.read("#startHeading", "face to face").await;
    browser.click(".brand").await;
    browser.expect_status(401);
    browser.click(".door[href*=video-staff]").await;

    browser.see("#signIn").await;
    browser.close().await;
}

#[tokio::test]
async fn somebody_who_only_takes_calls_does_not_see_the_administration() {
    let world = World::start().await;
    world.hire().await;
    let browser = Browser::start_with(DEVICES).await;
    browser.expect_status(401);
    browser.open(&world.server.page("/#people")).await;
    browser.see("#signIn").await;

    sign_in(&browser, COLLEAGUE, COLLEAGUE_PASSWORD).await;

    browser.see("#forbidden").await;
    assert!(!browser.is_seen("#tabs").await);
    browser.close().await;
}

#[tokio::test]
async fn both_pages_can_be_installed() {
    let world = World::start().await;
    let browser = Browser::start_with(DEVICES).await;
    browser.expect_status(401);
    for page in ["/video-call", "/video-staff"] {
        browser.open(&world.server.page(page)).await;
        let script = "const done = arguments[0];
            const link = document.querySelector('link[rel=manifest]').href;
            fetch(link).then(async (answer) => {
              const manifest = await answer.json();
              const icons = await Promise.all(manifest.icons.map(({ src }) => fetch(new URL(src, link))));
              done({
                kind: answer.headers.get('Content-Type'),
                start: new URL(manifest.start_url, link).pathname,
                display: manifest.display,
                icons: icons.map((icon) => icon.status),
              });
            });";
        let manifest: Value = browser.run_to_end(script, &[]).await;
        assert_eq!(manifest["kind"], "application/manifest+json", "{manifest}");
        assert_eq!(manifest["start"], page);
        assert_eq!(manifest["display"], "standalone");
        assert_eq!(manifest["icons"][0], 200);
    }
    browser.close().await;
}
