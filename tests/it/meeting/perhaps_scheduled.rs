//! A vendor that breaks while it makes a meeting: what is told is what counts.

use ccaas_http::test_util::{Answer as VendorAnswer, Provoke};
use reqwest::Method;
use serde_json::json;

use super::harness::{MEETINGS, Server};

const KEY: &str = "c0a1f0de-3c2e-4f7b-a0d7-2f5b5c6e9d11";

fn instead(answer: VendorAnswer) -> Provoke {
    Provoke::Instead(answer.into())
}

#[tokio::test]
async fn what_may_have_been_scheduled_is_not_asked_for_again_with_the_same_key() {
    let elsewhere = VendorAnswer::empty(302).with_header("Location", "https://example.com/");
    let broken = [500, 502, 503, 504].map(|status| VendorAnswer::json(status, &json!({})));
    for vendor in broken.into_iter().chain([elsewhere]) {
        let status = vendor.status;
        let (server, browser) = Server::with_partner().await;
        let host = server.video().host();
        host.provoke(Method::POST, MEETINGS, instead(vendor));
        let form = server.form();

        let first = browser.send(browser.keyed(KEY, &form)).await;
        let again = browser.send(browser.keyed(KEY, &form)).await;

        for answer in [&first, &again] {
            assert_eq!(answer.status, 502, "{status}: {}", answer.text);
            let message = answer.message();
            assert!(message.contains("may have been scheduled"), "{message}");
        }
        assert_eq!(again.error(), first.error(), "{status}");
        assert_eq!(again.message(), first.message(), "{status}");
        assert_ne!(again.json()["requestId"], first.json()["requestId"]);
        let sent = host.received(&Method::POST, MEETINGS);
        assert_eq!(sent.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn what_surely_was_not_scheduled_is_told_so_and_frees_the_key() {
    for status in [400, 409, 413, 422, 501] {
        let (server, browser) = Server::with_partner().await;
        let host = server.video().host();
        let refusal = VendorAnswer::json(status, &json!({ "error": "Not today" }));
        host.provoke(Method::POST, MEETINGS, instead(refusal));
        let form = server.form();

        let first = browser.send(browser.keyed(KEY, &form)).await;
        let again = browser.send(browser.keyed(KEY, &form)).await;

        assert!(!first.text.contains("may have been"), "{}", first.text);
        assert_eq!(again.status, 201, "{status}: {}", again.text);
        assert_eq!(server.video().schedules().len(), 1);
    }
}

#[tokio::test]
async fn a_refusal_never_looks_like_an_answer_of_our_own() {
    let (server, browser) = Server::with_partner().await;
    for (status, expected, error) in [
        (409, 400, "Not today"),
        (422, 400, "Not today"),
        (407, 502, "Failed to schedule meeting"),
        (413, 502, "Failed to schedule meeting"),
        (415, 502, "Failed to schedule meeting"),
    ] {
        let refusal = VendorAnswer::json(status, &json!({ "error": "\u{202e}Not\ntoday" }));
        let host = server.video().host();
        host.provoke(Method::POST, MEETINGS, instead(refusal));

        let answer = browser.schedule(&server.form()).await;

        answer.assert_problem(expected, error);
        assert_eq!(answer.header("retry-after"), "");
    }
    assert!(server.video().schedules().is_empty());
}
