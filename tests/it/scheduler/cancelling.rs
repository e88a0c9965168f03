//! Cancelling by the customer's link.

use std::time::Duration;

use ccaas_http::test_util::Fault;
use serde_json::{Value, json};

use super::harness::{Answer, PUBLIC_URL, Scheduler, Setup, manage_path};

async fn cancel(scheduler: &Scheduler, manage: &str) -> Answer {
    scheduler
        .post(&format!("{manage}/cancel"), &json!({}))
        .await
}

async fn booked(scheduler: &Scheduler) -> String {
    let answer = scheduler.book(&scheduler.form()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    manage_path(&answer)
}

/// The calendar file of a booking, unfolded.
async fn calendar(scheduler: &Scheduler, manage: &str) -> String {
    let path = manage.strip_prefix("/api").unwrap();
    let answer = scheduler.get(&format!("{path}/booking.ics")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        answer.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    answer.text.replace("\r\n ", "")
}

#[tokio::test]
async fn the_customer_sees_the_booking_with_the_number_masked() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;

    let answer = scheduler.get(&manage).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    let path = manage.strip_prefix("/api").unwrap();
    let meeting = scheduler.video.schedules().remove(0);
    assert_eq!(
        answer.json(),
        json!({
            "status": "booked",
            "scheduledTime": "2026-03-03T15:00:00.000Z",
            "durationMinutes": 30,
            "videoUrl": meeting.meeting_url,
            "calendarUrl": format!("{PUBLIC_URL}{path}/booking.ics"),
            "subject": "API Test",
            "phoneNumber": "+*-***-***-4567",
            "contactNeeded": false,
            "canMove": true,
            "canCancel": true,
        })
    );
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn cancelling_disconnects_the_callback_then_deletes_the_meeting() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;
    let calls = scheduler.vendor_calls().len();
    let callback = scheduler.genesys.callbacks().remove(0).conversation_id;

    let answer = cancel(&scheduler, &manage).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    let view = answer.json();
    assert_eq!(view["status"], "cancelled");
    assert_eq!(view["videoUrl"], Value::Null);
    assert_eq!(
        (&view["canMove"], &view["canCancel"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(
        scheduler.vendor_calls_after(calls),
        [
            format!(
                "PATCH /api/v2/conversations/callbacks/{}",
                callback.as_str()
            ),
            "DELETE /api/schedules/my/schedule-1".to_owned(),
        ]
    );
    let genesys = scheduler.genesys.host().journal();
    let patch = genesys.last().unwrap().json();
    assert_eq!(patch, json!({ "state": "disconnected" }));
    assert!(scheduler.open_callbacks().is_empty());
    assert!(scheduler.video.schedules().is_empty());
}

#[tokio::test]
async fn cancelling_twice_is_cancelling_once() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;
    let first = cancel(&scheduler, &manage).await;
    let calls = scheduler.vendor_calls();

    let second = cancel(&scheduler, &manage).await;

    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!(first.json(), second.json());
    assert_eq!(scheduler.vendor_calls(), calls);
}

#[tokio::test]
async fn a_callback_and_a_meeting_that_are_gone_already_count_as_cancelled() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;
    scheduler.clock.advance(Duration::from_secs(601));
    scheduler.genesys.fail_cancels(404, 1);
    scheduler.video.fail_deletes(404, 1);

    let answer = cancel(&scheduler, &manage).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["status"], "cancelled");
}

#[tokio::test]
async fn a_callback_that_genesys_does_not_know_yet_is_not_reported_as_cancelled() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;
    scheduler.genesys.fail_cancels(404, 3);

    let answer = cancel(&scheduler, &manage).await;

    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!(answer.json()["status"], "cancelling");
    for _ in 0..2 {
        scheduler.clock.advance(Duration::from_secs(60));
        scheduler.settle().await;
        assert_eq!(scheduler.get(&manage).await.json()["status"], "cancelling");
        assert_eq!(scheduler.open_callbacks().len(), 1);
    }
    scheduler.clock.advance(Duration::from_secs(60));
    scheduler.settle().await;
    assert_eq!(scheduler.get(&manage).await.json()["status"], "cancelled");
    assert!(scheduler.open_callbacks().is_empty());
    assert!(scheduler.video.schedules().is_empty());
}

#[tokio::test]
async fn a_meeting_that_video_engager_does_not_know_yet_is_deleted_later() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;
    scheduler.video.fail_deletes(404, 2);

    let answer = cancel(&scheduler, &manage).await;

    assert_eq!(answer.status, 202, "{}", answer.text);
    for status in ["cancelling", "cancelled"] {
        scheduler.clock.advance(Duration::from_secs(60));
        scheduler.settle().await;
        assert_eq!(scheduler.get(&manage).await.json()["status"], status);
    }
    assert!(scheduler.video.schedules().is_empty());
}

#[tokio::test]
async fn a_meeting_that_is_gone_from_the_list_too_is_cancelled_while_young() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;
    let meeting = scheduler.video.schedules().remove(0).id;
    let client = scheduler.video.client();
    client.schedules().delete(&meeting).await.unwrap();

    let answer = cancel(&scheduler, &manage).await;

    assert_eq!(answer.status, 202, "{}", answer.text);
    scheduler.clock.advance(Duration::from_secs(60));
    scheduler.settle().await;
    assert_eq!(scheduler.get(&manage).await.json()["status"], "cancelled");
}

#[tokio::test]
async fn when_genesys_is_down_the_background_cancels_later() {
    let scheduler = Setup::new().impatient().start().await;
    let manage = booked(&scheduler).await;
    let genesys = scheduler.genesys.host();
    genesys.inject(Fault::Down, Duration::from_secs(600));
    genesys.settled().await;

    let answer = cancel(&scheduler, &manage).await;

    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!(answer.json()["status"], "cancelling");
    assert_eq!(
        scheduler.video.schedules().len(),
        1,
        "the callback goes first"
    );
    genesys.calm();
    genesys.settled().await;
    scheduler.settle_for_an_hour().await;
    let view = scheduler.get(&manage).await;
    assert_eq!(view.json()["status"], "cancelled");
    assert!(scheduler.open_callbacks().is_empty());
    assert!(scheduler.video.schedules().is_empty());
}

#[tokio::test]
async fn when_video_engager_fails_the_background_deletes_later() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;
    scheduler.video.fail_deletes(503, 3);

    let answer = cancel(&scheduler, &manage).await;

    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!(answer.json()["status"], "cancelling");
    assert!(scheduler.open_callbacks().is_empty());
    assert_eq!(scheduler.video.schedules().len(), 1);
    scheduler.settle_for_an_hour().await;
    assert_eq!(scheduler.get(&manage).await.json()["status"], "cancelled");
    assert!(scheduler.video.schedules().is_empty());
}

#[tokio::test]
async fn asking_again_while_it_is_being_cancelled_goes_on_with_it() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;
    scheduler.video.fail_deletes(503, 3);
    assert_eq!(cancel(&scheduler, &manage).await.status, 202);

    let again = cancel(&scheduler, &manage).await;

    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(again.json()["status"], "cancelled");
    assert!(scheduler.video.schedules().is_empty());
}

#[tokio::test]
async fn after_the_slot_nothing_can_be_changed() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;
    scheduler.clock.advance(Duration::from_secs(31 * 3_600));
    let calls = scheduler.vendor_calls();

    let cancelled = cancel(&scheduler, &manage).await;
    let to = json!({ "desiredTime": scheduler.in_hours(5), "phoneNumber": "+1-555-123-4567" });
    let moved = scheduler.post(&format!("{manage}/move"), &to).await;
    let view = scheduler.get(&manage).await.json();

    for answer in [cancelled, moved] {
        answer.assert_error(409, "This booking can no longer be changed.");
    }
    assert_eq!(
        (&view["canMove"], &view["canCancel"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(scheduler.vendor_calls(), calls);
}

#[tokio::test]
async fn an_unknown_link_is_a_404_everywhere() {
    let scheduler = Scheduler::start().await;
    booked(&scheduler).await;
    let unknown = "/api/manage/00000000000000000000000000000000";

    let view = scheduler.get(unknown).await;
    let cancelled = cancel(&scheduler, unknown).await;
    let to = json!({ "desiredTime": scheduler.in_hours(5) });
    let moved = scheduler.post(&format!("{unknown}/move"), &to).await;
    let calendar = "/manage/00000000000000000000000000000000/booking.ics";
    let calendar = scheduler.get(calendar).await;

    for answer in [view, cancelled, moved, calendar] {
        answer.assert_error(404, "Booking not found");
    }
    assert_eq!(scheduler.open_callbacks().len(), 1);
}

#[tokio::test]
async fn a_booking_that_failed_has_no_link() {
    let scheduler = Scheduler::start().await;
    scheduler.genesys.fail_callbacks(400, 1);
    scheduler.book(&scheduler.form()).await;
    let failed = scheduler.listed("failed").await.remove(0);

    // The link was never told; an admin's knowledge of the ids must not be one.
    for id in ["id", "customerId"] {
        let path = format!("/api/manage/{}", failed[id].as_str().unwrap());
        scheduler
            .get(&path)
            .await
            .assert_error(404, "Booking not found");
    }
}

#[tokio::test]
async fn an_admin_can_cancel_a_booking() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;
    let booking = scheduler.listed("booked").await.remove(0);
    let path = format!(
        "/api/admin/bookings/{}/cancel",
        booking["id"].as_str().unwrap()
    );

    let answer = scheduler.admin_post(&path, &json!({})).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["state"], "cancelled");
    assert_eq!(scheduler.get(&manage).await.json()["status"], "cancelled");
    assert!(scheduler.open_callbacks().is_empty());
    assert!(scheduler.video.schedules().is_empty());
}

#[tokio::test]
async fn the_calendar_file_says_that_it_is_off() {
    let scheduler = Scheduler::start().await;
    let manage = booked(&scheduler).await;

    let before = calendar(&scheduler, &manage).await;
    cancel(&scheduler, &manage).await;
    let after = calendar(&scheduler, &manage).await;

    let meeting_url = format!("{}ve/vIs1", scheduler.video.url());
    let line = |text: &str, line: &str| text.lines().any(|one| one == line);
    for expected in ["STATUS:CONFIRMED", "SEQUENCE:0", "DTSTART:20260303T150000Z"] {
        assert!(line(&before, expected), "{expected} in {before}");
    }
    assert!(line(&before, "DTEND:20260303T153000Z"), "{before}");
    assert!(before.contains(&meeting_url), "{before}");
    for expected in ["STATUS:CANCELLED", "SEQUENCE:1", "DTSTART:20260303T150000Z"] {
        assert!(line(&after, expected), "{expected} in {after}");
    }
    assert!(!after.contains(&meeting_url), "{after}");
    let uid = |text: &str| {
        let uid = text.lines().find(|line| line.starts_with("UID:"));
        uid.map(str::to_owned)
    };
    assert_eq!(uid(&before), uid(&after));
    // What makes a calendar take the entry out.
    assert!(line(&before, "METHOD:PUBLISH"), "{before}");
    assert!(line(&after, "METHOD:CANCEL"), "{after}");
    let organizer = |text: &str| {
        let organizer = text.lines().find(|line| line.starts_with("ORGANIZER;"));
        organizer.expect("there is an organizer").to_owned()
    };
    assert_eq!(organizer(&before), organizer(&after));
    for text in [before, after] {
        assert!(
            !text.contains("4567") && !text.contains("API Test"),
            "{text}"
        );
    }
}
