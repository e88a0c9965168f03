//! `POST /api/schedules/my/`

use ccaas_http::{
    DecodeError,
    test_util::{Answer, FakeClock, Provoke},
};
use chrono::Utc;
use http::{Method, StatusCode};
use serde_json::json;
use std::time::Duration;
use videoengager_client::{CreateSchedule, Error, Visitor, fake::FakeVideoEngager};

use crate::{calls, date, lines, quick};

#[tokio::test]
async fn create_sends_what_the_vendor_documents() {
    let video = FakeVideoEngager::start().await;
    let request = CreateSchedule {
        customer_id: Some("cust_example1".to_owned()),
        ..CreateSchedule::new(date(), 30)
    };

    video.client().schedules().create(&request).await.unwrap();

    let calls = calls(&video);
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].line(), "POST /api/schedules/my/");
    assert_eq!(calls[0].query, []);
    assert_eq!(calls[0].authorization.as_deref(), Some("Bearer"));
    assert_eq!(
        calls[0].json(),
        json!({
            "customerId": "cust_example1", "date": 1_796_119_200_000_i64,
            "duration": 30, "visitor": {}
        })
    );
}

#[tokio::test]
async fn create_sends_all_that_is_given() {
    let video = FakeVideoEngager::start().await;
    let request = CreateSchedule {
        visitor: Visitor {
            name: Some("Robin Example".to_owned()),
            email: Some("robin@example.com".to_owned()),
            phone: Some("+12025550147".to_owned()),
            subject: Some("Follow-up".to_owned()),
            auto_answer: Some(true),
            pin: None,
        },
        pin: Some("0042".to_owned()),
        conversation_id: Some("c-1".to_owned()),
        send_notification_email: true,
        ..CreateSchedule::new(date(), 45)
    };

    let schedule = video.client().schedules().create(&request).await.unwrap();

    let call = &calls(&video)[0];
    assert_eq!(
        call.query,
        [("sendNotificationEmail".to_owned(), "true".to_owned())]
    );
    assert_eq!(
        call.json(),
        json!({
            "date": 1_796_119_200_000_i64, "duration": 45, "pin": "0042", "conversationId": "c-1",
            "visitor": {
                "name": "Robin Example", "email": "robin@example.com", "phone": "+12025550147",
                "subject": "Follow-up", "autoAnswer": true
            }
        })
    );
    assert_eq!(schedule.pin.as_deref(), Some("0042"));
    let visitor = schedule
        .visitor
        .as_ref()
        .expect("the fake echoes the visitor");
    assert_eq!(visitor.phone.as_deref(), Some("+12025550147"));
}

#[tokio::test]
async fn create_returns_the_schedule_with_its_links() {
    let video = FakeVideoEngager::start().await;

    let schedule = video
        .client()
        .schedules()
        .create(&CreateSchedule::new(date(), 30))
        .await
        .unwrap();

    let kept = &video.schedules()[0];
    assert_eq!(schedule.meta().status(), StatusCode::OK);
    assert_eq!(schedule.id, kept.id);
    assert_eq!(schedule.meeting_url(), Some(kept.meeting_url.as_str()));
    assert_eq!((schedule.date, schedule.duration), (Some(date()), Some(30)));
    assert!(schedule.is_active());
    let agent = schedule.agent.as_ref().expect("the fake names the agent");
    assert!(
        agent
            .full_url
            .as_ref()
            .is_some_and(|url| url.starts_with(video.url().as_str()))
    );
}

#[tokio::test]
async fn any_2xx_with_an_id_is_a_success() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let request = CreateSchedule::new(date(), 30);

    for status in [200, 201, 202] {
        let body = r#"{"_id":"s-9","date":false,"visitor":[],"duration":"soon"}"#.to_owned();
        let what = Provoke::ThenAnswer(status, body);
        video
            .host()
            .provoke(Method::POST, "/api/schedules/my/", what);

        let schedule = client.schedules().create(&request).await.unwrap();

        assert_eq!(schedule.id.as_str(), "s-9");
        assert_eq!((schedule.date, schedule.duration), (None, None));
    }
}

#[tokio::test]
async fn a_success_without_an_id_may_have_been_applied() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let request = CreateSchedule::new(date(), 30);
    let no_id = DecodeError::Field { field: "_id" };
    let json = |problem, line, column| DecodeError::Json {
        problem,
        line,
        column,
    };

    for (status, body, expected) in [
        (204, "", DecodeError::Empty),
        (200, "", DecodeError::Empty),
        (200, "{}", no_id.clone()),
        (200, r#"{"_id":null}"#, no_id.clone()),
        (201, r#"{"_id":"","date":1}"#, no_id.clone()),
        (200, r#"{"success":true}"#, no_id),
        (200, r#"{"_id":"s-1""#, json("cut off", 1, 12)),
        (
            200,
            "<html><body>It works!</body></html>",
            json("syntax", 1, 1),
        ),
    ] {
        let what = Provoke::ThenAnswer(status, body.to_owned());
        video
            .host()
            .provoke(Method::POST, "/api/schedules/my/", what);

        let error = client.schedules().create(&request).await.unwrap_err();

        assert!(error.may_have_been_applied(), "{body}");
        assert!(!error.is_transient());
        let Error::Decode(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error, expected, "{body}");
    }
    assert_eq!(calls(&video).len(), 8, "no request was repeated");
}

#[tokio::test]
async fn a_refusal_carries_the_vendors_text() {
    let video = FakeVideoEngager::start().await;
    let body = json!({ "error": "Example title", "message": "Example text", "status": 400 });
    let answer = Answer::json(400, &body);
    video.host().provoke(
        Method::POST,
        "/api/schedules/my/",
        Provoke::Instead(answer.into()),
    );

    let error = video
        .client()
        .schedules()
        .create(&CreateSchedule::new(date(), 30))
        .await
        .unwrap_err();

    let api = error.as_api().expect("the service answered");
    assert_eq!(api.status(), StatusCode::BAD_REQUEST);
    assert_eq!(
        (api.error(), api.message()),
        (Some("Example title"), Some("Example text"))
    );
    assert!(!error.may_have_been_applied());
    assert!(video.schedules().is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_not_asked_for_again() {
    let video = FakeVideoEngager::start().await;
    video.lose_create_answers(1);

    let error = quick(&video)
        .schedules()
        .create(&CreateSchedule::new(date(), 30))
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    assert!(error.may_have_been_applied());
    assert_eq!(lines(&video), ["POST /api/schedules/my/"]);
    assert_eq!(video.schedules().len(), 1, "the meeting exists");
}

#[tokio::test]
async fn a_failing_service_is_not_asked_again() {
    for status in [408, 500, 502, 503, 504] {
        let video = FakeVideoEngager::start().await;
        video.fail_creates(status, 1);

        let error = quick(&video)
            .schedules()
            .create(&CreateSchedule::new(date(), 30))
            .await
            .unwrap_err();

        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert!(error.may_have_been_applied());
        assert_eq!(lines(&video), ["POST /api/schedules/my/"]);
    }
}

#[tokio::test]
async fn a_throttled_creation_is_repeated_after_the_wait_that_was_asked_for() {
    let video = FakeVideoEngager::start().await;
    let clock = FakeClock::new(Utc::now());
    let client = video.builder().clock(clock.clock()).build().unwrap();
    video.throttle(1, Some(Duration::from_secs(3)));

    client
        .schedules()
        .create(&CreateSchedule::new(date(), 30))
        .await
        .unwrap();

    let slept = clock.slept();
    assert_eq!(slept.len(), 1);
    assert!(slept[0] >= Duration::from_secs(3), "{slept:?}");
    assert_eq!(lines(&video), ["POST /api/schedules/my/"; 2]);
    assert_eq!(video.schedules().len(), 1);
}
