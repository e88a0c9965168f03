//! The agents that a meeting can be scheduled with.

use ccaas_http::test_util::{Answer as VendorAnswer, Provoke};
use reqwest::Method;
use serde_json::json;
use videoengager_client::fake::FakeAgent;

use super::harness::{AGENTS, Server};

#[tokio::test]
async fn agents_come_as_videoengager_lists_them_those_without_an_account_too() {
    let (server, browser) = Server::with_partner().await;

    let answer = browser.get("/api/agents").await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        answer.json(),
        json!([
            { "firstName": "Alex", "lastName": "Agent", "_account": { "email": "agent@example.com" } },
            { "firstName": "Sam", "lastName": "Second", "_account": { "email": "sam@example.com" } },
            { "firstName": "No", "lastName": "Account" },
        ])
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let call = &server.video().host().received(&Method::GET, AGENTS)[0];
    assert_eq!(call.authorization.as_deref(), Some("Bearer"));
}

#[tokio::test]
async fn a_single_agent_that_is_no_array_becomes_one() {
    let (server, browser) = Server::with_partner().await;
    server.video().unwrap_single_agent(true);
    server.video().set_agents(vec![FakeAgent::new(
        "a-1",
        "Only",
        "One",
        "one@example.com",
    )]);

    let answer = browser.get("/api/agents").await;

    let agents = answer.json();
    assert_eq!(agents.as_array().unwrap().len(), 1, "{}", answer.text);
    assert_eq!(agents[0]["_account"]["email"], "one@example.com");
}

#[tokio::test]
async fn no_agents_are_an_empty_array() {
    let (server, browser) = Server::with_partner().await;
    server.video().set_agents(Vec::new());

    let answer = browser.get("/api/agents").await;

    assert_eq!((answer.status, answer.json()), (200, json!([])));
}

#[tokio::test]
async fn fields_that_nobody_knows_yet_are_harmless() {
    let (server, browser) = Server::with_partner().await;
    let listed = json!([
        { "_id": "a-1", "firstName": "Robin", "skills": ["video"], "_account": { "email": "r@example.com" } },
        { "firstName": null, "_account": "000000000000000000000001" },
    ]);
    let listed = Provoke::Instead(VendorAnswer::json(200, &listed).into());
    server.video().host().provoke(Method::GET, AGENTS, listed);

    let answer = browser.get("/api/agents").await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    let agents = answer.json();
    assert_eq!(agents[0]["_id"], "a-1");
    assert_eq!(agents[0]["firstName"], "Robin");
    assert_eq!(agents[0]["_account"]["email"], "r@example.com");
    assert!(
        agents[1]
            .get("_account")
            .is_none_or(|account| account.get("email").is_none())
    );
}
