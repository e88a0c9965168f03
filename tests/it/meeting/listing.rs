//! The list of meetings, and one of them.

use ccaas_http::test_util::{Answer as VendorAnswer, Provoke};
use chrono::DateTime;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{Answer, Browser, PERIOD, SAM_ID, Server, read_from};

async fn list(browser: &Browser, from: &str, to: &str) -> Answer {
    let encode = |time: &str| time.replace('+', "%2B");
    let (from, to) = (encode(from), encode(to));
    browser
        .get(&format!("/api/schedules?from={from}&to={to}"))
        .await
}

fn ids(answer: &Answer) -> Vec<String> {
    let meetings = answer.json();
    let meetings = meetings.as_array().expect("a list of meetings");
    let id = |meeting: &Value| meeting["_id"].as_str().expect("an id").to_owned();
    meetings.iter().map(id).collect()
}

#[tokio::test]
async fn meetings_of_a_period_come_sorted_by_their_start() {
    let (server, browser) = Server::with_partner().await;
    for hours in [30, 10, 20, 100] {
        let mut form = server.form();
        form["date"] = json!(server.in_hours(hours));
        browser.scheduled(&form).await;
    }
    let (from, to) = (server.text_in_hours(0), server.text_in_hours(48));

    let answer = list(&browser, &from, &to).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(ids(&answer), ["schedule-2", "schedule-3", "schedule-1"]);
    assert_eq!(answer.header("cache-control"), "no-store");
    let meeting = &answer.json()[0];
    assert_eq!(meeting["agentId"], SAM_ID);
    assert_eq!(meeting["visitor"]["subject"], "A first talk");
    let call = &server.video().host().received(&Method::GET, PERIOD)[0];
    let millis = |text: &str| {
        DateTime::parse_from_rfc3339(text)
            .unwrap()
            .timestamp_millis()
    };
    let path = format!("/api/schedules/tenant/{}/{}", millis(&from), millis(&to));
    assert_eq!(call.path.trim_end_matches('/'), path);
}

#[tokio::test]
async fn meetings_of_one_agent_can_be_asked_for() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    browser
        .post(
            "/api/schedules?agentEmail=agent@example.com",
            &server.form(),
        )
        .await;
    let (from, to) = (server.text_in_hours(0), server.text_in_hours(48));

    let path = format!("/api/schedules?from={from}&to={to}&agentEmail=sam@example.com");
    let answer = browser.get(&path).await;

    assert_eq!(ids(&answer), ["schedule-1"]);
}

#[tokio::test]
async fn meetings_that_are_off_come_too() {
    let (server, browser) = Server::with_partner().await;
    let mut off = browser.scheduled(&server.form()).await;
    off["active"] = json!(false);
    let off = Provoke::Instead(VendorAnswer::json(200, &json!([off])).into());
    server.video().host().provoke(Method::GET, PERIOD, off);
    let (from, to) = (server.text_in_hours(0), server.text_in_hours(48));

    let answer = list(&browser, &from, &to).await;

    assert_eq!(answer.json()[0]["active"], false);
}

#[tokio::test]
async fn no_meetings_are_an_empty_list() {
    let (server, browser) = Server::with_partner().await;

    let answer = list(&browser, &server.text_in_hours(0), &server.text_in_hours(1)).await;

    assert_eq!((answer.status, answer.json()), (200, json!([])));
}

#[tokio::test]
async fn times_of_any_zone_are_read() {
    let (server, browser) = Server::with_partner().await;
    let mut form = server.form();
    form["date"] = json!(1_772_550_000_000_i64);
    browser.scheduled(&form).await;

    for (from, to, expected) in [
        ("2026-03-03T15:00:00Z", "2026-03-03T16:00:00Z", 1),
        ("2026-03-03T16:00:00+01:00", "2026-03-03T11:00:00-05:00", 1),
        ("2026-03-03T16:00:00Z", "2026-03-03T17:00:00Z", 0),
    ] {
        let answer = list(&browser, from, to).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(ids(&answer).len(), expected, "{from} {to}");
    }
}

#[tokio::test]
async fn a_period_that_makes_no_sense_is_refused_and_nobody_is_asked() {
    let (server, browser) = Server::with_partner().await;
    let known = server.calls().len();
    let good = "2026-03-03T15:00:00Z";
    for (query, start) in [
        (format!("from={good}&to=2026-03-03T14:59:59Z"), "To "),
        (format!("from={good}&to={good}"), "To "),
        (format!("from={good}&to=2027-03-05T15:00:00Z"), "To "),
        (format!("from={good}&to=2026-03-04T15:00:00"), "To "),
        (format!("from={good}"), "To "),
        (format!("to={good}"), "From "),
        (format!("from=1772550000000&to={good}"), "From "),
        (format!("from=yesterday&to={good}"), "From "),
        (format!("from=2026-02-30T15:00:00Z&to={good}"), "From "),
        (
            format!("from={good}&to=2026-03-04T15:00:00Z&agentEmail=nobody"),
            "Agent ",
        ),
    ] {
        let answer = browser.get(&format!("/api/schedules?{query}")).await;

        answer.assert_problem(400, "Invalid request data");
        let details = answer.details();
        assert!(
            details.len() == 1 && details[0].starts_with(start),
            "{query}: {details:?}"
        );
    }
    assert!(server.calls_after(known).is_empty());
}

#[tokio::test]
async fn one_meeting_is_read_by_its_id() {
    let (server, browser) = Server::with_partner().await;
    let created = browser.scheduled(&server.form()).await;

    let answer = browser.get("/api/schedules/schedule-1").await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json(), created);
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn an_unknown_meeting_is_a_404_in_every_call() {
    let (server, browser) = Server::with_partner().await;
    let created = browser.scheduled(&server.form()).await;
    let change = json!({ "duration": 45, "read": read_from(&created) });
    for id in ["schedule-2", "000000000000000000000000"] {
        let path = format!("/api/schedules/{id}");
        let answers = [
            browser.get(&path).await,
            browser.put(&path, &change).await,
            browser.delete(&path).await,
            browser.get(&format!("{path}/meeting.ics")).await,
            browser.join(id).await,
        ];
        for answer in answers {
            answer.assert_problem(404, "Meeting not found");
        }
    }
    assert_eq!(server.video().schedules().len(), 1);
}

#[tokio::test]
async fn an_id_cannot_lead_to_another_path_of_videoengager() {
    let (server, browser) = Server::with_partner().await;
    let created = browser.scheduled(&server.form()).await;
    let known = server.calls().len();
    let change = json!({ "duration": 45, "read": read_from(&created) });
    let long = "x".repeat(5_000);
    for id in [
        "..%2Fmy%2Fschedule-1",
        "%2E%2E%2F%2E%2E%2Fbrokerages%2Fagents",
        "schedule-1%3Fa=b",
        "schedule-1%23",
        "schedule-1%2F",
        "a%20b",
        "%00",
        "%0d%0aX:%20y",
        "%ff",
        "%E2%80%AE",
        &long,
    ] {
        let path = format!("/api/schedules/{id}");
        for answer in [
            browser.get(&path).await,
            browser.put(&path, &change).await,
            browser.delete(&path).await,
            browser.join(id).await,
        ] {
            assert!(
                [400, 404, 414].contains(&answer.status),
                "{id}: {}",
                answer.text
            );
        }
    }
    let calls = server.calls_after(known);
    let stays = |call: &String| {
        let (_, path) = call.split_once(' ').unwrap();
        let id = path.strip_prefix("/api/schedules/tenant/");
        id.is_some_and(|id| !id.contains('/') && id != "schedule-1")
    };
    assert!(calls.iter().all(stays), "{calls:?}");
    assert_eq!(server.video().schedules().len(), 1);
}
