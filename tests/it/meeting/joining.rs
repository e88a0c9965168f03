//! "Join Video Meeting As Agent".

use std::time::Duration;

use ccaas_http::test_util::{Answer as VendorAnswer, Fault, Provoke};
use reqwest::Method;
use serde_json::{Value, json};
use url::Url;
use videoengager_client::fake::FullUrl;

use super::harness::{Answer, IMPERSONATE, MEETING, SAM_ID, Server, Setup};

const ID: &str = "schedule-1";
const AGENT_SIGN_IN: &str = "GET /api/partners/impersonate/FAKEPAK/fake-external-id/agent-fake-2";

#[track_caller]
fn join_url(answer: &Answer) -> Url {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    assert_eq!(
        body.as_object().map(|body| body.len()),
        Some(1),
        "{}",
        answer.text
    );
    Url::parse(body["joinUrl"].as_str().expect("a URL")).expect("a valid URL")
}

/// What the join URL leads to.
async fn page(url: &Url) -> (u16, String) {
    let answer = reqwest::get(url.clone()).await.expect("the fake answers");
    let status = answer.status().as_u16();
    (status, answer.text().await.expect("a page"))
}

fn tokens(url: &Url) -> Vec<String> {
    let pairs = url.query_pairs().filter(|(name, _)| name == "token");
    pairs.map(|(_, value)| value.into_owned()).collect()
}

#[tokio::test]
async fn the_agent_is_signed_in_by_id_and_gets_in() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;

    let answer = browser.join(ID).await;

    let url = join_url(&answer);
    assert_eq!(
        server.calls_after(2),
        ["GET /api/schedules/tenant/schedule-1", AGENT_SIGN_IN]
    );
    assert_eq!(tokens(&url).len(), 1);
    assert!(url.as_str().contains("params=schedule-1"));
    let (status, text) = page(&url).await;
    assert_eq!(status, 200, "{text}");
    assert!(text.contains("as its agent"), "{text}");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
}

#[tokio::test]
async fn no_body_is_needed_to_join() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;

    let request = browser.request(Method::POST, "/api/schedules/schedule-1/join");

    join_url(&Answer::to(request).await);
}

#[tokio::test]
async fn each_join_gets_a_fresh_token() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;

    let first = tokens(&join_url(&browser.join(ID).await));
    let second = tokens(&join_url(&browser.join(ID).await));

    assert_ne!(first, second);
    assert_eq!(server.video().tokens_issued(), 3);
}

#[tokio::test]
async fn the_rest_of_the_query_is_kept_and_an_older_token_replaced() {
    let (server, browser) = Server::with_partner().await;
    server.video().set_full_url(FullUrl::WithToken);
    browser.scheduled(&server.form()).await;

    let url = join_url(&browser.join(ID).await);

    let query: Vec<_> = url.query_pairs().into_owned().collect();
    assert_eq!(query.len(), 3, "{query:?}");
    assert!(query.contains(&("params".to_owned(), ID.to_owned())));
    assert!(query.contains(&("lang".to_owned(), "en".to_owned())));
    assert_ne!(tokens(&url), ["old"]);
    assert_eq!(url.fragment(), Some("room"));
    assert_eq!(page(&url).await.0, 200);
}

#[tokio::test]
async fn a_relative_full_url_leads_to_the_host_in_use() {
    let (server, browser) = Server::with_partner().await;
    server.video().set_full_url(FullUrl::Relative);
    browser.scheduled(&server.form()).await;

    let url = join_url(&browser.join(ID).await);

    assert_eq!(url.origin(), server.video().url().origin());
    assert_eq!(page(&url).await.0, 200);
}

#[tokio::test]
async fn nobody_who_is_not_signed_in_gets_a_way_in() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    let known = server.calls().len();
    let operator = server.browser();
    operator.sign_in_as_operator().await;

    for stranger in [server.browser(), operator, browser.tab("staging")] {
        let answer = stranger.join(ID).await;
        answer.assert_problem(401, "Sign-in required");
    }

    assert!(server.calls_after(known).is_empty());
    assert!(server.fakes.staging.host().journal().is_empty());
}

#[tokio::test]
async fn for_a_meeting_of_another_tenant_nobody_is_signed_in() {
    let (server, browser) = Server::with_partner().await;
    let known = server.calls().len();

    let answer = browser.join("schedule-of-another-tenant").await;

    answer.assert_problem(404, "Meeting not found");
    assert_eq!(
        server.calls_after(known),
        ["GET /api/schedules/tenant/schedule-of-another-tenant"]
    );
    assert_eq!(server.video().tokens_issued(), 1);
}

#[tokio::test]
async fn a_meeting_that_was_cancelled_cannot_be_joined_any_more() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    browser.delete("/api/schedules/schedule-1").await;

    browser
        .join(ID)
        .await
        .assert_problem(404, "Meeting not found");

    assert_eq!(server.video().tokens_issued(), 1);
}

#[tokio::test]
async fn with_a_password_one_joins_as_oneself() {
    let server = Server::start().await;
    let browser = server.local().await;
    let own = browser
        .post(
            "/api/schedules?agentEmail=agent@example.com",
            &server.form(),
        )
        .await;
    let other = browser.scheduled(&server.form()).await;

    let into_own = join_url(&browser.join(own.json()["_id"].as_str().unwrap()).await);
    let into_other = join_url(&browser.join(other["_id"].as_str().unwrap()).await);

    assert_eq!(page(&into_own).await.0, 200);
    assert_eq!(page(&into_other).await.0, 401, "not that meeting's agent");
    assert_eq!(server.video().tokens_issued(), 1);
    assert!(
        server
            .video()
            .host()
            .received(&Method::GET, IMPERSONATE)
            .is_empty()
    );
}

#[tokio::test]
async fn without_a_full_url_the_meeting_url_is_given_instead() {
    let (server, browser) = Server::with_partner().await;
    server.video().set_full_url(FullUrl::Missing);
    let meeting = browser.scheduled(&server.form()).await;
    let known = server.calls().len();

    let answer = browser.join(ID).await;

    answer.assert_problem(409, "No full URL available for the agent");
    assert_eq!(answer.json()["meetingUrl"], meeting["agent"]["meetingUrl"]);
    assert_eq!(
        server.calls_after(known),
        ["GET /api/schedules/tenant/schedule-1"]
    );
}

#[tokio::test]
async fn without_any_url_that_is_said_too() {
    let (server, browser) = Server::with_partner().await;
    for agent in [
        json!({ "name": "A" }),
        json!({ "name": "A", "fullUrl": "", "meetingUrl": "" }),
        json!(null),
    ] {
        let bare = json!({ "_id": "s-9", "agentId": SAM_ID, "agent": agent });
        let bare = Provoke::Instead(VendorAnswer::json(200, &bare).into());
        server.video().host().provoke(Method::GET, MEETING, bare);

        let answer = browser.join("s-9").await;

        answer.assert_problem(409, "No full URL available for the agent");
        assert_eq!(
            answer.json().get("meetingUrl"),
            Some(&Value::Null),
            "{}",
            answer.text
        );
    }
    assert_eq!(server.video().tokens_issued(), 1);
}

#[tokio::test]
async fn a_full_url_that_is_no_web_address_is_given_to_nobody() {
    let (server, browser) = Server::with_partner().await;
    for hostile in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
    ] {
        let agent = json!({ "fullUrl": hostile, "meetingUrl": hostile });
        let odd = json!({ "_id": "s-9", "agentId": SAM_ID, "agent": agent });
        let odd = Provoke::Instead(VendorAnswer::json(200, &odd).into());
        server.video().host().provoke(Method::GET, MEETING, odd);

        let answer = browser.join("s-9").await;

        assert!([409, 502].contains(&answer.status), "{}", answer.text);
        assert!(!answer.text.contains(hostile), "{}", answer.text);
    }
    assert_eq!(server.video().tokens_issued(), 1);
}

#[tokio::test]
async fn a_full_url_that_was_told_once_is_remembered() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    server.video().set_full_url(FullUrl::Missing);

    let url = join_url(&browser.join(ID).await);

    assert_eq!(page(&url).await.0, 200);
    let colleague = server.partner().await;
    assert_eq!(page(&join_url(&colleague.join(ID).await)).await.0, 200);
    let server = server.crash_and_restart().await;
    let late = server.partner().await.join(ID).await;
    late.assert_problem(409, "No full URL available for the agent");
}

#[tokio::test]
async fn a_remembered_full_url_is_for_those_who_may_see_the_meeting() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    let staging = browser.tab("staging");
    staging.sign_in_with_pak().await.assert_signed_in(true);

    staging
        .join(ID)
        .await
        .assert_problem(404, "Meeting not found");

    assert_eq!(server.fakes.staging.tokens_issued(), 1);
}

#[tokio::test]
async fn a_sign_in_of_the_agent_that_is_refused_is_told_with_the_vendors_reason() {
    let cases = [
        (
            401,
            json!({ "error": "Agent is locked" }),
            "Failed to join meeting: Agent is locked",
        ),
        (
            401,
            json!({ "message": "No seat left" }),
            "Failed to join meeting: No seat left",
        ),
        (
            400,
            json!({ "error": "Bad agent" }),
            "Failed to join meeting: Bad agent",
        ),
        (
            401,
            json!({}),
            "Failed to join meeting: Authentication failed with status 401",
        ),
        (
            403,
            json!([]),
            "Failed to join meeting: Authentication failed with status 403",
        ),
    ];
    for (status, body, expected) in cases {
        let (server, browser) = Server::with_partner().await;
        browser.scheduled(&server.form()).await;
        let refusal = Provoke::Instead(VendorAnswer::json(status, &body).into());
        server
            .video()
            .host()
            .provoke_times(9, Method::GET, IMPERSONATE, refusal);

        let answer = browser.join(ID).await;

        answer.assert_problem(502, expected);
        assert!(!answer.text.contains("eyJ"));
    }
}

#[tokio::test]
async fn a_network_that_fails_while_joining_is_told_as_such() {
    let (server, browser) = Setup::new().impatient().start_with_partner().await;
    browser.scheduled(&server.form()).await;
    let host = server.video().host();
    host.provoke_times(9, Method::GET, IMPERSONATE, Provoke::ThenCut);

    let cut = browser.join(ID).await;
    host.calm();
    host.inject(Fault::Down, Duration::from_secs(600));
    host.settled().await;
    let down = browser.join(ID).await;

    cut.assert_problem(502, "Failed to join meeting: VideoEngager did not answer");
    assert_eq!(down.status, 502, "{}", down.text);
    let error = down.error();
    let starts = ["Failed to join meeting: ", "Network error: "];
    assert!(
        starts.iter().any(|start| error.starts_with(start)),
        "{error}"
    );
}

#[tokio::test]
async fn every_join_is_audited_without_url_address_or_token() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let joined = join_url(&browser.join(ID).await);
    browser
        .join("schedule-9")
        .await
        .assert_problem(404, "Meeting not found");
    server.video().refuse_sign_in();
    browser.join(ID).await;
    server.video().accept_sign_in();
    let local = server.local().await;
    local.join(ID).await;
    server
        .browser()
        .join(ID)
        .await
        .assert_problem(401, "Sign-in required");

    let audit = server.logs().await.audit;

    let text = |line: &Value| line.to_string();
    let joins = |id: &str| {
        let named = format!("\"{id}\"");
        let lines = audit.iter().map(text);
        let lines = lines.filter(|line| line.contains("join") && line.contains(&named));
        lines.collect::<Vec<String>>()
    };
    let of_meeting = joins(ID);
    assert_eq!(of_meeting.len(), 4, "{audit:#?}");
    let by = |method: &str| {
        let named = format!("\"{method}\"");
        let lines = of_meeting.iter();
        lines
            .filter(|line| line.contains(&named))
            .collect::<Vec<_>>()
    };
    let (pak, local) = (by("pak"), by("local"));
    assert_eq!((pak.len(), local.len()), (2, 1), "{of_meeting:#?}");
    for line in pak.into_iter().chain(local) {
        assert!(line.contains(SAM_ID), "{line}");
    }
    assert!(of_meeting.iter().all(|line| line.contains("\"dev\"")));
    assert_eq!(joins("schedule-9").len(), 1, "{audit:#?}");
    let all: String = audit.iter().map(text).collect();
    for secret in [
        &*tokens(&joined)[0],
        "http",
        "@",
        "%40",
        "eyJ",
        "John",
        meeting["agent"]["meetingUrl"].as_str().unwrap(),
    ] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}
