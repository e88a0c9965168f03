//! What is stored about a customer: who may read it, how long, and who is told.

use std::time::Duration;

use serde_json::json;

use super::harness::{ADMIN_TOKEN, Answer, Scheduler, manage_path, only};

const HOUR: Duration = Duration::from_secs(3_600);

async fn customer(scheduler: &Scheduler) -> (String, Answer) {
    let booked = scheduler.book(&scheduler.form()).await;
    assert_eq!(booked.status, 200, "{}", booked.text);
    let id = booked.json()["customerId"].as_str().unwrap().to_owned();
    (id, booked)
}

#[tokio::test]
async fn without_the_admin_token_nobody_reads_a_customer() {
    let scheduler = Scheduler::start().await;
    let (id, _) = customer(&scheduler).await;
    let path = format!("/api/customer/{id}");

    let without = scheduler.get(&path).await;
    let mut answers = vec![without];
    for wrong in ["wrong", "", &ADMIN_TOKEN[1..], &format!("{ADMIN_TOKEN}x")] {
        let request = scheduler.request(reqwest::Method::GET, &path);
        answers.push(Answer::to(request.bearer_auth(wrong)).await);
    }
    let basic = scheduler.request(reqwest::Method::GET, &path);
    answers.push(Answer::to(basic.basic_auth("admin", Some(ADMIN_TOKEN))).await);

    for answer in answers {
        let text = "This needs the header Authorization: Bearer with the admin token";
        answer.assert_error(401, text);
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    let logs = scheduler.logs().await;
    assert!(logs.audit.is_empty(), "{:?}", logs.audit);
}

#[tokio::test]
async fn the_admin_reads_a_customer_with_the_number_masked() {
    let scheduler = Scheduler::start().await;
    let (id, _) = customer(&scheduler).await;

    let answer = scheduler.admin_get(&format!("/api/customer/{id}")).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        answer.json(),
        json!({
            "id": id,
            "firstName": "Test",
            "lastName": "User",
            "phoneNumber": "+*-***-***-4567",
            "subject": "API Test",
            "desiredTime": "2026-03-03T15:00:00.000Z",
            "storedAt": "2026-03-02T09:00:00.000Z",
            "expiresAt": "2026-03-03T09:00:00.000Z",
        })
    );
}

#[tokio::test]
async fn an_unknown_customer_is_a_404() {
    let scheduler = Scheduler::start().await;

    let answer = scheduler.admin_get("/api/customer/cust_unknown").await;

    answer.assert_error(404, "Customer not found");
}

#[tokio::test]
async fn after_24_hours_a_customer_is_refused_even_if_not_wiped_yet() {
    let scheduler = Scheduler::start().await;
    let (id, booked) = customer(&scheduler).await;
    let path = format!("/api/customer/{id}");
    scheduler.clock.advance(24 * HOUR - Duration::from_secs(60));
    assert_eq!(scheduler.admin_get(&path).await.status, 200);

    scheduler.clock.advance(Duration::from_secs(60));

    let answer = scheduler.admin_get(&path).await;
    answer.assert_error(404, "Customer not found");
    let view = scheduler.get(&manage_path(&booked)).await.json();
    assert_eq!(
        (&view["phoneNumber"], &view["subject"]),
        (&json!(null), &json!(null))
    );
    let record = scheduler.record(&id).await;
    assert!(
        record.details.bytes.is_some(),
        "refused on read, not only wiped"
    );
}

#[tokio::test]
async fn wiping_removes_what_is_over_and_in_the_end_the_record() {
    let scheduler = Scheduler::start().await;
    let (id, booked) = customer(&scheduler).await;
    scheduler.wipe().await;
    let record = scheduler.record(&id).await;
    assert!(record.details.bytes.is_some() && record.number.bytes.is_some());

    scheduler.clock.advance(24 * HOUR);
    scheduler.wipe().await;

    let record = scheduler.record(&id).await;
    assert_eq!((record.details.bytes, record.number.bytes), (None, None));
    assert_eq!(record.answer.bytes, None);
    let manage = manage_path(&booked);
    let view = scheduler.get(&manage).await;
    assert_eq!(
        view.json()["status"],
        "booked",
        "the link works until the slot"
    );
    scheduler.clock.advance(31 * HOUR);
    scheduler.wipe().await;
    let view = scheduler.get(&manage).await;
    view.assert_error(404, "Booking not found");
}

#[tokio::test]
async fn each_read_of_personal_data_is_in_the_audit_log_without_the_data() {
    let scheduler = Scheduler::start().await;
    let (id, booked) = customer(&scheduler).await;

    let read = scheduler.admin_get(&format!("/api/customer/{id}")).await;
    scheduler.get(&manage_path(&booked)).await;

    let logs = scheduler.logs().await;
    let actions: Vec<_> = logs.audit.iter().map(|line| &line["action"]).collect();
    assert_eq!(actions, ["customer.read", "booking.read"]);
    assert_eq!(logs.audit[0]["customer_id"], id);
    assert_eq!(logs.audit[0]["by"], "admin");
    assert_eq!(
        logs.audit[0]["span"]["request_id"],
        read.header("x-request-id")
    );
    assert_eq!(logs.audit[1]["by"], "customer");
    assert!(logs.audit.iter().all(|line| line["outcome"] == "done"));
}

#[tokio::test]
async fn the_logs_tell_one_request_from_another() {
    let scheduler = Scheduler::start().await;
    let (_, good) = customer(&scheduler).await;
    scheduler.genesys.fail_callbacks(500, 1);
    let mut other = scheduler.form();
    other["desiredTime"] = scheduler.in_hours(40).into();
    let bad = scheduler.book(&other).await;
    assert_eq!(bad.status, 500);

    let logs = scheduler.logs().await;

    let id = |line: &serde_json::Value| {
        let id = line["span"]["request_id"].as_str();
        id.unwrap_or_default().to_owned()
    };
    let (good, bad) = (good.header("x-request-id"), bad.header("x-request-id"));
    assert_eq!(id(only(&logs.combined, "booked")), good);
    assert_eq!(
        id(only(&logs.error, "could not schedule the callback")),
        bad
    );
    assert_eq!(logs.access.len(), 2);
    for (line, status) in logs.access.iter().zip([200, 500]) {
        assert_eq!(line["method"], "POST");
        assert_eq!(line["route"], "/api/schedule-callback");
        assert_eq!(line["status"], status);
        assert!(line["ms"].is_number());
    }
    assert!(logs.error.iter().all(|line| line["level"] == "ERROR"));
    let is_written = |line: &serde_json::Value| line["timestamp"].is_string();
    assert!(logs.combined.iter().all(is_written));
}
