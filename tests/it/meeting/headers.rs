//! Headers that every answer has.

use reqwest::Method;
use serde_json::json;

use super::harness::{Answer, Server, Setup};

#[track_caller]
fn assert_secured(what: &str, answer: &Answer) {
    let csp = answer.header("content-security-policy");
    assert!(csp.contains("default-src 'self'"), "{what}: {csp}");
    assert!(csp.contains("frame-ancestors 'none'"), "{what}: {csp}");
    let expected = [
        // Nothing here is HTTPS.
        ("strict-transport-security", ""),
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ];
    for (name, value) in expected {
        assert_eq!(answer.header(name), value, "{what}");
    }
    let id = answer.header("x-request-id");
    assert_eq!(id.len(), 36, "{what}: {id}");
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let setup = Setup::new().argument("--rate-limit-auth", "4/15m");
    let (server, browser) = setup.start_with_partner().await;
    let foreign = browser
        .request(Method::POST, "/api/auth")
        .header("Sec-Fetch-Site", "cross-site");
    let huge = json!({ "a": "x".repeat(70_000) });

    let answers = [
        (200, server.get("/").await),
        (200, server.get("/?env=production").await),
        (200, server.get("/assets/favicon.svg").await),
        (200, server.get("/metrics").await),
        (200, server.get("/livez").await),
        (200, server.get("/api/openapi.json").await),
        (404, server.get("/nonsense").await),
        (404, server.get("/api/nonsense").await),
        (405, browser.put("/api/agents", &json!({})).await),
        (200, browser.get("/api/auth").await),
        (200, browser.get("/api/agents").await),
        (401, server.get("/api/agents").await),
        (400, browser.schedule(&json!({})).await),
        (413, browser.schedule(&huge).await),
        (201, browser.schedule(&server.form()).await),
        (
            200,
            browser.get("/api/schedules/schedule-1/meeting.ics").await,
        ),
        (200, browser.join("schedule-1").await),
        (404, browser.join("schedule-2").await),
        (403, Answer::to(foreign).await),
        (
            401,
            browser
                .sign_in(&json!({ "method": "operator", "password": "wrong" }))
                .await,
        ),
        (429, browser.sign_in_as_operator().await),
        (204, browser.delete("/api/auth").await),
    ];

    for (status, answer) in answers {
        assert_eq!(answer.status, status, "{}", answer.text);
        assert_secured(&status.to_string(), &answer);
    }
}

#[tokio::test]
async fn the_page_has_no_inline_code_and_no_answer_of_the_api_is_kept() {
    let (server, browser) = Server::with_partner().await;

    let page = server.get("/").await;
    let anonymous = server.get("/api/agents").await;
    let answers = [
        browser.get("/api/auth").await,
        browser.sign_in_with_pak().await,
        browser.get("/api/agents").await,
        browser.schedule(&server.form()).await,
        browser.get("/api/schedules/schedule-1").await,
        browser.join("schedule-1").await,
        anonymous,
    ];

    let csp = page.header("content-security-policy");
    assert!(!csp.contains("unsafe"), "{csp}");
    assert!(!page.text.contains("<script>") && !page.text.contains("style="));
    assert!(!page.text.contains("__CONFIG__"));
    for answer in answers {
        assert_eq!(
            answer.header("cache-control"),
            "no-store",
            "{}",
            answer.text
        );
    }
}

#[tokio::test]
async fn a_request_id_of_the_client_is_not_taken_over() {
    let server = Server::start().await;
    let request = server.request(Method::GET, "/api/nonsense");

    let answer = Answer::to(request.header("X-Request-Id", "mine")).await;

    answer.assert_problem(404, "Endpoint not found");
    assert_ne!(answer.header("x-request-id"), "mine");
}

#[tokio::test]
async fn an_unknown_page_is_a_page_and_an_unknown_method_an_error() {
    let server = Server::start().await;

    let page = server.get("/nonsense").await;
    let method = Answer::to(server.request(Method::PATCH, "/api/auth")).await;

    assert_eq!(page.status, 404);
    assert!(page.header("content-type").starts_with("text/html"));
    method.assert_problem(405, "This endpoint does not know this method");
}
