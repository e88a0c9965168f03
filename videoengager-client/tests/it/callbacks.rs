//! `/api/genesys/callback/tenant/{tenantId}`

use ccaas_http::test_util::Provoke;
use chrono::{DateTime, TimeDelta, Utc};
use http::{Method, StatusCode};
use serde_json::json;
use videoengager_client::{
    AgentId, CreateGenesysCallback, Error, GenesysCallback, ScheduleId, TenantId,
    VideoEngagerClient, fake::FakeVideoEngager,
};

use crate::{answer, calls, date, lines, quick};

const ALL: &str = "/api/genesys/callback/tenant/{tenantId}";
const ONE: &str = "/api/genesys/callback/tenant/{tenantId}/{conversationId}";

/// A fake whose clock stands ten days before the meetings of the tests.
pub(crate) async fn start() -> FakeVideoEngager {
    let video = FakeVideoEngager::start().await;
    video.host().set_clock(now);
    video
}

pub(crate) fn now() -> DateTime<Utc> {
    date() - TimeDelta::days(10)
}

pub(crate) fn request() -> CreateGenesysCallback {
    CreateGenesysCallback::new("Robin", "robin@example.com", "+12025550147", date())
}

pub(crate) async fn create(
    client: &VideoEngagerClient,
    tenant_id: &TenantId,
    request: &CreateGenesysCallback,
) -> GenesysCallback {
    let answer = client.genesys_callbacks(tenant_id).create(request).await;
    answer.expect("the fake creates it").into_inner()
}

#[tokio::test]
async fn create_sends_what_the_vendor_documents() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let request = CreateGenesysCallback {
        lastname: Some("Example".to_owned()),
        duration: Some(30),
        ve_subject: Some("Follow-up".to_owned()),
        customer_subject: Some("My order".to_owned()),
        prefered_agent: Some(AgentId::new("agent-fake")),
        callback_owned: true,
        queue_id: Some("q-1".to_owned()),
        script_id: Some("s-1".to_owned()),
        environment: Some("mypurecloud.de".to_owned()),
        creator: Some("front desk".to_owned()),
        ..request()
    };

    let created = create(&client, &tenant_id, &request).await;

    let call = &calls(&video)[0];
    assert_eq!(call.line(), "POST /api/genesys/callback/tenant/tenant-fake");
    assert_eq!(call.authorization.as_deref(), Some("Bearer"));
    assert_eq!(
        call.json(),
        json!({
            "firstname": "Robin", "lastname": "Example", "_customer_number": "+12025550147",
            "customer_email": "robin@example.com", "_desired_time": "2026-12-01T10:00:00.000Z",
            "duration": 30, "veSubject": "Follow-up", "customer_subject": "My order",
            "preferedAgent": "agent-fake", "callbackOwned": true, "queueId": "q-1",
            "scriptId": "s-1", "environment": "mypurecloud.de", "creator": "front desk"
        })
    );
    let kept = &video.genesys_callbacks()[0];
    assert_eq!(
        created.conversation_id(),
        Some(kept.conversation_id.as_str())
    );
    let meeting = created.videoengager.expect("there is a meeting");
    assert_eq!(meeting.schedule_id.as_ref(), Some(&kept.schedule_id));
    assert_eq!((meeting.date, meeting.active), (Some(date()), Some(true)));
    assert!(meeting.agent_url.is_some(), "it is told at creation");
}

#[tokio::test]
async fn create_leaves_out_what_is_not_given() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());

    create(&client, &tenant_id, &request()).await;

    assert_eq!(
        calls(&video)[0].json(),
        json!({
            "firstname": "Robin", "_customer_number": "+12025550147",
            "customer_email": "robin@example.com", "_desired_time": "2026-12-01T10:00:00.000Z"
        })
    );
}

#[tokio::test]
async fn a_request_that_breaks_a_rule_of_the_vendor_is_not_sent() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let callbacks = client.genesys_callbacks(&tenant_id);
    let number = |number: &str| CreateGenesysCallback {
        customer_number: number.to_owned(),
        ..request()
    };
    let broken = [
        (number(""), "_customer_number"),
        (number("12025550147"), "_customer_number"),
        (number("+1234"), "_customer_number"),
        (
            CreateGenesysCallback {
                firstname: " ".to_owned(),
                ..request()
            },
            "firstname",
        ),
        (
            CreateGenesysCallback {
                customer_email: String::new(),
                ..request()
            },
            "customer_email",
        ),
        (
            CreateGenesysCallback {
                callback_owned: true,
                ..request()
            },
            "preferedAgent",
        ),
    ];

    for (request, field) in broken {
        let private = callbacks.create(&request).await.unwrap_err();
        let public = callbacks.public().create(&request).await.unwrap_err();

        for error in [private, public] {
            let Error::InvalidRequest(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.field(), field);
        }
    }
    assert!(video.host().journal().is_empty());
}

#[tokio::test]
async fn a_creation_whose_answer_is_lost_is_not_repeated() {
    let video = start().await;
    let (client, tenant_id) = (quick(&video), video.tenant_id());
    video.host().provoke(Method::POST, ALL, Provoke::ThenCut);

    let error = client
        .genesys_callbacks(&tenant_id)
        .create(&request())
        .await;

    assert!(error.unwrap_err().may_have_been_applied());
    assert_eq!(lines(&video).len(), 1);
    assert_eq!(video.genesys_callbacks().len(), 1);
}

#[tokio::test]
async fn a_refused_creation_carries_the_vendors_text() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let late = CreateGenesysCallback {
        desired_time: now() - TimeDelta::hours(1),
        ..request()
    };

    let error = client.genesys_callbacks(&tenant_id).create(&late).await;

    let error = error.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
    assert_eq!(
        error.as_api().and_then(|api| api.text()),
        Some("Invalid callback")
    );
}

#[tokio::test]
async fn get_reads_the_callback_of_a_conversation() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let created = create(&client, &tenant_id, &request()).await;
    let id = created.conversation_id().unwrap();

    let read = client.genesys_callbacks(&tenant_id).get(id).await.unwrap();

    assert_eq!(
        lines(&video)[1],
        format!("GET /api/genesys/callback/tenant/tenant-fake/{id}")
    );
    assert_eq!(read.conversation_id(), Some(id));
    assert_eq!(read.meeting_url(), created.meeting_url());
    let meeting = read.videoengager.as_ref().expect("there is a meeting");
    assert_eq!(meeting.agent_url, None, "it is told at creation only");
}

#[tokio::test]
async fn the_documented_callback_is_read() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let body = include_str!("../fixtures/callback.json");
    answer(&video, Method::GET, ONE, body);

    let read = client
        .genesys_callbacks(&tenant_id)
        .get("c-1")
        .await
        .unwrap();

    let genesys = read.genesys.as_ref().expect("there is a Genesys part");
    assert_eq!(
        read.conversation_id(),
        Some("55555555-6666-4777-8888-999999999999")
    );
    assert_eq!(
        genesys.queue_id.as_deref(),
        Some("33333333-4444-4555-8666-777777777777")
    );
    assert_eq!(
        genesys.script_id.as_deref(),
        Some("44444444-5555-4666-8777-888888888888")
    );
    let meeting = read.videoengager.as_ref().expect("there is a meeting");
    assert_eq!(
        meeting.schedule_id,
        Some(ScheduleId::new("schedule-example-1"))
    );
    assert_eq!((meeting.date, meeting.duration), (Some(date()), Some(30)));
    assert_eq!(meeting.created, "2026-11-20T09:20:00Z".parse().ok());
    assert_eq!(meeting.name.as_deref(), Some("Robin Example"));
    assert_eq!(meeting.email.as_deref(), Some("robin@example.com"));
    assert_eq!(meeting.phone.as_deref(), Some("+12025550147"));
    assert_eq!(meeting.subject.as_deref(), Some("Follow-up"));
    assert_eq!(meeting.code.as_deref(), Some("vIs123"));
    assert_eq!(
        (meeting.active, meeting.auto_answer),
        (Some(true), Some(true))
    );
    assert_eq!(
        read.meeting_url(),
        Some("https://video.example.com/ve/vIs123")
    );
    assert_eq!(
        meeting.agent_url.as_deref(),
        Some("https://video.example.com/ve/aGe456")
    );
    assert_eq!(meeting.custom_attributes["department"], "front desk");
    assert_eq!(read.email_sent, Some(true));
    assert!(
        read.ics_calendar_data
            .as_ref()
            .is_some_and(|ics| ics.contains("VEVENT"))
    );
    assert_eq!(read.raw(), body.trim());
}

#[tokio::test]
async fn an_answer_that_is_no_callback_is_an_error() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());

    for body in ["", "[]", "null", r#""callback""#, "<html></html>"] {
        answer(&video, Method::GET, ONE, body);

        let error = client
            .genesys_callbacks(&tenant_id)
            .get("c-1")
            .await
            .unwrap_err();

        assert!(matches!(error, Error::Decode(_)), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn delete_ends_a_callback_by_conversation_and_by_schedule() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let callbacks = client.genesys_callbacks(&tenant_id);
    let first = create(&client, &tenant_id, &request()).await;
    let second = create(&client, &tenant_id, &request()).await;
    let schedule_id = second
        .videoengager
        .and_then(|meeting| meeting.schedule_id)
        .unwrap();

    callbacks
        .delete(first.conversation_id().unwrap())
        .await
        .unwrap();
    callbacks.delete_by_schedule_id(&schedule_id).await.unwrap();

    assert!(
        video
            .genesys_callbacks()
            .iter()
            .all(|callback| !callback.active)
    );
    assert_eq!(
        lines(&video)[2..],
        [
            format!(
                "DELETE /api/genesys/callback/tenant/tenant-fake/{}",
                first.conversation_id().unwrap()
            ),
            format!("DELETE /api/genesys/callback/byScheduleId/tenant/tenant-fake/{schedule_id}"),
        ]
    );
}

#[tokio::test]
async fn the_body_of_a_deletion_does_not_matter_and_its_failure_is_repeated() {
    let video = start().await;
    let (client, tenant_id) = (quick(&video), video.tenant_id());
    let callbacks = client.genesys_callbacks(&tenant_id);
    let by_schedule = "/api/genesys/callback/byScheduleId/tenant/{tenantId}/{scheduleId}";
    video.fail_calls(Method::DELETE, ONE, 503, 1);
    answer(&video, Method::DELETE, ONE, "OK");
    video.fail_calls(Method::DELETE, by_schedule, 503, 1);
    answer(&video, Method::DELETE, by_schedule, "");

    callbacks.delete("c-1").await.unwrap();
    callbacks
        .delete_by_schedule_id(&ScheduleId::new("s-1"))
        .await
        .unwrap();

    assert_eq!(lines(&video).len(), 4);
}

#[tokio::test]
async fn what_does_not_exist_is_an_error() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let callbacks = client.genesys_callbacks(&tenant_id);
    let nobody = "00000000-0000-4000-8000-000000000404";
    let other = TenantId::new("other");

    let errors = [
        callbacks.get(nobody).await.unwrap_err(),
        callbacks.delete(nobody).await.unwrap_err(),
        callbacks
            .delete_by_schedule_id(&ScheduleId::new("s-404"))
            .await
            .unwrap_err(),
        client
            .genesys_callbacks(&other)
            .get(nobody)
            .await
            .unwrap_err(),
    ];

    for error in errors {
        assert!(
            error.as_api().is_some_and(|api| api.is_not_found()),
            "{error:?}"
        );
    }
}
