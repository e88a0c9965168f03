//! VideoEngager's token that runs out between two calls, and sign-ins that end for good.

use reqwest::Method;
use serde_json::json;

use super::harness::{Answer, Browser, Server, read_from};

/// Each call of the API, in an order in which each of them works.
async fn everything(server: &Server, browser: &Browser) -> Vec<(&'static str, Answer)> {
    let (from, to) = (server.text_in_hours(0), server.text_in_hours(48));
    let expire = || server.video().expire_tokens();
    let mut answers = Vec::new();
    expire();
    answers.push(("agents", browser.get("/api/agents").await));
    expire();
    answers.push(("create", browser.schedule(&server.form()).await));
    let read = read_from(&answers[1].1.json());
    expire();
    let list = format!("/api/schedules?from={from}&to={to}");
    answers.push(("list", browser.get(&list).await));
    expire();
    answers.push(("read", browser.get("/api/schedules/schedule-1").await));
    expire();
    let file = "/api/schedules/schedule-1/meeting.ics";
    answers.push(("file", browser.get(file).await));
    expire();
    let change = json!({ "duration": 45, "read": read });
    answers.push((
        "change",
        browser.put("/api/schedules/schedule-1", &change).await,
    ));
    expire();
    answers.push(("join", browser.join("schedule-1").await));
    expire();
    answers.push(("cancel", browser.delete("/api/schedules/schedule-1").await));
    answers
}

#[tokio::test]
async fn a_token_that_runs_out_is_not_seen_in_any_call() {
    let (server, browser) = Server::with_partner().await;

    for (call, answer) in everything(&server, &browser).await {
        assert!(
            answer.status < 300,
            "{call}: {} {}",
            answer.status,
            answer.text
        );
    }

    assert!(server.video().schedules().is_empty());
}

#[tokio::test]
async fn nor_is_it_seen_by_whoever_signed_in_with_a_password() {
    let server = Server::start().await;
    let browser = server.local().await;

    for (call, answer) in everything(&server, &browser).await {
        assert!(
            answer.status < 300,
            "{call}: {} {}",
            answer.status,
            answer.text
        );
    }
}

#[tokio::test]
async fn a_meeting_is_not_made_twice_when_the_token_runs_out() {
    let (server, browser) = Server::with_partner().await;
    server.video().expire_tokens();

    browser.scheduled(&server.form()).await;

    assert_eq!(server.video().schedules().len(), 1);
    assert_eq!(server.video().tokens_issued(), 2);
}

#[tokio::test]
async fn credentials_that_are_no_longer_good_are_a_502_and_the_page_asks_again_after_sign_out() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    server.video().refuse_sign_in();
    server.video().expire_tokens();

    let answers = [
        browser.get("/api/agents").await,
        browser.schedule(&server.form()).await,
        browser.get("/api/schedules/schedule-1").await,
        browser.delete("/api/schedules/schedule-1").await,
        browser.join("schedule-1").await,
    ];

    for answer in answers {
        assert_eq!(answer.status, 502, "{}", answer.text);
        assert!(
            answer.error().contains("VideoEngager refused the sign-in")
                || answer.error().starts_with("Failed to join meeting: "),
            "{}",
            answer.text
        );
    }
    assert_eq!(server.video().schedules().len(), 1);
}

#[tokio::test]
async fn a_session_that_ended_asks_for_a_sign_in_and_goes_on_after_it() {
    let (server, browser) = Server::with_partner().await;
    server.pass(std::time::Duration::from_secs(9 * 3_600));
    let form = server.form();

    browser
        .schedule(&form)
        .await
        .assert_problem(401, "Sign-in required");
    browser.sign_in_as_operator().await.assert_signed_in(false);
    browser.sign_in_with_pak().await.assert_signed_in(true);

    browser.scheduled(&form).await;
    let creations = server
        .video()
        .host()
        .received(&Method::POST, "/api/schedules/tenant/");
    assert_eq!(creations.len(), 1);
}
