//! A vendor whose own codes say more than the status.

use std::time::Duration;

use ccaas_http::{
    Error, HttpClient, ResponseMeta, VendorError,
    test_util::{Answer, FakeClock, Provoke},
};
use http::Method;
use serde_json::{Value, json};

use crate::vendor::{Post, now};

/// Its code 7 is "too many", 8 "something broke", whatever the status, and 9 "too many" of
/// which the caller keeps count.
#[derive(Debug, thiserror::Error)]
#[error("answered code {code}")]
struct Coded {
    meta: ResponseMeta,
    code: i64,
}

impl VendorError for Coded {
    type SignIn = Self;

    fn from_answer(meta: ResponseMeta, body: &[u8]) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let code = body["code"].as_i64().unwrap_or_default();
        Self { meta, code }
    }

    fn meta(&self) -> &ResponseMeta {
        &self.meta
    }

    fn is_rate_limited(&self) -> bool {
        matches!(self.code, 7 | 9)
    }

    fn is_transient(&self) -> bool {
        matches!(self.code, 7..=9)
    }

    fn may_have_been_applied(&self) -> bool {
        self.code == 8
    }

    fn is_left_to_the_caller(&self) -> bool {
        self.code == 9
    }

    fn retry_after(&self) -> Option<Duration> {
        (self.code == 7).then_some(Duration::from_secs(4))
    }
}

/// A post that answers the first `times` requests with `code`, and a client of it.
async fn scene(times: usize, code: i64) -> (Post, HttpClient<Coded>, FakeClock) {
    let post = Post::start().await;
    let answer = Answer::json(400, &json!({ "code": code }));
    let what = Provoke::Instead(answer.into());
    post.host
        .provoke_times(times, Method::POST, "/parcels", what);
    let clock = FakeClock::new(now());
    let client = HttpClient::builder(post.host.url())
        .clock(clock.clock())
        .build()
        .unwrap();
    (post, client, clock)
}

async fn send(client: &HttpClient<Coded>) -> Result<(), Error<Coded>> {
    let call = client.call(Method::POST, "/parcels");
    let call = call.json(&json!({ "id": "1" }));
    call.send_ignoring_body().await.map(drop)
}

#[tokio::test]
async fn a_code_for_too_many_is_waited_for_and_repeated_whatever_the_status() {
    let (post, client, clock) = scene(1, 7).await;

    send(&client).await.unwrap();

    assert_eq!(post.requests().len(), 2);
    assert!(
        clock.slept()[0] >= Duration::from_secs(4),
        "{:?}",
        clock.slept()
    );
}

#[tokio::test]
async fn the_vendors_error_answers_the_questions_about_a_failure() {
    let (_post, client, _) = scene(3, 7).await;
    let error = send(&client).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_transient());
    assert!(!error.may_have_been_applied());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(4)));

    let (post, client, _) = scene(1, 8).await;
    let error = send(&client).await.unwrap_err();
    assert!(error.may_have_been_applied() && error.is_transient());
    assert_eq!(post.requests().len(), 1, "a doubtful POST is not repeated");
}

#[tokio::test]
async fn what_is_left_to_the_caller_is_not_repeated_even_if_it_is_idempotent() {
    for idempotent in [false, true] {
        let (post, client, _) = scene(1, 9).await;
        let call = client.call(Method::POST, "/parcels").idempotent(idempotent);

        let error = call.send_ignoring_body().await.unwrap_err();

        assert!(error.is_rate_limited() && error.is_transient());
        assert_eq!(post.requests().len(), 1);
    }
}
