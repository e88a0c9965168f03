//! The same form sent twice: one meeting, one answer.

use std::time::Duration;

use ccaas_http::test_util::{Answer as VendorAnswer, Provoke};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::harness::{Answer, Browser, MEETINGS, SAM, Server, Setup, until};

const KEY: &str = "0c6a7d52-6b4e-4a52-8d34-6a0f0e5f2b10";
const HOUR: Duration = Duration::from_secs(3_600);

async fn schedule(browser: &Browser, form: &Value) -> Answer {
    browser.send(browser.keyed(KEY, form)).await
}

fn created(server: &Server) -> usize {
    server
        .video()
        .host()
        .received(&Method::POST, MEETINGS)
        .len()
}

#[tokio::test]
async fn the_same_key_and_body_get_the_first_answer() {
    let (server, browser) = Server::with_partner().await;
    let form = server.form();
    let first = schedule(&browser, &form).await;
    let calls = server.calls();

    let again = schedule(&browser, &form).await;

    assert_eq!((first.status, again.status), (201, 201), "{}", again.text);
    assert_eq!(first.json(), again.json());
    assert_eq!(server.calls(), calls);
}

#[tokio::test]
async fn without_a_key_two_requests_are_two_meetings() {
    let (server, browser) = Server::with_partner().await;

    let first = browser.scheduled(&server.form()).await;
    let second = browser.scheduled(&server.form()).await;

    assert_ne!(first["_id"], second["_id"]);
    assert_eq!(server.video().schedules().len(), 2);
}

#[tokio::test]
async fn another_request_with_the_key_is_refused() {
    let (server, browser) = Server::with_partner().await;
    let form = server.form();
    schedule(&browser, &form).await;
    let mut other = form.clone();
    other["duration"] = json!(45);
    let keyed = |query: &str, form: &Value| {
        let request = browser.request(Method::POST, &format!("/api/schedules?{query}"));
        request.header("Idempotency-Key", KEY).json(form)
    };

    let answers = [
        Answer::to(keyed(&format!("agentEmail={SAM}"), &other)).await,
        Answer::to(keyed("agentEmail=agent@example.com", &form)).await,
        Answer::to(keyed(
            &format!("agentEmail={SAM}&sendNotificationEmail=true"),
            &form,
        ))
        .await,
    ];

    for answer in answers {
        assert_eq!(answer.status, 422, "{}", answer.text);
        assert!(
            answer.error().contains("Idempotency-Key"),
            "{}",
            answer.text
        );
    }
    assert_eq!(created(&server), 1);
}

#[tokio::test]
async fn spaces_and_the_order_of_fields_do_not_make_another_body() {
    let (server, browser) = Server::with_partner().await;
    let form = server.form();
    let first = schedule(&browser, &form).await;
    let fields: Vec<_> = form.as_object().unwrap().iter().collect();
    let reversed: Vec<_> = fields
        .iter()
        .rev()
        .map(|(name, value)| format!("  \"{name}\"  :\n{value}"))
        .collect();

    let again = browser
        .request(Method::POST, &format!("/api/schedules?agentEmail={SAM}"))
        .header("Idempotency-Key", KEY)
        .header("Content-Type", "application/json; charset=utf-8")
        .body(format!("{{ {} }}", reversed.join(" , ")));
    let again = Answer::to(again).await;

    assert_eq!(again.status, 201, "{}", again.text);
    assert_eq!(first.json(), again.json());
    assert_eq!(created(&server), 1);
}

#[tokio::test]
async fn a_request_that_is_still_in_flight_is_a_409_that_says_when_to_ask_again() {
    let (server, browser) = Server::with_partner().await;
    let late = Provoke::Late(Duration::from_secs(2));
    server.video().host().provoke(Method::POST, MEETINGS, late);
    let form = server.form();
    let first = tokio::spawn(Answer::to(browser.keyed(KEY, &form)));
    until("the meeting was asked for", || created(&server) == 1).await;

    let second = schedule(&browser, &form).await;

    assert_eq!(second.status, 409, "{}", second.text);
    let wait: u64 = second.header("retry-after").parse().unwrap();
    assert!((1..=10).contains(&wait), "{wait}");
    let first = first.await.unwrap();
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(schedule(&browser, &form).await.json(), first.json());
    assert_eq!(created(&server), 1);
}

#[tokio::test]
async fn of_many_at_once_one_meeting_is_made() {
    let (server, browser) = Server::with_partner().await;
    let form = server.form();
    let mut requests = JoinSet::new();
    for _ in 0..12 {
        requests.spawn(Answer::to(browser.keyed(KEY, &form)));
    }

    let answers = requests.join_all().await;

    assert!(
        answers
            .iter()
            .all(|answer| [201, 409].contains(&answer.status))
    );
    assert!(answers.iter().any(|answer| answer.status == 201));
    assert_eq!(created(&server), 1);
}

#[tokio::test]
async fn a_refusal_frees_the_key() {
    let (server, browser) = Server::with_partner().await;
    let refusal = VendorAnswer::json(400, &json!({ "error": "Not now" }));
    let refusal = Provoke::Instead(refusal.into());
    server
        .video()
        .host()
        .provoke(Method::POST, MEETINGS, refusal);
    let form = server.form();
    schedule(&browser, &form)
        .await
        .assert_problem(400, "Not now");
    let mut corrected = form.clone();
    corrected["duration"] = json!(45);
    let mut wrong = form;
    wrong["duration"] = json!(7);

    let refused = schedule(&browser, &wrong).await;
    let again = schedule(&browser, &corrected).await;

    assert_eq!((refused.status, again.status), (400, 201), "{}", again.text);
    assert_eq!(server.video().schedules().len(), 1);
}

#[tokio::test]
async fn a_meeting_that_may_have_been_scheduled_stays_so_and_is_not_asked_for_again() {
    let (server, browser) = Server::with_partner().await;
    server
        .video()
        .host()
        .provoke(Method::POST, MEETINGS, Provoke::ThenCut);
    let form = server.form();
    let first = schedule(&browser, &form).await;

    let again = schedule(&browser, &form).await;

    for answer in [first, again] {
        answer.assert_problem(502, "Network error: VideoEngager did not answer");
        assert!(answer.message().contains("may have been scheduled"));
    }
    assert_eq!(created(&server), 1);
    assert_eq!(server.video().schedules().len(), 1);
}

#[tokio::test]
async fn whatever_is_told_as_perhaps_scheduled_is_not_asked_for_again() {
    let html = |status| VendorAnswer::bytes(status, "text/html", "<h1>Sorry</h1>");
    let error = |status| VendorAnswer::json(status, &json!({ "error": "Broken" }));
    for answer in [
        html(200),
        html(500),
        html(502),
        error(500),
        error(503),
        error(504),
    ] {
        let (server, browser) = Server::with_partner().await;
        let status = answer.status;
        let odd = Provoke::Instead(answer.into());
        server.video().host().provoke(Method::POST, MEETINGS, odd);
        let form = server.form();
        let first = schedule(&browser, &form).await;
        assert_eq!(first.status, 502, "{}", first.text);

        let again = schedule(&browser, &form).await;

        let perhaps = first.message().contains("may have been scheduled");
        let expected = if perhaps { 1 } else { 2 };
        assert_eq!(created(&server), expected, "{status}: {}", first.text);
        assert_eq!(
            again.status,
            if perhaps { 502 } else { 201 },
            "{}",
            again.text
        );
    }
}

#[tokio::test]
async fn a_key_is_remembered_for_24_hours() {
    let setup = Setup::new().argument("--session-life", "48h");
    let (server, browser) = setup.start_with_partner().await;
    let mut form = server.form();
    form["date"] = json!(server.in_hours(100));
    let first = schedule(&browser, &form).await;

    server.pass(23 * HOUR);
    let within = schedule(&browser, &form).await;
    server.pass(HOUR);
    let after = schedule(&browser, &form).await;

    assert_eq!(within.json(), first.json());
    assert_eq!(after.status, 201, "{}", after.text);
    assert_ne!(after.json()["_id"], first.json()["_id"]);
}

#[tokio::test]
async fn a_key_belongs_to_one_session_and_one_environment() {
    let (server, one) = Server::with_partner().await;
    let form = server.form();
    let first = schedule(&one, &form).await.json();
    let other = server.local().await;
    let staging = one.tab("staging");
    staging.sign_in_with_pak().await.assert_signed_in(true);

    let second = schedule(&other, &form).await;
    let third = schedule(&staging, &form).await;

    assert_eq!((second.status, third.status), (201, 201));
    assert_ne!(second.json()["_id"], first["_id"]);
    assert_eq!(server.video().schedules().len(), 2);
    assert_eq!(server.fakes.staging.schedules().len(), 1);
}

#[tokio::test]
async fn a_key_outlives_the_change_of_the_sessions_id() {
    let (server, browser) = Server::with_partner().await;
    let form = server.form();
    let first = schedule(&browser, &form).await;
    browser.sign_in_with_pak().await.assert_signed_in(true);

    let again = schedule(&browser, &form).await;

    assert_eq!(first.json(), again.json());
    assert_eq!(created(&server), 1);
}

#[tokio::test]
async fn a_key_is_8_to_128_visible_characters() {
    let (server, browser) = Server::with_partner().await;
    let long = "k".repeat(129);
    for key in ["", "1234567", &long, "with space", "tab\tinside"] {
        let answer = browser.send(browser.keyed(key, &server.form())).await;

        assert_eq!(answer.status, 400, "{key:?}: {}", answer.text);
    }
    let bytes = reqwest::header::HeaderValue::from_bytes(b"schl\xc3\xbcssel").unwrap();
    let request = browser.request(Method::POST, &format!("/api/schedules?agentEmail={SAM}"));
    let request = request
        .header("Idempotency-Key", bytes)
        .json(&server.form());
    assert_eq!(Answer::to(request).await.status, 400);
    assert_eq!(created(&server), 0);

    for key in ["12345678", &long[1..], "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~"] {
        let answer = browser.send(browser.keyed(key, &server.form())).await;
        assert_eq!(answer.status, 201, "{key:?}: {}", answer.text);
    }
}
