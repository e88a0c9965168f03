//! The demo's page.

use crate::harness::{Browser, Server};

#[tokio::test]
async fn the_page_shows_every_service_and_what_the_fakes_receive() {
    let demo = Server::start_demo().await;
    let browser = Browser::start().await;
    browser.open(&demo.url).await;
    browser.read("#connection", "Live").await;
    for title in [
        "Callback scheduler",
        "Fake VideoEngager",
        "Fake Genesys Cloud",
    ] {
        browser.read("#cards", title).await;
    }
    browser.screenshot_light_and_dark("demo").await;
    let page = browser.tab().await;

    let form = browser.property("#book", "href").await;
    browser.new_tab().await;
    browser.open(&form).await;
    browser.fill("#first-name", "Test").await;
    browser.fill("#last-name", "User").await;
    browser.fill("#phone", "+1 202 555 0147").await;
    browser.click("#book").await;
    browser
        .read("#result-heading", "Your callback is booked")
        .await;
    browser.look_at(&page).await;

    for step in [
        "Create the meeting",
        "Schedule the callback",
        "Link the meeting",
    ] {
        browser.read("#entries", step).await;
    }
    browser.screenshot("demo-journal").await;
    browser.close().await;
}
