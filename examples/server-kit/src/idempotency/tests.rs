use http::HeaderValue;
use serde_json::json;

use super::*;

type Kept = Answers<(u64, String), &'static str>;

fn now() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn key(scope: u64, key: &str) -> (u64, String) {
    (scope, key.to_owned())
}

fn request(number: u32) -> Fingerprint {
    Fingerprint::of(&json!({ "number": number }))
}

fn first(answers: &Kept, of: (u64, String)) -> Ticket<(u64, String), &'static str> {
    match answers.begin(of, request(1), now()) {
        Begun::First(ticket) => ticket,
        other => panic!("{other:?}"),
    }
}

#[test]
fn keys_are_visible_ascii_given_once() {
    let with = |value: &[u8]| {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_bytes(value).unwrap());
        super::key(&headers, 8..=128)
    };
    assert_eq!(super::key(&HeaderMap::new(), 8..=128), Ok(None));
    assert_eq!(with(b" abcdef-1 "), Ok(Some("abcdef-1".to_owned())));
    assert!(with(&[b'a'; 128]).is_ok());
    for bad in [
        &b""[..],
        b"short",
        b"with space",
        "ééééé".as_bytes(),
        &[b'a'; 129],
    ] {
        let rule = with(bad).unwrap_err();
        assert!(rule.contains("8 to 128 visible ASCII"), "{rule}");
    }
    let mut twice = HeaderMap::new();
    twice.append(HEADER, HeaderValue::from_static("abcdef-1"));
    twice.append(HEADER, HeaderValue::from_static("abcdef-1"));
    assert!(super::key(&twice, 8..=128).is_err());
}

#[test]
fn a_request_is_done_once_and_its_answer_kept_for_a_day() {
    let answers = Kept::default();
    let ticket = first(&answers, key(1, "k"));
    let again = |at| answers.begin(key(1, "k"), request(1), at);
    assert!(matches!(again(now()), Begun::InFlight));

    ticket.settle(Some(Outcome::Done(json!("answer"))));

    let last = now() + TimeDelta::hours(24) - TimeDelta::seconds(1);
    let Begun::Known(Outcome::Done(answer)) = again(last) else {
        panic!("it is known");
    };
    assert_eq!(answer, "answer");
    let late = again(now() + TimeDelta::hours(24));
    assert!(matches!(late, Begun::First(_)));
}

#[test]
fn of_many_at_once_one_is_the_first() {
    let answers = Kept::default();

    let begun: Vec<_> = std::thread::scope(|scope| {
        let begin = || answers.begin(key(1, "k"), request(1), now());
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(begin)).collect();
        threads.into_iter().map(|one| one.join().unwrap()).collect()
    });

    let is_first = |one: &&Begun<_, _>| matches!(one, Begun::First(_));
    let in_flight = |one: &&Begun<_, _>| matches!(one, Begun::InFlight);
    assert_eq!(begun.iter().filter(is_first).count(), 1);
    assert_eq!(begun.iter().filter(in_flight).count(), 7);
}

#[test]
fn a_key_belongs_to_one_request_of_one_person() {
    let answers = Kept::default();
    let ticket = first(&answers, key(1, "k"));
    let of = |scope, number| answers.begin(key(scope, "k"), request(number), now());

    assert!(matches!(of(1, 2), Begun::OtherRequest));
    ticket.settle(Some(Outcome::Unknown(Some("perhaps"))));
    assert!(matches!(of(1, 2), Begun::OtherRequest));
    assert!(matches!(
        of(1, 1),
        Begun::Known(Outcome::Unknown(Some("perhaps")))
    ));
    assert!(matches!(of(2, 2), Begun::First(_)));
}

#[test]
fn a_request_without_effect_frees_its_key() {
    let answers = Kept::default();
    first(&answers, key(1, "k")).settle(None);

    let other = answers.begin(key(1, "k"), request(2), now());
    assert!(matches!(other, Begun::First(_)));
}

#[test]
fn a_request_that_nobody_settled_may_have_had_an_effect() {
    let answers = Kept::default();
    drop(first(&answers, key(1, "k")));

    let again = answers.begin(key(1, "k"), request(1), now());
    assert!(matches!(again, Begun::Known(Outcome::Unknown(None))));
}

#[test]
fn signing_out_forgets_ones_own_answers_but_not_what_is_under_way() {
    let answers = Kept::default();
    first(&answers, key(1, "a")).settle(Some(Outcome::Unknown(None)));
    first(&answers, key(2, "a")).settle(Some(Outcome::Unknown(None)));
    let ticket = first(&answers, key(1, "b"));

    answers.forget(|(scope, _)| *scope == 1);

    let look = |scope, name| answers.begin(key(scope, name), request(1), now());
    assert!(matches!(look(1, "a"), Begun::First(_)));
    assert!(matches!(look(1, "b"), Begun::InFlight));
    assert!(matches!(look(2, "a"), Begun::Known(_)));
    drop(ticket);
}

#[test]
fn of_too_many_the_oldest_that_is_settled_goes() {
    let answers = Kept::default();
    let under_way = first(&answers, key(1, "0"));
    for number in 1..=MOST {
        let at = now() + TimeDelta::milliseconds(number as i64);
        let begun = answers.begin(key(1, &number.to_string()), request(1), at);
        let Begun::First(ticket) = begun else {
            panic!("{begun:?}");
        };
        ticket.settle(Some(Outcome::Unknown(None)));
    }
    assert_eq!(answers.kept.lock().unwrap().len(), MOST);

    let look = |name| answers.begin(key(1, name), request(1), now());
    assert!(matches!(look("0"), Begun::InFlight));
    assert!(matches!(look("2"), Begun::Known(_)));
    assert!(matches!(look("1"), Begun::First(_)));
    drop(under_way);
}

#[test]
fn the_order_of_fields_does_not_make_another_request() {
    let one: Value = serde_json::from_str(r#"{"b":[{"d":1,"c":2}],"a":1}"#).unwrap();
    let two: Value = serde_json::from_str(r#"{ "a":1, "b":[{"c":2,"d":1}] }"#).unwrap();

    assert_eq!(Fingerprint::of(&one), Fingerprint::of(&two));
    assert_ne!(Fingerprint::of(&one), Fingerprint::of(&json!({ "a": 1 })));
}
