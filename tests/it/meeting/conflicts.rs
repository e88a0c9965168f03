//! Two people who change one meeting.

use ccaas_http::test_util::Provoke;
use reqwest::Method;
use serde_json::json;
use tokio::task::JoinSet;
use videoengager_client::{ScheduleId, UpdateSchedule, Visitor};

use super::harness::{Answer, MEETING, Server, read_from};

const PATH: &str = "/api/schedules/schedule-1";
const CHANGED: &str = "This meeting was changed meanwhile";

#[tokio::test]
async fn the_second_of_two_tabs_is_told_what_is_saved_now() {
    let (server, first) = Server::with_partner().await;
    let second = first.tab("dev");
    let meeting = first.scheduled(&server.form()).await;
    let read = read_from(&meeting);
    let later = server.in_hours(50);
    let saved = first
        .put(PATH, &json!({ "date": later, "read": read }))
        .await;
    assert_eq!(saved.status, 200, "{}", saved.text);

    let refused = second
        .put(PATH, &json!({ "duration": 45, "read": read }))
        .await;

    refused.assert_problem(409, CHANGED);
    assert_eq!(refused.json()["current"], saved.json());
    let now = first.get(PATH).await.json();
    assert_eq!(
        (&now["date"], &now["duration"]),
        (&json!(later), &json!(30))
    );

    let read = read_from(&refused.json()["current"]);
    let mine = second
        .put(PATH, &json!({ "duration": 45, "read": read }))
        .await;
    assert_eq!(mine.status, 200, "{}", mine.text);
    assert_eq!(mine.json()["duration"], 45);
    assert_eq!(mine.json()["date"], later);
}

#[tokio::test]
async fn each_fact_that_differs_is_a_conflict_and_no_other() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let good = read_from(&meeting);
    for (pointer, other) in [
        ("/date", json!(server.in_hours(31))),
        ("/duration", json!(31)),
        ("/visitor/name", json!("Jane Doe")),
        ("/visitor/email", json!("")),
        ("/visitor/phone", json!(null)),
        ("/visitor/subject", json!("a first talk")),
    ] {
        let mut read = good.clone();
        *read.pointer_mut(pointer).unwrap() = other;

        let answer = browser
            .put(PATH, &json!({ "duration": 60, "read": read }))
            .await;

        answer.assert_problem(409, CHANGED);
        assert_eq!(answer.json()["current"], meeting, "{pointer}");
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
async fn absent_null_and_empty_are_the_same() {
    let (server, browser) = Server::with_partner().await;
    let form = json!({ "date": server.in_hours(30), "duration": 30 });
    let meeting = browser.scheduled(&form).await;
    let mut duration = 30;
    for visitor in [
        json!(null),
        json!({}),
        json!({ "name": null, "email": "", "subject": "" }),
    ] {
        let read = json!({ "date": meeting["date"], "duration": duration, "visitor": visitor });
        duration += 15;

        let answer = browser
            .put(PATH, &json!({ "duration": duration, "read": read }))
            .await;

        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.json()["duration"], duration);
    }
}

#[tokio::test]
async fn a_change_that_was_made_elsewhere_is_seen() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let elsewhere = UpdateSchedule {
        visitor: Some(Visitor {
            name: Some("Jane Doe".to_owned()),
            ..Visitor::default()
        }),
        ..UpdateSchedule::default()
    };
    let client = server.video().client();
    let id = ScheduleId::new("schedule-1");
    client
        .tenant_schedules()
        .update(&id, &elsewhere)
        .await
        .unwrap();

    let change = json!({ "duration": 45, "read": read_from(&meeting) });
    let answer = browser.put(PATH, &change).await;

    answer.assert_problem(409, CHANGED);
    assert_eq!(answer.json()["current"]["visitor"]["name"], "Jane Doe");
    assert_eq!(browser.get(PATH).await.json()["duration"], 30);
}

#[tokio::test]
async fn of_many_changes_at_once_one_is_made() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let late = Provoke::Late(std::time::Duration::from_millis(100));
    server
        .video()
        .host()
        .provoke_times(3, Method::GET, MEETING, late);
    let mut changes = JoinSet::new();
    for minutes in 31..41 {
        let (tab, read) = (browser.tab("dev"), read_from(&meeting));
        changes.spawn(async move {
            let answer = tab
                .put(PATH, &json!({ "duration": minutes, "read": read }))
                .await;
            (minutes, answer)
        });
    }

    let answers: Vec<(i32, Answer)> = changes.join_all().await;

    let done: Vec<i32> = answers
        .iter()
        .filter(|(_, answer)| answer.status == 200)
        .map(|(minutes, _)| *minutes)
        .collect();
    assert_eq!(done.len(), 1, "{done:?}");
    let refused = answers.iter().filter(|(_, answer)| answer.status == 409);
    for (_, answer) in refused.clone() {
        assert_eq!(answer.json()["current"]["duration"], done[0]);
    }
    assert_eq!(refused.count(), 9);
    assert_eq!(
        server.video().host().received(&Method::PUT, MEETING).len(),
        1
    );
}
