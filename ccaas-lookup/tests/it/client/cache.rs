//! Answers that are kept, and lookups that share a request.

use std::time::Duration;

use ccaas_http::test_util::{Fault, Provoke};
use ccaas_lookup::Lookup;
use futures_util::FutureExt;
use http::Method;

use super::support::{KNOWN, LOOKUP, STRANGER, Scene, reason};

#[tokio::test]
async fn a_case_is_kept_for_five_minutes() {
    let scene = Scene::start().await;
    let client = scene.client();

    client.lookup_or_unknown(KNOWN).await;
    scene.clock.advance(Duration::from_millis(299_999));
    let again = client.lookup_or_unknown(KNOWN).await;
    assert_eq!(scene.requests().len(), 1);
    assert!(again.hit().is_some());

    scene.clock.advance(Duration::from_millis(1));
    client.lookup_or_unknown(KNOWN).await;
    assert_eq!(scene.requests().len(), 2);
}

#[tokio::test]
async fn a_miss_is_kept_for_thirty_seconds() {
    let scene = Scene::start().await;
    let client = scene.client();

    client.lookup_or_unknown(STRANGER).await;
    scene.clock.advance(Duration::from_millis(29_999));
    client.lookup_or_unknown(STRANGER).await;
    assert_eq!(scene.requests().len(), 1);

    scene.clock.advance(Duration::from_millis(1));
    client.lookup_or_unknown(STRANGER).await;
    assert_eq!(scene.requests().len(), 2);
}

#[tokio::test]
async fn one_number_written_in_many_ways_is_one_request() {
    let scene = Scene::start().await;
    let client = scene.client();

    for spelling in [
        KNOWN,
        "003906 2222 4444",
        "06 2222 4444",
        "tel:+390622224444",
    ] {
        let found = client.lookup_or_unknown(spelling).await;
        assert!(found.hit().is_some(), "{spelling}");
    }

    assert_eq!(scene.requests().len(), 1);
}

#[tokio::test]
async fn a_thousand_lookups_of_one_number_at_once_are_one_request() {
    let scene = Scene::start().await;
    let client = scene.client();
    let late = Provoke::Late(Duration::from_millis(50));
    scene.api.provoke(Method::POST, LOOKUP, late);

    let lookups = (0..1_000).map(|_| client.lookup_or_unknown(KNOWN));
    let found = futures_util::future::join_all(lookups).await;

    assert!(found.iter().all(|found| found.hit().is_some()));
    assert_eq!(scene.requests().len(), 1);
}

#[tokio::test]
async fn who_asked_first_may_go_away() {
    let scene = Scene::start().await;
    let client = scene.client();
    let late = Provoke::Late(Duration::from_millis(50));
    scene.api.provoke(Method::POST, LOOKUP, late);

    let first = client.lookup_or_unknown(KNOWN).now_or_never();
    assert!(first.is_none());
    let second = client.lookup_or_unknown(KNOWN).await;

    assert!(second.hit().is_some());
    assert_eq!(scene.requests().len(), 1);
}

#[tokio::test]
async fn a_failure_is_shared_but_not_kept() {
    let scene = Scene::start().await;
    let client = scene.client();
    let minute = Duration::from_secs(60);
    scene.api.inject(Fault::InternalError, minute);

    let lookups = (0..10).map(|_| client.lookup_or_unknown(KNOWN));
    let found = futures_util::future::join_all(lookups).await;
    scene.api.calm();
    let later = client.lookup_or_unknown(KNOWN).await;

    assert!(found.iter().all(|found| reason(found).is_some()));
    assert!(later.hit().is_some());
    assert_eq!(scene.requests().len(), 2);
}

#[tokio::test]
async fn the_oldest_answer_makes_room_for_a_new_one() {
    let scene = Scene::start().await;
    let client = scene.builder().most_kept(2).build().unwrap();
    let numbers = ["+12025550101", "+12025550102", "+12025550103"];

    for number in numbers {
        client.lookup_or_unknown(number).await;
    }
    for number in [numbers[2], numbers[1]] {
        client.lookup_or_unknown(number).await;
    }
    assert_eq!(scene.requests().len(), 3);

    client.lookup_or_unknown(numbers[0]).await;
    assert_eq!(scene.requests().len(), 4);
}

#[tokio::test]
async fn a_number_that_is_forgotten_is_asked_for_again() {
    let scene = Scene::start().await;
    let client = scene.client();
    client.lookup_or_unknown(STRANGER).await;

    client.forget("0039 123 456 7890");
    let found = client.lookup_or_unknown(STRANGER).await;

    assert!(matches!(found, Lookup::Miss(_)));
    assert_eq!(scene.requests().len(), 2);
}
