//! What is kept of calls, and what of it can be exported and erased.

use serde_json::{Value, json};

use super::harness::{ADA, ALEX, Call, Reception};

/// A call that has ended, with a decision on it.
async fn past_call(reception: &Reception) -> Call {
    let mut call = reception.call().await;
    let decision =
        json!({"callId": call.id, "decision": "approved", "notes": "Sent the canary form"});
    let saved = call.staff.request("call-decision", decision).await;
    assert_eq!(saved["ok"], true, "{saved}");
    assert_eq!(
        call.staff.see("decision-saved").await["callId"],
        json!(call.id)
    );
    call.visitor
        .request("end-call", json!({"callId": call.id}))
        .await;
    call.staff.see("call-ended").await;
    call
}

fn has_calls(answer: &Value) -> bool {
    answer["calls"]
        .as_array()
        .is_some_and(|calls| !calls.is_empty())
}

#[tokio::test]
async fn a_staff_member_finds_their_calls_with_what_they_decided() {
    let reception = Reception::start().await;
    let call = past_call(&reception).await;
    let token = reception.token(ALEX).await;

    let told = reception
        .until("/api/calls/my-calls", &token, has_calls)
        .await;

    let past = &told["calls"][0];
    assert_eq!(
        (&past["callId"], &past["status"]),
        (&json!(call.id), &json!("completed"))
    );
    assert_eq!(
        (&past["clientName"], &past["clientEmail"]),
        (&json!("Robin Canary"), &json!("robin@example.com"))
    );
    assert_eq!(
        (&past["decision"], &past["notes"]),
        (&json!("approved"), &json!("Sent the canary form"))
    );
    assert_eq!(
        (&past["code"], &past["endedBy"]),
        (&json!("hangup"), &json!("client"))
    );
    assert!(past["waitedSeconds"].is_number() && past["talkedSeconds"].is_number());
    let (_, others) = reception
        .get("/api/calls/my-calls", &reception.token(ADA).await)
        .await;
    assert!(!has_calls(&others));
}

#[tokio::test]
async fn a_day_is_counted_and_reported_without_its_visitors() {
    let reception = Reception::start().await;
    let mut call = past_call(&reception).await;
    let (mut second, started) = reception.caller(ALEX).await;
    call.staff.see("new-call-request").await;
    second
        .request("cancel-call", json!({"callId": started["callId"]}))
        .await;
    let admin = reception.token(ADA).await;

    let is_two = |told: &Value| told["calls"] == 2;
    let told = reception
        .until("/api/calls/analytics", &admin, is_two)
        .await;

    assert_eq!((&told["answered"], &told["missed"]), (&json!(1), &json!(1)));
    assert_eq!(told["byHour"].as_array().unwrap().len(), 24);
    assert_eq!(told["byStaff"][0]["name"], "Alex Agent");
    let outcome = |code: &str| json!({"code": code, "calls": 1});
    assert_eq!(
        told["byOutcome"],
        json!([outcome("cancelled"), outcome("hangup")])
    );
    let report = reception
        .http
        .get(format!("{}/api/calls/report.csv", reception.url));
    let report = report.bearer_auth(&admin).send().await.unwrap();
    let named = report.headers()["content-disposition"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        named.contains("calls-20") && named.ends_with(".csv\""),
        "{named}"
    );
    let text = report.text().await.unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains("Alex Agent") && !text.contains("Canary") && !text.contains("robin@"));
    let (_, other) = reception
        .get("/api/calls/analytics?day=2020-01-01", &admin)
        .await;
    assert_eq!(other["calls"], 0);
}

#[tokio::test]
async fn a_visitor_is_exported_and_erased_by_their_address() {
    let reception = Reception::start().await;
    past_call(&reception).await;
    let admin = reception.token(ADA).await;
    let path = "/api/privacy/export?email=Robin%40example.com";
    let exported = reception.until(path, &admin, has_calls).await;
    assert_eq!(exported["calls"][0]["notes"], "Sent the canary form");

    let erase = json!({"email": "robin@example.com"});
    let (_, erased) = reception.post("/api/privacy/erase", &admin, erase).await;

    assert_eq!(erased, json!({"erased": 1}));
    assert_eq!(reception.get(path, &admin).await.1, json!({"calls": []}));
}
