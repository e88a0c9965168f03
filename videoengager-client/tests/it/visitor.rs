//! `/api/schedules/create/{tenantId}`

use ccaas_http::test_util::{Answer, Provoke};
use http::{Method, StatusCode};
use serde_json::json;
use videoengager_client::{
    CreateSchedule, Error, RequestedSchedule, TenantId, Visitor, fake::FakeVideoEngager,
};

use crate::{answer, calls, date, lines, quick};

const CREATE: &str = "/api/schedules/create/{tenantId}";
const VERIFY: &str = "/api/schedules/create/{tenantId}/{code}";

fn request() -> CreateSchedule {
    CreateSchedule {
        visitor: Visitor {
            name: Some("Robin Example".to_owned()),
            email: Some("robin@example.com".to_owned()),
            phone: Some("+12025550147".to_owned()),
            ..Visitor::default()
        },
        pin: Some("2468".to_owned()),
        send_notification_email: true,
        ..CreateSchedule::new(date(), 30)
    }
}

#[tokio::test]
async fn a_mailed_code_is_an_outcome_and_verifies_the_meeting() {
    let video = FakeVideoEngager::start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let schedules = client.visitor_schedules(&tenant_id);

    let outcome = schedules.create(&request()).await.unwrap();

    assert_eq!(outcome.meta().status(), StatusCode::UNAUTHORIZED);
    let RequestedSchedule::CodeMailed { email } = outcome.into_inner() else {
        panic!("no code was mailed")
    };
    let (address, code) = video.mailed_codes().remove(0);
    assert_eq!(
        (email.as_str(), address.as_str()),
        ("robin@example.com", "robin@example.com")
    );
    assert!(video.schedules().is_empty());

    let verified = schedules.verify(&code).await.unwrap();

    assert_eq!(verified.name.as_deref(), Some("Robin Example"));
    assert_eq!(verified.date, Some(date()));
    let kept = &video.schedules()[0];
    assert_eq!(verified.meeting_url.as_ref(), Some(&kept.meeting_url));
    assert_eq!(kept.pin.as_deref(), Some("2468"));
}

#[tokio::test]
async fn nothing_of_it_needs_a_sign_in() {
    let video = FakeVideoEngager::start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let schedules = client.visitor_schedules(&tenant_id);
    client.sign_in().await.unwrap();

    schedules.create(&request()).await.unwrap();
    schedules.verify(&video.mailed_codes()[0].1).await.unwrap();

    let received = calls(&video);
    assert_eq!(received[0].line(), "POST /api/schedules/create/tenant-fake");
    assert_eq!(received[0].query, []);
    assert_eq!(
        received[0].json(),
        json!({
            "date": 1_796_119_200_000_i64, "duration": 30, "pin": "2468",
            "visitor": {
                "name": "Robin Example", "email": "robin@example.com", "phone": "+12025550147"
            }
        })
    );
    assert_eq!(
        received[1].line(),
        "GET /api/schedules/create/tenant-fake/100000"
    );
    for call in received {
        assert_eq!(call.authorization, None);
    }
}

#[tokio::test]
async fn another_refusal_is_an_error() {
    let video = FakeVideoEngager::start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let schedules = client.visitor_schedules(&tenant_id);

    for (status, body) in [
        (401, r#"{"error":"Authentication failed"}"#),
        (401, ""),
        (400, r#"{"email":"robin@example.com"}"#),
    ] {
        let answer = Answer::bytes(status, "application/json", body);
        let what = Provoke::Instead(answer.into());
        video.host().provoke(Method::POST, CREATE, what);

        let error = schedules.create(&request()).await.unwrap_err();

        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
    let error = schedules.create(&CreateSchedule::new(date(), 30)).await;
    let error = error.unwrap_err();
    assert_eq!(
        error.as_api().and_then(|api| api.text()),
        Some("Invalid schedule")
    );
}

#[tokio::test]
async fn a_success_without_a_code_is_an_outcome_too() {
    let video = FakeVideoEngager::start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());

    for (body, expected) in [
        ("", json!(null)),
        (r#"{"_id":"s-1"}"#, json!({ "_id": "s-1" })),
    ] {
        answer(&video, Method::POST, CREATE, body);

        let outcome = client
            .visitor_schedules(&tenant_id)
            .create(&request())
            .await;

        let RequestedSchedule::Accepted(answer) = outcome.unwrap().into_inner() else {
            panic!("{body}")
        };
        assert_eq!(answer, expected);
    }
}

#[tokio::test]
async fn a_request_whose_answer_is_lost_is_not_repeated() {
    let video = FakeVideoEngager::start().await;
    let (client, tenant_id) = (quick(&video), video.tenant_id());
    video.host().provoke(Method::POST, CREATE, Provoke::ThenCut);

    let error = client
        .visitor_schedules(&tenant_id)
        .create(&request())
        .await;

    assert!(error.unwrap_err().may_have_been_applied());
    assert_eq!(lines(&video).len(), 1);
}

#[tokio::test]
async fn a_wrong_code_and_a_wrong_tenant_are_refused() {
    let video = FakeVideoEngager::start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());

    let code = client
        .visitor_schedules(&tenant_id)
        .verify("1/2")
        .await
        .unwrap_err();
    let nobody = TenantId::new("other");
    let tenant = client
        .visitor_schedules(&nobody)
        .verify("1")
        .await
        .unwrap_err();
    let empty = client
        .visitor_schedules(&tenant_id)
        .verify("")
        .await
        .unwrap_err();

    assert_eq!(
        code.as_api().and_then(|api| api.text()),
        Some("Invalid code")
    );
    assert_eq!(
        lines(&video)[0],
        "GET /api/schedules/create/tenant-fake/1%2F2"
    );
    assert!(tenant.as_api().is_some_and(|api| api.is_not_found()));
    assert!(matches!(empty, Error::InvalidRequest(_)), "{empty:?}");
}

#[tokio::test]
async fn the_documented_verification_is_read() {
    let video = FakeVideoEngager::start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let body = include_str!("../fixtures/verified.json");
    answer(&video, Method::GET, VERIFY, body);

    let verified = client
        .visitor_schedules(&tenant_id)
        .verify("1")
        .await
        .unwrap();

    assert_eq!(verified.email.as_deref(), Some("robin@example.com"));
    assert_eq!(verified.phone.as_deref(), Some("+12025550147"));
    assert_eq!(verified.date, Some(date()));
    let agent_url = "https://video.example.com/ve/aGe456";
    assert_eq!(verified.agent_url.as_deref(), Some(agent_url));
    assert_eq!(verified.raw(), body.trim());
}
