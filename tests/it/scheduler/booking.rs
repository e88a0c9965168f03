//! A booking, step by step.

use std::collections::BTreeSet;

use genesys_client::fake::FakeGenesys;
use serde_json::json;
use videoengager_client::fake::FakeVideoEngager;

use super::harness::{PUBLIC_URL, Scheduler, Setup};

#[tokio::test]
async fn the_documents_own_request_is_answered_in_the_documented_shape() {
    let scheduler = Scheduler::start().await;
    let form = scheduler.form();

    let answer = scheduler.book(&form).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(
        answer
            .header("content-type")
            .starts_with("application/json")
    );
    let body = answer.json();
    let keys: BTreeSet<_> = body
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let documented = [
        "success",
        "customerId",
        "videoUrl",
        "callbackId",
        "scheduledTime",
        "message",
        "linked",
        "manageUrl",
        "calendarUrl",
    ];
    assert_eq!(keys, BTreeSet::from(documented));
    assert_eq!(body["success"], true);
    assert_eq!(body["linked"], true);
    let message = "Callback and video meeting scheduled successfully";
    assert_eq!(body["message"], message);
    assert_eq!(body["scheduledTime"], "2026-03-03T15:00:00.000Z");
    let callback = &scheduler.genesys.callbacks()[0];
    assert_eq!(body["callbackId"], callback.conversation_id.as_str());
    let meeting = &scheduler.video.schedules()[0];
    assert_eq!(body["videoUrl"], meeting.meeting_url.as_str());
    let customer = body["customerId"].as_str().unwrap();
    let random = customer.strip_prefix("cust_").unwrap();
    assert!(random.len() == 32 && random.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let manage = body["manageUrl"].as_str().unwrap();
    assert!(
        manage.starts_with(&format!("{PUBLIC_URL}/manage/")),
        "{manage}"
    );
    assert_eq!(body["calendarUrl"], format!("{manage}/booking.ics"));
}

#[tokio::test]
async fn the_seven_steps_reach_the_vendors_in_order() {
    let scheduler = Scheduler::start().await;
    let slot = scheduler.in_hours(30);

    let answer = scheduler.book(&scheduler.form()).await;

    let body = answer.json();
    let (pak, external_id) = (FakeVideoEngager::PAK, FakeVideoEngager::EXTERNAL_ID);
    let sign_in = format!("GET /api/partners/impersonate/{pak}/{external_id}/agent%40example.com");
    assert_eq!(
        scheduler.vendor_calls(),
        [
            sign_in.as_str(),
            "POST /api/schedules/my/",
            "POST /oauth/token",
            "POST /api/v2/conversations/callbacks",
            "PUT /api/schedules/my/schedule-1",
        ]
    );
    let video = scheduler.video.host().journal();
    let date = slot.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert_eq!(video[1].authorization.as_deref(), Some("Bearer"));
    assert_eq!(
        video[1].json(),
        json!({
            "customerId": body["customerId"],
            "date": date.timestamp_millis(),
            "duration": 30,
            "visitor": { "subject": body["customerId"] },
        })
    );
    assert_eq!(video[1].query, []);
    assert_eq!(
        video[2].json(),
        json!({ "conversationId": body["callbackId"] })
    );
    let genesys = scheduler.genesys.host().journal();
    assert_eq!(genesys[0].authorization.as_deref(), Some("Basic"));
    assert_eq!(genesys[0].body, "grant_type=client_credentials");
    assert_eq!(genesys[1].authorization.as_deref(), Some("Bearer"));
    assert_eq!(
        genesys[1].json(),
        json!({
            "callbackNumbers": ["+15551234567"],
            "queueId": FakeGenesys::QUEUE_ID,
            "scriptId": FakeGenesys::SCRIPT_ID,
            "callbackScheduledTime": slot,
            "data": {
                "customerId": body["customerId"],
                "veScheduleId": "schedule-1",
                "veUrl": body["videoUrl"],
                "subject": "API Test",
            },
        })
    );
}

#[tokio::test]
async fn a_second_booking_needs_no_second_token() {
    let scheduler = Scheduler::start().await;
    scheduler.book(&scheduler.form()).await;
    let mut second = scheduler.form();
    second["desiredTime"] = scheduler.in_hours(40).into();

    let answer = scheduler.book(&second).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(scheduler.video.tokens_issued(), 1);
    assert_eq!(scheduler.genesys.tokens_issued(), 1);
    assert_eq!(scheduler.video_calls().len(), 5);
    assert_eq!(scheduler.genesys_calls().len(), 3);
}

#[tokio::test]
async fn without_subject_and_time_the_call_is_in_an_hour() {
    let scheduler = Setup::new()
        .argument("--meeting-minutes", "45")
        .start()
        .await;
    let mut form = scheduler.form();
    form.as_object_mut().unwrap().remove("desiredTime");
    form["subject"] = json!(null);

    let answer = scheduler.book(&form).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["scheduledTime"], "2026-03-02T10:00:00.000Z");
    assert_eq!(scheduler.video.schedules()[0].duration, 45);
    let data = &scheduler.genesys.callbacks()[0].data;
    let keys: Vec<_> = data.keys().map(String::as_str).collect();
    assert_eq!(keys, ["customerId", "veScheduleId", "veUrl"]);
}

#[tokio::test]
async fn names_are_sent_to_nobody() {
    let scheduler = Scheduler::start().await;
    let mut form = scheduler.form();
    form["firstName"] = json!("Zyxwvut");
    form["lastName"] = json!("Qponmlk");

    let answer = scheduler.book(&form).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut sent = scheduler.video.host().journal();
    sent.extend(scheduler.genesys.host().journal());
    for entry in sent {
        let all = format!("{} {:?} {}", entry.path, entry.query, entry.body);
        assert!(
            !all.contains("Zyxwvut") && !all.contains("Qponmlk"),
            "{all}"
        );
    }
}
