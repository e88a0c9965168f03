//! No personal value and no secret gets into a log, a metric, the data folder, or an answer
//! in which it does not belong.

mod run;

use std::time::Duration;

use ccaas_http::test_util::{Answer as VendorAnswer, Fault, Provoke, Reply};
use reqwest::Method;
use serde_json::json;
use videoengager_client::fake::{FakeVideoEngager, FullUrl};

use super::harness::{
    AGENTS, Answer, IMPERSONATE, LOCAL, MEETING, MEETINGS, PERIOD, SAM, read_from,
};
use run::{ECHO, KEY, Run, TYPED_ID, TYPED_PAK, WRONG_PASSWORD};

#[tokio::test]
async fn meetings_that_go_well_leak_nothing() {
    let mut run = Run::start().await;
    run.server.video().set_full_url(FullUrl::WithToken);
    let browser = run.partner().await;
    let form = run.form();
    let keyed = browser.send(browser.keyed(KEY, &form)).await;
    let meeting = run.shown(keyed).json();
    run.shown(browser.send(browser.keyed(KEY, &form)).await);
    let (from, to) = (run.server.text_in_hours(0), run.server.text_in_hours(48));

    let answers = [
        browser.get("/api/auth").await,
        browser.get("/api/agents").await,
        browser
            .get(&format!(
                "/api/schedules?from={from}&to={to}&agentEmail={SAM}"
            ))
            .await,
        browser.get("/api/schedules/schedule-1").await,
        browser
            .get("/api/schedules/schedule-1/meeting.ics?for=agent")
            .await,
    ];
    for answer in answers {
        assert_eq!(answer.status, 200, "{}", answer.text);
        run.shown(answer);
    }
    let joined = browser.join("schedule-1").await;
    run.keep_join_url(&joined);
    let change = json!({ "duration": 45, "read": read_from(&meeting) });
    let changed = run.shown(browser.put("/api/schedules/schedule-1", &change).await);
    let conflict = run.shown(browser.put("/api/schedules/schedule-1", &change).await);
    let cancelled = run.shown(browser.delete("/api/schedules/schedule-1").await);
    let left = run.shown(browser.delete("/api/auth").await);

    let statuses = [&changed, &conflict, &cancelled, &left].map(|answer| answer.status);
    assert_eq!(statuses, [200, 409, 200, 204]);
    run.finish(&["schedule-1"]).await;
}

#[tokio::test]
async fn sign_ins_of_every_kind_leak_nothing() {
    let mut run = Run::start().await;
    let browser = run.partner().await;
    run.checked(browser.sign_in_locally().await);
    run.keep_cookie(&browser);
    let wrong = json!({ "method": "operator", "password": WRONG_PASSWORD });
    run.checked(browser.sign_in(&wrong).await);
    let email = FakeVideoEngager::EMAIL;
    let wrong = json!({ "method": "local", "email": email, "password": WRONG_PASSWORD });
    run.checked(browser.sign_in(&wrong).await);
    let typed =
        json!({ "method": "pak", "pak": TYPED_PAK, "externalId": TYPED_ID, "email": email });
    let production = browser.tab("production");
    let refused = run.checked(production.sign_in(&typed).await);
    assert_eq!(refused.status, 401, "{}", refused.text);
    let dev = run.checked(browser.sign_in(&typed).await);
    assert_eq!(dev.status, 400, "{}", dev.text);
    for body in [
        json!({ "method": WRONG_PASSWORD }),
        json!({ "method": "operator", "password": [WRONG_PASSWORD] }),
        json!({ "method": "pak", "pak": TYPED_PAK }),
        json!({ "method": "local", "email": [email], "password": WRONG_PASSWORD }),
    ] {
        let answer = run.checked(production.sign_in(&body).await);
        assert_eq!(answer.status, 400, "{}", answer.text);
    }
    let mut tampered = browser.cookie().unwrap();
    tampered.push('x');
    browser.set_cookie(Some(tampered));
    run.checked(browser.get("/api/agents").await);

    run.finish(&["/api/auth"]).await;
}

#[tokio::test]
async fn requests_that_are_refused_leak_nothing() {
    let mut run = Run::start().await;
    let browser = run.partner().await;
    let good = run.form();
    for field in ["name", "email", "phone", "subject"] {
        for wrong in [
            json!(format!("{ECHO}{}", "x".repeat(300))),
            json!(format!("{ECHO}\u{7}")),
            json!([ECHO]),
            json!({ "a": ECHO }),
        ] {
            let mut form = good.clone();
            form["visitor"][field] = wrong;
            let answer = run.checked(browser.schedule(&form).await);
            assert_eq!(answer.status, 400, "{}", answer.text);
        }
    }
    let path = "/api/schedules?agentEmail=";
    let raw = |kind: &'static str, body: String| {
        let request = browser.request(Method::POST, path);
        Answer::to(request.header("Content-Type", kind).body(body))
    };
    let answers = [
        (
            400,
            raw("application/json", format!("{{\"date\":\"{ECHO}")).await,
        ),
        (400, raw("application/json", ECHO.to_owned()).await),
        (415, raw("text/plain", ECHO.to_owned()).await),
        (413, raw("application/json", ECHO.repeat(1_000)).await),
    ];
    for (status, answer) in answers {
        assert_eq!(run.checked(answer).status, status);
    }
    let hostile = "Canarina-Fringuello-7654321";
    for path in [
        format!("/api/schedules/{hostile}"),
        format!("/api/schedules/{hostile}/join"),
        format!("/api/{hostile}?a={hostile}"),
        format!("/{hostile}?env={hostile}"),
        format!("/api/schedules?from={hostile}&to={hostile}&agentEmail={hostile}"),
    ] {
        let answer = run.checked(browser.get(&path).await);
        assert!(
            [400, 404, 405].contains(&answer.status),
            "{path}: {}",
            answer.text
        );
    }
    let key = browser
        .send(browser.keyed(&format!("{KEY} canarina"), &good))
        .await;
    assert_eq!(run.checked(key).status, 400);
    run.finish(&["/api/schedules"]).await;
}

fn repeating(status: u16) -> Provoke {
    let body = json!({ "error": ECHO, "message": ECHO, "status": status, ECHO: ECHO });
    let answer = VendorAnswer::json(status, &body).with_header("X-Echo", ECHO);
    Provoke::Instead(answer.into())
}

/// Answers of a vendor that repeats what it was sent, and more.
fn echoes() -> Vec<Provoke> {
    let page = format!("<html><body>{ECHO}</body></html>");
    let to = format!("https://example.com/{}", ECHO.replace(' ', "/"));
    let mut echoes: Vec<Provoke> = [400, 401, 403, 404, 500].map(repeating).into();
    echoes.extend([
        Provoke::Instead(VendorAnswer::bytes(200, "text/html", page.clone()).into()),
        Provoke::Instead(VendorAnswer::bytes(502, "text/html", page.clone()).into()),
        Provoke::Instead(VendorAnswer::empty(302).with_header("Location", to).into()),
        Provoke::Instead(Reply::CutMidBody(VendorAnswer::bytes(
            200,
            "text/html",
            page,
        ))),
    ]);
    echoes
}

/// Lets each call to VideoEngager go wrong in each way; gives all answers.
async fn provoked(run: &mut Run, ways: impl Fn() -> Vec<Provoke>) -> Vec<Answer> {
    let browser = run.partner().await;
    let form = run.form();
    let meeting = run.shown(browser.schedule(&form).await).json();
    let change = json!({ "duration": 45, "read": read_from(&meeting) });
    let (from, to) = (run.server.text_in_hours(0), run.server.text_in_hours(48));
    let list = format!("/api/schedules?from={from}&to={to}");
    let one = "/api/schedules/schedule-1";
    let calls = [
        (Method::GET, IMPERSONATE),
        (Method::POST, LOCAL),
        (Method::GET, AGENTS),
        (Method::POST, MEETINGS),
        (Method::GET, PERIOD),
        (Method::GET, MEETING),
        (Method::PUT, MEETING),
        (Method::DELETE, MEETING),
    ];
    let mut answers = Vec::new();
    for (method, pattern) in calls {
        for what in ways() {
            let host = run.server.video().host().clone();
            host.provoke_times(1_000, method.clone(), pattern, what);
            match pattern {
                LOCAL => answers.push(run.server.browser().sign_in_locally().await),
                IMPERSONATE => {
                    answers.push(browser.sign_in_with_pak().await);
                    answers.push(browser.join("schedule-1").await);
                }
                AGENTS => answers.push(browser.get("/api/agents").await),
                MEETINGS => answers.push(browser.schedule(&form).await),
                PERIOD => answers.push(browser.get(&list).await),
                _ => {
                    answers.push(browser.get(one).await);
                    answers.push(browser.join("schedule-1").await);
                    answers.push(browser.put(one, &change).await);
                    if method != Method::PUT {
                        answers.push(browser.delete(one).await);
                    }
                }
            }
            host.calm();
            run.server.pass(Duration::from_secs(60));
        }
    }
    answers
}

#[tokio::test]
async fn what_a_vendor_says_is_not_logged() {
    let mut run = Run::start().await;

    let answers = provoked(&mut run, echoes).await;

    assert!(answers.iter().any(|answer| answer.status >= 500));
    run.finish(&["/api/schedules/{id}/join"]).await;
}

#[tokio::test]
async fn a_sentence_of_the_vendor_that_holds_a_secret_is_not_told() {
    let mut run = Run::start().await;

    let answers = provoked(&mut run, || [400, 401, 403, 404].map(repeating).into()).await;

    for answer in answers {
        run.told(answer);
    }
}

#[tokio::test]
async fn a_vendor_that_cannot_be_reached_leaks_nothing() {
    let mut run = Run::start().await;
    let browser = run.partner().await;
    let form = run.form();
    run.shown(browser.schedule(&form).await);
    for fault in [Fault::Down, Fault::Hang, Fault::Cut, Fault::InternalError] {
        for expired in [false, true] {
            if expired {
                run.server.video().expire_tokens();
                run.server.pass(Duration::from_secs(60));
            }
            let host = run.server.video().host().clone();
            host.inject(fault, Duration::from_secs(600));
            host.settled().await;
            for answer in [
                browser.get("/api/agents").await,
                browser.schedule(&form).await,
                browser.join("schedule-1").await,
                browser.sign_in_with_pak().await,
            ] {
                assert_eq!(answer.status, 502, "{fault:?}: {}", answer.text);
                run.checked(answer);
            }
            host.calm();
            host.settled().await;
        }
    }
    run.finish(&["/api/agents"]).await;
}
