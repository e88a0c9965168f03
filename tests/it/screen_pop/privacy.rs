//! Erasing, and what is in no log.

use reqwest::Method;
use serde_json::json;

use super::harness::{Answer, EMAIL, KNOWN, PASSWORD, Server};

#[tokio::test]
async fn an_erased_number_is_found_no_more_and_its_cases_are_gone() {
    let server = Server::start().await;

    let erase = server.admin(Method::POST, "/api/cases/erase").await;
    let erased = Answer::to(erase.json(&json!({"phone": "0039 06 22224444"}))).await;

    assert_eq!((erased.status, erased.json()), (200, json!({"erased": 1})));
    assert_eq!(server.look_up(KNOWN).await.status, 404);
    let case = server.admin(Method::GET, "/api/cases/9").await;
    assert_eq!(Answer::to(case).await.status, 404);
    let file = std::fs::read(server.database()).unwrap();
    assert!(!file.windows(6).any(|part| part == b"Dorato"));
}

#[tokio::test]
async fn a_repeated_request_gets_the_case_as_it_is_and_none_that_was_erased() {
    let server = Server::start().await;
    let fields = json!({"name": "Kim Vale", "phone": "+12025550171"});
    let cookie = server.sign_in(EMAIL, PASSWORD).await;
    let create = async || {
        let request = server.request(Method::POST, "/api/cases");
        let request = request.header("cookie", &cookie).json(&fields);
        Answer::to(request.header("idempotency-key", "attempt-1")).await
    };
    let first = create().await;
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(create().await.json(), first.json());

    let erase = server.admin(Method::POST, "/api/cases/erase").await;
    Answer::to(erase.json(&json!({"phone": "+12025550171"}))).await;

    let repeated = create().await;
    assert_eq!(repeated.status, 404);
    assert!(!repeated.text.contains("Vale"), "{}", repeated.text);
}

#[tokio::test]
async fn the_audit_knows_who_looked_up_what_and_no_log_knows_the_number_or_the_key() {
    let server = Server::start().await;
    let key = server.key.clone();
    let name = "Canary Vale";
    server
        .add(json!({"name": name, "phone": "+1 202 555 0199", "email": "canary@example.com"}))
        .await;
    server.look_up("+12025550199").await;
    server.post(json!({"phone": "+1 202 555 0199"})).await;
    server.look_up("+12025550198").await;

    let logs = server.logs().await;

    let lookups: Vec<_> = logs
        .audit
        .iter()
        .filter(|line| line["action"] == "lookup")
        .collect();
    let outcomes: Vec<_> = lookups
        .iter()
        .map(|line| line["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["hit", "hit", "miss"]);
    assert_eq!(lookups[0]["about"], "***0199");
    assert!(lookups[0]["by"].as_str().unwrap().starts_with("key:"));
    assert!(
        logs.audit
            .iter()
            .any(|line| line["action"] == "case.create")
    );
    let all = [&logs.combined, &logs.error, &logs.access, &logs.audit];
    let all = serde_json::to_string(&all).unwrap();
    let secret = key.rsplit('_').next().unwrap();
    for canary in ["2025550199", "555 0199", name, "canary@example.com", secret] {
        assert!(!all.contains(canary), "{canary}");
    }
}

#[tokio::test]
async fn changes_are_in_the_database_with_who_made_them() {
    let server = Server::start().await;
    server
        .add(json!({"name": "Robin Vale", "phone": "+12025550107"}))
        .await;

    let file = std::fs::read(server.database().with_extension("db-wal")).unwrap();

    assert!(file.windows(11).any(|part| part == b"case.create"));
}
