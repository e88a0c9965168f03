//! Joining a meeting as its agent.

use std::time::Duration;

use ccaas_http::test_util::{Answer, JournalEntry, Provoke};
use reqwest::Method;
use serde_json::json;
use videoengager_client::fake::{FakeVideoEngager, FullUrl};

use super::world::{SIGN_IN, World, fill, schedule, sign_in};
use crate::harness::{Browser, until};

const BUTTON: &str = "Join Video Meeting As Agent";

/// Whom the sign-ins of the journal were for, in their order.
fn signed_in_as(world: &World) -> Vec<String> {
    let sign_ins = world.received(Method::GET, SIGN_IN);
    let last = |entry: &JournalEntry| entry.path.rsplit('/').next().map(str::to_owned);
    sign_ins.iter().filter_map(last).collect()
}

/// The parameters with which the agent's page was opened.
async fn visit(world: &World) -> JournalEntry {
    let visit = until("the agent's visit", async || {
        world.received(Method::GET, "/ve/{code}").pop()
    });
    visit.await
}

fn tokens(visit: &JournalEntry) -> Vec<&str> {
    let tokens = visit.query.iter().filter(|(name, _)| name == "token");
    tokens.map(|(_, value)| value.as_str()).collect()
}

#[tokio::test]
async fn joining_opens_a_new_tab_that_the_agent_is_signed_in_to() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    schedule(&browser).await;
    assert_eq!(browser.text("#joinMeeting").await, BUTTON);
    assert_eq!(browser.tabs().await, 1);
    let late = Provoke::Late(Duration::from_millis(700));
    let host = world.video_engager.host();
    host.provoke(Method::GET, SIGN_IN, late);
    let page = browser.tab().await;

    browser.click("#joinMeeting").await;
    browser.read("#joinMeeting", "Joining meeting...").await;
    // From here on what the new tab sends is seen too.
    until("the new tab", async || {
        (browser.tabs().await == 2).then_some(())
    })
    .await;
    browser.read("#joinMeeting", BUTTON).await;
    browser.follow_to_new_tab().await;

    browser
        .read("body", "You have joined the video meeting as its agent")
        .await;
    assert_eq!(signed_in_as(&world).pop().as_deref(), Some("agent-fake-2"));
    let visit = visit(&world).await;
    assert_eq!(visit.status, Some(200));
    assert_eq!(tokens(&visit).len(), 1);
    assert!(browser.url().await.contains(tokens(&visit)[0]));
    browser.look_at(&page).await;
    let html = browser.html().await;
    assert!(
        !html.contains(tokens(&visit)[0]),
        "the page keeps the token"
    );
    let sent = browser.sent().await;
    assert!(sent.iter().any(|sent| sent.line().contains("/ve/aGe")));
    browser.assert_never_sent(FakeVideoEngager::PAK).await;
    browser.close().await;
}

#[tokio::test]
async fn an_older_token_is_replaced_and_the_rest_of_the_address_stays() {
    let world = World::start().await;
    world.video_engager.set_full_url(FullUrl::WithToken);
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    schedule(&browser).await;

    browser.click("#joinMeeting").await;
    browser.follow_to_new_tab().await;

    browser.read("body", "You have joined").await;
    let visit = visit(&world).await;
    let names: Vec<_> = visit.query.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.contains(&"params") && names.contains(&"lang"));
    assert_ne!(tokens(&visit), ["old"]);
    assert!(browser.url().await.ends_with("#room"));
    browser.close().await;
}

#[tokio::test]
async fn a_meeting_of_the_list_is_joined_in_the_same_way() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    schedule(&browser).await;
    browser.reload().await;

    browser.click("#meetings [data-action=join]").await;
    browser.follow_to_new_tab().await;

    browser.read("body", "You have joined").await;
    assert_eq!(signed_in_as(&world).pop().as_deref(), Some("agent-fake-2"));
    browser.close().await;
}

#[tokio::test]
async fn somebody_with_an_own_account_joins_as_themselves() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.open(&world.server.page("/")).await;
    browser.click("[data-method=local]").await;
    browser.fill("#localEmail", FakeVideoEngager::EMAIL).await;
    let password = FakeVideoEngager::PASSWORD;
    browser.fill("#localPassword", password).await;
    browser.click("#signIn").await;
    fill(&browser).await;
    browser.choose("#agentSelect", "Alex Agent").await;
    browser.click("#scheduleMeeting").await;
    browser.read("#result", "Meeting scheduled").await;

    browser.click("#joinMeeting").await;
    browser.follow_to_new_tab().await;

    browser.read("body", "You have joined").await;
    assert_eq!(signed_in_as(&world).len(), 1, "only the server's own");
    browser.close().await;
}

#[tokio::test]
async fn without_a_full_url_the_page_says_so_and_offers_the_meeting_url() {
    let world = World::start().await;
    world.video_engager.set_full_url(FullUrl::Missing);
    let browser = Browser::start().await;
    browser.expect_status(409);
    sign_in(&world, &browser).await;
    schedule(&browser).await;

    browser.click("#joinMeeting").await;

    browser
        .read("#joinError", "No full URL available for the agent")
        .await;
    let link = browser.property("#joinError a", "href").await;
    assert_eq!(link, browser.text("#agentUrl").await);
    only_one_tab(&browser).await;
    assert_eq!(browser.text("#joinMeeting").await, BUTTON);
    let agent = "agent-fake-2".to_owned();
    assert!(!signed_in_as(&world).contains(&agent));
    browser.screenshot("meeting-join-without-url").await;
    browser.close().await;
}

#[tokio::test]
async fn a_refused_agent_is_told_with_the_vendors_reason() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(502);
    sign_in(&world, &browser).await;
    schedule(&browser).await;
    let host = world.video_engager.host();
    let refuse = |body| {
        let answer = Answer::json(401, &body);
        host.provoke(Method::GET, SIGN_IN, Provoke::Instead(answer.into()));
    };

    for (body, reason) in [
        (
            json!({ "error": "Agent is suspended" }),
            "Agent is suspended",
        ),
        (json!({}), "Authentication failed with status 401"),
    ] {
        refuse(body);
        browser.click("#joinMeeting").await;

        let expected = format!("Failed to join meeting: {reason}");
        browser.read("#joinError", &expected).await;
        only_one_tab(&browser).await;
        assert_eq!(browser.text("#joinMeeting").await, BUTTON);
    }
    browser.screenshot("meeting-join-refused").await;
    browser.close().await;
}

/// The tab that was opened in vain is closed again.
async fn only_one_tab(browser: &Browser) {
    until("the new tab to close", async || {
        (browser.tabs().await == 1).then_some(())
    })
    .await;
}
