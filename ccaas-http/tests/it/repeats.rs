//! What is repeated, after which wait, and what is not.

use std::time::Duration;

use ccaas_http::{
    Error, RetryPolicy, Timeouts,
    test_util::{Answer, Fault, Provoke, Reply},
};
use http::{Method, StatusCode};

use crate::vendor::{Parcel, Post, get, post};

const MINUTE: Duration = Duration::from_secs(60);

fn throttled(retry_after: &str) -> Provoke {
    Provoke::Instead(
        Answer::empty(429)
            .with_header("Retry-After", retry_after)
            .into(),
    )
}

#[tokio::test]
async fn retry_after_in_seconds_or_as_a_date_is_a_floor() {
    for asked in ["7", "Fri, 20 Nov 2026 10:00:07 GMT"] {
        let office = Post::start().await;
        office
            .host
            .provoke(Method::POST, "/parcels", throttled(asked));

        post(&office.client(), "1").await.unwrap();

        let [waited] = office.clock.slept()[..] else {
            panic!("one wait")
        };
        assert!(waited >= Duration::from_secs(7), "{waited:?}");
        assert!(waited < Duration::from_secs(8), "{waited:?}");
        assert_eq!(office.host.with(|fake| fake.accepted.clone()), ["1"]);
    }
}

#[tokio::test]
async fn a_longer_retry_after_than_the_cap_is_returned_at_once() {
    let office = Post::start().await;
    office
        .host
        .provoke(Method::POST, "/parcels", throttled("21"));

    let error = post(&office.client(), "1").await.unwrap_err();

    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(21)));
    assert!(office.clock.slept().is_empty());
    assert_eq!(office.host.journal().len(), 1);
}

#[tokio::test]
async fn a_call_that_may_have_had_an_effect_is_repeated_only_if_idempotent() {
    let unavailable = || Provoke::Instead(Answer::empty(503).into());
    let cut = || Provoke::Instead(Reply::CutBeforeHead);
    for fault in [unavailable, cut] {
        let office = Post::start().await;
        office.host.provoke(Method::POST, "/parcels", fault());
        office.host.provoke(Method::GET, "/parcels/{id}", fault());

        let posted = post(&office.client(), "1").await;
        let got = get(&office.client(), "1").await;

        assert!(posted.unwrap_err().may_have_been_applied());
        assert_eq!(got.unwrap().id, "1");
        assert_eq!(
            office.requests(),
            ["POST /parcels", "GET /parcels/1", "GET /parcels/1"]
        );
    }
}

#[tokio::test]
async fn a_caller_may_say_that_a_post_is_idempotent_or_a_get_is_not() {
    let post = Post::start().await;
    let client = post.client();
    post.host
        .provoke(Method::POST, "/parcels", Provoke::ThenCut);
    post.host
        .provoke(Method::GET, "/parcels/{id}", Provoke::ThenCut);

    let call = client
        .call(Method::POST, "/parcels")
        .json(&crate::vendor::parcel("1"));
    call.idempotent(true).send::<Parcel>().await.unwrap();
    let call = client.call(Method::GET, "/parcels/{id}").path("id", "1");
    call.idempotent(false).send::<Parcel>().await.unwrap_err();

    assert_eq!(
        post.host.with(|fake| fake.accepted.len()),
        2,
        "the first one counted, too"
    );
    assert_eq!(
        post.requests(),
        ["POST /parcels", "POST /parcels", "GET /parcels/1"]
    );
}

#[tokio::test]
async fn a_post_is_repeated_when_there_is_no_connection() {
    let office = Post::start().await;
    office.host.inject(Fault::Down, MINUTE);
    office.host.settled().await;

    let error = post(&office.client(), "1").await.unwrap_err();

    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    assert_eq!(office.clock.slept().len(), 2, "three attempts");
}

#[tokio::test]
async fn waits_grow_and_vary_and_end_with_the_attempts() {
    let post = Post::start().await;
    post.host.inject(Fault::InternalError, MINUTE);

    let error = get(&post.client(), "1").await.unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    assert_eq!(post.host.journal().len(), 3);
    let slept = post.clock.slept();
    let bounds = [(250, 500), (500, 1_000)]
        .map(|(low, high)| (Duration::from_millis(low), Duration::from_millis(high)));
    assert_eq!(slept.len(), bounds.len());
    for (wait, (low, high)) in slept.iter().zip(bounds) {
        assert!((low..=high).contains(wait), "{wait:?}");
    }
}

#[tokio::test]
async fn all_attempts_and_waits_together_keep_within_the_total_time() {
    let post = Post::start().await;
    let wait = Duration::from_secs(12);
    post.host.inject(Fault::TooManyRequests(Some(wait)), MINUTE);
    let retry = RetryPolicy {
        max_attempts: 10,
        ..RetryPolicy::default()
    };
    let client = post.builder().retry(retry).build().unwrap();

    let error = get(&client, "1").await.unwrap_err();

    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(wait));
    let slept = post.clock.slept();
    assert_eq!(
        slept.len(),
        2,
        "a third wait would end after 30 s: {slept:?}"
    );
    assert!(slept.iter().sum::<Duration>() < Timeouts::default().total);
}

#[tokio::test]
async fn time_spent_in_attempts_counts_against_the_total_time() {
    let post = Post::start().await;
    post.host.inject(Fault::Hang, MINUTE);
    let timeouts = Timeouts {
        attempt: Duration::from_millis(60),
        total: Duration::from_millis(200),
        ..Timeouts::default()
    };
    let retry = RetryPolicy {
        max_attempts: 100,
        base: Duration::ZERO,
        ..RetryPolicy::default()
    };
    let client = post
        .builder()
        .timeouts(timeouts)
        .retry(retry)
        .build()
        .unwrap();

    let error = get(&client, "1").await.unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    let sent = post.host.journal().len();
    assert!(
        (1..=4).contains(&sent),
        "{sent} attempts of 60 ms do not fit into 200 ms"
    );
}

#[tokio::test]
async fn a_clear_failure_is_not_made_doubtful_by_an_attempt_without_time() {
    let office = Post::start().await;
    office
        .host
        .provoke(Method::POST, "/parcels", throttled("10"));
    let timeouts = Timeouts {
        total: Duration::from_secs(11),
        ..Timeouts::default()
    };
    let client = office.builder().timeouts(timeouts).build().unwrap();

    let error = post(&client, "1").await.unwrap_err();

    assert!(
        error.is_rate_limited(),
        "less than a second is left after the wait"
    );
    assert!(!error.may_have_been_applied());
    assert!(office.clock.slept().is_empty());
}

#[tokio::test]
async fn a_doubtful_failure_stays_doubtful_if_the_service_is_not_reached_again() {
    let office = Post::start().await;
    let host = office.host.clone();
    let clock = ccaas_http::Clock::new(crate::vendor::now, move |_| {
        let host = host.clone();
        async move {
            host.inject(Fault::Down, MINUTE);
            host.settled().await;
        }
    });
    office
        .host
        .provoke(Method::PUT, "/parcels/{id}", Provoke::ThenCut);
    let client = office.builder().clock(clock).build().unwrap();

    let call = client.call(Method::PUT, "/parcels/{id}").path("id", "1");
    let error = call.send::<Parcel>().await.unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    assert!(error.may_have_been_applied());
    assert_eq!(office.host.journal().len(), 1);
}

#[tokio::test]
async fn a_policy_may_say_never() {
    let post = Post::start().await;
    post.host.inject(Fault::TooManyRequests(None), MINUTE);

    let error = get(&post.client_without_repeats(), "1").await.unwrap_err();

    assert!(error.is_rate_limited());
    assert_eq!(post.host.journal().len(), 1);
}
