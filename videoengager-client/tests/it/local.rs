//! `POST /auth/local` and `POST /api/partners/impersonateCreate`

use ccaas_http::test_util::{Answer, FakeClock, Provoke};
use chrono::Utc;
use http::{Method, StatusCode};
use serde_json::json;
use std::time::Duration;
use videoengager_client::{
    Error, ImpersonateCreate, LocalLogin, VideoEngagerClient, VideoEngagerClientBuilder,
    fake::FakeVideoEngager,
};

use crate::{book, calls};

const LOCAL: &str = "/auth/local";
const IMPERSONATE_CREATE: &str = "/api/partners/impersonateCreate";

fn local(video: &FakeVideoEngager) -> VideoEngagerClientBuilder {
    VideoEngagerClient::builder_with(video.environment(), video.local_login())
}

fn create(video: &FakeVideoEngager, email: &str) -> VideoEngagerClient {
    let login = ImpersonateCreate::new(FakeVideoEngager::PAK, email, "Home");
    VideoEngagerClient::builder_with(video.environment(), login)
        .retry(ccaas_http::RetryPolicy {
            base: Duration::from_millis(1),
            ..Default::default()
        })
        .build()
        .expect("the settings make a client")
}

#[tokio::test]
async fn a_password_signs_in_once_for_all_calls() {
    let video = FakeVideoEngager::start().await;
    let client = VideoEngagerClient::local(video.environment(), video.local_login()).unwrap();

    book(&client).await;
    book(&client).await;

    let sign_ins = video.host().received(&Method::POST, LOCAL);
    assert_eq!((sign_ins.len(), video.tokens_issued()), (1, 1));
    assert_eq!(
        sign_ins[0].json(),
        json!({ "email": FakeVideoEngager::EMAIL, "password": FakeVideoEngager::PASSWORD })
    );
    assert_eq!(sign_ins[0].authorization, None);
    assert_eq!(calls(&video)[0].authorization.as_deref(), Some("Bearer"));
}

#[tokio::test]
async fn a_wrong_password_is_refused_as_every_sign_in() {
    let video = FakeVideoEngager::start().await;
    let login = LocalLogin::new(FakeVideoEngager::EMAIL, "wrong");
    let client = VideoEngagerClient::local(video.environment(), login).unwrap();

    let error = client.agents().list().await.unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    let Error::Auth(sign_in) = error else {
        panic!("{error:?}")
    };
    let text = sign_in.as_api().and_then(|api| api.text());
    assert_eq!(text, Some("Authentication failed"));
    assert!(calls(&video).is_empty());
}

#[tokio::test]
async fn a_local_token_is_used_until_its_own_end() {
    let video = FakeVideoEngager::start().await;
    let clock = FakeClock::new(Utc::now());
    let shared = clock.clone();
    video.host().set_clock(move || shared.now());
    let client = local(&video).clock(clock.clock()).build().unwrap();
    let day = Duration::from_secs(24 * 60 * 60);
    book(&client).await;

    clock.advance(20 * day);
    book(&client).await;
    assert_eq!(video.tokens_issued(), 1);

    clock.advance(11 * day);
    book(&client).await;
    assert_eq!(video.tokens_issued(), 2);
}

#[tokio::test]
async fn an_expired_local_token_is_replaced_unseen() {
    let video = FakeVideoEngager::start().await;
    let client = local(&video).build().unwrap();
    book(&client).await;
    video.expire_tokens();

    book(&client).await;

    assert_eq!(video.tokens_issued(), 2);
}

#[tokio::test]
async fn a_failing_local_sign_in_is_repeated() {
    let video = FakeVideoEngager::start().await;
    let retry = ccaas_http::RetryPolicy {
        base: Duration::from_millis(1),
        ..Default::default()
    };
    let client = local(&video).retry(retry).build().unwrap();
    video.fail_calls(Method::POST, LOCAL, 503, 2);

    client.sign_in().await.unwrap();

    assert_eq!(video.host().received(&Method::POST, LOCAL).len(), 3);
}

#[tokio::test]
async fn an_answer_without_a_token_is_no_sign_in() {
    let video = FakeVideoEngager::start().await;
    let client = local(&video).build().unwrap();

    for body in ["", "{}", r#"{"token":""}"#, "<html></html>"] {
        let answer = Answer::bytes(200, "application/json", body);
        let what = Provoke::Instead(answer.into());
        video.host().provoke(Method::POST, LOCAL, what);

        let Err(Error::Auth(error)) = client.sign_in().await else {
            panic!("{body}")
        };
        assert!(matches!(*error, Error::Decode(_)), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn an_agent_is_created_by_signing_in() {
    let video = FakeVideoEngager::start().await;
    let client = create(&video, "new@example.com");

    let booked = book(&client).await;

    let sign_ins = video.host().received(&Method::POST, IMPERSONATE_CREATE);
    assert_eq!(
        sign_ins[0].json(),
        json!({ "pak": FakeVideoEngager::PAK, "email": "new@example.com", "division": "Home" })
    );
    let agent = booked.agent.expect("the fake names the agent");
    assert_eq!(agent.email.as_deref(), Some("new@example.com"));
}

#[tokio::test]
async fn a_sign_in_that_may_create_an_agent_is_not_repeated() {
    let video = FakeVideoEngager::start().await;
    let client = create(&video, "new@example.com");
    let cut = Provoke::ThenCut;
    video.host().provoke(Method::POST, IMPERSONATE_CREATE, cut);

    let error = client.sign_in().await.unwrap_err();

    assert!(matches!(error, Error::Auth(_)), "{error:?}");
    let sign_ins = video.host().received(&Method::POST, IMPERSONATE_CREATE);
    assert_eq!(sign_ins.len(), 1);
}

#[tokio::test]
async fn an_agent_without_an_address_is_not_created() {
    let video = FakeVideoEngager::start().await;

    let Err(Error::Auth(error)) = create(&video, "").sign_in().await else {
        panic!("it was sent")
    };

    assert!(matches!(*error, Error::InvalidRequest(_)), "{error:?}");
    assert!(video.host().journal().is_empty());
}

#[tokio::test]
async fn a_refused_creation_of_an_agent_carries_the_vendors_text() {
    let video = FakeVideoEngager::start().await;
    video.refuse_sign_in();

    let error = create(&video, "new@example.com")
        .sign_in()
        .await
        .unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
}
