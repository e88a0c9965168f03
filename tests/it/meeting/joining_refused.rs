//! Who may not join is told nothing else, and is audited.

use reqwest::Method;
use serde_json::Value;

use super::harness::{Answer, Server};

/// Ids that no meeting has.
const ODD: [&str; 4] = ["..%2F", "%FF", "a%00b", "%0D%0AX"];

fn path(id: &str) -> String {
    format!("/api/schedules/{id}/join")
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_told_that_whatever_they_ask() {
    let server = Server::start().await;
    let stranger = server.browser();
    for id in ODD.into_iter().chain(["schedule-1"]) {
        for (kind, body) in [
            ("application/json", "{}"),
            ("application/json", "{"),
            ("text/plain", "x"),
            ("", ""),
        ] {
            let request = stranger.request(Method::POST, &path(id)).body(body);
            let request = match kind {
                "" => request,
                kind => request.header("Content-Type", kind),
            };

            let answer = Answer::to(request).await;

            answer.assert_problem(401, "Sign-in required");
        }
    }
    assert!(server.calls().is_empty());
}

#[tokio::test]
async fn an_address_that_names_no_meeting_is_audited_without_one() {
    let (server, browser) = Server::with_partner().await;
    let known = server.calls().len();
    for id in ODD {
        let request = browser.request(Method::POST, &path(id));
        Answer::to(request)
            .await
            .assert_problem(404, "Meeting not found");
    }
    let stranger = server.browser();
    let request = stranger.request(Method::POST, &path("%FF"));
    Answer::to(request)
        .await
        .assert_problem(401, "Sign-in required");
    assert!(server.calls_after(known).is_empty());

    let audit = server.logs().await.audit;

    let joins = audit.iter().filter(|line| line["action"] == "meeting.join");
    let joins: Vec<&Value> = joins.collect();
    assert_eq!(joins.len(), ODD.len() + 1, "{audit:#?}");
    for line in &joins {
        assert_eq!(line["outcome"], "refused", "{line}");
        assert!(line.get("schedule_id").is_none_or(Value::is_null), "{line}");
    }
    assert_eq!(joins[0]["status"], 404);
    assert_eq!(joins[ODD.len()]["status"], 401);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_and_audited() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    let request = browser.request(Method::POST, &path("schedule-1"));
    let request = request.header("Content-Type", "application/json").body("{");

    assert_eq!(Answer::to(request).await.status, 400);

    let audit = server.logs().await.audit;
    let join = audit.iter().find(|line| line["action"] == "meeting.join");
    let join = join.expect("it is audited");
    assert_eq!(
        (&join["status"], &join["outcome"]),
        (&400.into(), &"refused".into())
    );
    assert_eq!(join["schedule_id"], "schedule-1");
}
