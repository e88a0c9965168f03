//! A browser that goes away in the middle of something.

use std::time::Duration;

use ccaas_http::test_util::Provoke;
use reqwest::Method;
use serde_json::json;

use super::harness::{IMPERSONATE, MEETING, MEETINGS, Server, read_from, until};

const KEY: &str = "5f0d8e4c-2f1c-4f4e-9d27-1f6f1d3c9a77";
/// How late VideoEngager answers whom nobody waits for any more.
const LATE: Provoke = Provoke::Late(Duration::from_millis(500));

#[tokio::test]
async fn a_meeting_is_made_and_remembered_though_the_browser_goes_away() {
    let (server, browser) = Server::with_partner().await;
    let host = server.video().host();
    host.provoke(Method::POST, MEETINGS, LATE);
    let form = server.form();
    let request = tokio::spawn(browser.keyed(KEY, &form).send());
    let sent = || host.received(&Method::POST, MEETINGS).len();
    until("the meeting was asked for", || sent() == 1).await;

    request.abort();
    assert!(request.await.unwrap_err().is_cancelled());

    let mut again = browser.send(browser.keyed(KEY, &form)).await;
    let mut asked = 0;
    while again.status == 409 && asked < 1_000 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        again = browser.send(browser.keyed(KEY, &form)).await;
        asked += 1;
    }
    assert_eq!(again.status, 201, "{}", again.text);
    assert_eq!(
        again.json()["_id"],
        server.video().schedules()[0].id.as_str()
    );
    assert_eq!(sent(), 1);
    assert_eq!(server.video().schedules().len(), 1);
    // The way in was remembered, too.
    server
        .video()
        .set_full_url(videoengager_client::fake::FullUrl::Missing);
    assert_eq!(browser.join("schedule-1").await.status, 200);
}

#[tokio::test]
async fn a_change_is_made_though_the_browser_goes_away() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let host = server.video().host();
    // The change has two steps: it is left in the middle of the first.
    host.provoke(Method::GET, MEETING, LATE);
    let change = json!({ "duration": 45, "read": read_from(&meeting) });
    let request = browser.request(Method::PUT, "/api/schedules/schedule-1");
    let request = tokio::spawn(request.json(&change).send());
    until("the meeting was read", || {
        !host.received(&Method::GET, MEETING).is_empty()
    })
    .await;

    request.abort();

    until("the meeting was changed", || {
        server.video().schedules()[0].duration == 45
    })
    .await;
}

#[tokio::test]
async fn a_join_is_audited_though_the_browser_goes_away() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    let host = server.video().host();
    host.provoke(Method::GET, IMPERSONATE, LATE);
    let sign_ins = || host.received(&Method::GET, IMPERSONATE).len();
    let request = browser.request(Method::POST, "/api/schedules/schedule-1/join");
    let request = tokio::spawn(request.send());
    until("the agent was signed in", || sign_ins() == 2).await;

    request.abort();

    let audit = server.keep_folder().path().join("logs/audit.log");
    until("the join was audited", || {
        let lines = std::fs::read_to_string(&audit).unwrap_or_default();
        lines.contains("join") && lines.contains("agent-fake-2")
    })
    .await;
}
