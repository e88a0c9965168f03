//! The page that the screen-pop URL opens.

use super::world::{World, sign_in};
use crate::harness::Browser;

#[tokio::test]
async fn the_screen_pop_url_asks_for_a_sign_in_and_then_shows_the_case() {
    let world = World::start().await;
    let browser = Browser::start().await;

    browser.open(&world.server.page("/it/cases/9")).await;
    browser.read("#signInHeading", "Accedi").await;
    browser.screenshot("screen-pop-case-sign-in").await;
    sign_in(&browser).await;

    browser.read("#caseHeading", "Antonio Dorato").await;
    let page = browser.text("#case").await;
    for shown in [
        "Pratica 9",
        "Appuntamento",
        "Centro Oculistico Roma",
        "SMILE Surgery",
        "SMILE evaluation",
        "Professional athlete",
        "8 luglio 2025",
        "+39 333 222 4444",
        "antonio.dorato@email.com",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    browser.screenshot_light_and_dark("screen-pop-case").await;
    browser.assert_accessible("screen-pop-case").await;
    browser.open(&world.server.page("/en/cases/9")).await;
    browser.read("#case", "Appointment").await;
    browser.read("#case", "July 8, 2025").await;
    browser.close().await;
}

#[tokio::test]
async fn a_case_that_is_not_there_is_told_in_words() {
    let world = World::start().await;
    let browser = world.agent().await;
    browser.expect_status(404);

    browser.open(&world.server.page("/it/cases/999999")).await;

    browser.read("#missingHeading", "Non esiste").await;
    browser.screenshot("screen-pop-case-missing").await;
    browser.close().await;
}
