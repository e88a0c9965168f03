//! How many calls an address may make.

use reqwest::Method;
use serde_json::json;

use super::harness::{Answer, BOOK, Scheduler, Setup};

/// The documented limits.
fn documented() -> Setup {
    Setup::new()
        .argument("--rate-limit-general", "100/15m")
        .argument("--rate-limit-api", "20/15m")
}

async fn from(scheduler: &Scheduler, path: &str, address: &str) -> Answer {
    let request = scheduler.request(Method::GET, path);
    Answer::to(request.header("X-Forwarded-For", address)).await
}

#[tokio::test]
async fn the_hundred_and_first_page_is_a_429() {
    let scheduler = documented().start().await;
    for number in 0..100 {
        let answer = scheduler.get("/").await;
        assert_eq!(answer.status, 200, "call {number}");
        assert_eq!(answer.header("ratelimit-limit"), "100");
        let remaining: u32 = answer.header("ratelimit-remaining").parse().unwrap();
        assert_eq!(remaining, 99 - number);
    }

    let answer = scheduler.get("/").await;

    answer.assert_error(
        429,
        "Too many requests from this IP, please try again later.",
    );
    assert_eq!(answer.header("ratelimit-remaining"), "0");
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((880..=900).contains(&wait), "{wait}");
    let reset: u64 = answer.header("ratelimit-reset").parse().unwrap();
    assert!((880..=900).contains(&reset), "{reset}");
    assert!(
        answer.json()["retryAfter"]
            .as_str()
            .unwrap()
            .contains("15 minutes")
    );
    let browser = scheduler.request(Method::GET, "/");
    let page = Answer::to(browser.header("Accept", "text/html,*/*;q=0.8")).await;
    assert_eq!(page.status, 429);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text.contains("Please try again in "), "{}", page.text);
    let api = scheduler.get("/api/manage/unknown").await;
    assert_eq!(api.status, 429, "API calls count in both");
    for free in [
        "/assets/favicon.svg",
        "/livez",
        "/readyz",
        "/metrics",
        "/api/health",
    ] {
        let answer = scheduler.get(free).await;
        assert_eq!(answer.status, 200, "{free}");
        assert_eq!(answer.header("ratelimit-limit"), "", "{free}");
    }
}

#[tokio::test]
async fn the_twenty_first_api_call_is_a_429_and_health_still_answers() {
    let scheduler = documented().start().await;
    for number in 0..20 {
        let answer = scheduler.post(BOOK, &json!({})).await;
        assert_eq!(answer.status, 400, "call {number}");
        assert_eq!(answer.header("ratelimit-limit"), "20");
    }

    let answer = scheduler.book(&scheduler.form()).await;

    answer.assert_error(
        429,
        "Too many API requests from this IP, please try again later.",
    );
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((880..=900).contains(&wait), "{wait}");
    assert!(scheduler.vendor_calls().is_empty());
    assert_eq!(scheduler.get("/api/health").await.status, 200);
    assert_eq!(
        scheduler.get("/").await.status,
        200,
        "pages have their own limit"
    );
}

#[tokio::test]
async fn a_forwarded_address_of_a_stranger_is_not_believed() {
    let scheduler = documented()
        .argument("--rate-limit-general", "3/15m")
        .start()
        .await;
    for number in 0..3 {
        let answer = from(&scheduler, "/", &format!("203.0.113.{number}")).await;
        assert_eq!(answer.status, 200);
    }

    let answer = from(&scheduler, "/", "203.0.113.77").await;

    assert_eq!(answer.status, 429);
}

#[tokio::test]
async fn a_forwarded_address_of_a_trusted_proxy_is_believed() {
    let scheduler = documented()
        .argument("--rate-limit-general", "3/15m")
        .argument("--trusted-proxies", "127.0.0.0/8")
        .start()
        .await;
    for _ in 0..3 {
        assert_eq!(from(&scheduler, "/", "203.0.113.5").await.status, 200);
    }

    let same = from(&scheduler, "/", "198.51.100.1, 203.0.113.5").await;
    let other = from(&scheduler, "/", "203.0.113.5, 203.0.113.6").await;

    assert_eq!(same.status, 429, "the right-most hop counts");
    assert_eq!(other.status, 200);
}
