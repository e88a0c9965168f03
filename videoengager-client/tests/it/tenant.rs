//! `/api/schedules/tenant`

use ccaas_http::test_util::Provoke;
use chrono::TimeDelta;
use http::{Method, StatusCode};
use serde_json::json;
use videoengager_client::{
    CreateSchedule, Error, Schedule, ScheduleId, UpdateSchedule, VideoEngagerClient, Visitor,
    fake::FakeVideoEngager,
};

use crate::{answer, calls, date, lines, quick};

const ALL: &str = "/api/schedules/tenant/";
const ONE: &str = "/api/schedules/tenant/{id}";
const SAM: &str = "sam@example.com";

async fn book_sam(client: &VideoEngagerClient) -> Schedule {
    let request = CreateSchedule::new(date(), 30);
    let answer = client.tenant_schedules().create(&request, SAM).await;
    answer.expect("the fake creates it").into_inner()
}

#[tokio::test]
async fn create_names_the_agent_and_sends_what_the_vendor_documents() {
    let video = FakeVideoEngager::start().await;
    let request = CreateSchedule {
        visitor: Visitor {
            name: Some("Robin Example".to_owned()),
            email: Some("robin@example.com".to_owned()),
            phone: Some("+12025550147".to_owned()),
            subject: Some("Follow-up".to_owned()),
            ..Visitor::default()
        },
        ..CreateSchedule::new(date(), 30)
    };

    let client = video.client();
    let schedule = client
        .tenant_schedules()
        .create(&request, SAM)
        .await
        .unwrap();

    let call = &calls(&video)[0];
    assert_eq!(call.line(), "POST /api/schedules/tenant/");
    assert_eq!(call.query, [("agentEmail".to_owned(), SAM.to_owned())]);
    assert_eq!(call.authorization.as_deref(), Some("Bearer"));
    assert_eq!(
        call.json(),
        json!({
            "date": 1_796_119_200_000_i64, "duration": 30,
            "visitor": {
                "name": "Robin Example", "email": "robin@example.com", "phone": "+12025550147",
                "subject": "Follow-up"
            }
        })
    );
    assert_eq!(schedule.tenant, Some(video.tenant_id()));
    assert_eq!(
        schedule.agent_id,
        Some(video.schedules()[0].agent_id.clone())
    );
    let agent = schedule.agent.as_ref().expect("the fake names the agent");
    assert_eq!(agent.email.as_deref(), Some(SAM));
    assert!(agent.full_url.is_some());
    assert!(!video.schedules()[0].notification_email);
}

#[tokio::test]
async fn e_mails_are_sent_only_if_they_are_asked_for() {
    let video = FakeVideoEngager::start().await;
    let request = CreateSchedule {
        send_notification_email: true,
        ..CreateSchedule::new(date(), 30)
    };

    let client = video.client();
    client
        .tenant_schedules()
        .create(&request, SAM)
        .await
        .unwrap();

    assert_eq!(
        calls(&video)[0].query,
        [
            ("agentEmail".to_owned(), SAM.to_owned()),
            ("sendNotificationEmail".to_owned(), "true".to_owned())
        ]
    );
    assert!(video.schedules()[0].notification_email);
}

#[tokio::test]
async fn an_agent_who_does_not_exist_is_refused_in_the_documented_words() {
    let video = FakeVideoEngager::start().await;
    let request = CreateSchedule::new(date(), 30);

    let client = video.client();
    let error = client
        .tenant_schedules()
        .create(&request, "nobody@example.com")
        .await
        .unwrap_err();

    let api = error.as_api().expect("the service answered");
    assert_eq!(api.status(), StatusCode::BAD_REQUEST);
    assert_eq!(api.error(), Some("Invalid agent email"));
    let message = "The specified agent email does not exist";
    assert_eq!(api.message(), Some(message));
    assert!(video.schedules().is_empty());
}

#[tokio::test]
async fn a_creation_without_an_agent_is_not_sent() {
    let video = FakeVideoEngager::start().await;
    let request = CreateSchedule::new(date(), 30);

    let client = video.client();
    let error = client
        .tenant_schedules()
        .create(&request, "")
        .await
        .unwrap_err();

    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert!(video.host().journal().is_empty());
}

#[tokio::test]
async fn a_creation_whose_answer_is_lost_is_not_repeated() {
    let video = FakeVideoEngager::start().await;
    video.host().provoke(Method::POST, ALL, Provoke::ThenCut);
    let request = CreateSchedule::new(date(), 30);

    let client = quick(&video);
    let error = client
        .tenant_schedules()
        .create(&request, SAM)
        .await
        .unwrap_err();

    assert!(error.may_have_been_applied());
    assert_eq!(lines(&video), ["POST /api/schedules/tenant/"]);
    assert_eq!(video.schedules().len(), 1);
}

#[tokio::test]
async fn a_success_without_an_id_may_have_been_applied() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();

    for body in ["", "{}", r#"{"success":true}"#, "<html></html>"] {
        answer(&video, Method::POST, ALL, body);

        let request = CreateSchedule::new(date(), 30);
        let error = client
            .tenant_schedules()
            .create(&request, SAM)
            .await
            .unwrap_err();

        assert!(matches!(error, Error::Decode(_)), "{body}: {error:?}");
        assert!(error.may_have_been_applied());
    }
}

#[tokio::test]
async fn get_reads_any_agents_meeting() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book_sam(&client).await;

    let read = client.tenant_schedules().get(&booked.id).await.unwrap();

    assert_eq!(read.raw(), booked.raw());
    assert_eq!(
        lines(&video)[1],
        format!("GET /api/schedules/tenant/{}", booked.id)
    );
    let own = client.schedules().get(&booked.id).await.unwrap_err();
    assert!(own.as_api().is_some_and(|api| api.is_not_found()));
}

#[tokio::test]
async fn list_asks_in_milliseconds_and_for_one_agent_if_told() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let own = crate::book(&client).await;
    let sams = book_sam(&client).await;
    let later = date() + TimeDelta::days(1);

    let schedules = client.tenant_schedules();
    let all = schedules.list(date(), later).await.unwrap();
    let of_sam = schedules.list_of_agent(SAM, date(), later).await.unwrap();

    let ids = |list: &[Schedule]| -> Vec<ScheduleId> {
        list.iter().map(|schedule| schedule.id.clone()).collect()
    };
    assert_eq!(ids(&all.items), [own.id, sams.id.clone()]);
    assert_eq!(ids(&of_sam.items), [sams.id]);
    let received = &calls(&video)[2..];
    let line = "GET /api/schedules/tenant/1796119200000/1796205600000";
    assert_eq!(
        (received[0].line(), received[1].line()),
        (line.into(), line.into())
    );
    assert_eq!(received[0].query, []);
    assert_eq!(
        received[1].query,
        [("agentEmail".to_owned(), SAM.to_owned())]
    );
}

#[tokio::test]
async fn a_listing_that_makes_no_sense_is_not_sent() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let schedules = client.tenant_schedules();

    let backwards = schedules.list(date(), date() - TimeDelta::seconds(1)).await;
    let nobody = schedules.list_of_agent("", date(), date()).await;

    for error in [backwards.unwrap_err(), nobody.unwrap_err()] {
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    }
    assert!(video.host().journal().is_empty());
}

#[tokio::test]
async fn an_item_that_is_no_schedule_does_not_cost_its_siblings() {
    let video = FakeVideoEngager::start().await;
    let body = include_str!("../fixtures/period.json");
    answer(
        &video,
        Method::GET,
        "/api/schedules/tenant/{from}/{to}",
        body,
    );

    let client = video.client();
    let found = client
        .tenant_schedules()
        .list(date(), date())
        .await
        .unwrap();

    assert_eq!((found.items.len(), found.unreadable.len()), (3, 5));
}

#[tokio::test]
async fn update_and_delete_change_any_agents_meeting() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book_sam(&client).await;
    let changes = UpdateSchedule {
        duration: Some(45),
        ..UpdateSchedule::default()
    };

    let schedules = client.tenant_schedules();
    let updated = schedules.update(&booked.id, &changes).await.unwrap();
    assert_eq!((updated.duration, updated.date), (Some(45), Some(date())));
    schedules.delete(&booked.id).await.unwrap();

    assert!(video.schedules().is_empty());
    let received = &calls(&video)[1..];
    assert_eq!(
        (received[0].line(), received[0].json()),
        (
            format!("PUT /api/schedules/tenant/{}", booked.id),
            json!({ "duration": 45 })
        )
    );
    assert_eq!(
        received[1].line(),
        format!("DELETE /api/schedules/tenant/{}", booked.id)
    );
}

#[tokio::test]
async fn a_success_that_says_nothing_is_a_success() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book_sam(&client).await;
    answer(&video, Method::PUT, ONE, "");
    answer(&video, Method::DELETE, ONE, "OK");

    let schedules = client.tenant_schedules();
    let changes = UpdateSchedule::default();
    let updated = schedules.update(&booked.id, &changes).await.unwrap();
    assert_eq!(updated.id, booked.id);
    schedules.delete(&booked.id).await.unwrap();
}

#[tokio::test]
async fn an_unknown_id_is_not_found() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let schedules = client.tenant_schedules();
    let nobody = ScheduleId::new("schedule-404");

    let errors = [
        schedules.get(&nobody).await.unwrap_err(),
        schedules
            .update(&nobody, &UpdateSchedule::default())
            .await
            .unwrap_err(),
        schedules.delete(&nobody).await.unwrap_err(),
    ];

    for error in errors {
        let api = error.as_api().expect("the service answered");
        assert!(api.is_not_found(), "{error:?}");
    }
}

#[tokio::test]
async fn everything_but_a_creation_is_repeated_while_the_service_fails() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let booked = book_sam(&client).await;
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        video.fail_calls(method, ONE, 503, 1);
    }

    let schedules = client.tenant_schedules();
    schedules.get(&booked.id).await.unwrap();
    let changes = UpdateSchedule::default();
    schedules.update(&booked.id, &changes).await.unwrap();
    schedules.delete(&booked.id).await.unwrap();

    assert_eq!(calls(&video).len(), 7);
}
