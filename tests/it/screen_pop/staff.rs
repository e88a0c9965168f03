//! People who sign in, and what everybody is served.

use chrono::Utc;
use reqwest::Method;
use serde_json::json;
use server_kit::sign_in::{accounts::NewAccount, password::PasswordHash};

use super::harness::{Answer, EMAIL, PASSWORD, PASSWORD_HASH, Server};

#[tokio::test]
async fn nobody_sees_cases_or_keys_without_signing_in() {
    let server = Server::start().await;

    let wrong = server.request(Method::POST, "/api/auth");
    let wrong = Answer::to(wrong.json(&json!({"email": EMAIL, "password": "operator"}))).await;

    assert_eq!(wrong.status, 401);
    for path in [
        "/api/cases",
        "/api/cases/9",
        "/api/cases/export",
        "/api/keys",
    ] {
        let answer = Answer::to(server.request(Method::GET, path)).await;
        answer.assert_error(401, "Sign-in required");
    }
}

#[tokio::test]
async fn an_agent_writes_cases_and_leaves_keys_imports_and_erasing_to_admins() {
    let server = Server::start().await;
    let kim = NewAccount {
        email: "kim@example.com".to_owned(),
        role: "agent".to_owned(),
        password: PasswordHash::from_setting("TEST", &PASSWORD_HASH.into()).unwrap(),
        genesys_user_id: None,
    };
    let accounts = server.state.desk.accounts();
    accounts.add(&kim, Utc::now()).await.unwrap();
    let cookie = server.sign_in(&kim.email, PASSWORD).await;
    let ask = async |method: Method, path: &str| {
        let request = server.request(method, path).header("cookie", &cookie);
        Answer::to(request.json(&json!({"name": "Robin", "phone": "+12025550102"}))).await
    };

    assert_eq!(ask(Method::POST, "/api/cases").await.status, 201);
    assert_eq!(ask(Method::GET, "/api/cases/9").await.status, 200);
    for (method, path) in [
        (Method::GET, "/api/keys"),
        (Method::GET, "/api/cases/export"),
        (Method::POST, "/api/cases/import"),
        (Method::POST, "/api/cases/erase"),
    ] {
        ask(method, path)
            .await
            .assert_error(403, "Your account may not do this");
    }
}

#[tokio::test]
async fn pages_files_and_probes_are_served() {
    let server = Server::start().await;

    for path in [
        "/",
        "/assets/js/agent/main.js",
        "/kit/css/tokens.css",
        "/api/docs/",
        "/api/openapi.json",
        "/api/status",
        "/livez",
        "/readyz",
        "/metrics",
    ] {
        let answer = Answer::to(server.request(Method::GET, path)).await;
        assert_eq!(answer.status, 200, "{path}");
    }
    let unknown = Answer::to(server.request(Method::GET, "/nonsense")).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn the_description_documents_the_api_and_says_that_all_is_well() {
    let server = Server::start().await;

    let described = Answer::to(server.request(Method::GET, "/api/openapi.json"))
        .await
        .json();

    let description = described["info"]["description"].as_str().unwrap();
    assert!(description.contains("all is well"), "{description}");
    for path in [
        "/api/lookup",
        "/api/auth/token",
        "/api/cases",
        "/api/keys",
        "/api/status",
    ] {
        assert!(described["paths"][path].is_object(), "{path}");
    }
    assert!(described["components"]["securitySchemes"]["api_key"].is_object());
}
