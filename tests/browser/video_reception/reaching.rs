//! Nobody there, nobody who answers, and somebody else who does.

use super::{
    media::sees,
    world::{
        COLLEAGUE, COLLEAGUE_NAME, COLLEAGUE_PASSWORD, DEVICES, FALLBACK, World, fill_in, ring,
        see_each_other,
    },
};
use crate::harness::Browser;

#[tokio::test]
async fn where_nobody_is_at_the_desk_there_is_another_way_and_the_list_fills_by_itself() {
    let world = World::start().await;
    let visitor = Browser::start_with(DEVICES).await;
    visitor.open(&world.server.page("/video-call")).await;

    visitor.see("#staffEmpty").await;
    assert_eq!(visitor.property(".fallback", "href").await, FALLBACK);
    visitor.screenshot_light_and_dark("video-call-nobody").await;
    visitor.assert_accessible("video-call-nobody").await;
    let desk = visitor.somebody_else_with(DEVICES).await;
    world
        .sit_down(&desk, super::world::EMAIL, super::world::PASSWORD)
        .await;

    visitor.read(".person", "Available").await;
    visitor.gone("#staffEmpty").await;
    desk.click("#statuses label:has([value=away])").await;
    visitor.see("#staffEmpty").await;
    desk.click("#statuses label:has([value=busy])").await;
    visitor.read(".person", "In a call").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_form_that_is_not_filled_in_says_what_is_missing() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = world.visitor(&desk).await;
    visitor.see(".person").await;
    visitor.screenshot_light_and_dark("video-call-form").await;
    visitor.assert_accessible("video-call-form").await;

    visitor.click("#startCall").await;

    visitor.read("#name-error", "Enter your name").await;
    visitor
        .read("#email-error", "Enter your e-mail address")
        .await;
    visitor.read("#purpose-error", "what it is about").await;
    visitor
        .read("#staff-error", "Choose whom you want to see")
        .await;
    visitor.screenshot("video-call-errors").await;
    visitor.assert_accessible("video-call-errors").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_call_that_is_declined_leads_to_a_colleague() {
    let world = World::start().await;
    world.hire().await;
    let desk = world.desk().await;
    let colleague = desk.somebody_else_with(DEVICES).await;
    world
        .sit_down(&colleague, COLLEAGUE, COLLEAGUE_PASSWORD)
        .await;
    let visitor = world.visitor(&desk).await;
    visitor.read("#staff", COLLEAGUE_NAME).await;
    ring(&visitor).await;
    visitor
        .screenshot_light_and_dark("video-call-ringing")
        .await;
    visitor.assert_accessible("video-call-ringing").await;
    // Whoever was called first declines, the other one answers.
    let (first, second) = match visitor.text("#ringHeading").await.contains(COLLEAGUE_NAME) {
        true => (&colleague, &desk),
        false => (&desk, &colleague),
    };

    first.click(".call .button--danger").await;
    visitor.read("#overHeading", "cannot take your call").await;
    visitor.see(".fallback").await;
    visitor
        .screenshot_light_and_dark("video-call-declined")
        .await;
    visitor.assert_accessible("video-call-declined").await;
    visitor.click("#callOther").await;
    visitor.read("#othersError", "Choose somebody").await;
    visitor.click("#others .person").await;
    visitor.click("#callOther").await;
    visitor.click("#ring").await;
    second.click(".call .button--primary").await;

    sees(&visitor).await;
    sees(second).await;
    for browser in [visitor, desk, colleague] {
        browser.close().await;
    }
}

#[tokio::test]
async fn a_call_that_nobody_answers_ends_in_time() {
    let world = World::start_with(&[("RING_TIMEOUT", "5".to_owned())]).await;
    let desk = world.desk().await;
    let visitor = world.visitor(&desk).await;

    ring(&visitor).await;
    visitor.read("#ringLeft", "rings for another").await;
    desk.read(".call__age", "waiting for").await;

    visitor.read("#overHeading", "did not answer").await;
    visitor.see(".fallback").await;
    visitor.see("#callAgain").await;
    desk.gone(".call").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_call_that_is_cancelled_rings_no_more() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = world.visitor(&desk).await;
    ring(&visitor).await;
    desk.read(".call", "Robin Example").await;

    visitor.click("#cancelCall").await;

    visitor.read("#overHeading", "You cancelled the call").await;
    desk.gone(".call").await;
    desk.see("#waitingEmpty").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn somebody_who_has_just_left_is_told_before_it_rings() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = world.visitor(&desk).await;
    fill_in(&visitor).await;
    visitor.see("#check .preflight__video").await;

    desk.click("#signOut").await;
    desk.see("#signIn").await;
    visitor.click("#ring").await;

    visitor.see("#ringError:not(:empty)").await;
    visitor.click("#checkBack").await;
    visitor.see("#staffEmpty").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_call_is_transferred_to_a_colleague_who_goes_on_with_it() {
    let world = World::start().await;
    world.hire().await;
    let (visitor, desk) = world.call().await;
    let colleague = desk.somebody_else_with(DEVICES).await;
    world
        .sit_down(&colleague, COLLEAGUE, COLLEAGUE_PASSWORD)
        .await;

    desk.choose("#transferTo", COLLEAGUE_NAME).await;
    desk.click("#transferButton").await;

    visitor.read("#ringHeading", COLLEAGUE_NAME).await;
    visitor.read("#ringText", "being transferred").await;
    desk.read("#afterEnd", "was transferred").await;
    colleague.read(".call", "transferred by").await;
    colleague.click(".call .button--primary").await;
    see_each_other(&visitor, &colleague).await;
    visitor.read("#roomName", COLLEAGUE_NAME).await;
    for browser in [visitor, desk, colleague] {
        browser.close().await;
    }
}
