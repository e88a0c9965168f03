//! What an answer says of repeating the call.

use std::time::Duration;

use ccaas_http::VendorError;
use meta_whatsapp_client::{ErrorScope::App, ccaas_http};
use serde_json::{Value, json};

use super::{answer, coded};

#[test]
fn the_code_and_not_the_status_decides_whether_it_was_too_many() {
    for (status, code, limited) in [
        (400, 130_429, true),
        (400, 131_056, true),
        (500, 80_007, true),
        (429, 131_047, false),
        (429, 4, true),
    ] {
        assert_eq!(
            coded(status, code).is_rate_limited(),
            limited,
            "{status} {code}"
        );
        assert!(
            !coded(status, code).may_have_been_applied(),
            "{status} {code}"
        );
    }
    assert!(
        coded(429, 999_999).is_rate_limited(),
        "nor with one that is not known"
    );
    assert_eq!(coded(401, 999_999).scope(), App);
    assert!(
        answer(429, None, "").is_rate_limited(),
        "without a code the status does"
    );
}

#[test]
fn what_may_have_been_sent_is_said_so() {
    for (status, code, may) in [
        (400, Some(131_000), true),
        (400, Some(1), true),
        (500, Some(131_026), false),
        (500, Some(999_999), true),
        (400, Some(999_999), false),
        (500, None, true),
        (400, None, false),
        (501, None, false),
        (408, Some(999_999), true),
        // Known by their family only: they do not say what went wrong.
        (500, Some(138_001), true),
        (503, Some(139_001), true),
        (500, Some(147_001), true),
        (500, Some(2_388_001), true),
        (500, Some(250), true),
        (400, Some(138_001), false),
        (500, Some(2_388_019), false),
        // A number in maintenance did nothing.
        (500, Some(131_057), false),
        (400, Some(131_057), false),
    ] {
        let error = code.map_or_else(|| answer(status, None, "x"), |code| coded(status, code));

        assert_eq!(error.may_have_been_applied(), may, "{status} {code:?}");
    }
}

#[test]
fn a_passing_fault_may_have_been_applied_unless_its_code_says_another_cause() {
    let passing = |status, code: Value| {
        let body = json!({ "error": { "code": code, "is_transient": true } });
        answer(status, None, &body.to_string()).may_have_been_applied()
    };

    assert!(passing(400, json!(999)));
    assert!(passing(400, Value::Null));
    assert!(passing(400, json!(139_001)));
    assert!(!passing(400, json!(131_047)));
    assert!(!passing(429, Value::Null), "too many is not acted on");
}

#[test]
fn an_unknown_code_is_judged_by_what_meta_says_of_it() {
    let told = |transient: Value| {
        let body = json!({ "error": { "code": 999, "is_transient": transient } });
        answer(400, None, &body.to_string())
    };

    assert!(told(json!(true)).is_retryable());
    assert!(told(json!("true")).is_retryable());
    assert!(!told(json!(false)).is_retryable());
    assert!(!told(Value::Null).is_retryable());
    let hints = [0, 1, 2, 10].map(|repeats| told(json!(true)).retry_after_hint(repeats));
    assert_eq!(
        hints,
        [1, 2, 4, 60].map(|seconds| Some(Duration::from_secs(seconds)))
    );
    assert_eq!(told(json!(false)).retry_after_hint(0), None);
}

#[test]
fn there_is_a_hint_exactly_if_it_is_worth_repeating() {
    let second = |seconds| Some(Duration::from_secs(seconds));

    for (status, code, header, hint) in [
        (429, None, None, second(1)),
        (429, None, Some(30), second(30)),
        (503, None, None, second(1)),
        (503, Some(138_001), None, second(1)),
        (400, Some(131_064), None, second(3_600)),
        (429, Some(131_047), Some(30), None),
        (400, Some(100), Some(30), None),
        (400, None, Some(30), None),
    ] {
        let body = code.map_or(json!({}), |code: i64| json!({ "error": { "code": code } }));
        let error = answer(status, header, &body.to_string());

        assert_eq!(error.retry_after_hint(0), hint, "{status} {code:?}");
        assert_eq!(error.is_retryable(), hint.is_some(), "{status} {code:?}");
    }
}

#[test]
fn the_longer_of_header_and_code_is_waited_for() {
    let body = json!({ "error": { "code": 131_056 } }).to_string();
    let second = Duration::from_secs;

    assert_eq!(
        answer(429, Some(30), &body).retry_after_hint(0),
        Some(second(30))
    );
    assert_eq!(
        answer(429, Some(30), &body).retry_after_hint(3),
        Some(second(64))
    );
    assert_eq!(answer(429, None, &body).retry_after(), Some(second(1)));
    assert_eq!(
        coded(500, 131_016).retry_after(),
        None,
        "nobody asked to wait"
    );
}
