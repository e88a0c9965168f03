//! The documented endpoints around the calls.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::harness::{ADA, ALEX, Call, Reception};

#[tokio::test]
async fn health_has_the_documented_fields_while_a_call_runs() {
    let reception = Reception::start().await;
    let _call = reception.call().await;
    let (_waiting, _) = reception.caller(ALEX).await;

    let (status, health) = reception.get("/api/health", "").await;

    assert_eq!(status, StatusCode::OK);
    let mut names: Vec<_> = health
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    let documented = [
        "activeCalls",
        "connectedUsers",
        "databaseStatus",
        "service",
        "status",
        "timestamp",
        "turn",
        "waitingCalls",
    ];
    assert_eq!(names, documented);
    assert_eq!(
        (&health["status"], &health["databaseStatus"]),
        (&json!("OK"), &json!("connected"))
    );
    assert_eq!(
        (&health["connectedUsers"], &health["activeCalls"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(
        (&health["waitingCalls"], &health["turn"]),
        (&json!(1), &json!("not configured"))
    );
}

#[tokio::test]
async fn who_is_available_is_who_is_signed_in() {
    let reception = Reception::start().await;
    assert_eq!(reception.get("/api/staff/available", "").await.1, json!([]));

    let (alex, told) = reception.staff(ALEX).await;

    let (_, list) = reception.get("/api/staff/available", "").await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(
        (&list[0]["id"], &list[0]["_id"]),
        (&told["staff"]["id"], &told["staff"]["id"])
    );
    assert_eq!(
        (&list[0]["name"], &list[0]["department"]),
        (&json!("Alex Agent"), &json!("Front desk"))
    );
    assert!(list[0].get("email").is_none() && list[0]["lastActive"].is_string());
    alex.emit("sign-out", json!({})).await;
    reception
        .until("/api/staff/available", "", |list| *list == json!([]))
        .await;
}

#[tokio::test]
async fn pages_learn_the_settings_that_concern_them() {
    let reception = Reception::start_with(&[
        "--fallback-url=https://www.example.com/contact",
        "--recording=off",
        "--ring-timeout=45",
    ])
    .await;

    let (_, told) = reception.get("/api/settings", "").await;

    assert_eq!(told["fallbackUrl"], "https://www.example.com/contact");
    assert_eq!(
        (&told["recordingAllowed"], &told["ringTimeoutSeconds"]),
        (&json!(false), &json!(45))
    );
    assert_eq!(
        (&told["stunConfigured"], &told["turnConfigured"]),
        (&json!(false), &json!(false))
    );
}

#[tokio::test]
async fn pages_with_calls_may_use_the_camera_and_others_may_not() {
    let reception = Reception::start().await;

    for (path, may) in [("/", false), ("/video-call", true), ("/video-staff", true)] {
        let answer = reception
            .http
            .get(format!("{}{path}", reception.url))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let kind = answer.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("text/html"), "{kind}");
        let policy = answer.headers()["permissions-policy"].to_str().unwrap();
        assert_eq!(policy.contains("camera=(self)"), may, "{path}: {policy}");
    }
    let (_, document) = reception.get("/api/openapi.json", "").await;
    for path in [
        "/api/auth/login",
        "/api/calls/my-calls",
        "/api/staff/{id}/totp",
        "/api/health",
    ] {
        assert!(document["paths"].get(path).is_some(), "{path}");
    }
}

#[tokio::test]
async fn measurements_of_pages_are_in_the_metrics() {
    let reception = Reception::start().await;
    let Call {
        mut visitor, id, ..
    } = reception.call().await;

    let stats =
        json!({"callId": id, "pathType": "srflx", "setupMs": 420, "lossPercent": 0.5, "rttMs": 30});
    let answer = visitor.request("call-stats", stats).await;

    assert_eq!(answer["ok"], true, "{answer}");
    let text = reception
        .http
        .get(format!("{}/metrics", reception.url))
        .send()
        .await
        .unwrap();
    let text = text.text().await.unwrap();
    for name in [
        "video_reception_connections",
        "video_reception_waiting_calls",
        "video_reception_live_calls",
        "video_reception_paths_total{path=\"srflx\"}",
        "video_reception_setup_seconds",
        "video_reception_loss_ratio",
        "video_reception_full_buffers_total",
        "video_reception_dropped_events_total",
    ] {
        assert!(text.contains(name), "{name}");
    }
    assert!(!text.contains("Canary") && !text.contains("robin@"));
}

#[tokio::test]
async fn a_page_sees_the_calls_that_wait_over_http_too() {
    let reception = Reception::start().await;
    let (mut alex, _) = reception.staff(ALEX).await;
    let (_visitor, started) = reception.caller(ALEX).await;
    alex.see("new-call-request").await;
    let (mine, others) = (reception.token(ALEX).await, reception.token(ADA).await);

    let (_, waiting) = reception.get("/api/calls/waiting", &mine).await;

    assert_eq!(
        (&waiting["count"], &waiting["calls"][0]["callId"]),
        (&json!(1), &started["callId"])
    );
    assert_eq!(waiting["calls"][0]["clientName"], "Robin Canary");
    let (_, none) = reception.get("/api/calls/waiting", &others).await;
    assert_eq!(
        (&none["count"], none["calls"].as_array().map(Vec::len)),
        (&Value::from(0), Some(0))
    );
}
