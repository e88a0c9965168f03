//! How many calls an address may make.

use reqwest::Method;
use serde_json::json;

use super::harness::{Answer, PASSWORD, Server, Setup};

/// The documented limits.
fn documented() -> Setup {
    Setup::new()
        .argument("--rate-limit-general", "600/15m")
        .argument("--rate-limit-api", "300/15m")
        .argument("--rate-limit-auth", "20/15m")
}

async fn guess(server: &Server, address: &str) -> Answer {
    let body = json!({ "method": "operator", "password": "guess" });
    let request = server.request(Method::POST, "/api/auth").json(&body);
    Answer::to(request.header("X-Forwarded-For", address)).await
}

#[tokio::test]
async fn the_twenty_first_sign_in_is_a_429_and_everything_else_goes_on() {
    let server = documented().start().await;
    let browser = server.partner().await;
    for number in 2..20 {
        let answer = guess(&server, "203.0.113.1").await;
        assert_eq!(answer.status, 401, "attempt {number}");
    }

    let right = json!({ "method": "operator", "password": PASSWORD });
    let answer = server.browser().sign_in(&right).await;

    assert_eq!(answer.status, 429, "{}", answer.text);
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((880..=900).contains(&wait), "{wait}");
    assert_eq!(answer.json()["status"], 429);
    assert!(!answer.error().is_empty());
    assert_eq!(browser.get("/api/auth").await.status, 200);
    assert_eq!(browser.get("/api/agents").await.status, 200);
    assert_eq!(browser.delete("/api/auth").await.status, 204);
    assert_eq!(server.get("/").await.status, 200);
}

#[tokio::test]
async fn the_api_and_everything_together_have_their_limits() {
    let setup = documented()
        .argument("--rate-limit-general", "12/15m")
        .argument("--rate-limit-api", "5/15m");
    let server = setup.start().await;
    for number in 0..5 {
        let answer = server.get("/api/auth").await;
        assert_eq!(answer.status, 200, "call {number}");
        assert_eq!(answer.header("ratelimit-limit"), "5");
    }

    let api = server.get("/api/auth").await;

    let text = "Too many API requests from this IP, please try again later.";
    api.assert_problem(429, text);
    assert!(api.json()["retryAfter"].is_string(), "{}", api.text);
    for number in 6..12 {
        assert_eq!(server.get("/").await.status, 200, "call {number}");
    }
    let page = server.get("/").await;
    page.assert_problem(
        429,
        "Too many requests from this IP, please try again later.",
    );
    let browser = server
        .request(Method::GET, "/")
        .header("Accept", "text/html,*/*;q=0.8");
    let page = Answer::to(browser).await;
    assert_eq!(page.status, 429);
    assert!(page.header("content-type").starts_with("text/html"));
    for free in ["/assets/favicon.svg", "/livez", "/readyz", "/metrics"] {
        let answer = server.get(free).await;
        assert_eq!(answer.status, 200, "{free}");
        assert_eq!(answer.header("ratelimit-limit"), "", "{free}");
    }
}

#[tokio::test]
async fn calls_over_the_limit_reach_nobody() {
    let setup = documented().argument("--rate-limit-api", "3/15m");
    let server = setup.start().await;
    let browser = server.partner().await;
    browser.get("/api/agents").await;
    let known = server.calls().len();

    let answer = browser.schedule(&server.form()).await;

    assert_eq!(answer.status, 429, "{}", answer.text);
    assert!(server.calls_after(known).is_empty());
}

#[tokio::test]
async fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
    for (trusted, last) in [("", 429), ("127.0.0.0/8", 401)] {
        let server = documented()
            .argument("--rate-limit-auth", "3/15m")
            .argument("--trusted-proxies", trusted)
            .start()
            .await;
        for number in 0..3 {
            let answer = guess(&server, "203.0.113.5").await;
            assert_eq!(answer.status, 401, "attempt {number}");
        }

        assert_eq!(guess(&server, "203.0.113.5").await.status, 429);
        assert_eq!(
            guess(&server, "203.0.113.6").await.status,
            last,
            "trusted: {trusted:?}"
        );
    }
}
