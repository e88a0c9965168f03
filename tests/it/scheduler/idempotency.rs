//! The same request again: one booking, one answer.

use std::time::Duration;

use ccaas_http::test_util::Provoke;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::harness::{Answer, BOOK, MEETINGS, Scheduler, Setup, manage_path, until};

const KEY: &str = "0c6a7d52-6b4e-4a52-8d34-6a0f0e5f2b10";
const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn the_same_key_and_body_get_the_first_answer() {
    let scheduler = Scheduler::start().await;
    let form = scheduler.form();
    let first = scheduler.book_with_key(KEY, &form).await;
    let calls = scheduler.vendor_calls();

    let again = scheduler.book_with_key(KEY, &form).await;

    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.json(), again.json());
    assert_eq!(scheduler.vendor_calls(), calls);
}

#[tokio::test]
async fn the_same_key_with_another_body_is_refused() {
    let scheduler = Scheduler::start().await;
    scheduler.book_with_key(KEY, &scheduler.form()).await;
    let calls = scheduler.vendor_calls();
    let mut other = scheduler.form();
    other["subject"] = json!("Something else");

    let answer = scheduler.book_with_key(KEY, &other).await;

    let text = "This Idempotency-Key was used for another booking. Please use a new one.";
    answer.assert_error(422, text);
    assert_eq!(scheduler.vendor_calls(), calls);
}

#[tokio::test]
async fn spaces_and_the_order_of_fields_do_not_make_another_body() {
    let scheduler = Scheduler::start().await;
    let form = scheduler.form();
    let first = scheduler.book_with_key(KEY, &form).await;
    let fields: Vec<_> = form.as_object().unwrap().iter().collect();
    let reversed: Vec<_> = fields
        .iter()
        .rev()
        .map(|(name, value)| format!("  \"{name}\"  :\n{value}"))
        .collect();
    let reversed = format!("{{ {} }}", reversed.join(" , "));

    let again = scheduler
        .request(Method::POST, BOOK)
        .header("Idempotency-Key", KEY)
        .header("Content-Type", "application/json; charset=utf-8")
        .body(reversed);
    let again = Answer::to(again).await;

    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(first.json(), again.json());
}

#[tokio::test]
async fn a_request_that_is_still_in_flight_is_a_409_that_says_when_to_ask_again() {
    let scheduler = Scheduler::start().await;
    let host = scheduler.video.host();
    let late = Provoke::Late(Duration::from_secs(2));
    host.provoke(Method::POST, MEETINGS, late);
    let form = scheduler.form();
    let first = tokio::spawn(Answer::to(scheduler.booking_request(KEY, &form)));
    until("the meeting was asked for", || {
        scheduler.video_calls().len() == 2
    })
    .await;

    let second = scheduler.book_with_key(KEY, &form).await;

    let text = "This booking is still being made. Please ask again in a moment.";
    second.assert_error(409, text);
    assert_eq!(second.header("retry-after"), "2");
    let first = first.await.unwrap();
    assert_eq!(first.status, 200, "{}", first.text);
    let third = scheduler.book_with_key(KEY, &form).await;
    assert_eq!(third.json(), first.json());
    assert_eq!(scheduler.video.schedules().len(), 1);
}

#[tokio::test]
async fn a_booking_that_was_undone_frees_its_key() {
    let scheduler = Scheduler::start().await;
    scheduler.genesys.fail_callbacks(500, 1);
    let form = scheduler.form();
    let failed = scheduler.book_with_key(KEY, &form).await;
    failed.assert_error(500, "Failed to schedule callback");

    let again = scheduler.book_with_key(KEY, &form).await;

    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(scheduler.video.schedules().len(), 1);
    assert_eq!(scheduler.open_callbacks().len(), 1);
}

#[tokio::test]
async fn a_key_is_remembered_for_24_hours() {
    let scheduler = Scheduler::start().await;
    let form = scheduler.form();
    let first = scheduler.book_with_key(KEY, &form).await;

    scheduler.clock.advance(23 * HOUR);
    scheduler.wipe().await;
    let within = scheduler.book_with_key(KEY, &form).await;
    scheduler.clock.advance(HOUR);
    let after = scheduler.book_with_key(KEY, &form).await;

    assert_eq!(within.json(), first.json());
    assert_eq!(after.status, 200, "{}", after.text);
    assert_ne!(after.json()["customerId"], first.json()["customerId"]);
    assert_eq!(scheduler.video.schedules().len(), 2);
}

#[tokio::test]
async fn a_key_still_gets_its_answer_when_the_slot_is_over() {
    let scheduler = Scheduler::start().await;
    let mut form = scheduler.form();
    form["desiredTime"] = scheduler.in_hours(1).into();
    let first = scheduler.book_with_key(KEY, &form).await;

    scheduler.clock.advance(2 * HOUR);
    let again = scheduler.book_with_key(KEY, &form).await;

    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(again.json(), first.json());
}

#[tokio::test]
async fn without_a_key_the_same_body_within_ten_minutes_is_the_same_booking() {
    let scheduler = Scheduler::start().await;
    let form = scheduler.form();
    let first = scheduler.book(&form).await;

    scheduler.clock.advance(Duration::from_secs(9 * 60));
    let within = scheduler.book(&form).await;
    scheduler.clock.advance(Duration::from_secs(2 * 60));
    let after = scheduler.book(&form).await;

    assert_eq!(within.json(), first.json());
    assert_eq!(after.status, 200, "{}", after.text);
    assert_ne!(after.json()["customerId"], first.json()["customerId"]);
}

#[tokio::test]
async fn without_a_key_the_same_body_from_another_address_is_another_booking() {
    let setup = Setup::new().argument("--trusted-proxies", "127.0.0.1");
    let scheduler = setup.start().await;
    let form = scheduler.form();
    let from = |address: &'static str| {
        let request = scheduler.request(Method::POST, BOOK).json(&form);
        Answer::to(request.header("X-Forwarded-For", address))
    };

    let first = from("203.0.113.5").await;
    let again = from("203.0.113.5").await;
    let other = from("203.0.113.6").await;

    assert_eq!(first.json(), again.json());
    assert_eq!(other.status, 200, "{}", other.text);
    assert_ne!(first.json()["customerId"], other.json()["customerId"]);
}

#[tokio::test]
async fn a_third_open_booking_of_a_number_is_refused_however_it_is_written() {
    let scheduler = Scheduler::start().await;
    let at = |hours: i64, number: &str| {
        let mut form = scheduler.form();
        form["desiredTime"] = scheduler.in_hours(hours).into();
        form["phoneNumber"] = number.into();
        form
    };
    let first = scheduler.book(&at(10, "+1-555-123-4567")).await;
    scheduler.book(&at(20, "(555) 123-4567")).await;
    let calls = scheduler.vendor_calls();

    let third = scheduler.book(&at(30, "+15551234567")).await;
    let another_number = scheduler.book(&at(30, "+1-555-123-4568")).await;

    let text = "Too many open bookings, please use your booking link";
    third.assert_error(429, text);
    assert_eq!(another_number.status, 200, "{}", another_number.text);
    assert_eq!(scheduler.vendor_calls().len(), calls.len() + 3);
    let cancel = format!("{}/cancel", manage_path(&first));
    assert_eq!(scheduler.post(&cancel, &json!({})).await.status, 200);
    let third = scheduler.book(&at(30, "+15551234567")).await;
    assert_eq!(third.status, 200, "a cancelled booking does not count");
    scheduler.clock.advance(21 * HOUR);
    let fourth = scheduler.book(&at(5, "+15551234567")).await;
    assert_eq!(fourth.status, 200, "a booking that is over does not count");
}

#[tokio::test]
async fn twenty_identical_requests_at_once_are_one_booking() {
    for key in [Some(KEY), None] {
        let scheduler = Scheduler::start().await;
        let form = scheduler.form();
        let mut requests = JoinSet::new();
        for _ in 0..20 {
            let request = match key {
                Some(key) => scheduler.booking_request(key, &form),
                None => scheduler.request(Method::POST, BOOK).json(&form),
            };
            requests.spawn(Answer::to(request));
        }

        let answers = requests.join_all().await;

        let booked: Vec<Value> = answers
            .iter()
            .filter(|answer| answer.status == 200)
            .map(Answer::json)
            .collect();
        assert!(!booked.is_empty());
        assert!(booked.iter().all(|body| *body == booked[0]));
        let others = answers.iter().filter(|answer| answer.status != 200);
        assert!(others.into_iter().all(|answer| answer.status == 409));
        assert_eq!(scheduler.video.schedules().len(), 1);
        assert_eq!(scheduler.genesys.callbacks().len(), 1);
    }
}

#[tokio::test]
async fn a_key_that_is_no_key_is_refused() {
    let scheduler = Scheduler::start().await;

    let long = scheduler
        .book_with_key(&"k".repeat(256), &scheduler.form())
        .await;
    let spaces = scheduler.book_with_key("a b", &scheduler.form()).await;
    let twice = scheduler
        .booking_request("key-1", &scheduler.form())
        .header("idempotency-key", "key-2");
    let twice = Answer::to(twice).await;

    for answer in [long, spaces, twice] {
        answer.assert_error(400, "Invalid request data");
        let text = "Idempotency-Key must be 1 to 255 visible ASCII characters, given once";
        assert_eq!(answer.details(), [text]);
    }
    assert!(scheduler.vendor_calls().is_empty());
}
