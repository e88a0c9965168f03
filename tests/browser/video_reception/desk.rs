//! The desk: who waits, notes and decisions, and one place for each account.

use super::{
    media::sees,
    world::{DEVICES, EMAIL, PASSWORD, World, ring, ring_as, sign_in},
};
use crate::harness::{Browser, until};

#[tokio::test]
async fn a_wrong_password_is_refused_and_a_right_one_opens_the_desk() {
    let world = World::start().await;
    let desk = Browser::start_with(DEVICES).await;
    desk.expect_status(401);
    desk.open(&world.server.page("/video-staff")).await;
    desk.see("#signIn").await;
    desk.screenshot_light_and_dark("video-staff-sign-in").await;
    desk.assert_accessible("video-staff-sign-in").await;

    sign_in(&desk, EMAIL, "another password").await;
    desk.read("#signInForm .alert", "Invalid credentials").await;
    sign_in(&desk, EMAIL, PASSWORD).await;

    desk.read("#sessionText", EMAIL).await;
    desk.see("#waitingEmpty").await;
    desk.screenshot_light_and_dark("video-staff-idle").await;
    desk.assert_accessible("video-staff-idle").await;
    desk.close().await;
}

#[tokio::test]
async fn a_call_shows_its_age_blinks_in_the_title_and_can_be_accepted() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = world.visitor(&desk).await;

    ring(&visitor).await;

    desk.read(".call__name", "Robin Example").await;
    desk.read(".call__purpose", "Ask about opening hours").await;
    until("a minute's clock", async || {
        desk.text(".call__age")
            .await
            .contains("waiting for 0:0")
            .then_some(())
    })
    .await;
    until("a title that blinks", async || {
        let title: String = desk.run("return document.title", &[]).await;
        title.contains("Robin Example is calling").then_some(())
    })
    .await;
    desk.screenshot_light_and_dark("video-staff-ringing").await;
    desk.assert_accessible("video-staff-ringing").await;
    desk.click(".call .button--primary").await;
    sees(&desk).await;
    until("the usual title", async || {
        let title: String = desk.run("return document.title", &[]).await;
        title.starts_with("Desk").then_some(())
    })
    .await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn whoever_waits_while_somebody_talks_is_next() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;
    let second = world.visitor(&desk).await;
    ring_as(&second, "Kai Sample").await;

    desk.read(".call__name", "Kai Sample").await;
    let disabled = desk.property(".call .button--primary", "disabled").await;
    assert_eq!(disabled, "true", "two calls at once");
    visitor.click("#hangUpButton").await;
    desk.click(".call .button--primary").await;

    sees(&second).await;
    desk.read("#roomName", "Kai Sample").await;
    for browser in [visitor, second, desk] {
        browser.close().await;
    }
}

#[tokio::test]
async fn notes_and_a_decision_are_saved_and_stand_in_the_history() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;
    visitor.click("#hangUpButton").await;
    desk.read("#afterEnd", "ended it").await;

    desk.click(".after__decision label:has([value=follow-up])")
        .await;
    desk.fill("#notes", "Send the form").await;
    desk.click("#decisionSave").await;

    desk.gone("#after").await;
    let row = desk.read("#historyTable tbody tr", "follow-up").await;
    assert!(row.contains("Robin Example"), "{row}");
    assert!(row.contains("Ask about opening hours"), "{row}");
    desk.screenshot_light_and_dark("video-staff-history").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_second_sign_in_takes_the_desk_over_and_the_first_page_says_so() {
    let world = World::start().await;
    let first = world.desk().await;
    let second = first.somebody_else_with(DEVICES).await;

    world.sit_down(&second, EMAIL, PASSWORD).await;

    first.see("#problem").await;
    first.read("#problem", "Take the calls here").await;
    let visitor = world.visitor(&second).await;
    ring(&visitor).await;
    second.see(".call").await;
    for browser in [visitor, second, first] {
        browser.close().await;
    }
}

#[tokio::test]
async fn the_desk_and_a_visitor_in_two_tabs_of_one_browser_talk() {
    let world = World::start().await;
    let browser = world.desk().await;
    let desk = browser.tab().await;
    browser.new_tab().await;
    browser.open(&world.server.page("/video-call")).await;

    ring(&browser).await;
    let visitor = browser.tab().await;
    browser.look_at(&desk).await;
    browser.click(".call .button--primary").await;

    browser.read(".room__words-text", " ").await;
    browser.look_at(&visitor).await;
    sees(&browser).await;
    browser.close().await;
}
