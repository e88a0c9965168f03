//! Who may do what: nobody without a sign-in, and nothing is lost when one ends.

use reqwest::Method;
use serde_json::Value;

use super::world::{SCHEDULES, World, fill, give_password, schedule, sign_in};
use crate::harness::Browser;

#[tokio::test]
async fn an_ended_sign_in_is_asked_for_and_what_was_typed_stays() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(401);
    sign_in(&world, &browser).await;
    let start = fill(&browser).await;
    browser.click("#sendNotificationEmail").await;
    browser.forget_cookies().await;

    browser.click("#scheduleMeeting").await;
    browser.see("#signInDialog").await;
    assert!(world.received(Method::POST, SCHEDULES).is_empty());
    browser.screenshot("meeting-sign-in-again").await;
    give_password(&browser).await;
    browser.gone("#signInDialog").await;

    assert_eq!(browser.value("#meetingTitle").await, "Contract");
    assert_eq!(browser.value("#startTime").await, start);
    assert_eq!(browser.value("#duration").await, "45");
    assert_eq!(browser.value("#visitorEmail").await, "vera@example.com");
    let ticked = browser.property("#sendNotificationEmail", "checked").await;
    assert_eq!(ticked, "true");
    browser.choose("#agentSelect", "Sam Second").await;
    browser.click("#scheduleMeeting").await;
    browser.read("#result", "Meeting scheduled").await;
    assert_eq!(world.video_engager.schedules().len(), 1);
    browser.close().await;
}

#[tokio::test]
async fn the_chosen_agent_survives_a_new_sign_in() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(401);
    sign_in(&world, &browser).await;
    fill(&browser).await;
    browser.forget_cookies().await;

    browser.click("#scheduleMeeting").await;
    browser.see("#signInDialog").await;
    give_password(&browser).await;
    browser.gone("#signInDialog").await;
    browser.read("#scheduleOutcome", "Schedule Meeting").await;
    browser.click("#scheduleMeeting").await;

    browser.read("#result", "Meeting scheduled").await;
    let kept = world.video_engager.schedules();
    assert_eq!(kept[0].agent_id.as_str(), "agent-fake-2");
    browser.close().await;
}

#[tokio::test]
async fn a_change_survives_a_new_sign_in() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(401);
    sign_in(&world, &browser).await;
    schedule(&browser).await;
    browser.click("#meetings [data-action=reschedule]").await;
    browser.fill("#newTitle", "Renewal").await;
    browser.forget_cookies().await;

    browser.click("#saveReschedule").await;
    browser.see("#signInDialog").await;
    give_password(&browser).await;
    browser.gone("#signInDialog").await;
    assert_eq!(browser.value("#newTitle").await, "Renewal");
    browser.click("#saveReschedule").await;

    browser.gone("#rescheduleDialog").await;
    browser.read("#meetings li[data-id]", "Renewal").await;
    browser.close().await;
}

#[tokio::test]
async fn an_anonymous_browser_gets_neither_agents_nor_a_join_url() {
    let world = World::start().await;
    let operator = Browser::start().await;
    sign_in(&world, &operator).await;
    schedule(&operator).await;
    let anybody = operator.somebody_else().await;
    anybody.expect_status(401);
    let id = world.video_engager.schedules()[0].id.clone();
    let issued = world.video_engager.tokens_issued();

    anybody.open(&world.server.page("/")).await;

    anybody.see("#operator-password").await;
    anybody.gone("#agentSelect").await;
    anybody.gone("#meetings").await;
    let script = "const [method, path] = arguments;
        const answer = await fetch(path, {
            method, headers: { 'Content-Type': 'application/json' },
            body: method === 'GET' ? undefined : '{}',
        });
        return [answer.status, await answer.json()];";
    let meeting = format!("/api/schedules/{}", id.as_str());
    for (method, path) in [
        ("GET", "/api/agents".to_owned()),
        (
            "GET",
            "/api/schedules?from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00Z".to_owned(),
        ),
        ("GET", meeting.clone()),
        ("PUT", meeting.clone()),
        ("DELETE", meeting.clone()),
        ("POST", format!("{meeting}/join")),
        (
            "POST",
            "/api/schedules?agentEmail=sam%40example.com".to_owned(),
        ),
    ] {
        let arguments = [method.into(), path.clone().into()];
        let (status, body): (u16, Value) = anybody.run(script, &arguments).await;
        assert_eq!(status, 401, "{method} {path}: {body}");
        assert_eq!(body["error"], "Sign-in required");
        assert!(!body.to_string().contains("http"), "{body}");
    }
    assert_eq!(world.video_engager.tokens_issued(), issued);
    assert_eq!(world.video_engager.schedules().len(), 1);
    anybody.close().await;
    operator.close().await;
}

#[tokio::test]
async fn scripts_cannot_read_the_session() {
    let world = World::start().await;
    let browser = Browser::start().await;

    sign_in(&world, &browser).await;

    let script = "return document.cookie + JSON.stringify(localStorage)
        + JSON.stringify(sessionStorage)";
    let seen: String = browser.run(script, &[]).await;
    assert!(!seen.contains("meeting_session"), "{seen}");
    let cookies = browser.cookies().await;
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    let kept = &cookies[0];
    assert_eq!(kept.name, "meeting_session");
    assert_eq!(kept.http_only, Some(true));
    assert_eq!(format!("{:?}", kept.same_site), "Some(Strict)");
    browser.close().await;
}
