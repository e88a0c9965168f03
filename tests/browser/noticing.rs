//! The harness notices what it is there to notice.

use serde_json::Value;

use crate::harness::{Browser, Server};

async fn any_page() -> (Server, Browser) {
    let server = Server::start("callback-scheduler", &[("SANDBOX", "true".to_owned())]).await;
    let browser = Browser::start().await;
    browser.open(&server.page("/")).await;
    (server, browser)
}

#[tokio::test]
#[should_panic(expected = "Content Security Policy")]
async fn what_the_policy_refuses_fails_a_test() {
    let (_server, browser) = any_page().await;
    let refused = "document.body.setAttribute('style', 'color: red')";

    browser.run::<Value>(refused, &[]).await;

    browser.close().await;
}

#[tokio::test]
#[should_panic(expected = "a canary in a script")]
async fn an_error_in_a_script_fails_a_test() {
    let (_server, browser) = any_page().await;
    let failing = "setTimeout(() => { throw new Error('a canary in a script'); });
        return new Promise((done) => setTimeout(done, 50));";

    browser.run::<Value>(failing, &[]).await;

    browser.close().await;
}

#[tokio::test]
async fn addresses_headers_cookies_and_bodies_are_seen() {
    let (server, browser) = any_page().await;
    browser.expect_status(400);
    let sending = "document.cookie = 'name=cookie-canary';
        await fetch('/api/schedule-callback?name=address-canary', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', 'X-Name': 'header-canary' },
            body: JSON.stringify({ name: 'body-canary' }),
        });";

    browser.run::<Value>(sending, &[]).await;

    let sent = browser.sent().await;
    for place in ["address", "header", "cookie", "body"] {
        let canary = format!("{place}-canary");
        let seen = sent.iter().any(|sent| sent.all().contains(&canary));
        assert!(seen, "nothing that was sent has the {canary}");
    }
    let line = format!("POST {}", server.page("/api/schedule-callback"));
    assert_eq!(browser.bodies(&line).await, [r#"{"name":"body-canary"}"#]);
    browser.close().await;
}
