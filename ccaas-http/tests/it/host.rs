//! The host of fakes: its journal, and the ways in which it breaks.

use std::time::Duration;

use ccaas_http::{
    Clock, Error, RetryPolicy,
    test_util::{Answer, Fault, JOURNAL_LIMIT, Outcome, Provoke},
};
use http::{Method, StatusCode};

use crate::vendor::{Post, get, post};

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn the_journal_tells_what_was_received_and_what_became_of_it() {
    let office = Post::start().await;
    let client = office.client_without_repeats();
    office
        .host
        .provoke(Method::POST, "/parcels", Provoke::ThenCut);

    post(&client, "1").await.unwrap_err();
    get(&client, "a b").await.unwrap();

    let journal = office.host.journal();
    let outcomes: Vec<_> = journal
        .iter()
        .map(|entry| (entry.outcome, entry.status))
        .collect();
    assert_eq!(
        outcomes,
        [(Outcome::Cut, None), (Outcome::Answered, Some(200))]
    );
    assert_eq!(journal[0].json(), serde_json::json!({ "id": "1" }));
    assert_eq!(journal[1].line(), "GET /parcels/a%20b");
    assert_eq!(office.host.journal_after(1).len(), 1);
    assert_eq!(
        office.host.with(|fake| fake.accepted.clone()),
        ["1"],
        "it took effect"
    );
}

#[tokio::test]
async fn the_journal_is_bounded() {
    let post = Post::start().await;
    let client = post.client();

    for _ in 0..JOURNAL_LIMIT + 2 {
        get(&client, "1").await.unwrap();
    }

    let journal = post.host.journal();
    assert_eq!((journal.len(), journal[0].seq), (JOURNAL_LIMIT, 3));
}

#[tokio::test]
async fn a_host_goes_down_and_comes_up_on_the_same_port() {
    let post = Post::start().await;
    let client = post.client_without_repeats();
    get(&client, "1").await.unwrap();

    post.host.inject(Fault::Down, MINUTE);
    post.host.settled().await;
    let down = get(&client, "2").await.unwrap_err();
    post.host.calm();
    post.host.settled().await;
    let up = get(&client, "3").await;

    assert!(matches!(down, Error::Connect(_)), "{down:?}");
    assert_eq!(up.unwrap().id, "3");
    assert_eq!(post.requests(), ["GET /parcels/1", "GET /parcels/3"]);
}

#[tokio::test]
async fn a_host_comes_up_by_itself_when_the_time_is_over() {
    let post = Post::start().await;
    let retry = RetryPolicy {
        max_attempts: 1_000,
        base: Duration::from_millis(5),
        cap: Duration::from_millis(5),
    };
    let client = post
        .builder()
        .clock(Clock::system())
        .retry(retry)
        .build()
        .unwrap();
    post.host.inject(Fault::Down, Duration::from_millis(30));
    post.host.settled().await;

    let parcel = get(&client, "1").await.unwrap();

    assert_eq!(parcel.id, "1");
    assert_eq!(post.host.fault(), None);
}

#[tokio::test]
async fn a_connection_in_use_ends_when_the_host_goes_down() {
    let post = Post::start().await;
    let client = post.client_without_repeats();
    post.host
        .provoke(Method::GET, "/parcels/{id}", Provoke::ThenHang);

    let (result, ()) = tokio::join!(get(&client, "1"), async {
        crate::token_cache::until(|| !post.host.journal().is_empty()).await;
        post.host.inject(Fault::Down, MINUTE);
    });

    assert!(matches!(result, Err(Error::Interrupted(_))), "{result:?}");
}

#[tokio::test]
async fn faults_are_the_vendors_own_answers() {
    let post = Post::start().await;
    let client = post.client_without_repeats();
    let wait = Duration::from_secs(3);
    post.host.inject(Fault::TooManyRequests(Some(wait)), MINUTE);
    let throttled = get(&client, "1").await.unwrap_err();
    post.host.inject(Fault::InternalError, MINUTE);
    let broken = get(&client, "1").await.unwrap_err();
    post.host.inject(Fault::Cut, MINUTE);
    let cut = get(&client, "1").await.unwrap_err();
    post.host
        .inject(Fault::Slow(Duration::from_millis(1)), MINUTE);
    let slow = get(&client, "1").await;

    assert_eq!(
        throttled.as_api().unwrap().code.as_deref(),
        Some("too.many")
    );
    assert_eq!(throttled.retry_after(), Some(wait));
    assert_eq!(broken.as_api().unwrap().code.as_deref(), Some("internal"));
    assert!(matches!(cut, Error::Interrupted(_)), "{cut:?}");
    assert_eq!(slow.unwrap().id, "1");
    assert!(matches!(post.host.fault(), Some((Fault::Slow(_), left)) if left <= MINUTE));
}

#[tokio::test]
async fn provocations_are_used_up_in_order_and_can_be_forgotten() {
    let post = Post::start().await;
    let client = post.client_without_repeats();
    let status = |status| Provoke::Instead(Answer::empty(status).into());
    let then = Provoke::ThenAnswer(418, "{}".into());
    let late = Provoke::Late(Duration::from_millis(1));
    post.host
        .provoke_times(2, Method::GET, "/parcels/{id}", status(404));
    post.host.provoke(Method::GET, "/parcels/{id}", then);
    post.host.provoke(Method::GET, "/parcels/{id}", late);
    post.host.provoke(Method::GET, "/parcels/{id}", status(409));

    let mut got = Vec::new();
    for _ in 0..4 {
        got.push(
            get(&client, "1")
                .await
                .err()
                .and_then(|error| error.status()),
        );
    }
    post.host.calm();
    let calm = get(&client, "1").await;

    let (not_found, teapot) = (StatusCode::NOT_FOUND, StatusCode::IM_A_TEAPOT);
    assert_eq!(got, [Some(not_found), Some(not_found), Some(teapot), None]);
    assert!(calm.is_ok());
}

#[tokio::test]
async fn the_clock_moves_from_another_process_whatever_is_broken() {
    let post = Post::start().await;
    let client = post.client_without_repeats();
    post.host.inject(Fault::InternalError, MINUTE);
    let move_by = async |seconds: i64| {
        let url = post.host.url().join("/_fake/clock").unwrap();
        let wish = serde_json::json!({ "advance_seconds": seconds }).to_string();
        let sent = ccaas_http::test_util::post(&url, http::HeaderMap::new(), wish.into()).await;
        sent.unwrap().status
    };
    let before = post.host.now();

    let moved = move_by(90_000).await;
    let refused = [move_by(-1).await, move_by(i64::MAX).await];
    get(&client, "1").await.unwrap_err();

    assert_eq!(moved, StatusCode::OK);
    assert_eq!(refused, [StatusCode::BAD_REQUEST; 2]);
    let journal = post.host.journal();
    assert_eq!(
        journal.len(),
        1,
        "the clock's own requests are not the vendor's"
    );
    let ahead = journal[0].at - before;
    assert_eq!(ahead.num_hours(), 25);
}
