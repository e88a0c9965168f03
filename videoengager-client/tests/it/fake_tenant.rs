//! The rest of the fake, as a stranger's client meets it.

use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use videoengager_client::fake::FakeVideoEngager;

use crate::callbacks;

/// Sends a request as somebody who has only the vendor's documents.
async fn send(
    video: &FakeVideoEngager,
    method: Method,
    path: &str,
    token: Option<&str>,
    body: &str,
) -> Response {
    let url = video.url().join(path).expect("a path");
    let mut request = Client::new().request(method, url);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.body(body.to_owned());
    request.send().await.expect("the fake answers")
}

async fn json_of(response: Response) -> Value {
    serde_json::from_str(&response.text().await.expect("a body")).expect("JSON")
}

async fn token(video: &FakeVideoEngager) -> String {
    let body = r#"{"email":"agent@example.com","password":"fake-password"}"#;
    let answer = json_of(send(video, Method::POST, "/auth/local", None, body).await).await;
    answer["token"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn it_checks_address_and_password() {
    let video = FakeVideoEngager::start().await;

    for (body, status) in [
        (r#"{"email":"agent@example.com","password":"other"}"#, 401),
        (
            r#"{"email":"other@example.com","password":"fake-password"}"#,
            401,
        ),
        (r#"{"email":"agent@example.com"}"#, 400),
        ("", 400),
    ] {
        let response = send(&video, Method::POST, "/auth/local", None, body).await;
        assert_eq!(response.status(), status, "{body}");
    }
    assert_eq!(video.tokens_issued(), 0);
}

#[tokio::test]
async fn it_checks_who_creates_an_agent() {
    let video = FakeVideoEngager::start().await;

    for (body, status) in [
        (
            r#"{"pak":"OTHER","email":"new@example.com","division":"Home"}"#,
            401,
        ),
        (r#"{"pak":"FAKEPAK","email":"new@example.com"}"#, 400),
        (
            r#"{"pak":"FAKEPAK","email":"new@example.com","division":"Home"}"#,
            200,
        ),
    ] {
        let path = "/api/partners/impersonateCreate";
        let response = send(&video, Method::POST, path, None, body).await;
        assert_eq!(response.status(), status, "{body}");
    }
}

#[tokio::test]
async fn it_wants_a_token_where_the_vendor_does() {
    let video = FakeVideoEngager::start().await;

    for (method, path) in [
        (Method::GET, "/api/brokerages/agents"),
        (Method::GET, "/api/schedules/tenant/1/2"),
        (
            Method::POST,
            "/api/schedules/tenant/?agentEmail=agent@example.com",
        ),
        (Method::POST, "/api/genesys/callback/tenant/tenant-fake"),
        (Method::GET, "/api/genesys/callback/tenant/tenant-fake/c-1"),
        (
            Method::GET,
            "/api/genesys/callback/list/tenant/tenant-fake/1/2",
        ),
        (
            Method::DELETE,
            "/api/genesys/callback/byScheduleId/tenant/tenant-fake/1",
        ),
        (Method::POST, "/api/interactions"),
    ] {
        let response = send(&video, method, path, None, "{}").await;
        assert_eq!(response.status(), 401, "{path}");
    }
}

#[tokio::test]
async fn a_view_of_an_agent_wants_a_token_too() {
    let video = FakeVideoEngager::start().await;
    let token = token(&video).await;
    let created = send(
        &video,
        Method::POST,
        "/api/interactions",
        Some(&token),
        "{}",
    )
    .await;
    assert_eq!(created.status(), 200);

    for (method, path) in [
        (Method::GET, "/api/interactions/interaction-1/agent"),
        (Method::DELETE, "/api/interactions/interaction-1"),
    ] {
        let response = send(&video, method, path, None, "").await;
        assert_eq!(response.status(), 401, "{path}");
    }
    assert_eq!(video.interactions().len(), 1);
}

#[tokio::test]
async fn it_refuses_callbacks_that_lack_what_the_vendor_requires() {
    let video = callbacks::start().await;
    let token = token(&video).await;
    let path = "/api/genesys/callback/tenant/tenant-fake";
    let whole = json!({
        "firstname": "Robin", "customer_email": "robin@example.com",
        "_customer_number": "+12025550147", "_desired_time": "2026-12-01T10:00:00.000Z",
    });
    let changes = [
        ("firstname", json!(null)),
        ("customer_email", json!("")),
        ("_customer_number", json!("12025550147")),
        ("_desired_time", json!(1_796_119_200_000_i64)),
        ("_desired_time", json!("soon")),
        ("_desired_time", json!("2020-12-01T10:00:00.000Z")),
        ("callbackOwned", json!(true)),
    ];

    for (key, value) in changes {
        let mut body = whole.clone();
        body[key] = value;
        let body = body.to_string();
        let response = send(&video, Method::POST, path, Some(&token), &body).await;
        assert_eq!(response.status(), 400, "{body}");
    }
    let public = "/api/genesys/callback/tenant-fake";
    let response = send(&video, Method::POST, public, None, &whole.to_string()).await;
    assert_eq!(response.status(), 400, "the public field has no underscore");
    assert!(video.genesys_callbacks().is_empty());
}

#[tokio::test]
async fn it_answers_callbacks_in_the_documented_shape() {
    let video = callbacks::start().await;
    let token = token(&video).await;
    let path = "/api/genesys/callback/tenant/tenant-fake";
    let body = r#"{
        "firstname": "Robin", "lastname": "Example", "_customer_number": "+12025550147",
        "customer_email": "robin@example.com", "_desired_time": "2026-12-01T10:00:00.000Z",
        "duration": 30, "queueId": "q-1", "scriptId": "s-1"
    }"#;

    let created = json_of(send(&video, Method::POST, path, Some(&token), body).await).await;

    let base = video.url();
    assert_eq!(
        created["genesys"],
        json!({
            "queueId": "q-1", "scriptId": "s-1",
            "conversation": { "id": "00000000-0000-4000-8000-000000000001" }
        })
    );
    assert_eq!(
        created["videoengager"],
        json!({
            "date": 1_796_119_200_000_i64, "code": "cbV1", "subject": "",
            "created": "2026-11-21T10:00:00.000Z", "autoAnswer": true, "active": true,
            "meetingUrl": format!("{base}ve/cbV1"), "duration": 30, "phone": "+12025550147",
            "name": "Robin Example", "agentUrl": format!("{base}ve/cbA1"),
            "email": "robin@example.com", "scheduleId": "schedule-callback-1",
            "customAttributes": {}
        })
    );
    assert_eq!(created["emailSent"], true);
    let page = send(&video, Method::GET, "/ve/cbV1", None, "").await;
    assert_eq!(page.status(), 200);
}

#[tokio::test]
async fn a_change_without_a_date_is_refused_in_the_vendors_words() {
    let video = callbacks::start().await;
    let token = token(&video).await;
    let create = r#"{
        "firstname": "Robin", "_customer_number": "+12025550147",
        "customer_email": "robin@example.com", "_desired_time": "2026-12-01T10:00:00.000Z",
        "preferedAgent": "agent-fake", "callbackOwned": true
    }"#;
    let path = "/api/genesys/callback/tenant/tenant-fake";
    send(&video, Method::POST, path, Some(&token), create).await;
    let path = format!("{path}/00000000-0000-4000-8000-000000000001");

    let response = send(&video, Method::PATCH, &path, Some(&token), "{}").await;

    assert_eq!(response.status(), 400);
    assert_eq!(
        json_of(response).await,
        json!({ "error": "Cannot update callback with invalid date" })
    );
}

#[tokio::test]
async fn the_calendar_is_a_text_that_is_json_itself() {
    let video = FakeVideoEngager::start().await;
    let path = "/api/genesys/callback/tenant-fake/calendar";

    let calendar = json_of(send(&video, Method::GET, path, None, "").await).await;

    let text = calendar.as_str().expect("a text");
    assert!(serde_json::from_str::<Value>(text).is_ok_and(|calendar| calendar.is_object()));
}

#[tokio::test]
async fn a_code_may_be_sent_twice_and_makes_one_meeting() {
    let video = FakeVideoEngager::start().await;
    let path = "/api/schedules/create/tenant-fake";
    let body = r#"{"date":1796119200000,"duration":30,"visitor":{"email":"robin@example.com"}}"#;
    let asked = send(&video, Method::POST, path, None, body).await;
    assert_eq!(asked.status(), 401);
    assert_eq!(
        json_of(asked).await,
        json!({ "email": "robin@example.com" })
    );
    let code = &video.mailed_codes()[0].1;

    for _ in 0..2 {
        let path = format!("{path}/{code}");
        let verified = send(&video, Method::GET, &path, None, "").await;
        assert_eq!(verified.status(), 200);
    }

    assert_eq!(video.schedules().len(), 1);
}

#[tokio::test]
async fn the_agents_link_asks_to_log_in_without_a_good_token() {
    let video = FakeVideoEngager::start().await;
    let token = token(&video).await;
    let path = "/api/schedules/my/";
    let body = r#"{"date":1796119200000,"duration":30}"#;
    send(&video, Method::POST, path, Some(&token), body).await;
    let link = "/ve/aGe1?params=schedule-1";

    let anonymous = send(&video, Method::GET, link, None, "").await;
    let joined = format!("{link}&token={token}");
    let joined_before = send(&video, Method::GET, &joined, None, "").await;
    video.expire_tokens();
    let joined_after = send(&video, Method::GET, &joined, None, "").await;

    assert_eq!(anonymous.status(), 401);
    assert_eq!(joined_before.status(), 200);
    assert_eq!(joined_after.status(), 401);
}
