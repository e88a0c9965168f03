//! Scheduling when something is wrong behind the page.

use std::time::Duration;

use ccaas_http::test_util::{Answer, Provoke};
use reqwest::Method;
use serde_json::json;
use videoengager_client::fake::FakeAgent;

use super::world::{PERIOD, SCHEDULES, World, fill, sign_in};
use crate::harness::Browser;

async fn ready(world: &World) -> Browser {
    let browser = Browser::start().await;
    sign_in(world, &browser).await;
    fill(&browser).await;
    browser
}

#[tokio::test]
async fn the_vendors_400_is_shown_as_its_sentence() {
    let world = World::start().await;
    let browser = ready(&world).await;
    browser.expect_status(400);
    let alex = FakeAgent::new("agent-fake", "Alex", "Agent", "agent@example.com");
    world.video_engager.set_agents(vec![alex]);

    browser.click("#scheduleMeeting").await;

    // The sentence is about a field, so it may stand there.
    let said = browser.read("#scheduleForm", "does not exist").await;
    assert!(
        said.contains("The specified agent email does not exist"),
        "{said}"
    );
    assert!(!said.contains('{') && !said.contains("\"error\""), "{said}");
    assert_eq!(browser.value("#visitorName").await, "Vera Visitor");
    browser.screenshot("meeting-form-refused").await;
    browser.close().await;
}

#[tokio::test]
async fn a_400_without_a_sentence_is_failed_to_schedule_meeting() {
    let world = World::start().await;
    let browser = ready(&world).await;
    browser.expect_status(400);
    let answer = Answer::json(400, &json!({}));
    let host = world.video_engager.host();
    host.provoke(Method::POST, SCHEDULES, Provoke::Instead(answer.into()));

    browser.click("#scheduleMeeting").await;
    browser
        .read("#formError", "Failed to schedule meeting")
        .await;
    browser.click("#scheduleMeeting").await;

    browser.read("#result", "Meeting scheduled").await;
    browser.close().await;
}

#[tokio::test]
async fn a_lost_answer_is_a_network_error_and_never_a_second_meeting() {
    let world = World::start().await;
    let browser = ready(&world).await;
    browser.expect_status(502);
    let host = world.video_engager.host();
    host.provoke(Method::POST, SCHEDULES, Provoke::ThenCut);

    browser.click("#scheduleMeeting").await;

    let said = browser.read("#formError", "Network error: ").await;
    assert!(said.contains("may have been scheduled"), "{said}");
    browser.read("#meetings li[data-id]", "Contract").await;
    assert_eq!(world.video_engager.schedules().len(), 1);
    browser.screenshot("meeting-form-unknown").await;
    browser.close().await;
}

#[tokio::test]
async fn pressing_again_after_an_uncertain_answer_schedules_nothing() {
    let world = World::start().await;
    let browser = ready(&world).await;
    browser.expect_status(502);
    let host = world.video_engager.host();
    host.provoke(Method::POST, SCHEDULES, Provoke::ThenCut);
    browser.click("#scheduleMeeting").await;
    browser.read("#formError", "may have been scheduled").await;

    for _ in 0..2 {
        browser.click("#scheduleMeeting").await;
        browser.read("#formError", "may have been scheduled").await;
    }

    assert_eq!(world.received(Method::POST, SCHEDULES).len(), 1);
    assert_eq!(world.video_engager.schedules().len(), 1);
    browser.close().await;
}

#[tokio::test]
async fn who_sees_that_there_is_no_such_meeting_can_schedule_it_anew() {
    let world = World::start().await;
    let browser = ready(&world).await;
    browser.expect_status(502);
    let answer = Answer::json(504, &json!({}));
    let host = world.video_engager.host();
    host.provoke(Method::POST, SCHEDULES, Provoke::Instead(answer.into()));
    browser.click("#scheduleMeeting").await;
    browser.read("#formError", "may have been scheduled").await;
    browser.read("#meetingsEmpty", "No meetings").await;

    browser.click("#formError button").await;

    browser.read("#result", "Meeting scheduled").await;
    assert_eq!(world.video_engager.schedules().len(), 1);
    browser.close().await;
}

#[tokio::test]
async fn a_list_that_could_not_be_brought_up_to_date_says_so() {
    let world = World::start().await;
    let browser = ready(&world).await;
    browser.read("#meetingsEmpty", "No meetings").await;
    browser.expect_status(502);
    let host = world.video_engager.host();
    host.provoke(Method::POST, SCHEDULES, Provoke::ThenCut);
    for _ in 0..3 {
        let failing = Answer::json(502, &json!({}));
        host.provoke(Method::GET, PERIOD, Provoke::Instead(failing.into()));
    }

    browser.click("#scheduleMeeting").await;

    let said = browser.read("#meetingsProblem", "as it was at").await;
    assert!(said.contains("Reload"), "{said}");
    browser
        .screenshot_light_and_dark("meeting-list-stale")
        .await;
    browser.click("#reloadMeetings").await;
    browser.read("#meetings li[data-id]", "Contract").await;
    browser.gone("#meetingsProblem .alert").await;
    browser.close().await;
}

#[tokio::test]
async fn a_server_that_is_gone_is_a_network_error() {
    let world = World::start().await;
    let browser = ready(&world).await;
    browser.expect_complaint("net::ERR_");
    drop(world.server);

    browser.click("#scheduleMeeting").await;

    browser.read("#formError", "Network error: ").await;
    assert_eq!(browser.value("#meetingTitle").await, "Contract");
    browser.close().await;
}

#[tokio::test]
async fn the_button_says_that_it_works_and_cannot_be_pressed_twice() {
    let world = World::start().await;
    let browser = ready(&world).await;
    let late = Provoke::Late(Duration::from_millis(700));
    let host = world.video_engager.host();
    host.provoke(Method::POST, SCHEDULES, late);

    browser.click("#scheduleMeeting").await;

    browser.read("#scheduleMeeting", "Scheduling...").await;
    let disabled = browser.property("#scheduleMeeting", "disabled").await;
    assert_eq!(disabled, "true");
    browser.read("#result", "Meeting scheduled").await;
    browser.read("#scheduleMeeting", "Schedule Meeting").await;
    assert_eq!(world.video_engager.schedules().len(), 1);
    browser.close().await;
}

#[tokio::test]
async fn a_token_that_runs_out_between_two_calls_is_not_seen() {
    let world = World::start().await;
    let browser = ready(&world).await;
    let before = world.video_engager.tokens_issued();
    world.video_engager.expire_tokens();

    browser.click("#scheduleMeeting").await;

    browser.read("#result", "Meeting scheduled").await;
    assert_eq!(world.video_engager.tokens_issued(), before + 1);
    browser.close().await;
}
