//! Callbacks that may exist: nothing is undone, nothing is sent twice, an admin decides.

use ccaas_http::test_util::{Provoke, Reply};
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{CALLBACKS, Scheduler, Setup, UNCONFIRMED, manage_path};

const KEY: &str = "7b6f5ad8-4d4c-4c43-9c2a-0d9f0c4f3a11";

/// Books into an ambiguous answer, and checks what must hold after each of them.
async fn stays_unconfirmed(provoke: impl FnOnce(&Scheduler)) -> Scheduler {
    let scheduler = Setup::new().impatient().start().await;
    provoke(&scheduler);
    let form = scheduler.form();

    let first = scheduler.book_with_key(KEY, &form).await;

    first.assert_error(500, UNCONFIRMED);
    assert_eq!(scheduler.video.schedules().len(), 1, "the meeting is kept");
    let sent = scheduler.genesys.host().received(&Method::POST, CALLBACKS);
    assert_eq!(sent.len(), 1, "the callback was asked for once");
    let calls = scheduler.vendor_calls();
    let again = scheduler.book_with_key(KEY, &form).await;
    again.assert_error(500, UNCONFIRMED);
    scheduler.settle_for_an_hour().await;
    assert_eq!(scheduler.vendor_calls(), calls, "nothing is sent again");
    scheduler
}

fn the_callback_is_answered(status: u16, body: &str) -> impl FnOnce(&Scheduler) {
    let what = Provoke::ThenAnswer(status, body.to_owned());
    move |scheduler: &Scheduler| {
        let host = scheduler.genesys.host();
        host.provoke(Method::POST, CALLBACKS, what);
    }
}

async fn the_unconfirmed_one(scheduler: &Scheduler) -> Value {
    let mut listed = scheduler.listed("unconfirmed").await;
    assert_eq!(listed.len(), 1, "{listed:?}");
    listed.remove(0)
}

#[tokio::test]
async fn a_lost_answer_is_unconfirmed() {
    let scheduler = stays_unconfirmed(|scheduler| scheduler.genesys.lose_callback_answers(1)).await;
    assert_eq!(scheduler.open_callbacks().len(), 1);
}

#[tokio::test]
async fn an_answer_that_never_comes_is_unconfirmed() {
    stays_unconfirmed(|scheduler| scheduler.genesys.hang_callbacks(1)).await;
}

#[tokio::test]
async fn an_answer_that_never_comes_after_the_effect_is_unconfirmed() {
    let scheduler = stays_unconfirmed(|scheduler| {
        let host = scheduler.genesys.host();
        host.provoke(Method::POST, CALLBACKS, Provoke::ThenHang);
    })
    .await;
    assert_eq!(scheduler.open_callbacks().len(), 1);
}

#[tokio::test]
async fn a_success_without_a_body_is_unconfirmed() {
    stays_unconfirmed(|scheduler| scheduler.genesys.answer_callbacks_without_body(1)).await;
    stays_unconfirmed(the_callback_is_answered(200, "")).await;
    stays_unconfirmed(the_callback_is_answered(200, "{}")).await;
}

#[tokio::test]
async fn a_success_that_is_a_page_is_unconfirmed() {
    stays_unconfirmed(the_callback_is_answered(
        200,
        "<html><body>Welcome</body></html>",
    ))
    .await;
}

#[tokio::test]
async fn half_an_answer_is_unconfirmed() {
    stays_unconfirmed(the_callback_is_answered(200, r#"{"conversation":{"id":"#)).await;
    stays_unconfirmed(|scheduler| {
        let half = ccaas_http::test_util::Answer::json(200, &json!({ "conversation": {} }));
        let half = Provoke::Instead(Reply::CutMidBody(half));
        let host = scheduler.genesys.host();
        host.provoke(Method::POST, CALLBACKS, half);
    })
    .await;
}

#[tokio::test]
async fn a_gateways_word_is_unconfirmed() {
    for status in [408, 502, 504] {
        stays_unconfirmed(the_callback_is_answered(status, "{}")).await;
    }
}

#[tokio::test]
async fn the_customer_gets_the_link_and_sees_there_how_it_goes_on() {
    let scheduler = Setup::new().impatient().start().await;
    scheduler.genesys.lose_callback_answers(1);
    let form = scheduler.form();

    let first = scheduler.book_with_key(KEY, &form).await;
    let again = scheduler.book_with_key(KEY, &form).await;

    first.assert_error(500, UNCONFIRMED);
    let manage = manage_path(&first);
    assert_eq!(manage_path(&again), manage);
    let view = scheduler.get(&manage).await.json();
    assert_eq!(view["status"], "unconfirmed");
    assert_eq!(view["scheduledTime"], "2026-03-03T15:00:00.000Z");
}

#[tokio::test]
async fn the_admin_sees_what_is_needed_to_find_the_callback() {
    let scheduler = stays_unconfirmed(|scheduler| scheduler.genesys.lose_callback_answers(1)).await;

    let booking = the_unconfirmed_one(&scheduler).await;

    assert_eq!(booking["state"], "unconfirmed");
    assert_eq!(booking["scheduledTime"], "2026-03-03T15:00:00.000Z");
    assert_eq!(booking["createdAt"], "2026-03-02T09:00:00.000Z");
    assert_eq!(booking["meetingId"], "schedule-1");
    assert_eq!(booking["callbackId"], Value::Null);
    let callback = &scheduler.genesys.callbacks()[0];
    assert_eq!(booking["customerId"], callback.data["customerId"].as_str());
    let both = scheduler.admin_get("/api/admin/bookings").await;
    assert_eq!(both.json()["bookings"][0]["id"], booking["id"]);
}

#[tokio::test]
async fn without_the_admin_token_nothing_is_listed_or_decided() {
    let scheduler = stays_unconfirmed(|scheduler| scheduler.genesys.lose_callback_answers(1)).await;
    let booking = the_unconfirmed_one(&scheduler).await;
    let one = format!("/api/admin/bookings/{}", booking["id"].as_str().unwrap());

    let list = scheduler.get("/api/admin/bookings").await;
    let confirm = scheduler
        .post(&format!("{one}/confirm"), &json!({ "conversationId": "x" }))
        .await;
    let cancel = scheduler.post(&format!("{one}/cancel"), &json!({})).await;

    for answer in [list, confirm, cancel] {
        let text = "This needs the header Authorization: Bearer with the admin token";
        answer.assert_error(401, text);
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    assert_eq!(the_unconfirmed_one(&scheduler).await, booking);
}

#[tokio::test]
async fn a_confirmed_booking_is_linked_and_its_key_answers_200() {
    let scheduler = stays_unconfirmed(|scheduler| scheduler.genesys.lose_callback_answers(1)).await;
    let booking = the_unconfirmed_one(&scheduler).await;
    let confirm = format!(
        "/api/admin/bookings/{}/confirm",
        booking["id"].as_str().unwrap()
    );
    let callback = scheduler.genesys.callbacks().remove(0);

    let wrong = json!({ "conversationId": "00000000-0000-4000-8000-000000000000" });
    let wrong = scheduler.admin_post(&confirm, &wrong).await;
    let text = "Genesys Cloud knows no callback with this conversationId";
    wrong.assert_error(400, text);
    let mut other = scheduler.form();
    other["phoneNumber"] = json!("+1-555-123-4568");
    let other = scheduler.book(&other).await.json();
    let others = json!({ "conversationId": other["callbackId"] });
    let others = scheduler.admin_post(&confirm, &others).await;
    others.assert_error(
        400,
        "this conversationId is the callback of another booking",
    );
    the_unconfirmed_one(&scheduler).await;

    let right = json!({ "conversationId": callback.conversation_id.as_str() });
    let right = scheduler.admin_post(&confirm, &right).await;
    assert_eq!(right.status, 200, "{}", right.text);
    assert_eq!(right.json()["state"], "booked");
    assert_eq!(right.json()["linked"], true);
    let meeting = scheduler.video.schedules().remove(0);
    assert_eq!(
        meeting.conversation_id.as_deref(),
        Some(callback.conversation_id.as_str())
    );

    let mut form = scheduler.form();
    form["desiredTime"] = booking["scheduledTime"].clone();
    let replay = scheduler.book_with_key(KEY, &form).await;
    assert_eq!(replay.status, 200, "{}", replay.text);
    assert_eq!(
        replay.json()["callbackId"],
        callback.conversation_id.as_str()
    );
    assert_eq!(replay.json()["linked"], true);
    let view = scheduler.get(&manage_path(&replay)).await;
    assert_eq!(view.json()["status"], "booked");
}

#[tokio::test]
async fn a_withdrawn_booking_loses_its_meeting_and_frees_its_key() {
    let scheduler = stays_unconfirmed(|scheduler| scheduler.genesys.hang_callbacks(1)).await;
    let booking = the_unconfirmed_one(&scheduler).await;
    let cancel = format!(
        "/api/admin/bookings/{}/cancel",
        booking["id"].as_str().unwrap()
    );

    let withdrawn = scheduler.admin_post(&cancel, &json!({})).await;

    assert_eq!(withdrawn.status, 200, "{}", withdrawn.text);
    assert_eq!(withdrawn.json()["state"], "failed");
    assert!(scheduler.video.schedules().is_empty());
    let again = scheduler.book_with_key(KEY, &scheduler.form()).await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(scheduler.video.schedules().len(), 1);
}

#[tokio::test]
async fn a_booking_that_is_not_unconfirmed_cannot_be_confirmed() {
    let scheduler = Scheduler::start().await;
    scheduler.book(&scheduler.form()).await;
    let booking = scheduler.listed("booked").await.remove(0);
    let confirm = format!(
        "/api/admin/bookings/{}/confirm",
        booking["id"].as_str().unwrap()
    );

    let other = json!({ "conversationId": "00000000-0000-4000-8000-000000000000" });
    let answer = scheduler.admin_post(&confirm, &other).await;
    let unknown = scheduler
        .admin_post("/api/admin/bookings/nobody/confirm", &other)
        .await;
    let nothing = scheduler.admin_post(&confirm, &json!({})).await;
    let state = scheduler
        .admin_get("/api/admin/bookings?state=nonsense")
        .await;

    answer.assert_error(409, "this booking is booked, which does not allow it");
    unknown.assert_error(404, "there is no booking with this id");
    assert_eq!(nothing.details(), ["conversationId is required"]);
    assert_eq!(state.status, 400);
}

#[tokio::test]
async fn unconfirmed_bookings_are_counted_for_an_alert() {
    let scheduler = stays_unconfirmed(the_callback_is_answered(504, "")).await;

    let metrics = scheduler.get("/metrics").await;

    assert_eq!(metrics.status, 200);
    let count = |name: &str| {
        let line = metrics.text.lines().find(|line| line.starts_with(name));
        let value = line.and_then(|line| line.rsplit(' ').next());
        value.and_then(|value| value.parse::<f64>().ok())
    };
    assert!(count("callback_scheduler_unconfirmed_total ") >= Some(1.0));
    let outcome = "callback_scheduler_bookings_total{outcome=\"unconfirmed\"}";
    assert!(count(outcome) >= Some(1.0), "{}", metrics.text);
}
