//! The advice in the README, as it stands there.

use meta_whatsapp_client::ErrorCode;

use super::{answer, coded};

include!("readme_after.rs");

#[test]
fn it_is_the_readmes() {
    let text = include_str!("readme_after.rs");
    assert!(include_str!("../../../README.md").contains(text));
}

#[test]
fn each_error_gets_the_next_step_that_fits() {
    let next = |error| after(&Error::Api(Box::new(error)), 0);
    let seconds = Duration::from_secs;

    let bare = next(answer(429, None, ""));
    assert!(matches!(bare, Next::Again(wait, ErrorScope::App) if wait == seconds(1)));
    let told = next(answer(429, Some(30), ""));
    assert!(matches!(told, Next::Again(wait, _) if wait == seconds(30)));
    let of_pair = next(coded(400, ErrorCode::PairRateLimit.as_i64()));
    assert!(matches!(of_pair, Next::Again(wait, ErrorScope::Pair) if wait == seconds(1)));
    let lifted_later = next(coded(400, 131_064));
    assert!(matches!(lifted_later, Next::Again(wait, _) if wait == seconds(3_600)));

    let wrong = answer(400, Some(30), r#"{"error":{"code":100}}"#);
    assert!(matches!(next(wrong), Next::AskAPerson));
    assert!(matches!(next(coded(400, 131_047)), Next::WithATemplate));
    let passing = answer(400, None, r#"{"error":{"code":9,"is_transient":true}}"#);
    assert!(matches!(next(passing), Next::FindOut));
    assert!(matches!(next(answer(503, None, "")), Next::FindOut));
    let cut = after(&Error::Interrupted("cut".into()), 0);
    assert!(matches!(cut, Next::FindOut));
    let refused = after(&Error::Connect("refused".into()), 0);
    assert!(matches!(refused, Next::Again(..)));
}
