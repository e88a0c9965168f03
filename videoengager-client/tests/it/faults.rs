//! A vendor that breaks.

use std::time::Duration;

use ccaas_http::{
    RetryPolicy, Timeouts,
    test_util::{Answer, Fault, Provoke, Reply},
};
use http::Method;
use videoengager_client::{
    CreateSchedule, Error, Partner, ScheduleId, VideoEngagerClient, fake::FakeVideoEngager,
};

use crate::{book, date, lines, quick};

const SCHEDULE: &str = "/api/schedules/my/{id}";

/// A client that gives up soon.
fn impatient(video: &FakeVideoEngager) -> VideoEngagerClient {
    let timeouts = Timeouts {
        attempt: Duration::from_secs(1),
        total: Duration::from_secs(2),
        ..Timeouts::default()
    };
    video
        .builder()
        .timeouts(timeouts)
        .build()
        .expect("the settings make a client")
}

#[tokio::test]
async fn a_creation_that_is_never_answered_ends_and_may_have_been_applied() {
    let video = FakeVideoEngager::start().await;
    let client = impatient(&video);
    video.hang_creates(1);

    let error = client
        .schedules()
        .create(&CreateSchedule::new(date(), 30))
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    assert!(error.may_have_been_applied());
    assert_eq!(lines(&video), ["POST /api/schedules/my/"]);
}

#[tokio::test]
async fn a_sign_in_that_is_never_answered_ends() {
    let video = FakeVideoEngager::start().await;
    let client = impatient(&video);
    video.host().inject(Fault::Hang, Duration::from_secs(600));

    let error = client
        .schedules()
        .delete(&ScheduleId::new("s-1"))
        .await
        .unwrap_err();

    let Error::Auth(error) = error else {
        panic!("{error:?}")
    };
    assert!(matches!(*error, Error::Interrupted(_)), "{error:?}");
}

#[tokio::test]
async fn a_service_that_is_down_was_never_reached() {
    // Nothing listens on port 1.
    let down = "http://127.0.0.1:1".parse().unwrap();
    let client = VideoEngagerClient::builder(down, Partner::new("p", "e", "m"))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();

    let error = client
        .schedules()
        .create(&CreateSchedule::new(date(), 30))
        .await
        .unwrap_err();

    let Error::Auth(sign_in) = &error else {
        panic!("{error:?}")
    };
    assert!(matches!(**sign_in, Error::Connect(_)), "{error:?}");
    assert!(!error.may_have_been_applied());
    assert!(error.is_transient());
}

#[tokio::test]
async fn an_error_that_is_not_json_is_still_an_error_with_a_status() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();

    for (status, body) in [
        (400, "<html><title>Bad request</title></html>"),
        (403, ""),
        (404, r#"{"error":"cut"#),
        (409, "null"),
        (422, r#""only text""#),
    ] {
        let answer = Answer::bytes(status, "text/html", body);
        video
            .host()
            .provoke(Method::GET, SCHEDULE, Provoke::Instead(answer.into()));

        let error = client
            .schedules()
            .get(&ScheduleId::new("s-1"))
            .await
            .unwrap_err();

        let api = error.as_api().expect("the service answered");
        assert_eq!(
            (api.status().as_u16(), api.text()),
            (status, None),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_redirect_is_an_error_and_not_followed() {
    let video = FakeVideoEngager::start().await;
    let answer = Answer::empty(302).with_header("location", video.url().join("/ve/x").unwrap());
    video
        .host()
        .provoke(Method::GET, SCHEDULE, Provoke::Instead(answer.into()));

    let error = video
        .client()
        .schedules()
        .get(&ScheduleId::new("s-1"))
        .await
        .unwrap_err();

    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    assert_eq!(lines(&video), ["GET /api/schedules/my/s-1"]);
}

#[tokio::test]
async fn answers_that_break_off_are_asked_for_again_when_that_is_safe() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let booked = book(&client).await;
    let half = Answer::bytes(200, "application/json", booked.raw().to_owned());
    let host = video.host();
    host.provoke(
        Method::GET,
        SCHEDULE,
        Provoke::Instead(Reply::CutMidBody(half.clone())),
    );
    host.provoke(
        Method::GET,
        SCHEDULE,
        Provoke::Instead(Reply::CutBeforeHead),
    );
    host.provoke(
        Method::POST,
        "/api/schedules/my/",
        Provoke::Instead(Reply::CutMidBody(half)),
    );

    let read = client.schedules().get(&booked.id).await.unwrap();
    let error = client
        .schedules()
        .create(&CreateSchedule::new(date(), 30))
        .await
        .unwrap_err();

    assert_eq!(read.id, booked.id);
    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    assert!(error.may_have_been_applied());
    assert_eq!(
        lines(&video).len(),
        5,
        "one booking, three reads, one creation"
    );
}

#[tokio::test]
async fn an_answer_that_never_ends_is_not_read_to_its_end() {
    let video = FakeVideoEngager::start().await;
    let client = video.builder().max_response_bytes(1_000).build().unwrap();
    let body = format!(r#"{{"_id":"s-1","x":"{}"}}"#, "x".repeat(1_000));
    let answer = Answer::bytes(200, "application/json", body);
    video
        .host()
        .provoke(Method::GET, SCHEDULE, Provoke::Instead(answer.into()));

    let error = client
        .schedules()
        .get(&ScheduleId::new("s-1"))
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_left_to_the_caller() {
    let video = FakeVideoEngager::start().await;
    video.throttle(1, Some(Duration::from_secs(3_600)));

    let error = video
        .client()
        .schedules()
        .create(&CreateSchedule::new(date(), 30))
        .await
        .unwrap_err();

    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3_600)));
    assert!(!error.may_have_been_applied());
}
