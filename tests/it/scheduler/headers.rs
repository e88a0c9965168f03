//! Headers that every answer has.

use serde_json::json;

use super::harness::{Answer, BOOK, Scheduler, Setup};

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
    let scheduler = Setup::new()
        .argument("--rate-limit-api", "6/15m")
        .start()
        .await;
    scheduler.video.fail_creates(500, 1);

    let answers = [
        (200, scheduler.get("/").await),
        (200, scheduler.get("/manage/some-token").await),
        (200, scheduler.get("/assets/favicon.svg").await),
        (200, scheduler.get("/api/health").await),
        (200, scheduler.get("/metrics").await),
        (200, scheduler.get("/livez").await),
        (404, scheduler.get("/nonsense").await),
        (404, scheduler.get("/api/nonsense").await),
        (405, scheduler.get(BOOK).await),
        (400, scheduler.book(&json!({})).await),
        (
            413,
            scheduler.book(&json!({ "a": "x".repeat(70_000) })).await,
        ),
        (500, scheduler.book(&scheduler.form()).await),
        (200, scheduler.book(&scheduler.form()).await),
        (429, scheduler.book(&scheduler.form()).await),
    ];

    for (status, answer) in answers {
        assert_eq!(answer.status, status, "{}", answer.text);
        assert_secured(&status.to_string(), &answer);
    }
}

#[tokio::test]
async fn pages_have_no_inline_code_and_answers_about_bookings_are_not_kept() {
    let scheduler = Scheduler::start().await;

    let page = scheduler.get("/").await;
    let booked = scheduler.book(&scheduler.form()).await;

    let csp = page.header("content-security-policy");
    assert!(!csp.contains("unsafe"), "{csp}");
    assert!(!page.text.contains("<script>") && !page.text.contains("style="));
    assert_eq!(booked.header("cache-control"), "no-store");
    let manage = super::harness::manage_path(&booked);
    let manage = scheduler.get(manage.strip_prefix("/api").unwrap()).await;
    assert_eq!(manage.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_request_id_of_the_client_is_not_taken_over() {
    let scheduler = Scheduler::start().await;
    let request = scheduler.request(reqwest::Method::GET, "/api/nonsense");

    let answer = Answer::to(request.header("X-Request-Id", "mine")).await;

    answer.assert_error(404, "Endpoint not found");
    assert_ne!(answer.header("x-request-id"), "mine");
}
