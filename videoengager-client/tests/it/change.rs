//! `PUT` and `DELETE /api/schedules/my/{id}`

use ccaas_http::test_util::Provoke;
use chrono::TimeDelta;
use http::Method;
use serde_json::json;
use videoengager_client::{
    Error, ScheduleId, ScheduleMeetings, UpdateSchedule, fake::FakeVideoEngager,
};

use crate::{book, calls, date, lines, quick};

const SCHEDULE: &str = "/api/schedules/my/{id}";

fn link() -> UpdateSchedule {
    UpdateSchedule {
        conversation_id: Some("c-1".to_owned()),
        ..UpdateSchedule::default()
    }
}

#[tokio::test]
async fn update_sends_only_what_changes_and_keeps_the_rest() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book(&client).await;

    let linked = client
        .schedules()
        .update(&booked.id, &link())
        .await
        .unwrap();

    let call = &calls(&video)[1];
    assert_eq!(call.line(), format!("PUT /api/schedules/my/{}", booked.id));
    assert_eq!(call.json(), json!({ "conversationId": "c-1" }));
    assert_eq!(linked.conversation_id.as_deref(), Some("c-1"));
    assert_eq!(linked.date, Some(date()));
    assert_eq!(linked.meeting_url(), booked.meeting_url());
}

#[tokio::test]
async fn update_moves_a_meeting() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book(&client).await;
    let later = date() + TimeDelta::hours(2);
    let changes = UpdateSchedule {
        date: Some(later),
        duration: Some(15),
        ..Default::default()
    };

    let moved = client
        .schedules()
        .update(&booked.id, &changes)
        .await
        .unwrap();

    assert_eq!((moved.date, moved.duration), (Some(later), Some(15)));
    assert_eq!(
        (video.schedules()[0].date, video.schedules()[0].duration),
        (later, 15)
    );
}

#[tokio::test]
async fn an_update_that_is_answered_without_a_schedule_succeeded() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book(&client).await;

    for (status, body) in [
        (204, ""),
        (200, ""),
        (200, r#"{"success":true}"#),
        (200, "null"),
    ] {
        let what = Provoke::ThenAnswer(status, body.to_owned());
        video.host().provoke(Method::PUT, SCHEDULE, what);

        let updated = client
            .schedules()
            .update(&booked.id, &link())
            .await
            .unwrap();

        assert_eq!(updated.id, booked.id, "{status} {body}");
        assert_eq!(updated.into_inner().with_duration(30).id, booked.id);
    }
}

#[tokio::test]
async fn an_update_that_is_answered_with_a_page_is_not_taken_for_done() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book(&client).await;
    let what = Provoke::ThenAnswer(200, "<html>Please log in</html>".to_owned());
    video.host().provoke(Method::PUT, SCHEDULE, what);

    let error = client
        .schedules()
        .update(&booked.id, &link())
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[tokio::test]
async fn delete_removes_a_meeting() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book(&client).await;

    client.schedules().delete(&booked.id).await.unwrap();

    assert!(video.schedules().is_empty());
    assert_eq!(
        lines(&video)[1],
        format!("DELETE /api/schedules/my/{}", booked.id)
    );
    assert!(calls(&video)[1].body.is_empty());
}

#[tokio::test]
async fn the_body_of_a_successful_deletion_does_not_matter() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();

    for (status, body) in [(200, ""), (204, ""), (200, "OK"), (202, "{")] {
        let booked = book(&client).await;
        let what = Provoke::ThenAnswer(status, body.to_owned());
        video.host().provoke(Method::DELETE, SCHEDULE, what);

        client.schedules().delete(&booked.id).await.unwrap();
    }
    assert!(video.schedules().is_empty());
}

#[tokio::test]
async fn an_unknown_id_cannot_be_changed() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let nobody = ScheduleId::new("schedule-404");

    let update = client
        .schedules()
        .update(&nobody, &link())
        .await
        .unwrap_err();
    let delete = client.schedules().delete(&nobody).await.unwrap_err();

    for error in [update, delete] {
        assert!(
            error.as_api().is_some_and(|api| api.is_not_found()),
            "{error:?}"
        );
        assert!(!error.may_have_been_applied());
    }
}

#[tokio::test]
async fn changes_are_repeated_while_the_service_fails() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let booked = book(&client).await;
    video.fail_updates(503, 2);
    video.fail_deletes(503, 2);

    client
        .schedules()
        .update(&booked.id, &link())
        .await
        .unwrap();
    client.schedules().delete(&booked.id).await.unwrap();

    let put = format!("PUT /api/schedules/my/{}", booked.id);
    let delete = format!("DELETE /api/schedules/my/{}", booked.id);
    assert_eq!(lines(&video)[1..4], [put.as_str(); 3]);
    assert_eq!(lines(&video)[4..], [delete.as_str(); 3]);
}

#[tokio::test]
async fn a_service_that_goes_on_failing_is_an_error_after_three_attempts() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let booked = book(&client).await;
    video.fail_updates(500, 3);

    let error = client
        .schedules()
        .update(&booked.id, &link())
        .await
        .unwrap_err();

    assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
    assert_eq!(lines(&video).len(), 4);
}

#[tokio::test]
async fn a_deletion_whose_answer_was_lost_ends_with_not_found() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let booked = book(&client).await;
    video
        .host()
        .provoke(Method::DELETE, SCHEDULE, Provoke::ThenCut);

    let error = client.schedules().delete(&booked.id).await.unwrap_err();

    assert!(
        error.as_api().is_some_and(|api| api.is_not_found()),
        "{error:?}"
    );
    assert!(video.schedules().is_empty());
}

#[tokio::test]
async fn the_port_does_what_the_client_does() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book(&client).await;
    let meetings: &dyn ScheduleMeetings = &client;

    let linked = meetings.update(&booked.id, &link()).await.unwrap();
    assert_eq!(linked.conversation_id.as_deref(), Some("c-1"));
    meetings.delete(&booked.id).await.unwrap();

    assert!(video.schedules().is_empty());
}
