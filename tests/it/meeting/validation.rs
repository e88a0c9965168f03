//! What a request must keep to, before VideoEngager is asked.

use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{Answer, SAM, Server, Setup};

const INVALID: &str = "Invalid request data";

#[track_caller]
fn assert_detail(what: &Value, answer: &Answer, start: &str) {
    assert_eq!(answer.status, 400, "{what}: {}", answer.text);
    answer.assert_problem(400, INVALID);
    let details = answer.details();
    assert_eq!(details.len(), 1, "{what}: {details:?}");
    assert!(details[0].starts_with(start), "{what}: {details:?}");
}

#[tokio::test]
async fn durations_outside_of_the_bounds_are_refused_and_the_bounds_pass() {
    let (server, browser) = Server::with_partner().await;
    let text = "Duration must be from 15 to 1440 minutes";
    for wrong in [
        json!(14),
        json!(1441),
        json!("half an hour"),
        json!("30"),
        json!(0),
        json!(-30),
        json!(30.5),
        json!(null),
        json!([30]),
        json!(true),
        json!(1e300),
        json!(18_446_744_073_709_551_615_u64),
    ] {
        let mut form = server.form();
        form["duration"] = wrong.clone();

        let answer = browser.schedule(&form).await;

        assert_detail(&wrong, &answer, "Duration ");
        if wrong.is_i64() {
            assert_eq!(answer.details(), [text]);
        }
    }
    assert!(server.video().schedules().is_empty());
    for right in [15, 1440] {
        let mut form = server.form();
        form["duration"] = json!(right);
        browser.scheduled(&form).await;
    }
}

#[tokio::test]
async fn the_bounds_are_settings() {
    let setup = Setup::new()
        .argument("--min-duration", "5")
        .argument("--max-duration", "60");
    let (server, browser) = setup.start_with_partner().await;
    for (minutes, status) in [(4, 400), (5, 201), (60, 201), (61, 400)] {
        let mut form = server.form();
        form["duration"] = json!(minutes);

        let answer = browser.schedule(&form).await;

        assert_eq!(answer.status, status, "{minutes}: {}", answer.text);
        if status == 400 {
            assert_eq!(answer.details(), ["Duration must be from 5 to 60 minutes"]);
        }
    }
}

#[tokio::test]
async fn the_start_must_be_milliseconds_in_the_future() {
    let (server, browser) = Server::with_partner().await;
    for wrong in [
        json!(server.in_hours(-1)),
        json!(server.clock.now().timestamp_millis()),
        json!(server.in_hours(30) / 1_000),
        json!(0),
        json!(-1),
        json!("2026-03-03T15:00:00Z"),
        json!(null),
        json!(1.5e12),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!({}),
    ] {
        let mut form = server.form();
        form["date"] = wrong.clone();

        assert_detail(&wrong, &browser.schedule(&form).await, "Start ");
    }
    assert!(server.video().schedules().is_empty());
}

#[tokio::test]
async fn each_text_is_checked_and_named() {
    let (server, browser) = Server::with_partner().await;
    let long = "x".repeat(201);
    let cases = [
        ("name", json!(long), "Visitor name "),
        ("name", json!("a\u{7}b"), "Visitor name "),
        ("name", json!("a\nb"), "Visitor name "),
        ("name", json!(7), "Visitor name "),
        ("name", json!(["a"]), "Visitor name "),
        ("subject", json!(long), "Meeting title "),
        ("subject", json!("a\r\nb"), "Meeting title "),
        ("email", json!("nobody"), "Visitor email "),
        ("email", json!("a@"), "Visitor email "),
        ("email", json!("@example.com"), "Visitor email "),
        ("email", json!("a b@example.com"), "Visitor email "),
        ("email", json!("a@b@example.com"), "Visitor email "),
        (
            "email",
            json!(format!("{long}@example.com")),
            "Visitor email ",
        ),
        ("email", json!(7), "Visitor email "),
        ("phone", json!("call me"), "Visitor phone "),
        ("phone", json!("1".repeat(33)), "Visitor phone "),
        ("phone", json!(1_234_567_890), "Visitor phone "),
    ];
    for (field, wrong, start) in cases {
        let mut form = server.form();
        form["visitor"][field] = wrong.clone();

        assert_detail(&wrong, &browser.schedule(&form).await, start);
    }
    for visitor in [json!("John"), json!([]), json!(7)] {
        let mut form = server.form();
        form["visitor"] = visitor.clone();
        assert_detail(&visitor, &browser.schedule(&form).await, "Visitor ");
    }
    assert!(server.video().schedules().is_empty());
}

#[tokio::test]
async fn texts_that_people_write_pass() {
    let (server, browser) = Server::with_partner().await;
    let long = "é".repeat(200);
    for (field, right) in [
        ("name", "O'Brien-Ñandú, <b>Jr.</b> & \"Co\""),
        ("name", &*long),
        ("subject", "Please update my address; SELECT a plan"),
        ("email", "first.last+tag@sub.example.com"),
        ("phone", "+1 (202) 555-0147"),
        ("phone", "0039/02.1234567"),
    ] {
        let mut form = server.form();
        form["visitor"][field] = json!(right);

        let meeting = browser.scheduled(&form).await;

        assert_eq!(meeting["visitor"][field], right);
    }
}

#[tokio::test]
async fn the_agent_must_be_named() {
    let (server, browser) = Server::with_partner().await;
    for query in [
        "",
        "?agentEmail=",
        "?agentEmail=%20",
        "?agentEmail=nobody",
        "?agentemail=a@b.c",
    ] {
        let answer = browser
            .post(&format!("/api/schedules{query}"), &server.form())
            .await;

        assert_detail(&json!(query), &answer, "Agent ");
    }
    let path = format!("/api/schedules?agentEmail={SAM}&sendNotificationEmail=perhaps");
    let answer = browser.post(&path, &server.form()).await;
    assert_eq!(answer.status, 400, "{}", answer.text);
    assert!(server.video().schedules().is_empty());
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let (_server, browser) = Server::with_partner().await;
    let form = json!({ "visitor": { "email": "nobody", "phone": "call me" } });

    let answer = browser.post("/api/schedules", &form).await;

    answer.assert_problem(400, INVALID);
    let details = answer.details();
    for start in [
        "Agent ",
        "Start ",
        "Duration ",
        "Visitor email ",
        "Visitor phone ",
    ] {
        let told = details.iter().filter(|detail| detail.starts_with(start));
        assert_eq!(told.count(), 1, "{start}: {details:?}");
    }
}

#[tokio::test]
async fn hostile_bodies_are_refused_and_reach_nobody() {
    let (server, browser) = Server::with_partner().await;
    let known = server.calls().len();
    let deep = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
    let bodies: [(Vec<u8>, u16); 8] = [
        (b"".to_vec(), 400),
        (b"{".to_vec(), 400),
        (b"null".to_vec(), 400),
        (b"[]".to_vec(), 400),
        (b"\"text\"".to_vec(), 400),
        (b"{\"date\":\xff}".to_vec(), 400),
        (deep.into_bytes(), 400),
        (
            format!("{{\"a\":\"{}\"}}", "x".repeat(70_000)).into_bytes(),
            413,
        ),
    ];
    let create = format!("/api/schedules?agentEmail={SAM}");
    for (body, status) in bodies {
        for (method, path) in [
            (Method::POST, "/api/auth"),
            (Method::POST, &*create),
            (Method::PUT, "/api/schedules/schedule-1"),
        ] {
            let request = browser.request(method.clone(), path);
            let request = request
                .header("Content-Type", "application/json")
                .body(body.clone());
            let answer = Answer::to(request).await;

            assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
            assert_eq!(answer.json()["status"], status, "{}", answer.text);
        }
    }
    assert!(server.calls_after(known).is_empty());
}

#[tokio::test]
async fn unknown_fields_are_ignored_and_do_not_reach_videoengager() {
    let (server, browser) = Server::with_partner().await;
    let mut form = server.form();
    form["agentId"] = json!("somebody-else");
    form["tenant"] = json!("other-tenant");
    form["visitor"]["autoAnswer"] = json!(true);
    form["visitor"]["meetingUrl"] = json!("https://evil.example.net");

    browser.scheduled(&form).await;

    let sent = server.calls().len();
    let sent = server.video().host().journal()[sent - 1].json();
    assert_eq!(sent, server_form(&server));
}

fn server_form(server: &Server) -> Value {
    let mut form = server.form();
    form["date"] = json!(server.video().schedules()[0].date.timestamp_millis());
    form
}
