//! The whole way in the demo: schedule, reschedule, cancel, join.

use reqwest::Client;
use serde_json::Value;
use videoengager_client::fake::FakeVideoEngager;

use super::world::fill;
use crate::harness::{Browser, Server, until};

async fn get(url: String) -> Value {
    let answer = Client::new().get(url).send().await;
    let answer = answer.expect("the demo answers").json().await;
    answer.expect("the demo answers JSON")
}

async fn service(demo: &Server, name: &str) -> Value {
    let services = get(demo.page("/api/demo/services")).await;
    let all = services["services"].as_array().expect("a list").clone();
    let mut all = all.into_iter();
    all.find(|one| one["name"] == name).expect("the service")
}

/// The requests that VideoEngager received, the newest last.
async fn journal(demo: &Server) -> Vec<Value> {
    let journal = get(demo.page("/api/demo/journal?service=fake-videoengager")).await;
    journal["entries"].as_array().expect("a list").clone()
}

/// The newest request of one kind.
async fn newest(demo: &Server, method: &str, path: &str) -> Value {
    until("a request to VideoEngager", async || {
        let entries = journal(demo).await;
        let is_wanted = |entry: &&Value| {
            let at = entry["path"].as_str().unwrap_or_default();
            entry["method"] == method && at.starts_with(path) && !entry["status"].is_null()
        };
        entries.iter().rfind(is_wanted).cloned()
    })
    .await
}

#[tokio::test]
async fn a_partner_schedules_reschedules_joins_and_cancels_and_never_has_the_key() {
    let demo = Server::start_demo().await;
    let scheduler = service(&demo, "meeting-scheduler").await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let password = text(&scheduler["credentials"]["operatorPassword"]);
    let browser = Browser::start().await;
    browser.open(&text(&scheduler["url"])).await;
    browser.fill("#operator-password", &password).await;
    browser.click("#signIn").await;
    browser.see("#scheduleMeeting").await;

    fill(&browser).await;
    browser.click("#scheduleMeeting").await;
    browser.read("#result", "Meeting scheduled").await;
    let created = newest(&demo, "POST", "/api/schedules/tenant").await;
    assert_eq!(created["status"], 200, "{created}");
    assert!(text(&created["body"]).contains("vera@example.com"));

    let later = browser.tomorrow("16:30").await;
    browser.click("#meetings [data-action=reschedule]").await;
    browser.set("#newStart", &later).await;
    browser.click("#saveReschedule").await;
    browser.gone("#rescheduleDialog").await;
    let changed = newest(&demo, "PUT", "/api/schedules/tenant/").await;
    let instant = browser.instant(&later).await.timestamp_millis();
    assert!(text(&changed["body"]).contains(&instant.to_string()));

    let page = browser.tab().await;
    browser.click("#joinMeeting").await;
    browser.follow_to_new_tab().await;
    browser
        .read("body", "You have joined the video meeting as its agent")
        .await;
    // Only now is what this tab sends seen, so it sends it again.
    browser.reload().await;
    browser
        .read("body", "You have joined the video meeting as its agent")
        .await;
    let joined = newest(&demo, "GET", "/ve/").await;
    assert_eq!(joined["status"], 200, "{joined}");
    let sign_in = newest(&demo, "GET", "/api/partners/impersonate/").await;
    assert!(
        text(&sign_in["path"]).ends_with("/agent-fake-2"),
        "{sign_in}"
    );
    browser.look_at(&page).await;

    browser.click("#meetings [data-action=cancel]").await;
    browser.click("#confirmCancel").await;
    browser.gone("#meetings li[data-id]").await;
    let cancelled = newest(&demo, "DELETE", "/api/schedules/tenant/").await;
    assert_eq!(cancelled["status"], 200, "{cancelled}");

    // What is looked through has the form and the visit of the agent in it.
    let sent = browser.sent().await;
    assert!(sent.iter().any(|sent| sent.body().contains("Vera Visitor")));
    assert!(sent.iter().any(|sent| sent.line().contains("/ve/aGe")));
    browser.assert_never_sent(FakeVideoEngager::PAK).await;
    browser.close().await;
}
