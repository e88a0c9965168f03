//! `GET /api/schedules/my/{id}`, in every shape that was seen.

use ccaas_http::test_util::{Answer, Provoke};
use http::Method;
use videoengager_client::{Error, Schedule, ScheduleId, fake::FakeVideoEngager};

use crate::{book, date, lines};

/// What the client makes of an answer.
async fn get(body: &'static str) -> Schedule {
    let video = FakeVideoEngager::start().await;
    let answer = Answer::bytes(200, "application/json", body);
    video.host().provoke(
        Method::GET,
        "/api/schedules/my/{id}",
        Provoke::Instead(answer.into()),
    );
    video
        .client()
        .schedules()
        .get(&ScheduleId::new("s-1"))
        .await
        .expect("the answer has an id")
        .into_inner()
}

#[tokio::test]
async fn get_reads_the_schedule_of_an_id() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = book(&client).await;

    let read = client.schedules().get(&booked.id).await.unwrap();

    assert_eq!(read.raw(), booked.raw());
    assert_eq!(
        lines(&video)[1],
        format!("GET /api/schedules/my/{}", booked.id)
    );
}

#[tokio::test]
async fn an_unknown_id_is_not_found() {
    let video = FakeVideoEngager::start().await;

    let error = video
        .client()
        .schedules()
        .get(&ScheduleId::new("a/../b c"))
        .await
        .unwrap_err();

    let api = error.as_api().expect("the service answered");
    assert!(api.is_not_found());
    assert_eq!(api.text(), Some("Schedule not found"));
    assert_eq!(lines(&video), ["GET /api/schedules/my/a%2F..%2Fb%20c"]);
}

#[tokio::test]
async fn an_id_that_would_reach_another_endpoint_is_not_sent() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();

    for id in ["", ".", ".."] {
        let error = client
            .schedules()
            .get(&ScheduleId::new(id))
            .await
            .unwrap_err();

        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    }
    assert!(video.host().journal().is_empty());
}

#[tokio::test]
async fn the_documented_create_answer_is_read() {
    let schedule = get(include_str!("../fixtures/create_answer.json")).await;

    assert_eq!(schedule.id.as_str(), "schedule-example-1");
    assert_eq!(
        schedule.tenant.as_ref().map(|id| id.as_str()),
        Some("tenant-example-1")
    );
    assert_eq!(
        schedule.agent_id.as_ref().map(|id| id.as_str()),
        Some("agent-example-1")
    );
    assert_eq!((schedule.active, schedule.date), (Some(true), Some(date())));
    assert_eq!(
        schedule.meeting_url(),
        Some("https://video.example.com/ve/vIs123")
    );
    let agent = schedule.agent.expect("there is an agent");
    assert_eq!(agent.email, None);
    assert_eq!(
        agent.full_url.as_deref(),
        Some("https://video.example.com/join/example?params=EXAMPLE")
    );
}

#[tokio::test]
async fn the_documented_schedule_is_read() {
    let schedule = get(include_str!("../fixtures/schedule.json")).await;

    assert_eq!(schedule.pin.as_deref(), Some("246810"));
    assert_eq!(
        schedule.conversation_id.as_deref(),
        Some("55555555-6666-4777-8888-999999999999")
    );
    let visitor = schedule.visitor.expect("there is a visitor");
    assert_eq!(visitor.name.as_deref(), Some("Robin Example"));
    assert_eq!(visitor.email.as_deref(), Some("robin@example.com"));
    assert_eq!(visitor.phone.as_deref(), Some("+12025550147"));
    assert_eq!(visitor.subject.as_deref(), Some("Follow-up"));
    assert_eq!(
        (visitor.code.as_deref(), visitor.auto_answer),
        (Some("vIs123"), Some(true))
    );
    let agent = schedule.agent.expect("there is an agent");
    assert_eq!(agent.name.as_deref(), Some("Alex Agent"));
    assert_eq!(agent.email.as_deref(), Some("agent@example.com"));
    assert_eq!(
        agent.meeting_url.as_deref(),
        Some("https://video.example.com/ve/aGe456")
    );
    assert_eq!(
        (agent.full_url, agent.code.as_deref()),
        (None, Some("aGe456"))
    );
}

#[tokio::test]
async fn an_iso_date_empty_texts_and_no_agent_are_read() {
    let schedule = get(include_str!("../fixtures/schedule_minimal.json")).await;

    assert_eq!((schedule.date, schedule.duration), (Some(date()), Some(30)));
    assert!(schedule.agent.is_none());
    assert!(schedule.is_active());
    let visitor = schedule.visitor.as_ref().expect("there is a visitor");
    assert_eq!(
        (&visitor.name, &visitor.email, &visitor.phone),
        (&None, &None, &None)
    );
    assert_eq!(schedule.meeting_url(), None);
}

#[tokio::test]
async fn texts_for_numbers_and_the_other_place_of_the_pin_are_read() {
    let text = include_str!("../fixtures/schedule_visitor_pin.json");

    let schedule = get(text).await;

    assert_eq!((schedule.date, schedule.duration), (Some(date()), Some(45)));
    assert_eq!(schedule.pin.as_deref(), Some("0042"));
    assert_eq!((schedule.tenant, schedule.active), (None, None));
    assert_eq!(schedule.customer_id.as_deref(), Some("cust_example1"));
    assert_eq!(schedule.created, "2026-11-20T09:20:00Z".parse().ok());
}

#[tokio::test]
async fn fields_that_nobody_knows_are_kept() {
    let text = include_str!("../fixtures/schedule_visitor_pin.json");

    let schedule = get(text).await;

    assert_eq!(schedule.raw(), text.trim());
    let written: serde_json::Value =
        serde_json::from_str(&serde_json::to_string(&schedule).unwrap()).unwrap();
    assert_eq!(written["preferedAgent"], "agent-example-9");
    assert_eq!(written["visitor"]["mood"], "fine");
}
