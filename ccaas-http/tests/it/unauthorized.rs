//! Calls with a token: what a 401 does, and what a failing sign-in does to a call.

use std::time::Duration;

use ccaas_http::{
    Error, Timeouts, TokenCache,
    test_util::{Answer, Provoke},
};
use futures_util::future::join_all;
use http::{Method, StatusCode};

use crate::vendor::{Post, PostError, get, post, printed};

const TOKENS: &str = "POST /token";

#[tokio::test]
async fn calls_share_one_token() {
    let post = Post::with_sign_in().await;
    let client = post.signed_in_client(None);

    let results = join_all((0..50).map(|_| get(&client, "1"))).await;

    assert!(results.iter().all(Result::is_ok));
    assert_eq!(post.host.with(|fake| fake.tokens_issued), 1);
    assert_eq!(post.requests()[0], TOKENS);
}

#[tokio::test]
async fn a_401_is_repeated_once_with_a_new_token_even_for_a_post() {
    let office = Post::with_sign_in().await;
    let client = office.signed_in_client(None);
    client.sign_in().await.unwrap();
    office.host.expire_tokens();

    post(&client, "1").await.unwrap();

    assert_eq!(
        office.requests(),
        [TOKENS, "POST /parcels", TOKENS, "POST /parcels"]
    );
    assert_eq!(office.host.with(|fake| fake.accepted.clone()), ["1"]);
    assert!(
        office.clock.slept().is_empty(),
        "there is nothing to wait for"
    );
}

#[tokio::test]
async fn many_calls_with_an_expired_token_sign_in_once() {
    let post = Post::with_sign_in().await;
    let client = post.signed_in_client(None);
    client.sign_in().await.unwrap();
    post.host.expire_tokens();

    let results = join_all((0..50).map(|_| get(&client, "1"))).await;

    assert!(results.iter().all(Result::is_ok));
    assert_eq!(post.host.with(|fake| fake.tokens_issued), 2);
}

#[tokio::test]
async fn a_lasting_401_is_returned_after_one_repeat() {
    let post = Post::with_sign_in().await;
    let client = post.signed_in_client(None);
    let refusal = Provoke::Instead(Answer::empty(401).into());
    post.host
        .provoke_times(10, Method::GET, "/parcels/{id}", refusal);

    let error = get(&client, "1").await.unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(
        post.requests(),
        [TOKENS, "GET /parcels/1", TOKENS, "GET /parcels/1"]
    );
}

#[tokio::test]
async fn a_401_without_a_token_is_an_error_like_any_other() {
    let post = Post::with_sign_in().await;

    let error = get(&post.client(), "1").await.unwrap_err();

    assert_eq!(
        error.as_api().unwrap().code.as_deref(),
        Some("token.unknown")
    );
    assert_eq!(post.host.journal().len(), 1);
}

#[tokio::test]
async fn a_failing_sign_in_is_an_error_of_its_own_and_nothing_is_sent() {
    let office = Post::with_sign_in().await;
    let refusal = Answer::json(403, &serde_json::json!({ "code": "bad.key" }));
    office
        .host
        .provoke(Method::POST, "/token", Provoke::Instead(refusal.into()));

    let error = post(&office.signed_in_client(None), "1").await.unwrap_err();

    let Error::Auth(sign_in) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(sign_in.as_api().unwrap().code.as_deref(), Some("bad.key"));
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    assert!(!error.may_have_been_applied());
    assert!(!error.is_transient());
    assert_eq!(office.requests(), [TOKENS]);
}

#[tokio::test]
async fn a_sign_in_without_end_is_bounded_by_the_time_of_the_call() {
    let office = Post::start().await;
    let tokens = TokenCache::<PostError>::new(office.clock.clock(), None, std::future::pending);
    let timeouts = Timeouts {
        total: Duration::from_millis(50),
        ..Timeouts::default()
    };
    let client = office
        .builder()
        .tokens(tokens)
        .timeouts(timeouts)
        .build()
        .unwrap();

    let result = tokio::time::timeout(Duration::from_secs(2), post(&client, "1")).await;
    let error = result.expect("the call ends by itself").unwrap_err();

    assert!(matches!(&error, Error::Auth(cause) if matches!(**cause, Error::Interrupted(_))));
    assert!(!error.may_have_been_applied(), "{}", printed(&error));
    assert!(office.host.journal().is_empty());
}
