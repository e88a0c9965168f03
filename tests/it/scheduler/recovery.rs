//! A process that dies in the middle, and what the next one makes of it.

use std::time::Duration;

use ccaas_http::test_util::{Fault, Provoke, Reply};
use chrono::{DateTime, Utc};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use videoengager_client::CreateSchedule;

use super::harness::{
    CALLBACK, CALLBACKS, IMPERSONATE, MEETING, MEETINGS, OAUTH, Scheduler, Setup, UNCONFIRMED,
    manage_path, until,
};

const KEY: &str = "5f0f8a0e-20d6-4c66-8f5d-2f2f3e1f7c55";
/// The request never arrives where it would have an effect.
const LOST: Provoke = Provoke::Instead(Reply::Hang);
/// The request has its effect; its answer is not there yet.
const DONE: Provoke = Provoke::ThenHang;

/// Kills the server as soon as a vendor has received a call of one kind.
async fn killed_at(
    scheduler: Scheduler,
    request: RequestBuilder,
    (method, pattern): (Method, &str),
    what: Provoke,
) -> Scheduler {
    let (video, genesys) = (
        scheduler.video.host().clone(),
        scheduler.genesys.host().clone(),
    );
    let received =
        || video.received(&method, pattern).len() + genesys.received(&method, pattern).len();
    let before = received();
    video.provoke(method.clone(), pattern, what.clone());
    genesys.provoke(method.clone(), pattern, what);
    let client = tokio::spawn(request.send());
    until("the call", || received() > before).await;

    let scheduler = scheduler.crash_and_restart().await;

    assert!(client.await.unwrap().is_err(), "the client got no answer");
    video.calm();
    genesys.calm();
    scheduler
}

async fn booking_killed_at(scheduler: Scheduler, call: (Method, &str), what: Provoke) -> Scheduler {
    let request = scheduler.booking_request(KEY, &scheduler.form());
    killed_at(scheduler, request, call, what).await
}

/// What a booking that came to nothing leaves: nothing, and its key.
async fn assert_undone(scheduler: &Scheduler) {
    assert!(scheduler.video.schedules().is_empty());
    assert!(scheduler.genesys.callbacks().is_empty());
    assert_eq!(scheduler.listed("failed").await.len(), 1);
    let again = scheduler.book_with_key(KEY, &same_form(scheduler)).await;
    assert_eq!(again.status, 200, "{}", again.text);
}

/// The form that was posted before the clock went on.
fn same_form(scheduler: &Scheduler) -> Value {
    let mut form = scheduler.form();
    form["desiredTime"] = "2026-03-03T15:00:00.000Z".into();
    form
}

fn slot() -> DateTime<Utc> {
    "2026-03-03T15:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn killed_while_signing_in_to_video_engager_nothing_is_left() {
    let scheduler = Scheduler::start().await;
    let scheduler = booking_killed_at(scheduler, (Method::GET, IMPERSONATE), LOST).await;

    scheduler.settle().await;

    assert_undone(&scheduler).await;
}

#[tokio::test]
async fn killed_before_the_meeting_was_made_nothing_is_left() {
    let scheduler = Scheduler::start().await;
    let scheduler = booking_killed_at(scheduler, (Method::POST, MEETINGS), LOST).await;

    scheduler.settle().await;

    assert_undone(&scheduler).await;
}

#[tokio::test]
async fn killed_after_the_meeting_was_made_it_is_found_by_our_id_and_deleted() {
    let scheduler = Scheduler::start().await;
    let scheduler = booking_killed_at(scheduler, (Method::POST, MEETINGS), DONE).await;
    // Without the id, this one could be ours as well.
    let other = CreateSchedule::new(slot(), 30);
    let other = scheduler.video.client().schedules().create(&other).await;
    let other = other.unwrap().into_inner().id;

    scheduler.settle().await;

    let left = scheduler.video.schedules();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0].id, other);
    assert_eq!(scheduler.listed("failed").await.len(), 1);
}

#[tokio::test]
async fn a_meeting_whose_customer_id_does_not_come_back_is_found_by_its_subject() {
    let scheduler = Scheduler::start().await;
    scheduler.video.echo_customer_id(false);
    let scheduler = booking_killed_at(scheduler, (Method::POST, MEETINGS), DONE).await;
    assert_eq!(scheduler.video.schedules().len(), 1);

    scheduler.settle().await;

    assert_undone(&scheduler).await;
}

#[tokio::test]
async fn a_meeting_that_somebody_else_may_have_made_is_left_for_a_person_to_decide() {
    let scheduler = Scheduler::start().await;
    scheduler.video.echo_customer_id(false);
    scheduler.video.echo_visitor(false);
    let scheduler = booking_killed_at(scheduler, (Method::POST, MEETINGS), DONE).await;

    scheduler.settle().await;

    assert_eq!(
        scheduler.video.schedules().len(),
        1,
        "nothing is deleted on suspicion"
    );
    assert_eq!(scheduler.listed("needs_review").await.len(), 1);
}

#[tokio::test]
async fn the_only_meeting_that_fits_is_not_deleted_if_nothing_shows_that_it_is_ours() {
    let scheduler = Scheduler::start().await;
    scheduler.video.echo_customer_id(false);
    scheduler.video.echo_visitor(false);
    scheduler.video.report_created(true);
    // Ours never came to be. Another server of the same agent makes one of the same time.
    let scheduler = booking_killed_at(scheduler, (Method::POST, MEETINGS), LOST).await;
    let other = CreateSchedule::new(slot(), 30);
    let client = scheduler.video.client();
    client.schedules().create(&other).await.unwrap();

    scheduler.settle_for_an_hour().await;

    assert_eq!(scheduler.video.schedules().len(), 1, "it is not ours");
    let listed = scheduler.listed("needs_review").await.remove(0);
    let note = listed["note"].as_str().unwrap();
    assert!(
        note.contains("schedule-1 (same time, no visitor, made "),
        "{note}"
    );
}

#[tokio::test]
async fn a_meeting_of_another_booking_or_of_a_person_is_not_taken_for_ours() {
    let scheduler = Scheduler::start().await;
    scheduler.video.echo_customer_id(false);
    scheduler.video.report_created(true);
    let mut neighbour = scheduler.form();
    neighbour["phoneNumber"] = json!("+1-555-123-4568");
    neighbour["desiredTime"] = json!("2026-03-03T15:00:00.000Z");
    let neighbour = scheduler.book(&neighbour).await;
    assert_eq!(neighbour.status, 200, "{}", neighbour.text);
    let mut of_a_person = CreateSchedule::new(slot(), 30);
    of_a_person.visitor.name = Some("Somebody".to_owned());
    let client = scheduler.video.client();
    client.schedules().create(&of_a_person).await.unwrap();
    let request = scheduler.booking_request(KEY, &same_form(&scheduler));
    let call = (Method::POST, MEETINGS);
    let scheduler = killed_at(scheduler, request, call, DONE).await;
    assert_eq!(scheduler.video.schedules().len(), 3);

    scheduler.settle().await;

    let left = scheduler.video.schedules();
    let ids: Vec<_> = left.iter().map(|meeting| meeting.id.as_str()).collect();
    assert_eq!(ids, ["schedule-1", "schedule-2"]);
    assert_eq!(scheduler.listed("failed").await.len(), 1);
}

#[tokio::test]
async fn when_several_meetings_could_be_ours_a_person_decides() {
    let scheduler = Scheduler::start().await;
    scheduler.video.echo_customer_id(false);
    scheduler.video.echo_visitor(false);
    scheduler.video.report_created(true);
    let scheduler = booking_killed_at(scheduler, (Method::POST, MEETINGS), DONE).await;
    let other = CreateSchedule::new(slot(), 30);
    let client = scheduler.video.client();
    client.schedules().create(&other).await.unwrap();

    scheduler.settle_for_an_hour().await;

    assert_eq!(
        scheduler.video.schedules().len(),
        2,
        "nothing is deleted by guess"
    );
    let listed = scheduler.listed("needs_review").await.remove(0);
    let note = listed["note"].as_str().unwrap();
    let text = "a meeting of this time may be ours; it is not certain which: schedule-1 (";
    assert!(note.starts_with(text), "{note}");
    assert!(note.contains("; schedule-2 ("), "{note}");
    let all = scheduler.admin_get("/api/admin/bookings").await;
    assert_eq!(all.json()["bookings"][0]["id"], listed["id"]);
    let path = format!(
        "/api/admin/bookings/{}/cancel",
        listed["id"].as_str().unwrap()
    );
    let closed = scheduler.admin_post(&path, &json!({})).await;
    assert_eq!(closed.json()["state"], "failed", "{}", closed.text);
    let again = scheduler.book_with_key(KEY, &same_form(&scheduler)).await;
    assert_eq!(again.status, 200, "the key is free: {}", again.text);
}

#[tokio::test]
async fn while_video_engager_is_down_the_search_is_put_off() {
    let scheduler = Setup::new().impatient().start().await;
    let scheduler = booking_killed_at(scheduler, (Method::POST, MEETINGS), DONE).await;
    let video = scheduler.video.host();
    video.inject(Fault::Down, Duration::from_secs(600));
    video.settled().await;

    scheduler.settle().await;

    assert_eq!(scheduler.listed("compensating").await.len(), 1);
    assert_eq!(scheduler.video.schedules().len(), 1);
    video.calm();
    video.settled().await;
    scheduler.settle_for_an_hour().await;
    assert_undone(&scheduler).await;
}

#[tokio::test]
async fn killed_while_signing_in_to_genesys_the_meeting_is_deleted() {
    let scheduler = Scheduler::start().await;
    let scheduler = booking_killed_at(scheduler, (Method::POST, OAUTH), LOST).await;
    assert_eq!(scheduler.video.schedules().len(), 1);

    scheduler.settle().await;

    assert_undone(&scheduler).await;
}

#[tokio::test]
async fn killed_around_the_callback_the_booking_is_unconfirmed() {
    for what in [LOST, DONE] {
        let scheduler = Scheduler::start().await;
        let scheduler = booking_killed_at(scheduler, (Method::POST, CALLBACKS), what).await;
        let calls = scheduler.vendor_calls();

        scheduler.settle_for_an_hour().await;

        assert_eq!(scheduler.vendor_calls(), calls, "nothing is sent again");
        assert_eq!(scheduler.video.schedules().len(), 1, "the meeting is kept");
        assert_eq!(scheduler.listed("unconfirmed").await.len(), 1);
        let again = scheduler.book_with_key(KEY, &same_form(&scheduler)).await;
        again.assert_error(500, UNCONFIRMED);
    }
}

#[tokio::test]
async fn a_callback_that_survived_a_kill_can_be_confirmed() {
    let scheduler = Scheduler::start().await;
    let scheduler = booking_killed_at(scheduler, (Method::POST, CALLBACKS), DONE).await;
    scheduler.settle().await;
    let listed = scheduler.listed("unconfirmed").await.remove(0);
    let callback = scheduler.open_callbacks().remove(0);
    assert_eq!(listed["customerId"], callback.data["customerId"].as_str());
    let path = format!(
        "/api/admin/bookings/{}/confirm",
        listed["id"].as_str().unwrap()
    );

    let found = json!({ "conversationId": callback.conversation_id.as_str() });
    let confirmed = scheduler.admin_post(&path, &found).await;

    assert_eq!(confirmed.json()["state"], "booked", "{}", confirmed.text);
    let again = scheduler.book_with_key(KEY, &same_form(&scheduler)).await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(
        again.json()["callbackId"],
        callback.conversation_id.as_str()
    );
}

#[tokio::test]
async fn killed_around_the_link_the_booking_is_finished_and_its_key_answers() {
    for what in [LOST, DONE] {
        let scheduler = Scheduler::start().await;
        let scheduler = booking_killed_at(scheduler, (Method::PUT, MEETING), what).await;

        scheduler.settle().await;

        let again = scheduler.book_with_key(KEY, &same_form(&scheduler)).await;
        assert_eq!(again.status, 200, "{}", again.text);
        assert_eq!(again.json()["linked"], true);
        let callbacks = scheduler.open_callbacks();
        assert_eq!(callbacks.len(), 1);
        let meeting = scheduler.video.schedules().remove(0);
        let callback = callbacks[0].conversation_id.as_str();
        assert_eq!(meeting.conversation_id.as_deref(), Some(callback));
        let view = scheduler.get(&manage_path(&again)).await;
        assert_eq!(view.json()["status"], "booked");
    }
}

#[tokio::test]
async fn killed_while_undoing_the_next_process_goes_on() {
    for what in [LOST, DONE] {
        let scheduler = Scheduler::start().await;
        scheduler.genesys.fail_callbacks(400, 1);
        let scheduler = booking_killed_at(scheduler, (Method::DELETE, MEETING), what).await;

        scheduler.settle_for_an_hour().await;

        assert_undone(&scheduler).await;
    }
}

/// A booking, and a change of it that the process dies in.
async fn change_killed_at(
    change: &str,
    body: Value,
    call: (Method, &str),
    what: Provoke,
    prepare: impl FnOnce(&Scheduler),
) -> (Scheduler, String) {
    let scheduler = Scheduler::start().await;
    let booked = scheduler.book(&scheduler.form()).await;
    let manage = manage_path(&booked);
    prepare(&scheduler);
    let request = scheduler.request(Method::POST, &format!("{manage}/{change}"));
    let scheduler = killed_at(scheduler, request.json(&body), call, what).await;
    (scheduler, manage)
}

#[tokio::test]
async fn killed_while_cancelling_the_next_process_finishes_it() {
    for call in [(Method::PATCH, CALLBACK), (Method::DELETE, MEETING)] {
        for what in [LOST, DONE] {
            let change = change_killed_at("cancel", json!({}), call.clone(), what, |_| {});
            let (scheduler, manage) = change.await;
            assert_eq!(scheduler.get(&manage).await.json()["status"], "cancelling");

            scheduler.settle_for_an_hour().await;

            assert_eq!(scheduler.get(&manage).await.json()["status"], "cancelled");
            assert!(scheduler.open_callbacks().is_empty());
            assert!(scheduler.video.schedules().is_empty());
        }
    }
}

fn next_day() -> Value {
    json!({ "desiredTime": "2026-03-04T15:00:00.000Z" })
}

#[tokio::test]
async fn killed_while_moving_the_next_process_finishes_it() {
    for call in [(Method::PUT, MEETING), (Method::PATCH, CALLBACK)] {
        for what in [LOST, DONE] {
            let change = change_killed_at("move", next_day(), call.clone(), what, |_| {});
            let (scheduler, manage) = change.await;
            assert_eq!(scheduler.get(&manage).await.json()["status"], "moving");

            scheduler.settle().await;

            let view = scheduler.get(&manage).await.json();
            assert_eq!(view["status"], "booked");
            assert_eq!(view["scheduledTime"], "2026-03-04T15:00:00.000Z");
            let open = scheduler.open_callbacks();
            assert_eq!(open.len(), 1);
            let meeting = scheduler.video.schedules().remove(0);
            assert_eq!(Some(meeting.date), open[0].scheduled_time);
            let callback = open[0].conversation_id.as_str();
            assert_eq!(meeting.conversation_id.as_deref(), Some(callback));
        }
    }
}

#[tokio::test]
async fn killed_around_the_new_callback_of_a_move_the_booking_is_unconfirmed() {
    for what in [LOST, DONE] {
        let call = (Method::POST, CALLBACKS);
        let (scheduler, manage) = change_killed_at("move", next_day(), call, what, |_| {}).await;

        scheduler.settle_for_an_hour().await;

        assert_eq!(scheduler.get(&manage).await.json()["status"], "unconfirmed");
        let listed = scheduler.listed("unconfirmed").await.remove(0);
        assert_eq!(listed["newScheduledTime"], "2026-03-04T15:00:00.000Z");
        let old = listed["callbackId"].as_str().unwrap();
        let open = scheduler.open_callbacks();
        assert!(
            open.iter()
                .any(|callback| callback.conversation_id.as_str() == old)
        );
        assert_eq!(scheduler.video.schedules()[0].date, slot());
    }
}

#[tokio::test]
async fn killed_while_taking_a_move_back_the_next_process_finishes_it() {
    for what in [LOST, DONE] {
        let refuse = |scheduler: &Scheduler| scheduler.video.fail_updates(400, 1);
        let call = (Method::PATCH, CALLBACK);
        let (scheduler, manage) = change_killed_at("move", next_day(), call, what, refuse).await;

        scheduler.settle().await;

        let view = scheduler.get(&manage).await.json();
        assert_eq!(view["status"], "booked");
        assert_eq!(view["scheduledTime"], "2026-03-03T15:00:00.000Z");
        let open = scheduler.open_callbacks();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].scheduled_time, Some(slot()));
    }
}

#[tokio::test]
async fn the_background_settles_at_once_what_the_last_process_left() {
    let scheduler = Scheduler::start().await;
    let scheduler = booking_killed_at(scheduler, (Method::POST, MEETINGS), DONE).await;
    assert_eq!(scheduler.video.schedules().len(), 1);

    scheduler.start_background();

    until("the meeting was deleted", || {
        scheduler.video.schedules().is_empty()
    })
    .await;
}
