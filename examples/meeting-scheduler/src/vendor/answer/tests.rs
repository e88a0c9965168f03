use std::sync::Arc;

use ccaas_http::{DecodeError, MetaHeaders, ResponseMeta, VendorError};
use http::{HeaderMap, HeaderValue, header};
use serde_json::{from_value, json};

use super::*;

fn api(status: u16, body: &str) -> Error {
    let mut headers = HeaderMap::new();
    if status == 429 || status == 503 {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("7"));
    }
    let meta = ResponseMeta::read(
        StatusCode::from_u16(status).unwrap(),
        &headers,
        &MetaHeaders::default(),
        chrono::DateTime::UNIX_EPOCH,
    );
    Error::Api(Box::new(ApiError::from_answer(meta, body.as_bytes())))
}

fn sign_in(error: Error) -> Error {
    Error::Auth(Arc::new(error))
}

fn interrupted() -> Error {
    Error::Interrupted("cut".into())
}

fn connect() -> Error {
    Error::Connect("refused".into())
}

fn problem(error: &Error, purpose: &Purpose) -> Problem {
    super::problem(error, purpose, &Secrets::default())
}

fn no_sign_in(error: &Error) -> Problem {
    super::no_sign_in(error, &Secrets::default())
}

fn no_join(error: &JoinError, schedule: &Schedule) -> Problem {
    super::no_join(error, schedule, &Secrets::default())
}

fn unread_for_join(error: &Error) -> Problem {
    super::unread_for_join(error, &Secrets::default())
}

const BODY: &str = r#"{"error":"Invalid agent email","message":"There is none","status":400}"#;
const NOTHING_SCHEDULED: &str = "Nothing was scheduled. Try again in a moment.";
const MAYBE: &str = "The meeting may have been scheduled. \
    Look at the list of meetings before you try again.";

#[test]
fn failed_schedulings_are_told_in_sentences() {
    let unreadable = || Error::Decode(DecodeError::Empty);
    let failed = "Failed to schedule meeting";
    let at = |status: u16, effect| format!("VideoEngager answered with status {status}. {effect}");
    for (error, status, sentence, message) in [
        (
            api(400, BODY),
            400,
            "Invalid agent email",
            Some("There is none"),
        ),
        (api(400, "{}"), 400, failed, None),
        (api(400, "<html>"), 400, failed, None),
        (
            api(409, BODY),
            400,
            "Invalid agent email",
            Some("There is none"),
        ),
        (api(422, r#"{"message":"No"}"#), 400, failed, Some("No")),
        (
            api(413, BODY),
            502,
            failed,
            Some(&*at(413, NOTHING_SCHEDULED)),
        ),
        (
            api(404, r#"{"error":"No such thing"}"#),
            404,
            "No such thing",
            None,
        ),
        (api(401, BODY), 502, REFUSED, Some("Invalid agent email")),
        (api(403, "{}"), 502, REFUSED, None),
        (api(429, BODY), 503, BUSY, Some(NOTHING_SCHEDULED)),
        (api(302, ""), 502, failed, Some(&*at(302, MAYBE))),
        (api(500, BODY), 502, failed, Some(&*at(500, MAYBE))),
        (
            api(501, BODY),
            502,
            failed,
            Some(&*at(501, NOTHING_SCHEDULED)),
        ),
        (api(503, BODY), 502, failed, Some(&*at(503, MAYBE))),
        (api(504, BODY), 502, NO_ANSWER, Some(MAYBE)),
        (interrupted(), 502, NO_ANSWER, Some(MAYBE)),
        (unreadable(), 502, UNREADABLE, Some(MAYBE)),
        (connect(), 502, NO_CONNECTION, Some(NOTHING_SCHEDULED)),
        (
            sign_in(api(401, BODY)),
            502,
            REFUSED,
            Some("Invalid agent email"),
        ),
        (sign_in(api(429, BODY)), 503, BUSY, Some(NOTHING_SCHEDULED)),
        (
            sign_in(api(500, BODY)),
            502,
            failed,
            Some(NOTHING_SCHEDULED),
        ),
        (
            sign_in(interrupted()),
            502,
            NO_ANSWER,
            Some(NOTHING_SCHEDULED),
        ),
        (
            sign_in(connect()),
            502,
            NO_CONNECTION,
            Some(NOTHING_SCHEDULED),
        ),
        (
            sign_in(unreadable()),
            502,
            UNREADABLE,
            Some(NOTHING_SCHEDULED),
        ),
    ] {
        let body = problem(&error, &SCHEDULE).in_json();

        assert_eq!(body["status"], status, "{error:?}");
        assert_eq!(body["error"], sentence, "{error:?}");
        assert_eq!(body["message"].as_str(), message, "{error:?}");
    }
}

#[test]
fn what_is_told_as_perhaps_scheduled_is_what_counts_as_such() {
    let unreadable = Error::Decode(DecodeError::Empty);
    let perhaps = [302, 307, 408, 500, 502, 503, 504].map(|status| api(status, ""));
    let perhaps = perhaps.into_iter().chain([interrupted(), unreadable]);
    let surely_not = [400, 401, 404, 413, 422, 429, 501].map(|status| api(status, ""));
    let not_sent = [connect(), sign_in(interrupted()), sign_in(api(504, ""))];
    let surely_not = surely_not.into_iter().chain(not_sent);

    let all = perhaps.map(|error| (error, true));
    for (error, expected) in all.chain(surely_not.map(|error| (error, false))) {
        assert_eq!(may_have_effect(&error), expected, "{error:?}");
        let told = problem(&error, &SCHEDULE).in_json()["message"].to_string();
        assert_eq!(told.contains("may have been"), expected, "{error:?}");
    }
}

#[test]
fn a_status_about_our_own_call_is_not_handed_on() {
    for status in [405, 406, 407, 411, 413, 414, 415, 421, 425, 426, 431] {
        let body = problem(&api(status, BODY), &SCHEDULE).in_json();
        assert_eq!(body["status"], 502, "{status}");
        assert_eq!(body["error"], "Failed to schedule meeting", "{status}");
    }
}

#[test]
fn the_vendors_sentences_are_shown_without_what_could_disturb_others() {
    let odd = r#"{"error":"\u202eNo\r\n","message":"\u2067See\u0007there"}"#;
    let refusal = problem(&api(400, odd), &SCHEDULE).in_json();
    assert_eq!(
        (&refusal["error"], &refusal["message"]),
        (&json!("No"), &json!("See there"))
    );
    assert_eq!(
        problem(&api(401, odd), &SCHEDULE).in_json()["message"],
        "No"
    );
    assert_eq!(no_sign_in(&sign_in(api(401, odd))).in_json()["error"], "No");
    for error in [api(400, odd), sign_in(api(401, odd))] {
        let body = unread_for_join(&error).in_json();
        assert_eq!(body["error"], "Failed to join meeting: No");
    }

    let nothing = problem(&api(400, r#"{"error":"\u202e\n"}"#), &SCHEDULE).in_json();
    assert_eq!(nothing["error"], "Failed to schedule meeting");
}

#[test]
fn a_meeting_that_is_not_there_is_told_so_and_a_wait_is_passed_on() {
    for purpose in [LOAD_MEETING, CHANGE, CANCEL] {
        for status in [404, 410] {
            let body = problem(&api(status, BODY), &purpose).in_json();
            assert_eq!(
                (&body["error"], &body["status"]),
                (&json!("Meeting not found"), &json!(404))
            );
        }
    }
    for status in [429, 503] {
        use axum::response::IntoResponse;
        let response = problem(&api(status, ""), &CHANGE).into_response();
        assert_eq!(response.headers()[header::RETRY_AFTER], "7");
    }
}

#[test]
fn a_refused_sign_in_is_told_in_the_vendors_words() {
    for (error, status, sentence) in [
        (
            api(401, r#"{"error":"Authentication failed"}"#),
            401,
            "Authentication failed",
        ),
        (
            api(400, r#"{"message":"Unknown partner"}"#),
            401,
            "Unknown partner",
        ),
        (api(401, ""), 401, "Authentication failed"),
        (api(429, "{}"), 503, BUSY),
        (api(503, "{}"), 502, "Authentication failed"),
        (interrupted(), 502, NO_ANSWER),
        (connect(), 502, NO_CONNECTION),
    ] {
        let body = no_sign_in(&sign_in(error)).in_json();
        assert_eq!(
            (&body["status"], &body["error"]),
            (&json!(status), &json!(sentence))
        );
    }
}

#[test]
fn a_join_that_fails_says_why() {
    let schedule: Schedule = from_value(json!({ "_id": "s-1" })).unwrap();
    for (error, sentence) in [
        (
            JoinError::SignIn(sign_in(api(401, r#"{"error":"Agent disabled"}"#))),
            "Failed to join meeting: Agent disabled",
        ),
        (
            JoinError::SignIn(sign_in(api(401, "{}"))),
            "Failed to join meeting: Authentication failed with status 401",
        ),
        (
            JoinError::SignIn(sign_in(interrupted())),
            "Failed to join meeting: VideoEngager did not answer",
        ),
        (
            JoinError::SignIn(sign_in(connect())),
            "Failed to join meeting: VideoEngager did not answer",
        ),
        (
            JoinError::NoAgentId,
            "Failed to join meeting: VideoEngager does not say which agent it belongs to",
        ),
    ] {
        let body = no_join(&error, &schedule).in_json();
        assert_eq!(
            (&body["status"], &body["error"]),
            (&json!(502), &json!(sentence))
        );
    }
    for status in [404, 410] {
        let missing = unread_for_join(&api(status, "")).in_json();
        assert_eq!(missing["error"], "Meeting not found");
    }
}

#[test]
fn without_a_full_url_the_meeting_url_is_offered_if_it_is_a_web_address() {
    let of = |url: &str| {
        let raw = json!({ "_id": "s-1", "agent": { "meetingUrl": url } });
        from_value(raw).unwrap()
    };
    let url = "https://v.example.com/ve/1";
    let body = no_join(&JoinError::NoFullUrl, &of(url)).in_json();
    assert_eq!(body["error"], "No full URL available for the agent");
    assert_eq!(
        (&body["status"], &body["meetingUrl"]),
        (&json!(409), &json!(url))
    );

    let body = no_join(&JoinError::UnusableFullUrl, &of("javascript:alert(1)")).in_json();
    assert!(body.as_object().unwrap()["meetingUrl"].is_null());
}
