//! Vendors that fail in every way, at every call: the documented text, in bounded time,
//! and nothing left behind.

use std::time::{Duration, Instant};

use ccaas_http::test_util::{Answer as VendorAnswer, Fault, Provoke, Reply};
use reqwest::Method;
use serde_json::json;

use super::harness::{
    Answer, CALLBACK, CALLBACKS, IMPERSONATE, MEETING, MEETINGS, OAUTH, Scheduler, Setup,
    UNCONFIRMED, manage_path,
};

/// The server's limit in these tests, and a second for a busy machine.
const BOUND: Duration = Duration::from_secs(4);

fn answers(status: u16, kind: &'static str, body: &'static str) -> Provoke {
    Provoke::Instead(VendorAnswer::bytes(status, kind, body).into())
}

fn throttled(retry_after: &str) -> Provoke {
    let answer = VendorAnswer::json(429, &json!({ "message": "Slow down", "status": 429 }));
    Provoke::Instead(answer.with_header("Retry-After", retry_after).into())
}

/// Answers that say that nothing was done.
fn refusals() -> Vec<(&'static str, Provoke)> {
    let status = |status| Provoke::Instead(VendorAnswer::json(status, &json!({})).into());
    vec![
        ("401", status(401)),
        ("403", status(403)),
        ("404", status(404)),
        ("429", status(429)),
        ("429 for a second", throttled("1")),
        ("429 for an hour", throttled("3600")),
        (
            "429 until a date",
            throttled("Mon, 02 Mar 2026 10:00:00 GMT"),
        ),
        ("500", status(500)),
        ("503", status(503)),
        ("500 as a page", answers(500, "text/html", "<h1>Sorry</h1>")),
    ]
}

/// Answers that leave open what was done.
fn riddles() -> Vec<(&'static str, Provoke)> {
    vec![
        ("a page", answers(200, "text/html", "<h1>Welcome</h1>")),
        (
            "half a JSON",
            answers(200, "application/json", r#"{"token":"a","id":"#),
        ),
        ("nothing", answers(200, "application/json", "")),
        ("another JSON", answers(200, "application/json", "[1,2,3]")),
        ("502", answers(502, "text/html", "<h1>Bad gateway</h1>")),
        ("504", answers(504, "application/json", "{}")),
        ("a lost answer", Provoke::ThenCut),
        ("a cut connection", Provoke::Instead(Reply::CutBeforeHead)),
    ]
}

/// No answer in time.
fn silences() -> Vec<(&'static str, Provoke)> {
    vec![
        ("silence", Provoke::Instead(Reply::Hang)),
        ("silence after the effect", Provoke::ThenHang),
    ]
}

fn all() -> Vec<(&'static str, Provoke)> {
    [refusals(), riddles(), silences()].concat()
}

async fn book_with(
    method: &Method,
    pattern: &str,
    name: &str,
    what: Provoke,
) -> (Scheduler, Answer) {
    let scheduler = Setup::new().impatient().start().await;
    let (video, genesys) = (scheduler.video.host(), scheduler.genesys.host());
    video.provoke_times(100, method.clone(), pattern, what.clone());
    genesys.provoke_times(100, method.clone(), pattern, what);
    let started = Instant::now();
    let answer = scheduler.book(&scheduler.form()).await;
    assert!(started.elapsed() < BOUND, "{name}: {:?}", started.elapsed());
    scheduler.video.host().calm();
    scheduler.genesys.calm();
    scheduler.settle_for_an_hour().await;
    (scheduler, answer)
}

/// Each way to fail at one call ends in one text, and leaves nothing.
async fn each_fails(method: Method, pattern: &str, ways: Vec<(&str, Provoke)>, text: &str) {
    for (name, what) in ways {
        let (scheduler, answer) = book_with(&method, pattern, name, what).await;
        assert_eq!(answer.status, 500, "{name}: {}", answer.text);
        assert_eq!(answer.error(), text, "{name}");
        let left = scheduler.video.schedules();
        assert!(left.is_empty(), "{name}: {left:?}");
        assert!(scheduler.open_callbacks().is_empty(), "{name}");
        assert_eq!(scheduler.listed("failed").await.len(), 1, "{name}");
    }
}

#[tokio::test]
async fn a_video_sign_in_that_fails_in_any_way() {
    let text = "Video meeting system unavailable";
    each_fails(Method::GET, IMPERSONATE, all(), text).await;
}

#[tokio::test]
async fn a_meeting_that_fails_in_any_way() {
    let text = "Failed to create video meeting";
    each_fails(Method::POST, MEETINGS, all(), text).await;
}

#[tokio::test]
async fn a_genesys_sign_in_that_fails_in_any_way() {
    each_fails(Method::POST, OAUTH, all(), "Callback system unavailable").await;
}

#[tokio::test]
async fn a_callback_that_is_refused_in_any_way() {
    let text = "Failed to schedule callback";
    each_fails(Method::POST, CALLBACKS, refusals(), text).await;
}

#[tokio::test]
async fn a_callback_that_may_exist_in_any_way() {
    for (name, what) in [riddles(), silences()].concat() {
        let (scheduler, answer) = book_with(&Method::POST, CALLBACKS, name, what).await;
        assert_eq!(answer.status, 500, "{name}: {}", answer.text);
        assert_eq!(answer.error(), UNCONFIRMED, "{name}");
        assert_eq!(
            scheduler.video.schedules().len(),
            1,
            "{name}: the meeting is kept"
        );
        assert_eq!(scheduler.listed("unconfirmed").await.len(), 1, "{name}");
    }
}

#[tokio::test]
async fn a_link_that_fails_in_any_way_is_no_failure_of_the_booking() {
    for (name, what) in all() {
        let (scheduler, answer) = book_with(&Method::PUT, MEETING, name, what).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text);
        assert_eq!(scheduler.video.schedules().len(), 1, "{name}");
        assert_eq!(scheduler.open_callbacks().len(), 1, "{name}");
        let view = scheduler.get(&manage_path(&answer)).await;
        assert_eq!(view.json()["status"], "booked", "{name}");
    }
}

#[tokio::test]
async fn a_link_that_would_take_too_long_is_left_out() {
    let scheduler = Setup::new().stubborn().start().await;
    let silence = Provoke::Instead(Reply::Hang);
    let host = scheduler.video.host();
    host.provoke_times(100, Method::PUT, MEETING, silence);
    let started = Instant::now();

    let answer = scheduler.book(&scheduler.form()).await;

    assert!(started.elapsed() < BOUND, "{:?}", started.elapsed());
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["linked"], false);
}

#[tokio::test]
async fn a_meeting_that_is_made_after_we_gave_up_is_deleted_later() {
    let scheduler = Setup::new().impatient().start().await;
    scheduler.video.hang_creates(1);
    let answer = scheduler.book(&scheduler.form()).await;
    answer.assert_error(500, "Failed to create video meeting");
    let failed = scheduler.listed("failed").await.remove(0);
    let sent = scheduler.video.host().received(&Method::POST, MEETINGS);
    let date = sent[0].json()["date"].as_i64().unwrap();
    let date = chrono::DateTime::from_timestamp_millis(date).unwrap();
    let mut late = videoengager_client::CreateSchedule::new(date, 30);
    late.customer_id = failed["customerId"].as_str().map(str::to_owned);
    let client = scheduler.video.client();
    client.schedules().create(&late).await.unwrap();

    scheduler.settle_for_an_hour().await;

    assert!(scheduler.video.schedules().is_empty());
}

#[tokio::test]
async fn a_cancellation_that_fails_in_any_way_is_finished_later() {
    for (method, pattern) in [(Method::PATCH, CALLBACK), (Method::DELETE, MEETING)] {
        // That it is gone already is no failure, and an answer without a body is none.
        let fails = |name: &&str| {
            !["404", "nothing", "a page", "half a JSON", "another JSON"].contains(name)
        };
        for (name, what) in all().into_iter().filter(|(name, _)| fails(name)) {
            let scheduler = Setup::new().impatient().start().await;
            let booked = scheduler.book(&scheduler.form()).await;
            let manage = manage_path(&booked);
            scheduler
                .video
                .host()
                .provoke_times(100, method.clone(), pattern, what.clone());
            scheduler
                .genesys
                .host()
                .provoke_times(100, method.clone(), pattern, what.clone());
            let started = Instant::now();

            let answer = scheduler
                .post(&format!("{manage}/cancel"), &json!({}))
                .await;

            assert!(started.elapsed() < BOUND, "{name}: {:?}", started.elapsed());
            // A lost answer may have been an effect, which the next try finds gone.
            assert!(
                answer.status == 202 || answer.status == 200,
                "{name}: {}",
                answer.text
            );
            scheduler.video.host().calm();
            scheduler.genesys.calm();
            scheduler.settle_for_an_hour().await;
            let view = scheduler.get(&manage).await.json();
            assert_eq!(view["status"], "cancelled", "{name}");
            assert!(scheduler.open_callbacks().is_empty(), "{name}");
            assert!(scheduler.video.schedules().is_empty(), "{name}");
        }
    }
}

#[tokio::test]
async fn vendors_that_refuse_connections_before_the_sign_in() {
    for (down, text) in [
        ("video", "Video meeting system unavailable"),
        ("genesys", "Callback system unavailable"),
    ] {
        let scheduler = Setup::new().impatient().start().await;
        take_down(&scheduler, down).await;

        let answer = scheduler.book(&scheduler.form()).await;

        answer.assert_error(500, text);
        bring_back(&scheduler).await;
        scheduler.settle_for_an_hour().await;
        assert!(scheduler.video.schedules().is_empty());
        assert!(scheduler.open_callbacks().is_empty());
    }
}

#[tokio::test]
async fn vendors_that_refuse_connections_after_the_sign_in() {
    for (down, text) in [
        ("video", "Failed to create video meeting"),
        ("genesys", "Failed to schedule callback"),
    ] {
        let scheduler = Setup::new().impatient().start().await;
        let mut other = scheduler.form();
        other["phoneNumber"] = json!("+1-555-123-4568");
        assert_eq!(scheduler.book(&other).await.status, 200);
        take_down(&scheduler, down).await;

        let answer = scheduler.book(&scheduler.form()).await;

        answer.assert_error(500, text);
        bring_back(&scheduler).await;
        scheduler.settle_for_an_hour().await;
        assert_eq!(scheduler.video.schedules().len(), 1);
        assert_eq!(scheduler.open_callbacks().len(), 1);
    }
}

async fn take_down(scheduler: &Scheduler, vendor: &str) {
    let down = Duration::from_secs(600);
    if vendor == "video" {
        scheduler.video.host().inject(Fault::Down, down);
        scheduler.video.host().settled().await;
    } else {
        scheduler.genesys.host().inject(Fault::Down, down);
        scheduler.genesys.host().settled().await;
    }
}

async fn bring_back(scheduler: &Scheduler) {
    scheduler.video.host().calm();
    scheduler.genesys.host().calm();
    scheduler.video.host().settled().await;
    scheduler.genesys.host().settled().await;
}

#[tokio::test]
async fn a_token_that_ended_early_is_replaced_without_the_customer_noticing() {
    let scheduler = Scheduler::start().await;
    scheduler.book(&scheduler.form()).await;
    scheduler.video.expire_tokens();
    scheduler.genesys.expire_tokens();
    let mut second = scheduler.form();
    second["desiredTime"] = scheduler.in_hours(40).into();

    let answer = scheduler.book(&second).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["linked"], true);
    assert_eq!(scheduler.video.tokens_issued(), 2);
    assert_eq!(scheduler.genesys.tokens_issued(), 2);
    assert_eq!(scheduler.video.schedules().len(), 2);
    assert_eq!(scheduler.open_callbacks().len(), 2);
}

#[tokio::test]
async fn a_short_throttle_is_waited_out() {
    for wait in [None, Some(Duration::from_secs(2))] {
        let scheduler = Scheduler::start().await;
        scheduler.video.throttle(1, wait);
        scheduler.genesys.throttle(1, wait);

        let answer = scheduler.book(&scheduler.form()).await;

        assert_eq!(answer.status, 200, "{}", answer.text);
        let slept: Duration = scheduler.clock.slept().iter().sum();
        assert!(slept >= 2 * wait.unwrap_or_default(), "{slept:?}");
        assert_eq!(scheduler.video.schedules().len(), 1);
        assert_eq!(scheduler.open_callbacks().len(), 1);
    }
}

#[tokio::test]
async fn vendors_that_are_slow_are_waited_for() {
    let scheduler = Scheduler::start().await;
    let slow = Fault::Slow(Duration::from_millis(200));
    scheduler
        .video
        .host()
        .inject(slow, Duration::from_secs(600));
    scheduler
        .genesys
        .host()
        .inject(slow, Duration::from_secs(600));

    let answer = scheduler.book(&scheduler.form()).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["linked"], true);
}

#[tokio::test]
async fn a_client_that_goes_away_does_not_stop_its_booking() {
    let scheduler = Scheduler::start().await;
    let late = Provoke::Late(Duration::from_millis(500));
    scheduler.video.host().provoke(Method::POST, MEETINGS, late);
    let form = scheduler.form();
    let request = scheduler.booking_request("went-away", &form);
    let client = tokio::spawn(request.send());
    let asked = || scheduler.video_calls().len() == 2;
    super::harness::until("the meeting was asked for", asked).await;

    client.abort();

    let linked = || {
        scheduler
            .video_calls()
            .iter()
            .any(|call| call.starts_with("PUT"))
    };
    super::harness::until("the booking was finished", linked).await;
    let again = loop {
        let again = scheduler.book_with_key("went-away", &form).await;
        if again.status != 409 {
            break again;
        }
    };
    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(scheduler.video.schedules().len(), 1);
}
