//! The documented requests and answers, letter by letter.

use std::io;

use async_trait::async_trait;
use ccaas_lookup::{
    CaseDirectory, DirectoryError, LookupAnswer, LookupError, LookupProblem, LookupRequest,
    Matches, Miss, PhoneKey, lookup,
};
use futures_util::FutureExt;
use serde_json::{Value, json};

use crate::support::{directory, documented_case, reader, urls};

/// Looks a number up among the documented case; nothing of it waits.
fn look_up(phone: &str) -> Result<LookupAnswer, LookupError> {
    let directory = directory([documented_case()]);

    lookup(&directory, &reader("IT"), &urls(), phone)
        .now_or_never()
        .expect("a directory in memory does not wait")
}

fn body(answer: &LookupAnswer) -> Value {
    serde_json::to_value(answer).expect("an answer is JSON")
}

#[test]
fn a_hit_is_answered_as_documented_with_all_matches() {
    let answer = look_up("+39 06 2222 4444").unwrap();

    let entry = json!({
        "case_id": "9",
        "patient": {
            "name": "Antonio Dorato",
            "phone": "+39 06 2222 4444",
            "home_phone": "+39 06 2222 4444",
            "cell_phone": "+39 333 222 4444",
            "email": "antonio.dorato@email.com"
        },
        "case": {
            "status": "APPUNTAMENTO",
            "clinic": "Centro Oculistico Roma",
            "treatment": "SMILE Surgery",
            "disposition": "SMILE evaluation",
            "outcome": "Professional athlete",
            "created_at": "2025-07-08T16:57:06.836704+00:00",
            "follow_up_date": "2025-07-12T16:57:06.836704+00:00"
        },
        "screen_pop_url": "https://crm-gules-six.vercel.app/it/cases/9"
    });
    let mut expected = entry.clone();
    expected["found"] = json!(true);
    expected["phone_searched"] = json!("+39 06 2222 4444");
    expected["matches"] = json!([entry]);
    assert_eq!(body(&answer), expected);
    assert_eq!((answer.status(false), answer.status(true)), (200, 200));
}

#[test]
fn the_keys_of_a_hit_come_in_the_documented_order() {
    let answer = serde_json::to_string(&look_up("0622224444").unwrap()).unwrap();

    let keys = [
        "found",
        "case_id",
        "patient",
        "case",
        "screen_pop_url",
        "phone_searched",
    ];
    let places: Vec<_> = keys
        .iter()
        .map(|key| answer.find(&format!("\"{key}\":")))
        .collect();
    assert!(places.is_sorted() && places[0].is_some(), "{answer}");
}

#[test]
fn a_miss_is_answered_as_documented() {
    for phone in ["+391234567890", "+39 123 456 7890"] {
        let answer = look_up(phone).unwrap();

        let expected = json!({
            "found": false,
            "message": format!("No case found for phone number: {phone}"),
            "phone": phone
        });
        assert_eq!(body(&answer), expected);
        assert_eq!((answer.status(false), answer.status(true)), (404, 200));
    }
}

#[test]
fn a_withheld_caller_is_a_miss() {
    for phone in [
        "anonymous",
        "",
        "Restricted",
        "+266696687",
        "sip:anonymous@anonymous.invalid",
    ] {
        let answer = look_up(phone).unwrap();

        assert_eq!(answer, LookupAnswer::Miss(Miss::new(phone)));
    }
}

#[test]
fn a_text_without_digits_is_refused() {
    let long = "5".repeat(1_000_000);
    for phone in [
        "call me",
        "+",
        "\u{1f4de}",
        "'; DROP TABLE cases",
        "\0",
        &long,
    ] {
        let problem = look_up(phone).unwrap_err().problem();

        assert_eq!(problem, LookupProblem::InvalidFormat);
        assert_eq!(problem.status(), 400);
        assert_eq!(problem.error(), "Invalid phone number format");
    }
}

#[test]
fn the_errors_are_the_documented_ones() {
    for (problem, status, expected) in [
        (
            LookupRequest::from_query("").unwrap_err(),
            400,
            json!({
                "error": "Phone number is required",
                "message": "Please provide a phone number in the query parameter: \
                            ?phone=+391234567890"
            }),
        ),
        (
            LookupRequest::from_body(b"{}").unwrap_err(),
            400,
            json!({
                "error": "Phone number is required in request body",
                "message": "Please provide a phone number in the request body: \
                            {\"phone\": \"+391234567890\"}"
            }),
        ),
        (
            LookupProblem::Unauthorized,
            401,
            json!({ "error": "Unauthorized" }),
        ),
        (
            LookupProblem::Failed,
            500,
            json!({ "error": "Failed to lookup case" }),
        ),
    ] {
        assert_eq!(serde_json::to_value(problem).unwrap(), expected);
        assert_eq!(problem.status(), status);
    }
}

#[test]
fn the_documented_requests_find_the_documented_case() {
    for request in [
        LookupRequest::from_query("phone=%2B3906%202222%204444"),
        LookupRequest::from_query("phone=+3906+2222+4444"),
        LookupRequest::from_body(br#"{"phone": "+39 06 2222 4444"}"#),
    ] {
        let answer = look_up(&request.unwrap().phone).unwrap();

        assert_eq!(answer.hit().unwrap().case().id, "9");
        assert!(answer.phone().starts_with("+39"));
    }
}

#[test]
fn fields_without_a_value_are_left_out() {
    let mut case = documented_case();
    case.clinic = None;
    case.follow_up_date = None;
    case.patient.email = None;
    let directory = directory([case]);

    let answer = lookup(&directory, &reader("IT"), &urls(), "06 2222 4444")
        .now_or_never()
        .unwrap();

    let body = body(&answer.unwrap());
    assert!(!body.to_string().contains("null"));
    assert!(body["case"].get("clinic").is_none());
    assert!(body["patient"].get("email").is_none());
}

/// A directory that knows nothing, and says how well.
struct Empty(Option<io::ErrorKind>);

#[async_trait]
impl CaseDirectory for Empty {
    async fn find(&self, _: PhoneKey) -> Result<Matches, DirectoryError> {
        match self.0 {
            None => Ok(Matches::default().with_stale(true)),
            Some(kind) => Err(DirectoryError::new(io::Error::from(kind))),
        }
    }
}

#[test]
fn an_answer_from_old_data_says_so() {
    let answer = lookup(&Empty(None), &reader("IT"), &urls(), "06 2222 4444")
        .now_or_never()
        .unwrap();

    let answer = answer.unwrap();
    assert!(answer.is_stale());
    assert_eq!(body(&answer)["stale"], json!(true));
}

#[test]
fn a_directory_that_cannot_be_asked_is_an_error() {
    let gone = Empty(Some(io::ErrorKind::NotConnected));

    let error = lookup(&gone, &reader("IT"), &urls(), "06 2222 4444").now_or_never();

    let error = error.unwrap().unwrap_err();
    assert_eq!(error.problem(), LookupProblem::Failed);
    assert_eq!(error.to_string(), "could not look up the phone number");
}

#[test]
fn nothing_personal_is_in_debug() {
    let request = LookupRequest::new("+39 06 2222 4444");
    let hit = look_up("+39 06 2222 4444").unwrap();
    let miss = look_up("+391234567890").unwrap();
    let key = reader("IT").read("+390622224444");

    let text = format!(
        "{request:?} {hit:?} {miss:?} {key:?} {:?}",
        hit.hit().unwrap().matches()
    );

    for personal in [
        "2222",
        "4444",
        "1234567890",
        "Antonio",
        "email.com",
        "athlete",
    ] {
        assert!(!text.contains(personal), "{text}");
    }
}
