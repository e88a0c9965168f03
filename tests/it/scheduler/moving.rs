//! Moving by the customer's link.

mod rules;

use std::time::Duration;

use ccaas_http::test_util::{Fault, Provoke};
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{
    Answer, CALLBACKS, MEETING, Scheduler, Setup, UNCONFIRMED, manage_path, until,
};

const MOVE_FAILED: &str = "Failed to move the video meeting. Your booking stands at its old time.";

/// A booking, and the link to manage it.
struct Booked {
    scheduler: Scheduler,
    manage: String,
    callback: String,
    calls: usize,
}

impl Booked {
    async fn start() -> Self {
        Self::with(Setup::new()).await
    }

    async fn with(setup: Setup) -> Self {
        let scheduler = setup.start().await;
        let answer = scheduler.book(&scheduler.form()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let callback = answer.json()["callbackId"].as_str().unwrap().to_owned();
        Self {
            manage: manage_path(&answer),
            calls: scheduler.vendor_calls().len(),
            callback,
            scheduler,
        }
    }

    async fn move_to(&self, body: &Value) -> Answer {
        let path = format!("{}/move", self.manage);
        self.scheduler.post(&path, body).await
    }

    /// Moves to the day after the booked one.
    async fn move_a_day(&self) -> Answer {
        self.move_to(&json!({ "desiredTime": "2026-03-04T15:00:00.000Z" }))
            .await
    }

    async fn view(&self) -> Value {
        self.scheduler.get(&self.manage).await.json()
    }

    /// What must hold when a move came to nothing.
    async fn assert_the_old_booking_stands(&self) {
        let view = self.view().await;
        assert_eq!(view["status"], "booked");
        assert_eq!(view["scheduledTime"], "2026-03-03T15:00:00.000Z");
        assert_eq!(view["canMove"], true);
        let open = self.scheduler.open_callbacks();
        assert_eq!(open.len(), 1, "{open:?}");
        assert_eq!(open[0].conversation_id.as_str(), self.callback);
        let meeting = self.scheduler.video.schedules().remove(0);
        assert_eq!(meeting.date.to_rfc3339(), "2026-03-03T15:00:00+00:00");
        assert_eq!(meeting.conversation_id.as_deref(), Some(&*self.callback));
    }

    /// What must hold when a move is done.
    async fn assert_moved(&self) {
        let view = self.view().await;
        assert_eq!(view["status"], "booked");
        assert_eq!(view["scheduledTime"], "2026-03-04T15:00:00.000Z");
        let open = self.scheduler.open_callbacks();
        assert_eq!(open.len(), 1, "{open:?}");
        assert_ne!(open[0].conversation_id.as_str(), self.callback);
        let new = open[0].scheduled_time.unwrap();
        assert_eq!(new.to_rfc3339(), "2026-03-04T15:00:00+00:00");
        let meeting = self.scheduler.video.schedules().remove(0);
        assert_eq!(Some(meeting.date), open[0].scheduled_time);
        let callback = open[0].conversation_id.as_str();
        assert_eq!(meeting.conversation_id.as_deref(), Some(callback));
    }
}

#[tokio::test]
async fn moving_makes_a_new_callback_updates_the_meeting_and_drops_the_old_callback() {
    let booked = Booked::start().await;

    let answer = booked.move_a_day().await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["scheduledTime"], "2026-03-04T15:00:00.000Z");
    booked.assert_moved().await;
    let scheduler = &booked.scheduler;
    assert_eq!(
        scheduler.vendor_calls_after(booked.calls),
        [
            "POST /api/v2/conversations/callbacks".to_owned(),
            "PUT /api/schedules/my/schedule-1".to_owned(),
            format!("PATCH /api/v2/conversations/callbacks/{}", booked.callback),
        ]
    );
    let new = scheduler.open_callbacks().remove(0);
    let asked = scheduler.genesys.host().received(&Method::POST, CALLBACKS);
    let (first, second) = (asked[0].json(), asked[1].json());
    assert_eq!(second["callbackNumbers"], first["callbackNumbers"]);
    assert_eq!(second["data"], first["data"]);
    assert_eq!(second["callbackScheduledTime"], "2026-03-04T15:00:00.000Z");
    let updated = scheduler.video.host().journal().pop().unwrap();
    assert_eq!(
        updated.json(),
        json!({
            "date": new.scheduled_time.unwrap().timestamp_millis(),
            "conversationId": new.conversation_id.as_str(),
        })
    );
}

#[tokio::test]
async fn moving_twice_to_the_same_time_is_moving_once() {
    let booked = Booked::start().await;
    booked.move_a_day().await;
    let calls = booked.scheduler.vendor_calls();

    let again = booked.move_a_day().await;

    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(booked.scheduler.vendor_calls(), calls);
    booked.assert_moved().await;
}

#[tokio::test]
async fn a_callback_that_genesys_refuses_leaves_the_old_booking_untouched() {
    let booked = Booked::start().await;
    booked.scheduler.genesys.fail_callbacks(400, 1);

    let answer = booked.move_a_day().await;

    answer.assert_error(500, "Failed to schedule callback");
    let calls = booked.scheduler.vendor_calls_after(booked.calls);
    assert_eq!(calls, ["POST /api/v2/conversations/callbacks"]);
    booked.assert_the_old_booking_stands().await;
}

#[tokio::test]
async fn a_sign_in_that_genesys_refuses_leaves_the_old_booking_untouched() {
    let booked = Booked::start().await;
    booked.scheduler.genesys.expire_tokens();
    booked.scheduler.genesys.refuse_sign_in();

    let answer = booked.move_a_day().await;

    answer.assert_error(500, "Callback system unavailable");
    booked.assert_the_old_booking_stands().await;
}

#[tokio::test]
async fn a_meeting_that_cannot_be_moved_drops_the_new_callback() {
    let booked = Booked::start().await;
    booked.scheduler.video.fail_updates(400, 1);

    let answer = booked.move_a_day().await;

    answer.assert_error(500, MOVE_FAILED);
    booked.assert_the_old_booking_stands().await;
    let callbacks = booked.scheduler.genesys.callbacks();
    let states: Vec<_> = callbacks.iter().map(|callback| callback.state).collect();
    assert_eq!(states, ["scheduled", "disconnected"]);
}

#[tokio::test]
async fn a_new_callback_that_cannot_be_dropped_is_dropped_later() {
    let booked = Booked::start().await;
    booked.scheduler.video.fail_updates(400, 1);
    booked.scheduler.genesys.fail_cancels(503, 3);

    let answer = booked.move_a_day().await;

    answer.assert_error(500, MOVE_FAILED);
    assert_eq!(booked.scheduler.open_callbacks().len(), 2);
    booked.scheduler.settle_for_an_hour().await;
    booked.assert_the_old_booking_stands().await;
}

#[tokio::test]
async fn a_new_callback_that_is_long_in_going_leaves_the_meeting_all_its_tries() {
    let booked = Booked::start().await;
    booked.scheduler.video.fail_updates(400, 1);
    // Each try is three calls.
    booked.scheduler.genesys.fail_cancels(503, 36);

    booked.move_a_day().await.assert_error(500, MOVE_FAILED);
    while booked.scheduler.open_callbacks().len() == 2 {
        booked.scheduler.video.fail_updates(503, 1);
        booked.scheduler.clock.advance(Duration::from_secs(601));
        booked.scheduler.settle().await;
    }
    assert_eq!(booked.view().await["status"], "moving");

    booked.scheduler.settle_for_an_hour().await;
    booked.assert_the_old_booking_stands().await;
}

#[tokio::test]
async fn a_move_that_was_perhaps_not_taken_back_says_so_to_the_admin() {
    let booked = Booked::start().await;
    let video = &booked.scheduler.video;
    video.fail_updates(400, 1);
    video.fail_updates(503, 100);

    booked.move_a_day().await.assert_error(500, MOVE_FAILED);
    booked.scheduler.settle_for_an_hour().await;
    booked.scheduler.settle_for_an_hour().await;

    assert_eq!(booked.view().await["status"], "booked");
    let listed = booked.scheduler.listed("booked").await.remove(0);
    assert_eq!(
        listed["note"],
        "the video meeting may still have the time of a move"
    );
}

#[tokio::test]
async fn a_meeting_that_may_be_moved_later_is() {
    let booked = Booked::start().await;
    booked.scheduler.video.fail_updates(503, 3);

    let answer = booked.move_a_day().await;

    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!(answer.json()["status"], "moving");
    assert_eq!(answer.json()["canMove"], false);
    booked.scheduler.settle_for_an_hour().await;
    booked.assert_moved().await;
}

#[tokio::test]
async fn an_old_callback_that_cannot_be_dropped_is_dropped_later() {
    let booked = Booked::start().await;
    booked.scheduler.genesys.fail_cancels(503, 3);

    let answer = booked.move_a_day().await;

    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!(answer.json()["scheduledTime"], "2026-03-04T15:00:00.000Z");
    booked.scheduler.settle_for_an_hour().await;
    booked.assert_moved().await;
}

#[tokio::test]
async fn an_old_callback_that_genesys_does_not_know_yet_is_dropped_later() {
    let booked = Booked::start().await;
    booked.scheduler.genesys.fail_cancels(404, 1);

    let answer = booked.move_a_day().await;

    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!(booked.scheduler.open_callbacks().len(), 2);
    booked.scheduler.settle_for_an_hour().await;
    booked.assert_moved().await;
}

#[tokio::test]
async fn a_new_callback_that_genesys_does_not_know_yet_is_dropped_later() {
    let booked = Booked::start().await;
    booked.scheduler.video.fail_updates(400, 1);
    booked.scheduler.genesys.fail_cancels(404, 1);

    let answer = booked.move_a_day().await;

    answer.assert_error(500, MOVE_FAILED);
    assert_eq!(booked.view().await["status"], "moving");
    booked.scheduler.settle_for_an_hour().await;
    booked.assert_the_old_booking_stands().await;
}

#[tokio::test]
async fn a_meeting_that_video_engager_does_not_know_yet_is_moved_later() {
    let booked = Booked::start().await;
    booked.scheduler.video.fail_updates(404, 1);

    let answer = booked.move_a_day().await;

    assert_eq!(answer.status, 202, "{}", answer.text);
    booked.scheduler.settle_for_an_hour().await;
    booked.assert_moved().await;
}

#[tokio::test]
async fn when_video_engager_hangs_the_customer_is_not_kept_waiting() {
    let booked = Booked::with(Setup::new().impatient()).await;
    let video = booked.scheduler.video.host();
    video.inject(Fault::Hang, Duration::from_secs(600));
    let started = std::time::Instant::now();

    let answer = booked.move_a_day().await;

    assert!(started.elapsed() < Duration::from_secs(4));
    assert_eq!(answer.status, 202, "{}", answer.text);
    video.calm();
    booked.scheduler.settle_for_an_hour().await;
    booked.assert_moved().await;
}

async fn moved_ambiguously() -> Booked {
    let booked = Booked::start().await;
    booked.scheduler.genesys.lose_callback_answers(1);
    let answer = booked.move_a_day().await;
    answer.assert_error(500, UNCONFIRMED);
    booked.scheduler.settle_for_an_hour().await;
    assert_eq!(booked.view().await["status"], "unconfirmed");
    assert_eq!(booked.scheduler.open_callbacks().len(), 2);
    let again = booked.move_a_day().await;
    again.assert_error(409, "This booking can no longer be changed.");
    booked
}

async fn confirm(booked: &Booked, conversation: &str) -> Value {
    let listed = booked.scheduler.listed("unconfirmed").await.remove(0);
    assert_eq!(listed["newScheduledTime"], "2026-03-04T15:00:00.000Z");
    let path = format!(
        "/api/admin/bookings/{}/confirm",
        listed["id"].as_str().unwrap()
    );
    let body = json!({ "conversationId": conversation });
    let answer = booked.scheduler.admin_post(&path, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

#[tokio::test]
async fn an_ambiguous_move_is_finished_with_the_callback_that_the_admin_found() {
    let booked = moved_ambiguously().await;
    let new = booked.scheduler.open_callbacks().pop().unwrap();

    let confirmed = confirm(&booked, new.conversation_id.as_str()).await;

    assert_eq!(confirmed["state"], "booked");
    booked.assert_moved().await;
}

#[tokio::test]
async fn a_callback_that_the_admin_found_is_not_given_up_for_one_404() {
    let booked = moved_ambiguously().await;
    let new = booked.scheduler.open_callbacks().pop().unwrap();
    booked.scheduler.genesys.fail_cancels(404, 1);

    let confirmed = confirm(&booked, new.conversation_id.as_str()).await;

    assert_eq!(confirmed["state"], "moving_old_callback");
    assert_eq!(booked.scheduler.open_callbacks().len(), 2);
    booked.scheduler.settle_for_an_hour().await;
    booked.assert_moved().await;
}

#[tokio::test]
async fn an_ambiguous_move_that_the_admin_finds_no_callback_of_is_taken_back() {
    let booked = Booked::with(Setup::new().impatient()).await;
    booked.scheduler.genesys.hang_callbacks(1);
    booked.move_a_day().await.assert_error(500, UNCONFIRMED);

    let confirmed = confirm(&booked, &booked.callback).await;

    assert_eq!(confirmed["state"], "booked");
    booked.assert_the_old_booking_stands().await;
}

#[tokio::test]
async fn of_two_moves_at_once_one_is_told_to_wait() {
    let booked = Booked::start().await;
    let video = booked.scheduler.video.host();
    let late = Provoke::Late(Duration::from_secs(2));
    video.provoke(Method::PUT, MEETING, late);
    let path = format!("{}/move", booked.manage);
    let first = booked.scheduler.request(Method::POST, &path);
    let body = json!({ "desiredTime": "2026-03-04T15:00:00.000Z" });
    let first = tokio::spawn(Answer::to(first.json(&body)));
    until("the meeting was to be moved", || {
        video.received(&Method::PUT, MEETING).len() == 2
    })
    .await;

    let other = json!({ "desiredTime": "2026-03-05T15:00:00.000Z" });
    let second = booked.move_to(&other).await;
    let cancel = format!("{}/cancel", booked.manage);
    let cancel = booked.scheduler.post(&cancel, &json!({})).await;

    let text = "Your booking is being changed already. Please try again in a moment.";
    second.assert_error(409, text);
    cancel.assert_error(409, text);
    assert_eq!(first.await.unwrap().status, 200);
    booked.assert_moved().await;
}

#[tokio::test]
async fn an_admin_can_undo_a_booking_whose_move_is_stuck() {
    let booked = Booked::start().await;
    booked.scheduler.video.fail_updates(503, 100);
    let moving = booked.move_a_day().await;
    assert_eq!(moving.status, 202, "{}", moving.text);
    assert_eq!(booked.scheduler.open_callbacks().len(), 2);
    let booking = booked.scheduler.listed("moving_meeting").await.remove(0);
    let path = format!(
        "/api/admin/bookings/{}/cancel",
        booking["id"].as_str().unwrap()
    );

    let answer = booked.scheduler.admin_post(&path, &json!({})).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["state"], "cancelled");
    assert!(booked.scheduler.open_callbacks().is_empty());
    assert!(booked.scheduler.video.schedules().is_empty());
}
