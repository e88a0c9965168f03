//! The agent's way into a meeting.

use http::{Method, StatusCode};
use secrecy::ExposeSecret;
use url::Url;
use videoengager_client::{
    AgentId, CreateSchedule, Error, JoinError, JoinUrl, Schedule, VideoEngagerClient,
    fake::{FakeVideoEngager, FullUrl},
};

use crate::{calls, date};

const IMPERSONATE: &str = "/api/partners/impersonate/{pak}/{externalId}/{email}";
const SAM: &str = "sam@example.com";

async fn book_sam(client: &VideoEngagerClient) -> Schedule {
    let request = CreateSchedule::new(date(), 30);
    let answer = client.tenant_schedules().create(&request, SAM).await;
    answer.expect("the fake creates it").into_inner()
}

fn tokens(url: &JoinUrl) -> Vec<String> {
    let url = Url::parse(url.expose()).expect("a join URL is a URL");
    url.query_pairs()
        .filter(|(key, _)| key == "token")
        .map(|(_, token)| token.into_owned())
        .collect()
}

async fn open(url: &JoinUrl) -> (u16, String) {
    let page = reqwest::get(url.expose()).await.expect("the fake answers");
    (page.status().as_u16(), page.text().await.expect("a page"))
}

#[tokio::test]
async fn join_signs_in_with_the_agents_id_and_leads_into_the_meeting() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book_sam(&client).await;

    let url = client.agents().join(&booked).await.unwrap();

    let sign_ins = video.host().received(&Method::GET, IMPERSONATE);
    assert_eq!(sign_ins.len(), 2);
    assert_eq!(
        sign_ins[1].path,
        "/api/partners/impersonate/FAKEPAK/fake-external-id/agent-fake-2"
    );
    assert_eq!(sign_ins[1].authorization, None);
    let full_url = booked.agent.and_then(|agent| agent.full_url).unwrap();
    assert!(
        url.expose().starts_with(&format!("{full_url}&token=eyJ")),
        "{full_url}"
    );
    let (status, page) = open(&url).await;
    assert_eq!(status, 200);
    assert!(
        page.contains("joined the video meeting as its agent"),
        "{page}"
    );
}

#[tokio::test]
async fn each_join_has_a_fresh_token_and_the_client_stays_who_it_was() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book_sam(&client).await;

    let first = client.agents().join(&booked).await.unwrap();
    let second = client.agents().join(&booked).await.unwrap();
    let own = crate::book(&client).await;

    assert_ne!(tokens(&first), tokens(&second));
    assert_eq!(own.agent_id, Some(AgentId::new("agent-fake")));
    assert_eq!(video.tokens_issued(), 3);
}

#[tokio::test]
async fn an_older_token_goes_and_the_rest_stays() {
    let video = FakeVideoEngager::start().await;
    video.set_full_url(FullUrl::WithToken);
    let client = video.client();
    let booked = book_sam(&client).await;

    let url = client.agents().join(&booked).await.unwrap();

    assert_eq!(tokens(&url).len(), 1);
    assert_ne!(tokens(&url), ["old"]);
    let url = url.expose();
    assert!(
        url.contains("/ve/aGe1?params=schedule-1&token=eyJ"),
        "{url}"
    );
    assert!(url.ends_with("&lang=en#room"), "{url}");
}

#[tokio::test]
async fn a_relative_full_url_is_resolved_against_the_environment() {
    let video = FakeVideoEngager::start().await;
    video.set_full_url(FullUrl::Relative);
    let client = video.client();
    let booked = book_sam(&client).await;

    let url = client.agents().join(&booked).await.unwrap();

    assert!(url.expose().starts_with(video.url().as_str()));
    assert_eq!(open(&url).await.0, 200);
}

#[tokio::test]
async fn without_a_full_url_nobody_signs_in() {
    let video = FakeVideoEngager::start().await;
    video.set_full_url(FullUrl::Missing);
    let client = video.client();
    let booked = book_sam(&client).await;
    let unusable: Schedule = serde_json::from_str(
        r#"{"_id":"s-1","agentId":"a-1","agent":{"fullUrl":"javascript:alert(1)"}}"#,
    )
    .unwrap();
    let nobody: Schedule =
        serde_json::from_str(r#"{"_id":"s-1","agent":{"fullUrl":"/join"}}"#).unwrap();

    let missing = client.agents().join(&booked).await.unwrap_err();
    let unusable = client.agents().join(&unusable).await.unwrap_err();
    let nobody = client.agents().join(&nobody).await.unwrap_err();

    assert!(matches!(missing, JoinError::NoFullUrl));
    assert_eq!(missing.to_string(), "No full URL available for the agent");
    assert!(matches!(unusable, JoinError::UnusableFullUrl));
    assert!(matches!(nobody, JoinError::NoAgentId));
    assert_eq!(video.tokens_issued(), 1);
}

#[tokio::test]
async fn a_refused_sign_in_carries_the_vendors_text() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book_sam(&client).await;
    video.refuse_sign_in();

    let error = client.agents().join(&booked).await.unwrap_err();

    let JoinError::SignIn(Error::Auth(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    let text = error.as_api().and_then(|api| api.text());
    assert_eq!(text, Some("Authentication failed"));
}

#[tokio::test]
async fn sign_in_gives_the_agents_token() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();

    let token = client
        .agents()
        .sign_in(&AgentId::new("agent-fake-2"))
        .await
        .unwrap();

    assert!(token.secret().expose_secret().starts_with("eyJ"));
    assert!(token.expires_at() > token.obtained_at());
    assert_eq!(video.tokens_issued(), 1);
    assert!(calls(&video).is_empty());
}

#[tokio::test]
async fn a_client_without_a_partner_joins_only_as_itself() {
    let video = FakeVideoEngager::start().await;
    let client = VideoEngagerClient::local(video.environment(), video.local_login()).unwrap();
    let own = crate::book(&client).await;

    let error = client.agents().join(&own).await.unwrap_err();
    assert!(
        matches!(error, JoinError::SignIn(Error::InvalidRequest(_))),
        "{error:?}"
    );

    let url = client.agents().join_as_self(&own).await.unwrap();
    assert_eq!(open(&url).await.0, 200);
    assert_eq!(video.tokens_issued(), 1, "it is the client's own token");
}

#[tokio::test]
async fn joining_as_oneself_fails_as_every_sign_in() {
    let video = FakeVideoEngager::start().await;
    let booked = book_sam(&video.client()).await;
    video.refuse_sign_in();

    let error = video
        .client()
        .agents()
        .join_as_self(&booked)
        .await
        .unwrap_err();

    assert!(
        matches!(error, JoinError::SignIn(Error::Auth(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_meeting_of_another_agent_asks_to_log_in() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book_sam(&client).await;

    let url = client.agents().join_as_self(&booked).await.unwrap();

    assert_eq!(open(&url).await.0, 401);
}
