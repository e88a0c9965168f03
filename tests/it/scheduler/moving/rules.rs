//! What a move asks of the customer, and what it keeps to.

use std::time::Duration;

use serde_json::{Value, json};

use super::{super::harness::Setup, Booked};

const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn after_a_day_number_and_subject_are_asked_for_again() {
    let booked = Booked::start().await;
    booked.scheduler.clock.advance(25 * HOUR);
    let view = booked.view().await;
    assert_eq!(view["contactNeeded"], true);
    assert_eq!(
        (&view["phoneNumber"], &view["subject"]),
        (&Value::Null, &Value::Null)
    );

    let without = booked.move_a_day().await;
    let to = json!({
        "desiredTime": "2026-03-04T15:00:00.000Z",
        "phoneNumber": "+1-555-123-4568",
        "subject": "Typed again",
    });
    let with = booked.move_to(&to).await;

    without.assert_error(400, "Invalid request data");
    assert_eq!(without.details(), ["Phone number is required"]);
    assert_eq!(with.status, 200, "{}", with.text);
    booked.assert_moved().await;
    let new = booked.scheduler.open_callbacks().remove(0);
    assert_eq!(new.callback_numbers, ["+15551234568"]);
    assert_eq!(new.data["subject"], "Typed again");
}

#[tokio::test]
async fn a_number_that_is_typed_again_keeps_to_its_open_bookings() {
    let booked = Booked::start().await;
    let scheduler = &booked.scheduler;
    for hours in [40, 41] {
        let mut form = scheduler.form();
        form["phoneNumber"] = json!("+1-555-123-4568");
        form["desiredTime"] = scheduler.in_hours(hours).into();
        assert_eq!(scheduler.book(&form).await.status, 200);
    }
    let calls = scheduler.vendor_calls().len();

    let to = json!({
        "desiredTime": "2026-03-04T15:00:00.000Z",
        "phoneNumber": "+1-555-123-4568",
    });
    let answer = booked.move_to(&to).await;

    let text = "Too many open bookings, please use your booking link";
    answer.assert_error(429, text);
    assert!(scheduler.vendor_calls_after(calls).is_empty());
    assert_eq!(booked.view().await["status"], "booked");
}

#[tokio::test]
async fn keep_until_slot_keeps_the_number_until_a_day_after_the_slot() {
    let booked = Booked::with(Setup::new().argument("--keep-until-slot", "true")).await;
    booked.scheduler.clock.advance(25 * HOUR);
    booked.scheduler.wipe().await;
    let view = booked.view().await;
    assert_eq!(view["contactNeeded"], false);
    assert_eq!(view["phoneNumber"], "+*-***-***-4567");
    assert_eq!(view["subject"], Value::Null);

    let answer = booked.move_a_day().await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    let new = booked.scheduler.open_callbacks().remove(0);
    assert_eq!(new.callback_numbers, ["+15551234567"]);
    // Ours is wiped, but the agent still sees what the call is about.
    assert_eq!(new.data["subject"], booked.scheduler.form()["subject"]);
    booked.scheduler.clock.advance(30 * HOUR);
    assert_eq!(booked.view().await["phoneNumber"], "+*-***-***-4567");
    booked.scheduler.clock.advance(24 * HOUR);
    assert_eq!(booked.view().await["phoneNumber"], Value::Null);
}

#[tokio::test]
async fn the_new_time_keeps_the_rules_of_a_booking() {
    let setup = Setup::new().argument("--business-hours", "Mon-Fri 09:00-17:00");
    let booked = Booked::with(setup).await;
    let cases = [
        ("2026-03-01T10:00:00Z", "Desired time must be in the future"),
        (
            "2026-04-30T10:00:00Z",
            "Desired time cannot be more than 30 days in the future",
        ),
        (
            "2026-03-07T10:00:00Z",
            "Desired time is outside business hours (Mon-Fri 09:00-17:00, UTC); \
             the next free time is 2026-03-09T09:00:00.000Z",
        ),
    ];
    for (time, text) in cases {
        let answer = booked.move_to(&json!({ "desiredTime": time })).await;
        answer.assert_error(400, "Invalid request data");
        assert_eq!(answer.details(), [text]);
    }
    let nothing = booked.move_to(&json!({})).await;
    assert_eq!(nothing.details(), ["Desired time is required"]);
    assert!(booked.scheduler.vendor_calls_after(booked.calls).is_empty());
}

#[tokio::test]
async fn a_cancelled_booking_cannot_be_moved() {
    let booked = Booked::start().await;
    let cancel = format!("{}/cancel", booked.manage);
    booked.scheduler.post(&cancel, &json!({})).await;

    let answer = booked.move_a_day().await;

    answer.assert_error(409, "This booking can no longer be changed.");
    assert!(booked.scheduler.open_callbacks().is_empty());
}

#[tokio::test]
async fn a_moved_booking_is_a_later_version_of_the_same_calendar_entry() {
    let booked = Booked::start().await;
    let path = format!(
        "{}/booking.ics",
        booked.manage.strip_prefix("/api").unwrap()
    );
    let before = booked.scheduler.get(&path).await.text;

    booked.move_a_day().await;

    let after = booked.scheduler.get(&path).await.text;
    let line = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.unwrap_or_default().to_owned()
    };
    assert_eq!(line(&before, "UID"), line(&after, "UID"));
    assert_eq!(line(&before, "SEQUENCE"), "SEQUENCE:0");
    assert_eq!(line(&after, "SEQUENCE"), "SEQUENCE:1");
    assert_eq!(line(&after, "DTSTART"), "DTSTART:20260304T150000Z");
    assert_eq!(line(&after, "STATUS"), "STATUS:CONFIRMED");
}

#[tokio::test]
async fn a_moved_booking_can_be_moved_again_and_cancelled() {
    let booked = Booked::start().await;
    booked.move_a_day().await;
    let to = json!({ "desiredTime": "2026-03-05T15:00:00.000Z" });

    let again = booked.move_to(&to).await;
    let cancel = format!("{}/cancel", booked.manage);
    let cancelled = booked.scheduler.post(&cancel, &json!({})).await;

    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(cancelled.status, 200, "{}", cancelled.text);
    assert_eq!(booked.scheduler.genesys.callbacks().len(), 3);
    assert!(booked.scheduler.open_callbacks().is_empty());
    assert!(booked.scheduler.video.schedules().is_empty());
}
