//! Every failure that the document's sequence diagram draws.

use ccaas_http::test_util::{Answer as VendorAnswer, Provoke};
use reqwest::Method;
use serde_json::json;

use super::harness::{IMPERSONATE, Scheduler, only};

/// What a failed booking must leave behind: nothing.
#[track_caller]
fn assert_nothing_is_left(scheduler: &Scheduler) {
    let meetings = scheduler.video.schedules();
    assert!(meetings.is_empty(), "{meetings:?}");
    let callbacks = scheduler.genesys.callbacks();
    assert!(callbacks.is_empty(), "{callbacks:?}");
}

#[tokio::test]
async fn a_refused_video_sign_in_is_a_500_and_genesys_is_not_asked() {
    let scheduler = Scheduler::start().await;
    scheduler.video.refuse_sign_in();

    let answer = scheduler.book(&scheduler.form()).await;

    answer.assert_error(500, "Video meeting system unavailable");
    assert_eq!(scheduler.genesys_calls(), [] as [&str; 0]);
    assert_nothing_is_left(&scheduler);
    let logs = scheduler.logs().await;
    only(&logs.error, "Failed to authenticate with VideoEngager");
}

#[tokio::test]
async fn a_forbidden_video_sign_in_is_a_500_and_genesys_is_not_asked() {
    let scheduler = Scheduler::start().await;
    let forbidden = VendorAnswer::json(403, &json!({ "error": "Forbidden" }));
    let forbidden = Provoke::Instead(forbidden.into());
    let host = scheduler.video.host();
    host.provoke(Method::GET, IMPERSONATE, forbidden);

    let answer = scheduler.book(&scheduler.form()).await;

    answer.assert_error(500, "Video meeting system unavailable");
    assert_eq!(scheduler.genesys_calls(), [] as [&str; 0]);
    assert_nothing_is_left(&scheduler);
}

#[tokio::test]
async fn a_meeting_that_is_refused_is_a_500_and_genesys_is_not_asked() {
    for status in [400, 500] {
        let scheduler = Scheduler::start().await;
        scheduler.video.fail_creates(status, 1);

        let answer = scheduler.book(&scheduler.form()).await;

        answer.assert_error(500, "Failed to create video meeting");
        assert_eq!(scheduler.genesys_calls(), [] as [&str; 0], "{status}");
        assert_nothing_is_left(&scheduler);
    }
}

#[tokio::test]
async fn a_refused_genesys_sign_in_is_a_500_and_the_meeting_is_deleted() {
    let scheduler = Scheduler::start().await;
    scheduler.genesys.refuse_sign_in();

    let answer = scheduler.book(&scheduler.form()).await;

    answer.assert_error(500, "Callback system unavailable");
    assert_nothing_is_left(&scheduler);
    let deleted = "DELETE /api/schedules/my/schedule-1".to_owned();
    assert_eq!(scheduler.video_calls().last(), Some(&deleted));
    let logs = scheduler.logs().await;
    only(&logs.error, "Failed to authenticate with Genesys");
}

#[tokio::test]
async fn a_callback_that_is_refused_is_a_500_and_the_meeting_is_deleted() {
    for status in [400, 500] {
        let scheduler = Scheduler::start().await;
        scheduler.genesys.fail_callbacks(status, 1);

        let answer = scheduler.book(&scheduler.form()).await;

        answer.assert_error(500, "Failed to schedule callback");
        assert_nothing_is_left(&scheduler);
        let deleted = "DELETE /api/schedules/my/schedule-1".to_owned();
        assert_eq!(scheduler.video_calls().last(), Some(&deleted), "{status}");
    }
}

#[tokio::test]
async fn a_link_that_fails_is_a_warning_and_the_booking_stands() {
    for status in [400, 500] {
        let scheduler = Scheduler::start().await;
        scheduler.video.fail_updates(status, 100);

        let answer = scheduler.book(&scheduler.form()).await;

        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.json()["linked"], false);
        assert_eq!(scheduler.open_callbacks().len(), 1);
        assert_eq!(scheduler.video.schedules()[0].conversation_id, None);
        let logs = scheduler.logs().await;
        let text = "could not link the video meeting to its callback; the booking stands without";
        assert_eq!(only(&logs.combined, text)["level"], "WARN");
    }
}

#[tokio::test]
async fn a_meeting_that_cannot_be_deleted_is_deleted_later() {
    let scheduler = Scheduler::start().await;
    scheduler.genesys.fail_callbacks(400, 1);
    scheduler.video.fail_deletes(500, 3);

    let answer = scheduler.book(&scheduler.form()).await;

    answer.assert_error(500, "Failed to schedule callback");
    assert_eq!(scheduler.video.schedules().len(), 1);
    assert_eq!(scheduler.listed("compensating").await.len(), 1);
    scheduler.settle_for_an_hour().await;
    assert_nothing_is_left(&scheduler);
    assert_eq!(scheduler.listed("failed").await.len(), 1);
}

#[tokio::test]
async fn a_meeting_that_video_engager_does_not_know_yet_is_deleted_later() {
    let scheduler = Scheduler::start().await;
    scheduler.genesys.fail_callbacks(400, 1);
    scheduler.video.fail_deletes(404, 1);

    let answer = scheduler.book(&scheduler.form()).await;

    answer.assert_error(500, "Failed to schedule callback");
    assert_eq!(scheduler.listed("compensating").await.len(), 1);
    scheduler.settle_for_an_hour().await;
    assert_nothing_is_left(&scheduler);
    assert_eq!(scheduler.listed("failed").await.len(), 1);
}
