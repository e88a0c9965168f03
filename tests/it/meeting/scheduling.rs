//! Scheduling a meeting.

use std::time::Duration;

use ccaas_http::test_util::{Answer as VendorAnswer, Fault, Provoke, Reply};
use reqwest::Method;
use serde_json::{Value, json};
use videoengager_client::fake::FullUrl;

use super::harness::{MEETINGS, SAM, SAM_ID, Server, Setup};

const MINUTES: Duration = Duration::from_secs(600);

fn refuse(status: u16, body: &Value) -> Provoke {
    Provoke::Instead(VendorAnswer::json(status, body).into())
}

#[tokio::test]
async fn the_documented_request_reaches_videoengager_as_documented() {
    let (server, browser) = Server::with_partner().await;
    let form = server.form();

    let answer = browser.schedule(&form).await;

    assert_eq!(answer.status, 201, "{}", answer.text);
    let call = &server.video().host().received(&Method::POST, MEETINGS)[0];
    assert_eq!(call.path, "/api/schedules/tenant/");
    assert_eq!(call.query, [("agentEmail".to_owned(), SAM.to_owned())]);
    assert_eq!(call.authorization.as_deref(), Some("Bearer"));
    let date = "2026-03-03T15:00:00Z".parse::<chrono::DateTime<chrono::Utc>>();
    assert_eq!(
        call.json(),
        json!({
            "date": form["date"],
            "duration": 30,
            "visitor": {
                "name": "John Doe",
                "email": "john.doe@example.com",
                "phone": "+1234567890",
                "subject": "A first talk",
            },
        })
    );
    let minutes_off = form["date"].as_i64().unwrap() - date.unwrap().timestamp_millis();
    assert!(
        minutes_off.abs() < 60_000,
        "the date is in milliseconds of UTC"
    );
}

#[tokio::test]
async fn notification_e_mails_are_off_unless_asked_for() {
    let (server, browser) = Server::with_partner().await;
    for (query, expected) in [
        ("", false),
        ("&sendNotificationEmail=false", false),
        ("&sendNotificationEmail=true", true),
    ] {
        let path = format!("/api/schedules?agentEmail={SAM}{query}");
        let answer = browser.post(&path, &server.form()).await;
        assert_eq!(answer.status, 201, "{}", answer.text);

        let sent = server.video().host().received(&Method::POST, MEETINGS);
        let sent = &sent.last().unwrap().query;
        let asked = sent.contains(&("sendNotificationEmail".to_owned(), "true".to_owned()));
        assert_eq!(asked, expected, "{query}: {sent:?}");
        let kept = server.video().schedules();
        assert_eq!(kept.last().unwrap().notification_email, expected, "{query}");
    }
}

#[tokio::test]
async fn the_visitor_and_each_part_of_it_may_be_left_out() {
    let (server, browser) = Server::with_partner().await;
    let date = server.in_hours(30);
    for (visitor, expected) in [
        (json!(null), json!({})),
        (json!({}), json!({})),
        (
            json!({ "name": "", "email": "", "phone": "", "subject": "" }),
            json!({}),
        ),
        (
            json!({ "name": "Robin Example" }),
            json!({ "name": "Robin Example" }),
        ),
        (
            json!({ "subject": "A title" }),
            json!({ "subject": "A title" }),
        ),
        (
            json!({ "name": "田中 さくら", "email": "sakura@example.com" }),
            json!({ "name": "田中 さくら", "email": "sakura@example.com" }),
        ),
    ] {
        let mut form = json!({ "date": date, "duration": 15, "visitor": visitor });
        if visitor.is_null() {
            form.as_object_mut().unwrap().remove("visitor");
        }

        let answer = browser.schedule(&form).await;

        assert_eq!(answer.status, 201, "{form}: {}", answer.text);
        let sent = server.video().host().received(&Method::POST, MEETINGS);
        let mut sent = sent.last().unwrap().json()["visitor"].clone();
        if let Some(sent) = sent.as_object_mut() {
            sent.retain(|_, value| value != "");
        }
        assert_eq!(sent, expected, "{form}");
    }
}

#[tokio::test]
async fn the_answer_keeps_every_documented_key_as_it_was_received() {
    let (server, browser) = Server::with_partner().await;
    let form = server.form();

    let meeting = browser.scheduled(&form).await;

    let url = server.video().url();
    let base = url.as_str().trim_end_matches('/');
    let expected = [
        ("/_id", json!("schedule-1")),
        ("/tenant", json!("tenant-fake")),
        ("/agentId", json!(SAM_ID)),
        ("/active", json!(true)),
        ("/date", form["date"].clone()),
        ("/duration", json!(30)),
        ("/visitor/name", json!("John Doe")),
        ("/visitor/email", json!("john.doe@example.com")),
        ("/visitor/phone", json!("+1234567890")),
        ("/visitor/subject", json!("A first talk")),
        ("/visitor/meetingUrl", json!(format!("{base}/ve/vIs1"))),
        ("/agent/name", json!("Sam Second")),
        ("/agent/meetingUrl", json!(format!("{base}/ve/aGe1"))),
        (
            "/agent/fullUrl",
            json!(format!("{base}/ve/aGe1?params=schedule-1")),
        ),
    ];
    for (pointer, value) in expected {
        assert_eq!(meeting.pointer(pointer), Some(&value), "{pointer}");
    }
}

#[tokio::test]
async fn what_videoengager_adds_is_handed_on() {
    let (server, browser) = Server::with_partner().await;
    let odd = json!({
        "_id": "odd-1",
        "date": "2026-03-03T15:00:00.000Z",
        "preferedAgent": true,
        "extra": { "deep": [1, 2.5, null] },
        "visitor": {},
        "agent": { "name": "A" },
    });
    server
        .video()
        .host()
        .provoke(Method::POST, MEETINGS, refuse(201, &odd));

    let meeting = browser.scheduled(&server.form()).await;

    assert_eq!(meeting, odd);
}

#[tokio::test]
async fn a_token_inside_the_full_url_is_taken_out_and_the_rest_stays() {
    let (server, browser) = Server::with_partner().await;
    server.video().set_full_url(FullUrl::WithToken);
    let (from, to) = (server.text_in_hours(0), server.text_in_hours(48));

    let created = browser.scheduled(&server.form()).await;
    let read = browser.get("/api/schedules/schedule-1").await.json();
    let listed = browser
        .get(&format!("/api/schedules?from={from}&to={to}"))
        .await
        .json();
    let change = json!({ "duration": 45, "read": super::harness::read_from(&read) });
    let changed = browser
        .put("/api/schedules/schedule-1", &change)
        .await
        .json();

    for meeting in [&created, &read, &listed[0], &changed] {
        let full_url = meeting["agent"]["fullUrl"].as_str().unwrap();
        assert!(
            full_url.ends_with("/ve/aGe1?params=schedule-1&lang=en#room"),
            "{full_url}"
        );
        assert!(!meeting.to_string().contains("token=old"), "{meeting}");
    }
}

#[tokio::test]
async fn an_agent_that_does_not_exist_is_the_vendors_400_in_its_own_words() {
    let (server, browser) = Server::with_partner().await;

    let answer = browser
        .post(
            "/api/schedules?agentEmail=nobody@example.com",
            &server.form(),
        )
        .await;

    answer.assert_problem(400, "Invalid agent email");
    assert_eq!(answer.message(), "The specified agent email does not exist");
    assert!(server.video().schedules().is_empty());
}

#[tokio::test]
async fn a_refusal_is_told_with_its_status_and_sentence_or_one_of_ours() {
    let ours = "Failed to schedule meeting";
    let cases = [
        (
            400,
            json!({ "error": "The agent is away" }),
            "The agent is away",
        ),
        (
            410,
            json!({ "error": "That slot is taken", "message": "Why" }),
            "That slot is taken",
        ),
        (400, json!({ "message": "Not on a Sunday" }), ours),
        (
            404,
            json!({ "error": "Tenant not found" }),
            "Tenant not found",
        ),
        (400, json!({}), ours),
        (400, json!([]), ours),
        (400, json!({ "error": { "deep": "json" } }), ours),
        (400, json!({ "error": "" }), ours),
    ];
    let (server, browser) = Server::with_partner().await;
    for (status, body, expected) in cases {
        server
            .video()
            .host()
            .provoke(Method::POST, MEETINGS, refuse(status, &body));

        let answer = browser.schedule(&server.form()).await;

        if body.get("message").is_some() && body.get("error").is_none() {
            assert_eq!(answer.status, status, "{}", answer.text);
            assert!(answer.text.contains("Not on a Sunday"), "{}", answer.text);
        } else {
            answer.assert_problem(status, expected);
        }
    }
    let page = VendorAnswer::bytes(400, "text/html", "<h1>Bad request</h1>");
    let page = Provoke::Instead(Reply::from(page));
    server.video().host().provoke(Method::POST, MEETINGS, page);
    browser
        .schedule(&server.form())
        .await
        .assert_problem(400, ours);
    assert!(server.video().schedules().is_empty());
}

#[tokio::test]
async fn nothing_was_scheduled_when_there_was_no_connection() {
    let (server, browser) = Setup::new().impatient().start_with_partner().await;
    server.video().host().inject(Fault::Down, MINUTES);
    server.video().host().settled().await;

    let answer = browser.schedule(&server.form()).await;

    answer.assert_problem(502, "Network error: VideoEngager could not be reached");
    assert_eq!(
        answer.message(),
        "Nothing was scheduled. Try again in a moment."
    );
}

#[tokio::test]
async fn a_meeting_that_may_have_been_scheduled_is_told_as_such_and_not_asked_for_again() {
    let page = VendorAnswer::bytes(200, "text/html", "<h1>Welcome</h1>");
    let ways = [
        ("cut after the effect", Provoke::ThenCut, 1),
        ("cut", Provoke::Instead(Reply::CutBeforeHead), 0),
        ("silence after the effect", Provoke::ThenHang, 1),
        ("silence", Provoke::Instead(Reply::Hang), 0),
    ];
    for (name, what, kept) in ways {
        let (server, browser) = Setup::new().impatient().start_with_partner().await;
        server
            .video()
            .host()
            .provoke_times(9, Method::POST, MEETINGS, what);

        let answer = browser.schedule(&server.form()).await;

        answer.assert_problem(502, "Network error: VideoEngager did not answer");
        let may = "The meeting may have been scheduled. \
            Look at the list of meetings before you try again.";
        assert_eq!(answer.message(), may, "{name}");
        assert_eq!(server.video().schedules().len(), kept, "{name}");
        let sent = server.video().host().received(&Method::POST, MEETINGS);
        assert_eq!(sent.len(), 1, "{name}: it was sent once");
    }
    for odd in [
        page,
        VendorAnswer::json(200, &json!([1])),
        VendorAnswer::empty(204),
    ] {
        let (server, browser) = Server::with_partner().await;
        let odd = Provoke::Instead(Reply::from(odd));
        server
            .video()
            .host()
            .provoke_times(9, Method::POST, MEETINGS, odd.clone());

        let answer = browser.schedule(&server.form()).await;

        assert_eq!(answer.status, 502, "{odd:?}: {}", answer.text);
        assert!(
            answer.message().contains("may have been scheduled"),
            "{}",
            answer.text
        );
        let sent = server.video().host().received(&Method::POST, MEETINGS);
        assert_eq!(sent.len(), 1, "{odd:?}: it was sent once");
    }
}

#[tokio::test]
async fn a_vendor_with_too_many_requests_is_a_503_that_says_when_to_come_again() {
    let (server, browser) = Server::with_partner().await;
    server
        .video()
        .throttle(1_000, Some(Duration::from_secs(3_600)));

    let answer = browser.schedule(&server.form()).await;

    assert_eq!(answer.status, 503, "{}", answer.text);
    assert_eq!(answer.header("retry-after"), "3600");
    assert!(!answer.error().is_empty());
    assert!(server.video().schedules().is_empty());
}

#[tokio::test]
async fn a_vendor_that_breaks_is_a_502_with_a_sentence() {
    for status in [500, 502, 503] {
        let (server, browser) = Server::with_partner().await;
        let broken = VendorAnswer::bytes(status, "text/html", "<h1>secret details</h1>");
        let broken = Provoke::Instead(Reply::from(broken));
        server
            .video()
            .host()
            .provoke_times(9, Method::POST, MEETINGS, broken);

        let answer = browser.schedule(&server.form()).await;

        assert_eq!(answer.status, 502, "{status}: {}", answer.text);
        assert!(
            answer.message().contains("may have been scheduled"),
            "{}",
            answer.text
        );
        assert!(!answer.text.contains("secret details"));
        let sent = server.video().host().received(&Method::POST, MEETINGS);
        assert_eq!(sent.len(), 1, "{status}: it was sent once");
    }
}
