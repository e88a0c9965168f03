//! Pages of other origins, as the document's snippets run in them.

use reqwest::Method;
use serde_json::json;

use super::harness::{Answer, KNOWN, PAGE, Server};

const STRANGER: &str = "https://evil.example.net";

#[tokio::test]
async fn a_page_of_an_allowed_origin_asks_and_then_looks_up() {
    let server = Server::start().await;

    let asked = server
        .request(Method::OPTIONS, "/api/lookup")
        .header("origin", PAGE)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "x-api-key,content-type");
    let asked = Answer::to(asked).await;
    let answer = server
        .request(Method::POST, "/api/lookup")
        .header("origin", PAGE)
        .header("x-api-key", &server.key)
        .json(&json!({"phone": KNOWN}));
    let answer = Answer::to(answer).await;

    assert_eq!(asked.status, 204);
    assert!(
        asked
            .header("access-control-allow-headers")
            .contains("x-api-key")
    );
    assert!(
        asked
            .header("access-control-allow-methods")
            .contains("POST")
    );
    assert_eq!(answer.status, 200);
    for answer in [asked, answer] {
        assert_eq!(answer.header("access-control-allow-origin"), PAGE);
        assert_eq!(answer.header("vary"), "origin");
    }
}

#[tokio::test]
async fn a_page_of_another_origin_may_read_nothing() {
    let server = Server::start().await;

    let asked = server
        .request(Method::OPTIONS, "/api/lookup")
        .header("origin", STRANGER);
    let asked = Answer::to(asked).await;
    let answer = server
        .request(Method::GET, "/api/lookup")
        .header("origin", STRANGER);
    let answer = Answer::to(answer.header("x-api-key", &server.key)).await;

    for answer in [asked, answer] {
        assert_eq!(answer.header("access-control-allow-origin"), "");
        assert_eq!(answer.header("access-control-allow-headers"), "");
    }
}

#[tokio::test]
async fn a_page_may_read_why_it_was_refused() {
    let server = Server::start().await;

    let refused = server
        .request(Method::GET, "/api/lookup")
        .header("origin", PAGE);
    let refused = Answer::to(refused).await;

    assert_eq!(refused.status, 401);
    assert_eq!(refused.header("access-control-allow-origin"), PAGE);
}
