//! Rescheduling and cancelling.

use std::time::Duration;

use ccaas_http::test_util::{Answer as VendorAnswer, Fault, Provoke};
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{MEETING, Server, Setup, read_from};

const PATH: &str = "/api/schedules/schedule-1";

/// What VideoEngager was asked to change last.
fn sent(server: &Server) -> Value {
    let sent = server.video().host().received(&Method::PUT, MEETING);
    sent.last().expect("a change was sent").json()
}

#[tokio::test]
async fn only_what_changes_is_sent() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let later = server.in_hours(50);

    let answer = browser
        .put(PATH, &json!({ "date": later, "read": read_from(&meeting) }))
        .await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["date"], later);
    assert_eq!(answer.json()["visitor"], meeting["visitor"]);
    assert_eq!(sent(&server), json!({ "date": later }));
    assert_eq!(
        server.calls_after(2),
        [
            "GET /api/schedules/tenant/schedule-1",
            "PUT /api/schedules/tenant/schedule-1"
        ]
    );

    let read = read_from(&answer.json());
    let answer = browser
        .put(PATH, &json!({ "duration": 45, "read": read }))
        .await;
    assert_eq!(answer.json()["duration"], 45);
    assert_eq!(sent(&server), json!({ "duration": 45 }));
}

#[tokio::test]
async fn a_visitor_is_sent_whole_with_what_stays() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let change = json!({
        "visitor": { "subject": "Another title", "phone": "" },
        "read": read_from(&meeting),
    });

    let answer = browser.put(PATH, &change).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        sent(&server),
        json!({
            "visitor": {
                "name": "John Doe",
                "email": "john.doe@example.com",
                "phone": "",
                "subject": "Another title",
            },
        })
    );
    let visitor = &answer.json()["visitor"];
    assert_eq!(visitor["subject"], "Another title");
    assert_eq!(visitor["meetingUrl"], meeting["visitor"]["meetingUrl"]);
}

#[tokio::test]
async fn nothing_is_sent_when_nothing_changes() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let mut change = read_from(&meeting);
    change["read"] = read_from(&meeting);

    for body in [change, json!({ "read": read_from(&meeting) })] {
        let answer = browser.put(PATH, &body).await;

        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.json(), meeting);
    }
    assert!(
        server
            .video()
            .host()
            .received(&Method::PUT, MEETING)
            .is_empty()
    );
}

#[tokio::test]
async fn what_is_wrong_is_told_and_nobody_is_asked() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let known = server.calls().len();
    for (change, start) in [
        (json!({ "duration": 14 }), "Duration "),
        (json!({ "duration": 1441 }), "Duration "),
        (json!({ "duration": "long" }), "Duration "),
        (json!({ "date": server.in_hours(-1) }), "Start "),
        (json!({ "date": "2026-03-09T15:00:00Z" }), "Start "),
        (
            json!({ "visitor": { "email": "nobody" } }),
            "Visitor email ",
        ),
        (
            json!({ "visitor": { "phone": "call me" } }),
            "Visitor phone ",
        ),
        (json!({ "visitor": { "name": "a\u{7}" } }), "Visitor name "),
        (
            json!({ "visitor": { "subject": "x".repeat(201) } }),
            "Meeting title ",
        ),
        (json!({ "visitor": [] }), "Visitor "),
    ] {
        let mut body = change.clone();
        body["read"] = read_from(&meeting);

        let answer = browser.put(PATH, &body).await;

        answer.assert_problem(400, "Invalid request data");
        let details = answer.details();
        assert!(
            details.len() == 1 && details[0].starts_with(start),
            "{change}: {details:?}"
        );
    }
    let blind = browser.put(PATH, &json!({ "duration": 45 })).await;
    blind.assert_problem(400, "Invalid request data");
    assert!(server.calls_after(known).is_empty());
}

#[tokio::test]
async fn a_cancelled_meeting_is_gone() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;

    let answer = browser.delete(PATH).await;

    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({ "success": true }))
    );
    assert!(server.video().schedules().is_empty());
    assert_eq!(
        server.calls().last().unwrap(),
        "DELETE /api/schedules/tenant/schedule-1"
    );
    browser
        .delete(PATH)
        .await
        .assert_problem(404, "Meeting not found");
    browser
        .get(PATH)
        .await
        .assert_problem(404, "Meeting not found");
}

#[tokio::test]
async fn a_cancellation_whose_answer_was_lost_is_a_success() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    server
        .video()
        .host()
        .provoke(Method::DELETE, MEETING, Provoke::ThenCut);

    let answer = browser.delete(PATH).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(server.video().schedules().is_empty());
}

#[tokio::test]
async fn the_vendors_refusal_of_a_change_is_told_in_its_words() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let refusal = json!({ "error": "The agent is away", "message": "Until Monday", "status": 400 });
    let refusal = Provoke::Instead(VendorAnswer::json(400, &refusal).into());
    let host = server.video().host();
    host.provoke(Method::PUT, MEETING, refusal.clone());
    host.provoke(Method::DELETE, MEETING, refusal);

    let change = json!({ "duration": 45, "read": read_from(&meeting) });
    let answers = [browser.put(PATH, &change).await, browser.delete(PATH).await];

    for answer in answers {
        answer.assert_problem(400, "The agent is away");
        assert_eq!(answer.message(), "Until Monday");
    }
    assert_eq!(browser.get(PATH).await.json(), meeting);
}

#[tokio::test]
async fn a_vendor_that_is_down_is_a_network_error_and_changes_nothing() {
    let (server, browser) = Setup::new().impatient().start_with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let change = json!({ "duration": 45, "read": read_from(&meeting) });
    for fault in [Fault::Down, Fault::Hang] {
        server
            .video()
            .host()
            .inject(fault, Duration::from_secs(600));
        server.video().host().settled().await;

        let answers = [
            browser.put(PATH, &change).await,
            browser.delete(PATH).await,
            browser.get(PATH).await,
        ];

        for answer in answers {
            assert_eq!(answer.status, 502, "{fault:?}: {}", answer.text);
            assert!(
                answer.error().starts_with("Network error: "),
                "{}",
                answer.text
            );
        }
        server.video().host().calm();
        server.video().host().settled().await;
    }
    assert_eq!(browser.get(PATH).await.json(), meeting);
}
