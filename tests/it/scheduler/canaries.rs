//! No personal value and no secret gets into a log, an error, a metric or the data folder.

mod run;

use std::time::Duration;

use ccaas_http::test_util::{Answer as VendorAnswer, Fault, Provoke, Reply};
use reqwest::Method;
use serde_json::json;

use super::harness::{
    Answer, BOOK, CALLBACK, CALLBACKS, IMPERSONATE, MEETING, MEETINGS, OAUTH, Scheduler,
};
use run::{ECHO, FIRST, KEY, LAST, Run, SUBJECT, WRONG_TOKEN};

#[tokio::test]
async fn a_booking_that_goes_well_leaks_nothing() {
    let mut run = Run::start().await;
    let form = run.form();
    let first = run.scheduler.book_with_key(KEY, &form).await;
    let manage = run.keep_secret(&first);
    run.check(run.scheduler.book_with_key(KEY, &form).await);
    let other = run.form();
    let reused = run.check(run.scheduler.book_with_key(KEY, &other).await);
    assert_eq!(reused.status, 422);
    let page = manage.strip_prefix("/api").unwrap();

    for path in [&*manage, page, &format!("{page}/booking.ics")] {
        assert_eq!(run.scheduler.get(path).await.status, 200, "{path}");
    }
    let to = json!({ "desiredTime": run.scheduler.in_hours(50), "subject": SUBJECT });
    let moved = run.post(&format!("{manage}/move"), &to).await;
    let cancelled = run.post(&format!("{manage}/cancel"), &json!({})).await;
    let late = run.post(&format!("{manage}/move"), &to).await;

    assert_eq!(
        (moved.status, cancelled.status, late.status),
        (200, 200, 409)
    );
    run.finish(&["booked", "moved", "cancelled"]).await;
}

#[tokio::test]
async fn what_an_admin_reads_leaks_nothing() {
    let mut run = Run::start().await;
    run.scheduler.genesys.lose_callback_answers(1);
    assert_eq!(run.book().await.status, 500);
    let manage = run.booked().await;
    let scheduler = &run.scheduler;
    let booked = scheduler.listed("booked").await.remove(0);
    let unconfirmed = scheduler.listed("unconfirmed").await.remove(0);
    let customer = booked["customerId"].as_str().unwrap();

    let read = scheduler
        .admin_get(&format!("/api/customer/{customer}"))
        .await;
    let wrong = scheduler.request(Method::GET, "/api/admin/bookings");
    let wrong = run.check(Answer::to(wrong.bearer_auth(WRONG_TOKEN)).await);
    let one = format!(
        "/api/admin/bookings/{}",
        unconfirmed["id"].as_str().unwrap()
    );
    let nobody = json!({ "conversationId": ECHO });
    let nobody = scheduler
        .admin_post(&format!("{one}/confirm"), &nobody)
        .await;
    let nobody = run.check(nobody);
    let callback = scheduler.genesys.callbacks().remove(0);
    let right = json!({ "conversationId": callback.conversation_id.as_str() });
    let right = scheduler
        .admin_post(&format!("{one}/confirm"), &right)
        .await;
    let cancel = scheduler
        .admin_post(&format!("{one}/cancel"), &json!({}))
        .await;

    let statuses = [&read, &wrong, &nobody, &right, &cancel].map(|answer| answer.status);
    assert_eq!(statuses, [200, 401, 400, 200, 200]);
    assert_eq!(scheduler.get(&manage).await.status, 200);
    run.finish(&["customer.read", "booking.confirm", "booking.cancel"])
        .await;
}

#[tokio::test]
async fn bad_requests_leak_nothing() {
    let mut run = Run::start().await;
    let manage = run.booked().await;
    let good = run.form();
    let mut bad = vec![json!(ECHO), json!([ECHO]), json!({ ECHO: ECHO })];
    for field in [
        "firstName",
        "lastName",
        "phoneNumber",
        "subject",
        "desiredTime",
    ] {
        for wrong in [
            json!(ECHO.repeat(3)),
            json!(format!("{ECHO}\u{7}")),
            json!([ECHO]),
            json!({ "a": ECHO }),
        ] {
            let mut form = good.clone();
            form[field] = wrong;
            bad.push(form);
        }
    }

    for body in &bad {
        let answer = run.post(BOOK, body).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
        // Here a name is an unknown field, which is fine.
        let moved = run.post(&format!("{manage}/move"), body).await;
        let only_a_name = body["desiredTime"] == good["desiredTime"]
            && body["phoneNumber"] == good["phoneNumber"]
            && body["subject"] == good["subject"];
        assert_eq!(moved.status == 400, !only_a_name, "{}", moved.text);
    }
    let raw = |kind: &'static str, body: String| {
        let request = run.scheduler.request(Method::POST, BOOK);
        Answer::to(request.header("Content-Type", kind).body(body))
    };
    let answers = [
        (
            400,
            raw("application/json", format!("{{\"firstName\":\"{ECHO}")).await,
        ),
        (400, raw("application/json", ECHO.to_owned()).await),
        (415, raw("text/plain", ECHO.to_owned()).await),
        (413, raw("application/json", ECHO.repeat(1_000)).await),
    ];
    for (status, answer) in answers {
        assert_eq!(run.check(answer).status, status);
    }
    let path = format!("{FIRST}-{LAST}-7654321?a={WRONG_TOKEN}");
    for (status, prefix) in [
        (404, "/api/manage/"),
        (404, "/api/"),
        (404, "/"),
        (401, "/api/customer/"),
    ] {
        let answer = run.scheduler.get(&format!("{prefix}{path}")).await;
        assert_eq!(run.check(answer).status, status, "{prefix}");
    }
    let key = run
        .scheduler
        .book_with_key(&format!("{KEY} {LAST}"), &good)
        .await;
    assert_eq!(run.check(key).status, 400);
    run.finish(&["/api/schedule-callback"]).await;
}

fn echoes() -> Vec<Provoke> {
    let error = |status| {
        VendorAnswer::json(
            status,
            &json!({
                "message": ECHO,
                "code": ECHO,
                "error": ECHO,
                "error_description": ECHO,
                "description": ECHO,
                "details": [{ "errorCode": ECHO, "fieldName": ECHO }],
                "errors": [{ "message": ECHO }],
                "messageParams": { "number": ECHO },
                "entityId": ECHO,
                "contextId": ECHO,
                "status": status,
            }),
        )
        .with_header("ININ-Correlation-Id", ECHO)
    };
    let page = format!("<html><body>{ECHO}</body></html>");
    let to = format!("https://example.com/{}", ECHO.replace(' ', "/"));
    vec![
        Provoke::Instead(error(400).into()),
        Provoke::Instead(error(401).into()),
        Provoke::Instead(error(500).into()),
        Provoke::Instead(VendorAnswer::bytes(200, "text/html", page.clone()).into()),
        Provoke::Instead(VendorAnswer::bytes(502, "text/html", page.clone()).into()),
        Provoke::Instead(VendorAnswer::json(200, &json!([ECHO])).into()),
        Provoke::Instead(VendorAnswer::json(200, &json!({ ECHO: ECHO })).into()),
        Provoke::Instead(VendorAnswer::empty(302).with_header("Location", to).into()),
        Provoke::Instead(Reply::CutMidBody(VendorAnswer::bytes(
            200,
            "text/html",
            page,
        ))),
    ]
}

/// All the calls of one kind go wrong in one way.
fn provoke(scheduler: &Scheduler, method: &Method, pattern: &str, what: &Provoke) {
    let (video, genesys) = (scheduler.video.host(), scheduler.genesys.host());
    video.provoke_times(1_000, method.clone(), pattern, what.clone());
    genesys.provoke_times(1_000, method.clone(), pattern, what.clone());
}

fn calm(scheduler: &Scheduler) {
    scheduler.video.host().calm();
    scheduler.genesys.calm();
    // A sign-in that was told to wait is not repeated before.
    scheduler.clock.advance(Duration::from_secs(60));
}

#[tokio::test]
async fn vendors_that_repeat_what_they_were_sent_leak_nothing_when_booking() {
    let mut run = Run::start().await;
    let calls = [
        (Method::GET, IMPERSONATE),
        (Method::POST, MEETINGS),
        (Method::POST, OAUTH),
        (Method::POST, CALLBACKS),
        (Method::PUT, MEETING),
    ];
    for (method, pattern) in calls {
        for what in echoes() {
            run.scheduler.video.expire_tokens();
            run.scheduler.genesys.expire_tokens();
            run.scheduler.clock.advance(Duration::from_secs(60));
            provoke(&run.scheduler, &method, pattern, &what);
            let answer = run.book().await;
            calm(&run.scheduler);
            let expected = if method == Method::PUT { 200 } else { 500 };
            assert_eq!(
                answer.status, expected,
                "{method} {pattern} {what:?}: {}",
                answer.text
            );
        }
    }
    run.finish(&[
        "could not create the video meeting",
        "could not schedule the callback",
        "could not link the video meeting",
    ])
    .await;
}

#[tokio::test]
async fn vendors_that_repeat_what_they_were_sent_leak_nothing_when_changing() {
    let mut run = Run::start().await;
    for what in echoes() {
        let manage = run.booked().await;
        let to = json!({ "desiredTime": run.scheduler.in_hours(100) });
        for (method, pattern) in [
            (Method::POST, CALLBACKS),
            (Method::PUT, MEETING),
            (Method::PATCH, CALLBACK),
            (Method::DELETE, MEETING),
        ] {
            provoke(&run.scheduler, &method, pattern, &what);
        }
        run.post(&format!("{manage}/move"), &to).await;
        run.post(&format!("{manage}/cancel"), &json!({})).await;
        calm(&run.scheduler);
        let manage = run.booked().await;
        provoke(&run.scheduler, &Method::PATCH, CALLBACK, &what);
        provoke(&run.scheduler, &Method::DELETE, MEETING, &what);
        run.post(&format!("{manage}/cancel"), &json!({})).await;
        calm(&run.scheduler);
        run.scheduler.genesys.fail_callbacks(400, 1);
        provoke(&run.scheduler, &Method::DELETE, MEETING, &what);
        assert_eq!(run.book().await.status, 500);
        calm(&run.scheduler);
    }
    run.finish(&[
        "could not disconnect a callback",
        "could not delete the video meeting of a failed booking",
    ])
    .await;
}

#[tokio::test]
async fn vendors_that_cannot_be_reached_leak_nothing() {
    let mut run = Run::start().await;
    for fault in [Fault::Down, Fault::Hang, Fault::Cut] {
        for video_is_first in [true, false] {
            run.scheduler.video.expire_tokens();
            run.scheduler.genesys.expire_tokens();
            run.scheduler.clock.advance(Duration::from_secs(60));
            let minutes = Duration::from_secs(600);
            if video_is_first {
                run.scheduler.video.host().inject(fault, minutes);
            } else {
                run.scheduler.genesys.host().inject(fault, minutes);
            }
            run.scheduler.video.host().settled().await;
            run.scheduler.genesys.host().settled().await;
            assert_eq!(run.book().await.status, 500);
            calm(&run.scheduler);
            run.scheduler.video.host().settled().await;
            run.scheduler.genesys.host().settled().await;
        }
    }
    run.finish(&[
        "Failed to authenticate with VideoEngager",
        "Failed to authenticate with Genesys",
    ])
    .await;
}
