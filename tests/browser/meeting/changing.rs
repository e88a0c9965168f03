//! The list of the coming meetings: rescheduling and cancelling.

use reqwest::Method;
use serde_json::json;

use super::world::{World, schedule, sign_in};
use crate::harness::Browser;

const SCHEDULE: &str = "/api/schedules/tenant/{id}";

#[tokio::test]
async fn a_meeting_is_rescheduled_and_only_what_changes_is_sent() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    schedule(&browser).await;
    let later = browser.tomorrow("16:30").await;

    browser.click("#meetings [data-action=reschedule]").await;
    assert_eq!(browser.value("#newTitle").await, "Contract");
    assert_eq!(browser.value("#newVisitorName").await, "Vera Visitor");
    browser.set("#newStart", &later).await;
    browser.fill("#newDuration", "60").await;
    browser.screenshot("meeting-reschedule").await;
    browser.click("#saveReschedule").await;

    browser.gone("#rescheduleDialog").await;
    browser.read("#meetings li[data-id]", "4:30").await;
    let instant = browser.instant(&later).await;
    let sent = world.received(Method::PUT, SCHEDULE);
    let expected = json!({ "date": instant.timestamp_millis(), "duration": 60 });
    assert_eq!(sent[0].json(), expected);
    let kept = world.video_engager.schedules();
    assert_eq!((kept[0].date, kept[0].duration), (instant, 60));
    browser.close().await;
}

#[tokio::test]
async fn a_change_of_the_visitor_keeps_the_rest() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    schedule(&browser).await;

    browser.click("#meetings [data-action=reschedule]").await;
    browser.fill("#newVisitorName", "Vincent Visitor").await;
    browser.fill("#newVisitorPhone", "").await;
    browser.click("#saveReschedule").await;

    browser
        .read("#meetings li[data-id]", "Vincent Visitor")
        .await;
    let kept = world.video_engager.schedules();
    assert_eq!(kept[0].visitor["name"], "Vincent Visitor");
    assert_eq!(kept[0].visitor["email"], "vera@example.com");
    assert_eq!(kept[0].visitor["subject"], "Contract");
    assert_ne!(kept[0].visitor["phone"], "+1-555-123-4567");
    assert_eq!(kept[0].duration, 45);
    browser.close().await;
}

#[tokio::test]
async fn wrong_changes_are_refused_in_the_dialog() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    schedule(&browser).await;

    browser.click("#meetings [data-action=reschedule]").await;
    for refused in ["14", "1441", "soon"] {
        browser.fill("#newDuration", "45").await;
        browser.gone("#newDuration[aria-invalid=true]").await;
        browser.fill("#newDuration", refused).await;
        browser.click("#saveReschedule").await;
        browser.see("#newDuration[aria-invalid=true]").await;
        browser
            .read("#rescheduleError", "Please correct one field")
            .await;
    }
    browser.set("#newStart", "2001-01-01T10:00").await;
    browser.click("#saveReschedule").await;
    browser
        .read("#rescheduleError", "Please correct 2 fields")
        .await;
    browser.click("#closeReschedule").await;

    browser.gone("#rescheduleDialog").await;
    assert!(world.received(Method::PUT, SCHEDULE).is_empty());
    browser.close().await;
}

#[tokio::test]
async fn a_meeting_is_cancelled_after_asking() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    schedule(&browser).await;

    browser.click("#meetings [data-action=cancel]").await;
    browser.read("#cancelDialog", "Contract").await;
    browser.screenshot("meeting-cancel").await;
    browser.click("#keepMeeting").await;
    browser.gone("#cancelDialog").await;
    assert_eq!(world.video_engager.schedules().len(), 1);
    browser.click("#meetings [data-action=cancel]").await;
    browser.click("#confirmCancel").await;

    browser.gone("#meetings li[data-id]").await;
    browser.read("#meetingsEmpty", "No meetings").await;
    browser.gone("#result").await;
    assert!(world.video_engager.schedules().is_empty());
    browser.close().await;
}

#[tokio::test]
async fn a_meeting_that_is_gone_leaves_the_list() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(404);
    sign_in(&world, &browser).await;
    schedule(&browser).await;
    let meetings = world.video_engager.client();
    let id = world.video_engager.schedules()[0].id.clone();
    meetings.tenant_schedules().delete(&id).await.unwrap();

    browser.click("#meetings [data-action=cancel]").await;
    browser.click("#confirmCancel").await;

    browser.gone("#meetings li[data-id]").await;
    browser.close().await;
}

#[tokio::test]
async fn a_vendor_that_fails_leaves_the_meeting_as_it_is() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(400);
    sign_in(&world, &browser).await;
    schedule(&browser).await;
    let fail = |method| world.video_engager.fail_calls(method, SCHEDULE, 400, 1);

    fail(Method::PUT);
    browser.click("#meetings [data-action=reschedule]").await;
    browser.fill("#newTitle", "Renewal").await;
    browser.click("#saveReschedule").await;
    browser
        .read("#rescheduleError", "The fake was told to fail")
        .await;
    assert_eq!(browser.value("#newTitle").await, "Renewal");
    browser.click("#closeReschedule").await;
    fail(Method::DELETE);
    browser.click("#meetings [data-action=cancel]").await;
    browser.click("#confirmCancel").await;
    browser
        .read("#cancelError", "The fake was told to fail")
        .await;
    browser.click("#keepMeeting").await;

    browser.read("#meetings li[data-id]", "Contract").await;
    assert_eq!(world.video_engager.schedules().len(), 1);
    browser.close().await;
}
