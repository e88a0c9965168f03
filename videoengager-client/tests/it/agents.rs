//! `GET /api/brokerages/agents`

use http::Method;
use videoengager_client::{
    Agent, Error,
    fake::{FakeAgent, FakeVideoEngager},
};

use crate::{answer, calls, quick};

const AGENTS: &str = "/api/brokerages/agents";

fn emails(agents: &[Agent]) -> Vec<Option<&str>> {
    agents.iter().map(|agent| agent.email.as_deref()).collect()
}

#[tokio::test]
async fn list_returns_all_agents_and_tells_who_can_be_booked() {
    let video = FakeVideoEngager::start().await;

    let client = video.client();
    let agents = client.agents().list().await.unwrap();

    let call = &calls(&video)[0];
    assert_eq!(call.line(), "GET /api/brokerages/agents");
    assert_eq!(call.authorization.as_deref(), Some("Bearer"));
    assert_eq!(
        emails(&agents),
        [Some("agent@example.com"), Some("sam@example.com"), None]
    );
    let bookable: Vec<bool> = agents.iter().map(Agent::is_schedulable).collect();
    assert_eq!(bookable, [true, true, false]);
    assert_eq!(agents[2].display_name().as_deref(), Some("No Account"));
}

#[tokio::test]
async fn a_single_agent_may_come_without_a_list() {
    let video = FakeVideoEngager::start().await;
    video.set_agents(vec![FakeAgent::new(
        "a-1",
        "Kim",
        "Only",
        "kim@example.com",
    )]);
    let client = video.client();

    for unwrap in [false, true] {
        video.unwrap_single_agent(unwrap);
        let agents = client.agents().list().await.unwrap();
        assert_eq!(emails(&agents), [Some("kim@example.com")]);
    }
}

#[tokio::test]
async fn the_documented_shapes_are_read_and_kept() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();

    answer(
        &video,
        Method::GET,
        AGENTS,
        include_str!("../fixtures/agents.json"),
    );
    let agents = client.agents().list().await.unwrap();
    assert_eq!(emails(&agents), [Some("agent@example.com"), None, None]);
    assert_eq!(agents[0].display_name().as_deref(), Some("Alex Agent"));
    assert_eq!(agents[2].raw(), "null");

    answer(
        &video,
        Method::GET,
        AGENTS,
        include_str!("../fixtures/agents_single.json"),
    );
    let agents = client.agents().list().await.unwrap();
    assert_eq!(emails(&agents), [Some("agent@example.com")]);
    let written = serde_json::to_value(&agents[0]).unwrap();
    assert_eq!(written["role"], "agent");
}

#[tokio::test]
async fn nobody_is_an_empty_list() {
    let video = FakeVideoEngager::start().await;
    video.set_agents(Vec::new());
    let client = video.client();
    assert!(client.agents().list().await.unwrap().is_empty());

    answer(&video, Method::GET, AGENTS, "null");
    assert!(client.agents().list().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_answer_that_is_no_list_is_an_error() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();

    for body in ["", "7", r#""agents""#, "[{}", "<html></html>"] {
        answer(&video, Method::GET, AGENTS, body);

        let error = client.agents().list().await.unwrap_err();

        assert!(matches!(error, Error::Decode(_)), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn a_failed_listing_is_repeated_and_then_reported() {
    let video = FakeVideoEngager::start().await;
    video.fail_calls(Method::GET, AGENTS, 502, 3);

    let error = quick(&video).agents().list().await.unwrap_err();

    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert_eq!(calls(&video).len(), 3);
}
