//! The form: what it takes, what it refuses, what it sends.

use reqwest::Method;
use serde_json::{Value, json};

use super::world::{SCHEDULES, World, fill, sign_in};
use crate::harness::Browser;

#[tokio::test]
async fn the_whole_form_reaches_the_vendor_in_utc() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    let start = fill(&browser).await;
    browser.screenshot_light_and_dark("meeting-form").await;

    browser.click("#sendNotificationEmail").await;
    browser.click("#scheduleMeeting").await;

    browser.read("#result", "Meeting scheduled").await;
    let sent = world.received(Method::POST, SCHEDULES);
    let instant = browser.instant(&start).await.timestamp_millis();
    let expected = json!({
        "date": instant,
        "duration": 45,
        "visitor": {
            "name": "Vera Visitor",
            "email": "vera@example.com",
            "phone": "+1-555-123-4567",
            "subject": "Contract",
        },
    });
    assert_eq!(sent[0].json(), expected);
    let query: Value = sent[0].query.iter().cloned().collect();
    let expected = json!({ "agentEmail": "sam@example.com", "sendNotificationEmail": "true" });
    assert_eq!(query, expected);
    browser.close().await;
}

#[tokio::test]
async fn without_the_tick_no_e_mail_is_asked_for() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    fill(&browser).await;
    let ticked = browser.property("#sendNotificationEmail", "checked").await;
    assert_eq!(ticked, "false");

    browser.click("#scheduleMeeting").await;

    browser.read("#result", "Meeting scheduled").await;
    let sent = world.received(Method::POST, SCHEDULES);
    let mut asked = sent[0].query.iter();
    assert!(!asked.any(|(name, value)| name == "sendNotificationEmail" && value == "true"));
    assert!(!world.video_engager.schedules()[0].notification_email);
    browser.close().await;
}

#[tokio::test]
async fn durations_from_15_to_1440_minutes_pass_and_no_others() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;

    fill(&browser).await;
    for refused in ["14", "1441", "0", "-30", "half an hour", "15.5", ""] {
        browser.fill("#duration", "45").await;
        browser.gone("#duration[aria-invalid=true]").await;
        browser.fill("#duration", refused).await;
        browser.click("#scheduleMeeting").await;
        browser.see("#duration[aria-invalid=true]").await;
        let error = browser.text("#duration-error").await;
        assert!(!error.is_empty(), "{refused:?} has no message");
        browser.read("#formError", "Please correct one field").await;
    }
    browser.screenshot("meeting-form-errors").await;
    assert_eq!(browser.value("#visitorName").await, "Vera Visitor");
    assert!(world.received(Method::POST, SCHEDULES).is_empty());

    for (number, passed) in ["15", "1440"].into_iter().enumerate() {
        browser.fill("#duration", passed).await;
        browser.click("#scheduleMeeting").await;
        browser.read("#result", "Meeting scheduled").await;
        let kept = world.video_engager.schedules();
        assert_eq!(kept[number].duration.to_string(), passed);
        browser.click("#scheduleAnother").await;
        browser.gone("#result").await;
    }
    browser.close().await;
}

#[tokio::test]
async fn the_server_refuses_the_same_durations_by_itself() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(400);
    sign_in(&world, &browser).await;
    let start = browser.tomorrow("10:00").await;
    let start = browser.instant(&start).await.timestamp_millis();
    let script = "const [date, duration] = arguments;
        const answer = await fetch('/api/schedules?agentEmail=sam%40example.com', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ date, duration }),
        });
        return [answer.status, await answer.json()];";

    for duration in [json!(14), json!(1441), json!("thirty"), json!(15.5)] {
        let arguments = [json!(start), duration.clone()];
        let (status, body): (u16, Value) = browser.run(script, &arguments).await;

        assert_eq!(status, 400, "{duration}: {body}");
        assert_eq!(body["error"], "Invalid request data");
        assert!(body["details"].to_string().contains("Duration"), "{body}");
    }
    assert!(world.video_engager.schedules().is_empty());
    browser.close().await;
}

#[tokio::test]
async fn wrong_fields_are_named_and_what_was_typed_stays() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    browser.choose("#agentSelect", "Sam Second").await;
    browser.fill("#meetingTitle", "Contract").await;
    browser.fill("#visitorEmail", "nobody").await;
    browser.fill("#visitorPhone", "call me").await;
    // On this day the clocks go from 2:00 to 3:00.
    browser.set("#startTime", "2030-03-31T02:30").await;

    browser.click("#scheduleMeeting").await;

    browser.read("#startTime-error", "does not exist").await;
    browser.read("#visitorEmail-error", "e-mail").await;
    browser.read("#visitorPhone-error", "digits").await;
    assert_eq!(browser.value("#meetingTitle").await, "Contract");
    browser.set("#startTime", "2001-01-01T10:00").await;
    browser.click("#scheduleMeeting").await;
    browser.read("#startTime-error", "future").await;
    assert!(world.received(Method::POST, SCHEDULES).is_empty());
    browser.close().await;
}
