//! The fake, as a stranger's client meets it.

use reqwest::{Client, Method, Response, Url};
use serde_json::{Value, json};
use videoengager_client::{
    CreateSchedule, Environment, VideoEngagerClient, Visitor, fake::FakeVideoEngager,
};

use crate::{book, date};

/// Sends a request as somebody who has only the vendor's documents.
async fn send(
    video: &FakeVideoEngager,
    method: Method,
    path: &str,
    authorization: &str,
    body: &str,
) -> Response {
    let url = video.url().join(path).expect("a path");
    let request = Client::new()
        .request(method, url)
        .header("authorization", authorization);
    request
        .body(body.to_owned())
        .send()
        .await
        .expect("the fake answers")
}

async fn json_of(response: Response) -> Value {
    serde_json::from_str(&response.text().await.expect("a body")).expect("JSON")
}

async fn sign_in(video: &FakeVideoEngager) -> String {
    let path = "/api/partners/impersonate/FAKEPAK/fake-external-id/agent@example.com";
    let answer = json_of(send(video, Method::GET, path, "", "").await).await;
    assert_eq!(answer["token_expiration"], 0);
    answer["token"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn it_checks_each_part_of_the_credentials() {
    let video = FakeVideoEngager::start().await;
    for path in [
        "/api/partners/impersonate/OTHER/fake-external-id/agent@example.com",
        "/api/partners/impersonate/FAKEPAK/other/agent@example.com",
        "/api/partners/impersonate/FAKEPAK/fake-external-id/other@example.com",
    ] {
        let response = send(&video, Method::GET, path, "", "").await;

        assert_eq!(response.status(), 401);
        assert_eq!(
            json_of(response).await,
            json!({ "error": "Authentication failed" })
        );
    }
    assert_eq!(video.tokens_issued(), 0);
}

#[tokio::test]
async fn it_wants_a_token_whatever_the_case_of_its_scheme() {
    let video = FakeVideoEngager::start().await;
    let token = sign_in(&video).await;
    let path = "/api/schedules/my/1/2";

    for wrong in ["", "Bearer", "Bearer other", &format!("Basic {token}")] {
        assert_eq!(
            send(&video, Method::GET, path, wrong, "").await.status(),
            401,
            "{wrong}"
        );
    }
    for right in ["Bearer", "bearer"] {
        let authorization = format!("{right} {token}");
        assert_eq!(
            send(&video, Method::GET, path, &authorization, "")
                .await
                .status(),
            200
        );
    }
}

#[tokio::test]
async fn it_refuses_what_the_vendor_cannot_schedule() {
    let video = FakeVideoEngager::start().await;
    let authorization = format!("Bearer {}", sign_in(&video).await);

    for body in [
        "",
        "[]",
        "{}",
        r#"{"date":1796119200000}"#,
        r#"{"duration":30}"#,
        r#"{"date":"2026-12-01T10:00:00Z","duration":30}"#,
        r#"{"date":1796119200000,"duration":0}"#,
        r#"{"date":1796119200000,"duration":"30"}"#,
        r#"{"date":1796119200000,"duration":30,"visitor":"Robin"}"#,
    ] {
        let path = "/api/schedules/my/";
        let response = send(&video, Method::POST, path, &authorization, body).await;

        assert_eq!(response.status(), 400, "{body}");
        let answer = json_of(response).await;
        assert_eq!(
            (&answer["error"], &answer["status"]),
            (&json!("Invalid schedule"), &json!(400))
        );
    }
    assert!(video.schedules().is_empty());
}

#[tokio::test]
async fn it_answers_in_the_documented_shape() {
    let video = FakeVideoEngager::start().await;
    let authorization = format!("Bearer {}", sign_in(&video).await);
    let sent = r#"{"customerId":"cust_1","date":1796119200000,"duration":30,"visitor":{}}"#;
    let path = "/api/schedules/my/";

    let answer = json_of(send(&video, Method::POST, path, &authorization, sent).await).await;

    let base = video.url();
    assert_eq!(
        answer,
        json!({
            "_id": "schedule-1",
            "tenant": "tenant-fake",
            "agentId": "agent-fake",
            "active": true,
            "date": 1_796_119_200_000_i64,
            "duration": 30,
            "customerId": "cust_1",
            "visitor": { "meetingUrl": format!("{base}ve/vIs1"), "code": "vIs1" },
            "agent": {
                "name": "Alex Agent",
                "email": "agent@example.com",
                "meetingUrl": format!("{base}ve/aGe1"),
                "code": "aGe1",
                "fullUrl": format!("{base}ve/aGe1?params=schedule-1"),
            }
        })
    );
    let delete = send(
        &video,
        Method::DELETE,
        "/api/schedules/my/schedule-1",
        &authorization,
        "",
    )
    .await;
    assert_eq!(json_of(delete).await, json!({ "success": true }));
}

#[tokio::test]
async fn a_change_cannot_take_what_is_the_services_own() {
    let video = FakeVideoEngager::start().await;
    let authorization = format!("Bearer {}", sign_in(&video).await);
    let booked = book(&video.client()).await;
    let path = format!("/api/schedules/my/{}", booked.id);
    let changes = r#"{"_id":"x","tenant":"x","agent":{},"active":false,
                      "visitor":{"name":"R","meetingUrl":"x"}}"#;

    let answer = json_of(send(&video, Method::PUT, &path, &authorization, changes).await).await;

    assert_eq!(answer["_id"], booked.id.as_str());
    assert_eq!(answer["tenant"], "tenant-fake");
    assert_eq!(answer["visitor"]["name"], "R");
    assert_eq!(
        answer["visitor"]["meetingUrl"],
        booked.meeting_url().unwrap()
    );
    assert_eq!(answer["agent"]["name"], "Alex Agent");
    assert!(!video.schedules()[0].active);
}

#[tokio::test]
async fn its_meeting_links_lead_to_a_page() {
    let video = FakeVideoEngager::start().await;
    let booked = book(&video.client()).await;
    let link = Url::parse(booked.meeting_url().unwrap()).unwrap();

    let page = send(&video, Method::GET, link.path(), "", "").await;
    let nowhere = send(&video, Method::GET, "/ve/undefined", "", "").await;

    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    assert!(
        page.text()
            .await
            .unwrap()
            .contains("<h1>Video meeting</h1>")
    );
    assert_eq!(nowhere.status(), 404);
}

#[tokio::test]
async fn links_start_with_the_public_address() {
    let video = FakeVideoEngager::bind(([0, 0, 0, 0], 0).into())
        .await
        .unwrap();
    assert_eq!(video.url().host_str(), Some("127.0.0.1"));
    video.set_public_url(Url::parse("https://video.example.com").unwrap());

    let booked = book(&video.client()).await;

    assert_eq!(
        booked.meeting_url(),
        Some("https://video.example.com/ve/vIs1")
    );
}

#[tokio::test]
async fn it_echoes_the_customer_id_and_the_creation_time_as_told() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let request = CreateSchedule {
        customer_id: Some("cust_1".to_owned()),
        visitor: Visitor {
            subject: Some("Follow-up".to_owned()),
            ..Visitor::default()
        },
        ..CreateSchedule::new(date(), 30)
    };

    let echoed = client.schedules().create(&request).await.unwrap();
    assert_eq!(
        (echoed.customer_id.as_deref(), echoed.created),
        (Some("cust_1"), None)
    );

    video.echo_customer_id(false);
    video.report_created(true);
    let silent = client.schedules().create(&request).await.unwrap();
    let kept = &video.schedules()[1];
    assert_eq!(
        (silent.customer_id.as_deref(), silent.created),
        (None, Some(kept.created))
    );
    assert_eq!(kept.customer_id.as_deref(), Some("cust_1"));
    assert_eq!(kept.visitor["subject"], "Follow-up");
}

#[tokio::test]
async fn it_can_be_reached_by_the_text_of_its_address() {
    let video = FakeVideoEngager::start().await;
    let environment: Environment = video.url().as_str().parse().unwrap();

    let client = VideoEngagerClient::new(environment, video.partner()).unwrap();

    client.sign_in().await.unwrap();
    assert_eq!(client.environment(), &video.environment());
}
