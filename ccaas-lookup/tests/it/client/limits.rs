//! How many requests are sent.

use std::time::Duration;

use ccaas_http::test_util::Fault;
use ccaas_lookup::UnknownReason;

use super::support::{KNOWN, Scene, reason};

fn number(index: usize) -> String {
    format!("+1202555{index:04}")
}

#[tokio::test]
async fn over_the_limit_the_answer_comes_at_once_and_without_a_request() {
    let scene = Scene::start().await;
    let client = scene.builder().requests_per_minute(3).build().unwrap();

    let mut reasons = Vec::new();
    for index in 0..5 {
        reasons.push(reason(&client.lookup_or_unknown(&number(index)).await));
    }

    let limited = Some(UnknownReason::Limited);
    assert_eq!(reasons, [None, None, None, limited, limited]);
    assert_eq!(scene.requests().len(), 3);

    scene.clock.advance(Duration::from_secs(60));
    assert_eq!(reason(&client.lookup_or_unknown(&number(4)).await), None);
}

#[tokio::test]
async fn what_is_kept_does_not_count() {
    let scene = Scene::start().await;
    let client = scene.builder().requests_per_minute(1).build().unwrap();

    for _ in 0..10 {
        assert!(client.lookup_or_unknown(KNOWN).await.hit().is_some());
    }
}

#[tokio::test]
async fn a_thousand_requests_a_minute_are_sent_by_default() {
    let scene = Scene::start().await;
    let client = scene.client();

    let numbers: Vec<_> = (0..1_001).map(number).collect();
    let mut limited = 0;
    for some in numbers.chunks(50) {
        let lookups = some.iter().map(|number| client.lookup_or_unknown(number));
        let found = futures_util::future::join_all(lookups).await;
        let of_limit = |found| reason(found) == Some(UnknownReason::Limited);
        limited += found.iter().filter(|found| of_limit(found)).count();
    }

    assert_eq!(limited, 1);
}

#[tokio::test]
async fn a_service_that_asks_for_a_pause_gets_it() {
    let scene = Scene::start().await;
    let client = scene.client();
    let pause = Duration::from_secs(7);
    let minute = Duration::from_secs(60);
    scene
        .api
        .inject(Fault::TooManyRequests(Some(pause)), minute);

    let refused = client.lookup_or_unknown(KNOWN).await;
    scene.api.calm();
    let meanwhile = client.lookup_or_unknown(KNOWN).await;
    scene.clock.advance(pause);
    let after = client.lookup_or_unknown(KNOWN).await;

    assert_eq!(reason(&refused), Some(UnknownReason::TooManyRequests));
    assert_eq!(reason(&meanwhile), Some(UnknownReason::Limited));
    assert!(after.hit().is_some());
    assert_eq!(scene.requests().len(), 2);
}
