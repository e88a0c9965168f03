//! `/api/genesys/callback/{tenantId}`, without a token.

use ccaas_http::test_util::Provoke;
use chrono::TimeDelta;
use http::Method;
use serde_json::json;
use videoengager_client::{Error, TenantId};

use crate::{
    answer,
    callbacks::{now, request, start},
    calls, date, lines, quick,
};

const AVAILABILITY: &str = "/api/genesys/callback/{tenantId}/availability";
const CALENDAR: &str = "/api/genesys/callback/{tenantId}/calendar";
const ALL: &str = "/api/genesys/callback/{tenantId}";
const ONE: &str = "/api/genesys/callback/{tenantId}/{conversationId}";

#[tokio::test]
async fn availability_tells_which_times_are_free() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let public = client.genesys_callbacks(&tenant_id).public();
    public.create(&request()).await.unwrap();
    video.block_callback_time(date() + TimeDelta::hours(2));

    let availability = public.availability(date(), 1).await.unwrap();

    let call = &calls(&video)[1];
    assert_eq!(
        call.line(),
        "GET /api/genesys/callback/tenant-fake/availability"
    );
    assert_eq!(
        call.query,
        [
            ("start".to_owned(), "2026-12-01T10:00:00.000Z".to_owned()),
            ("number-of-days".to_owned(), "1".to_owned())
        ]
    );
    assert_eq!(availability.slots.len(), 24);
    assert_eq!(availability.free().count(), 22);
    assert!(!availability.is_free(date()));
    assert!(availability.is_free(date() + TimeDelta::hours(1)));
}

#[tokio::test]
async fn more_days_than_the_vendor_answers_are_not_asked_for() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let public = client.genesys_callbacks(&tenant_id).public();

    for days in [0, 31] {
        let error = public.availability(date(), days).await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    }
    assert!(video.host().journal().is_empty());
    assert_eq!(
        public.availability(date(), 30).await.unwrap().slots.len(),
        720
    );
}

#[tokio::test]
async fn the_documented_availability_is_read() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let body = r#"{ "2026-12-01T10:00:00.000Z": 1, "2026-12-01T11:00:00.000Z": 0 }"#;
    answer(&video, Method::GET, AVAILABILITY, body);

    let public = client.genesys_callbacks(&tenant_id).public();
    let availability = public.availability(date(), 1).await.unwrap();

    assert_eq!(availability.free().collect::<Vec<_>>(), [date()]);
    assert_eq!(availability.slots.len(), 2);
}

#[tokio::test]
async fn the_calendar_is_read_from_a_text_and_from_an_object() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let public = client.genesys_callbacks(&tenant_id).public();

    let from_text = public.calendar().await.unwrap();
    video.send_plain_calendar(true);
    let from_object = public.calendar().await.unwrap();

    assert_eq!(from_text["workingHours"]["monday"][0], "09:00");
    assert_eq!(*from_text, *from_object);
    assert_eq!(
        lines(&video),
        ["GET /api/genesys/callback/tenant-fake/calendar"; 2]
    );
}

#[tokio::test]
async fn a_calendar_whose_text_is_no_json_is_an_error() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());

    for body in [r#""Mon-Fri""#, "Mon-Fri", ""] {
        answer(&video, Method::GET, CALENDAR, body);

        let public = client.genesys_callbacks(&tenant_id).public();
        let error = public.calendar().await.unwrap_err();

        assert!(matches!(error, Error::Decode(_)), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn create_names_the_number_without_its_underscore() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let public = client.genesys_callbacks(&tenant_id).public();

    let created = public.create(&request()).await.unwrap();

    let call = &calls(&video)[0];
    assert_eq!(call.line(), "POST /api/genesys/callback/tenant-fake");
    assert_eq!(
        call.json(),
        json!({
            "firstname": "Robin", "customer_number": "+12025550147",
            "customer_email": "robin@example.com", "tennantId": "tenant-fake",
            "_desired_time": "2026-12-01T10:00:00.000Z"
        })
    );
    let kept = &video.genesys_callbacks()[0];
    assert_eq!(
        created.conversation_id(),
        Some(kept.conversation_id.as_str())
    );
}

#[tokio::test]
async fn get_and_delete_find_a_callback_by_its_conversation() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let public = client.genesys_callbacks(&tenant_id).public();
    let created = public.create(&request()).await.unwrap();
    let id = created.conversation_id().unwrap();

    let read = public.get(id).await.unwrap();
    public.delete(id).await.unwrap();

    assert_eq!(read.conversation_id(), Some(id));
    let genesys = read.genesys.as_ref().expect("there is a conversation");
    assert_eq!(genesys.participant_states, ["scheduled"]);
    assert!(!video.genesys_callbacks()[0].active);
    assert_eq!(
        lines(&video)[1..],
        [
            format!("GET /api/genesys/callback/tenant-fake/{id}"),
            format!("DELETE /api/genesys/callback/tenant-fake/{id}"),
        ]
    );
}

#[tokio::test]
async fn the_documented_public_callback_is_read() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    answer(
        &video,
        Method::GET,
        ONE,
        include_str!("../fixtures/callback_public.json"),
    );

    let public = client.genesys_callbacks(&tenant_id).public();
    let read = public.get("c-1").await.unwrap();

    assert_eq!(
        read.conversation_id(),
        Some("55555555-6666-4777-8888-999999999999")
    );
    let genesys = read.genesys.as_ref().expect("there is a conversation");
    assert_eq!(genesys.participant_states, ["scheduled", "disconnected"]);
    let meeting = read.videoengager.as_ref().expect("there is a meeting");
    assert_eq!(meeting.date, Some(date()));
}

#[tokio::test]
async fn no_public_call_carries_a_token() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let public = client.genesys_callbacks(&tenant_id).public();
    client.sign_in().await.unwrap();

    let created = public.create(&request()).await.unwrap();
    let id = created.conversation_id().unwrap();
    public.get(id).await.unwrap();
    public.delete(id).await.unwrap();
    public.availability(date(), 1).await.unwrap();
    public.calendar().await.unwrap();

    let received = calls(&video);
    assert_eq!(received.len(), 5);
    for call in received {
        assert_eq!(call.authorization, None, "{}", call.line());
    }
}

#[tokio::test]
async fn only_a_creation_is_not_repeated() {
    let video = start().await;
    let (client, tenant_id) = (quick(&video), video.tenant_id());
    let public = client.genesys_callbacks(&tenant_id).public();
    video.host().provoke(Method::POST, ALL, Provoke::ThenCut);
    video.fail_calls(Method::GET, ONE, 503, 1);
    video.fail_calls(Method::DELETE, ONE, 503, 1);
    video.fail_calls(Method::GET, AVAILABILITY, 503, 1);
    video.fail_calls(Method::GET, CALENDAR, 503, 1);

    let error = public.create(&request()).await.unwrap_err();
    assert!(error.may_have_been_applied());
    assert_eq!(lines(&video).len(), 1);

    let id = video.genesys_callbacks()[0].conversation_id.clone();
    public.get(&id).await.unwrap();
    public.delete(&id).await.unwrap();
    public.availability(now(), 1).await.unwrap();
    public.calendar().await.unwrap();
    assert_eq!(lines(&video).len(), 1 + 8);
}

#[tokio::test]
async fn a_tenant_that_does_not_exist_is_not_found() {
    let video = start().await;
    let (client, other) = (video.client(), TenantId::new("other"));
    let public = client.genesys_callbacks(&other).public();

    let errors = [
        public.availability(date(), 1).await.unwrap_err(),
        public.calendar().await.unwrap_err(),
        public.create(&request()).await.unwrap_err(),
        public.get("c-1").await.unwrap_err(),
        public.delete("c-1").await.unwrap_err(),
    ];

    for error in errors {
        let text = error.as_api().and_then(|api| api.text());
        assert_eq!(text, Some("Tenant not found"));
    }
}
