//! The agent types a number, and saves whom nobody knows.

use super::world::{KNOWN, PASSWORD, UNKNOWN, World, sign_in_as};
use crate::harness::Browser;

async fn look_up(browser: &Browser, number: &str) {
    browser.fill("#phone", number).await;
    browser.click("#look").await;
}

#[tokio::test]
async fn a_number_that_is_known_opens_its_case_however_it_is_written() {
    let world = World::start().await;
    let browser = world.agent().await;
    browser.screenshot_light_and_dark("screen-pop-idle").await;
    browser.assert_accessible("screen-pop-idle").await;

    for written in [KNOWN, "0039 (06) 22224444", "06/2222.4444"] {
        look_up(&browser, written).await;
        browser.read("#pop .pop__number", written).await;
        browser.read("#popHeading", "Antonio Dorato").await;
    }

    browser.read("#pop .badge--ok", "Appointment").await;
    browser
        .read("#pop [data-fact=clinic]", "Centro Oculistico Roma")
        .await;
    let link = browser.property("#pop .actions a", "href").await;
    assert_eq!(link, world.server.page("/it/cases/9"));
    browser.screenshot_light_and_dark("screen-pop-hit").await;
    browser.assert_accessible("screen-pop-hit").await;
    browser.close().await;
}

#[tokio::test]
async fn whom_nobody_knows_is_saved_and_found_the_next_time() {
    let world = World::start().await;
    let browser = world.agent().await;

    look_up(&browser, UNKNOWN).await;
    browser
        .read("#popHeading", "No case with this number yet")
        .await;
    browser.screenshot_light_and_dark("screen-pop-miss").await;
    browser.assert_accessible("screen-pop-miss").await;
    browser.click(".lead [type=submit]").await;
    browser
        .read("#leadName-error", "Enter the caller's name")
        .await;
    browser.fill("#leadName", "Kim Sample").await;
    browser.fill("#leadClinic", "Milano").await;
    browser.click(".lead [type=submit]").await;
    browser.read("#popHeading", "Kim Sample").await;

    look_up(&browser, "00391234567890").await;
    browser.read("#pop .pop__number", "00391234567890").await;
    browser.read("#popHeading", "Kim Sample").await;
    browser.read("#pop [data-fact=clinic]", "Milano").await;
    browser.read("#recent", "Kim Sample").await;
    browser.close().await;
}

#[tokio::test]
async fn what_is_no_number_is_said_at_the_field() {
    let world = World::start().await;
    let browser = world.agent().await;

    look_up(&browser, "somebody").await;
    browser.read("#phone-error", "digits").await;
    look_up(&browser, "").await;
    browser
        .read("#phone-error", "Enter the caller's number")
        .await;

    browser.read("#popHeading", "Nobody is calling").await;
    browser.close().await;
}

#[tokio::test]
async fn what_somebody_wrote_into_a_case_is_text_and_nothing_else() {
    let world = World::start().await;
    let browser = world.agent().await;
    let name = "<img src=x onerror=alert(1)> & \"Co\"";

    look_up(&browser, UNKNOWN).await;
    browser.fill("#leadName", name).await;
    browser.click(".lead [type=submit]").await;

    browser.read("#popHeading", name).await;
    browser.read("#recent", name).await;
    let images: usize = browser
        .run("return document.querySelectorAll('main img').length", &[])
        .await;
    assert_eq!(images, 0);
    browser.close().await;
}

#[tokio::test]
async fn an_agent_at_the_administration_is_told_what_to_do() {
    let world = World::start().await;
    let add = ["users", "add", "kim@example.com", "--role", "agent"];
    world.server.run("screen-pop", &add, PASSWORD).await;
    let browser = Browser::start().await;
    browser.open(&world.server.page("/admin#cases")).await;
    sign_in_as(&browser, "kim@example.com").await;

    browser
        .read("#forbiddenHeading", "for administrators")
        .await;

    let text = browser.text("#forbidden").await;
    assert!(text.contains("Ask an administrator"), "{text}");
    assert!(!browser.is_seen("#tabs").await && !browser.is_seen("#cases").await);
    browser.assert_accessible("screen-pop-forbidden").await;
    browser.screenshot("screen-pop-forbidden").await;
    browser.click("#forbidden a").await;
    browser.read("#lookHeading", "Who is calling?").await;
    assert!(!browser.is_seen("#toAdmin").await);
    browser.close().await;
}
