//! Signing in to VideoEngager, with the partner key or with a password.

use std::time::Duration;

use ccaas_http::test_util::{Answer as VendorAnswer, Fault, Provoke, Reply};
use reqwest::Method;
use serde_json::json;
use videoengager_client::fake::FakeVideoEngager;

use super::harness::{Answer, IMPERSONATE, LOCAL, PARTNER_SIGN_IN, SAM, Server, Setup, lines};

const MINUTES: Duration = Duration::from_secs(600);

/// The keys of an answer's object.
fn keys(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let object = body.as_object().expect("the answer is an object");
    object.keys().cloned().collect()
}

#[tokio::test]
async fn the_partner_key_goes_to_videoengager_and_nothing_of_it_comes_back() {
    let server = Server::start().await;
    let browser = server.browser();
    browser.sign_in_as_operator().await;

    let answer = browser.sign_in_with_pak().await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    assert_eq!(
        body,
        json!({
            "authenticated": true,
            "operator": true,
            "method": "pak",
            "expiresAt": body["expiresAt"],
            "environment": "dev",
            "host": server.video().host().addr().to_string(),
        })
    );
    let expires = body["expiresAt"].as_str().unwrap();
    assert!(expires.starts_with("2026-03-02T17:00:0"), "{expires}");
    assert_eq!(server.calls(), [PARTNER_SIGN_IN]);
    assert!(!answer.text.contains("eyJ") && !answer.text.contains(FakeVideoEngager::PAK));
}

#[tokio::test]
async fn each_part_of_the_partner_sign_in_is_percent_encoded() {
    let server = Setup::new()
        .argument("--allow-pak-entry", "true")
        .start()
        .await;
    let browser = server.browser_of("production");
    browser.sign_in_as_operator().await;
    let typed = json!({
        "method": "pak",
        "pak": "a/b?c",
        "externalId": "d e#f%",
        "email": "x+y@example.com",
    });

    let answer = browser.sign_in(&typed).await;

    answer.assert_problem(401, "Authentication failed");
    assert_eq!(
        lines(&server.fakes.production.host().journal()),
        ["GET /api/partners/impersonate/a%2Fb%3Fc/d%20e%23f%25/x%2By%40example.com"]
    );
}

#[tokio::test]
async fn two_meetings_need_one_login_though_its_expiration_is_told_as_zero() {
    let (server, browser) = Server::with_partner().await;

    browser.scheduled(&server.form()).await;
    server.pass(Duration::from_secs(3_600));
    browser.scheduled(&server.form()).await;
    browser.get("/api/agents").await;

    assert_eq!(server.video().tokens_issued(), 1);
    assert_eq!(
        server.calls(),
        [
            PARTNER_SIGN_IN,
            "POST /api/schedules/tenant/",
            "POST /api/schedules/tenant/",
            "GET /api/brokerages/agents",
        ]
    );
}

#[tokio::test]
async fn the_end_of_the_token_itself_counts() {
    let server = Server::start().await;
    server.video().set_token_life(Duration::from_secs(1_800));
    let browser = server.partner().await;
    browser.scheduled(&server.form()).await;

    server.pass(Duration::from_secs(1_801));
    let answer = browser.schedule(&server.form()).await;

    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(server.calls()[2], PARTNER_SIGN_IN);
    let creations = server
        .video()
        .host()
        .received(&Method::POST, "/api/schedules/tenant/");
    assert!(
        creations.iter().all(|call| call.status == Some(200)),
        "no call was refused"
    );
}

#[tokio::test]
async fn a_password_of_videoengager_signs_in_without_an_operator() {
    let server = Server::start().await;
    let browser = server.browser();

    let answer = browser.sign_in_locally().await;

    answer.assert_signed_in(true);
    let body = answer.json();
    assert_eq!(body["method"], "local");
    assert_eq!(body["operator"], false);
    let call = &server.video().host().journal()[0];
    assert_eq!(call.line(), "POST /auth/local");
    assert_eq!(
        call.json(),
        json!({ "email": FakeVideoEngager::EMAIL, "password": FakeVideoEngager::PASSWORD })
    );
    assert!(!answer.text.contains(FakeVideoEngager::PASSWORD) && !answer.text.contains("eyJ"));
    assert_eq!(browser.get("/api/agents").await.status, 200);
    assert_eq!(server.video().tokens_issued(), 1);
}

#[tokio::test]
async fn who_is_signed_in_is_told_and_never_a_401() {
    let server = Server::start().await;
    let browser = server.browser();
    let anonymous = browser.get("/api/auth").await;
    browser.sign_in_as_operator().await;
    let operator = browser.get("/api/auth").await;
    browser.sign_in_with_pak().await;
    let partner = browser.get("/api/auth").await;
    let elsewhere = browser.tab("staging").get("/api/auth").await;

    for answer in [&anonymous, &operator, &partner, &elsewhere] {
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
        let mut keys = keys(answer);
        keys.sort();
        let documented = [
            "authenticated",
            "environment",
            "expiresAt",
            "host",
            "method",
            "operator",
        ];
        assert_eq!(keys, documented);
    }
    let told = |answer: &Answer| {
        let body = answer.json();
        json!([
            body["authenticated"],
            body["operator"],
            body["method"],
            body["environment"]
        ])
    };
    assert_eq!(told(&anonymous), json!([false, false, null, "dev"]));
    assert_eq!(anonymous.json()["expiresAt"], json!(null));
    assert_eq!(told(&operator), json!([false, true, null, "dev"]));
    assert_eq!(told(&partner), json!([true, true, "pak", "dev"]));
    assert_eq!(told(&elsewhere), json!([false, true, null, "staging"]));
}

#[tokio::test]
async fn an_anonymous_browser_gets_nothing_and_nobody_is_asked() {
    let server = Server::start().await;
    let (from, to) = (server.text_in_hours(0), server.text_in_hours(48));
    let anonymous = server.browser();
    let operator = server.browser();
    operator.sign_in_as_operator().await.assert_signed_in(false);

    for browser in [&anonymous, &operator] {
        let answers = [
            browser.get("/api/agents").await,
            browser.schedule(&server.form()).await,
            browser
                .get(&format!("/api/schedules?from={from}&to={to}"))
                .await,
            browser.get("/api/schedules/schedule-1").await,
            browser.get("/api/schedules/schedule-1/meeting.ics").await,
            browser.put("/api/schedules/schedule-1", &json!({})).await,
            browser.delete("/api/schedules/schedule-1").await,
            browser.join("schedule-1").await,
        ];
        for answer in answers {
            answer.assert_problem(401, "Sign-in required");
        }
    }

    assert!(server.calls().is_empty(), "{:?}", server.calls());
}

#[tokio::test]
async fn a_sign_in_that_videoengager_refuses_is_a_401_with_its_sentence() {
    let server = Server::start().await;
    let browser = server.browser();
    browser.sign_in_as_operator().await;
    server.video().refuse_sign_in();

    let pak = browser.sign_in_with_pak().await;
    let local = browser.sign_in_locally().await;

    for answer in [pak, local] {
        answer.assert_problem(401, "Authentication failed");
    }
    assert_eq!(
        browser.get("/api/auth").await.json()["authenticated"],
        false
    );
    browser
        .get("/api/agents")
        .await
        .assert_problem(401, "Sign-in required");
}

#[tokio::test]
async fn the_vendors_own_words_are_told_and_others_are_made_up_for() {
    let cases = [
        (
            401,
            json!({ "error": "The account is locked" }),
            "The account is locked",
        ),
        (
            401,
            json!({ "message": "The account is locked" }),
            "The account is locked",
        ),
        (
            400,
            json!({ "error": "The account is locked", "status": 400 }),
            "The account is locked",
        ),
        (
            403,
            json!({ "error": "The account is locked" }),
            "The account is locked",
        ),
        (401, json!({}), "Authentication failed"),
        (404, json!([]), "Authentication failed"),
    ];
    for (status, body, expected) in cases {
        let server = Server::start().await;
        let browser = server.browser();
        let refusal = Provoke::Instead(VendorAnswer::json(status, &body).into());
        server
            .video()
            .host()
            .provoke_times(9, Method::POST, LOCAL, refusal);

        let answer = browser.sign_in_locally().await;

        answer.assert_problem(401, expected);
    }
}

#[tokio::test]
async fn a_videoengager_that_is_down_is_a_network_error() {
    let server = Setup::new().impatient().start().await;
    let browser = server.browser();
    browser.sign_in_as_operator().await;
    for fault in [Fault::Down, Fault::Hang] {
        server.video().host().inject(fault, MINUTES);
        server.video().host().settled().await;

        let pak = browser.sign_in_with_pak().await;
        let local = browser.sign_in_locally().await;

        for answer in [pak, local] {
            assert_eq!(answer.status, 502, "{fault:?}: {}", answer.text);
            let error = answer.error();
            assert!(error.starts_with("Network error: "), "{fault:?}: {error}");
        }
        server.video().host().calm();
        server.video().host().settled().await;
    }
    browser.sign_in_with_pak().await.assert_signed_in(true);
}

#[tokio::test]
async fn an_answer_without_a_token_signs_nobody_in() {
    let page = VendorAnswer::bytes(200, "text/html", "<h1>Welcome</h1>");
    for odd in [
        VendorAnswer::json(200, &json!({ "token_expiration": 0 })),
        page,
    ] {
        let server = Server::start().await;
        let browser = server.browser();
        browser.sign_in_as_operator().await;
        let odd = Provoke::Instead(Reply::from(odd));
        server
            .video()
            .host()
            .provoke_times(9, Method::GET, IMPERSONATE, odd);

        let answer = browser.sign_in_with_pak().await;

        assert_eq!(answer.status, 502, "{}", answer.text);
        assert_eq!(
            browser.get("/api/auth").await.json()["authenticated"],
            false
        );
    }
}

#[tokio::test]
async fn a_failed_sign_in_leaves_the_session_as_it_was() {
    let (server, browser) = Server::with_partner().await;
    let wrong = json!({ "method": "local", "email": SAM, "password": "wrong" });

    browser
        .sign_in(&wrong)
        .await
        .assert_problem(401, "Authentication failed");

    let now = browser.get("/api/auth").await.json();
    assert_eq!(now["method"], "pak");
    assert_eq!(browser.get("/api/agents").await.status, 200);
    assert_eq!(server.video().tokens_issued(), 1);
}

#[tokio::test]
async fn the_other_method_takes_the_place_of_the_first() {
    let (server, browser) = Server::with_partner().await;

    browser.sign_in_locally().await.assert_signed_in(true);
    browser.get("/api/agents").await;

    assert_eq!(browser.get("/api/auth").await.json()["method"], "local");
    assert_eq!(server.video().tokens_issued(), 2);
}

#[tokio::test]
async fn a_body_that_names_no_known_method_is_refused() {
    let server = Server::start().await;
    let browser = server.browser();
    let long = "x".repeat(10_000);
    for body in [
        json!({}),
        json!([]),
        json!({ "method": "magic" }),
        json!({ "method": 7 }),
        json!({ "method": "operator" }),
        json!({ "method": "operator", "password": 7 }),
        json!({ "method": "local", "email": "a@example.com" }),
        json!({ "method": "local", "password": "p" }),
        json!({ "method": "local", "email": "", "password": "" }),
        json!({ "method": "local", "email": ["a@example.com"], "password": "p" }),
        json!({ "method": "local", "email": "a@example.com", "password": long }),
    ] {
        let answer = browser.sign_in(&body).await;

        assert_eq!(answer.status, 400, "{body}: {}", answer.text);
        answer.assert_problem(400, "Invalid request data");
        assert!(!answer.details().is_empty(), "{body}");
    }
    assert!(server.calls().is_empty());
    assert_eq!(browser.cookie(), None);
}
