//! A VideoEngager that fails in every way, at every call: a sentence, in bounded time.

use std::time::{Duration, Instant};

use ccaas_http::test_util::{Answer as VendorAnswer, Provoke, Reply};
use reqwest::Method;
use serde_json::json;

use super::harness::{
    AGENTS, Answer, Browser, IMPERSONATE, LOCAL, MEETING, MEETINGS, PERIOD, Server, Setup,
    read_from,
};

/// A tenth of the client's patience, and time for a busy machine.
const BOUND: Duration = Duration::from_secs(8);

fn answers(status: u16, kind: &'static str, body: &'static str) -> Provoke {
    Provoke::Instead(VendorAnswer::bytes(status, kind, body).into())
}

/// Ways to fail, and the statuses that each may end in.
fn ways() -> Vec<(&'static str, Provoke, &'static [u16])> {
    let error = |status| Provoke::Instead(VendorAnswer::json(status, &json!({})).into());
    let throttled = VendorAnswer::json(429, &json!({ "error": "Slow down" }));
    let throttled = throttled.with_header("Retry-After", "3600");
    let elsewhere = VendorAnswer::empty(302).with_header("Location", "https://example.com/");
    vec![
        ("429", error(429), &[503]),
        (
            "429 for an hour",
            Provoke::Instead(throttled.into()),
            &[503],
        ),
        ("500", error(500), &[502]),
        ("503", error(503), &[502]),
        (
            "500 as a page",
            answers(500, "text/html", "<h1>Sorry</h1>"),
            &[502],
        ),
        (
            "502 as a page",
            answers(502, "text/html", "<h1>Bad gateway</h1>"),
            &[502],
        ),
        ("504", error(504), &[502]),
        (
            "403 as a page",
            answers(403, "text/html", "<h1>Forbidden</h1>"),
            &[401, 502],
        ),
        ("a redirect", Provoke::Instead(elsewhere.into()), &[502]),
        (
            "cut before the answer",
            Provoke::Instead(Reply::CutBeforeHead),
            &[502],
        ),
        ("cut after the effect", Provoke::ThenCut, &[502]),
        ("silence", Provoke::Instead(Reply::Hang), &[502]),
    ]
}

/// Answers that are a success and make no sense.
fn nonsense() -> Vec<(&'static str, Provoke)> {
    vec![
        ("a page", answers(200, "text/html", "<h1>Welcome</h1>")),
        (
            "half a JSON",
            answers(200, "application/json", "[{\"_id\":\"a"),
        ),
        ("nothing", answers(200, "application/json", "")),
        ("a number", answers(200, "application/json", "7")),
    ]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Agents,
    List,
    Read,
    Create,
    Change,
    Cancel,
    SignIn,
    SignInLocally,
    Join,
}

impl Call {
    /// Which call of ours to VideoEngager it is.
    fn vendor(self) -> (Method, &'static str) {
        match self {
            Self::Agents => (Method::GET, AGENTS),
            Self::List => (Method::GET, PERIOD),
            Self::Read => (Method::GET, MEETING),
            Self::Create => (Method::POST, MEETINGS),
            Self::Change => (Method::PUT, MEETING),
            Self::Cancel => (Method::DELETE, MEETING),
            Self::SignIn | Self::Join => (Method::GET, IMPERSONATE),
            Self::SignInLocally => (Method::POST, LOCAL),
        }
    }

    async fn make(self, server: &Server, browser: &Browser, read: &serde_json::Value) -> Answer {
        let path = "/api/schedules/schedule-1";
        match self {
            Self::Agents => browser.get("/api/agents").await,
            Self::List => {
                let (from, to) = (server.text_in_hours(0), server.text_in_hours(48));
                browser
                    .get(&format!("/api/schedules?from={from}&to={to}"))
                    .await
            }
            Self::Read => browser.get(path).await,
            Self::Create => browser.schedule(&server.form()).await,
            Self::Change => {
                browser
                    .put(path, &json!({ "duration": 45, "read": read }))
                    .await
            }
            Self::Cancel => browser.delete(path).await,
            Self::SignIn => browser.sign_in_with_pak().await,
            Self::SignInLocally => browser.sign_in_locally().await,
            Self::Join => browser.join("schedule-1").await,
        }
    }
}

async fn fail(call: Call, name: &str, what: Provoke) -> (Server, Answer) {
    let (server, browser) = Setup::new().impatient().start_with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let (method, pattern) = call.vendor();
    server
        .video()
        .host()
        .provoke_times(100, method, pattern, what);
    let started = Instant::now();
    let answer = call.make(&server, &browser, &read_from(&meeting)).await;
    let taken = started.elapsed();
    assert!(taken < BOUND, "{call:?}, {name}: {taken:?}");
    (server, answer)
}

#[track_caller]
fn assert_sentence(what: &str, answer: &Answer) {
    let body = answer.json();
    let error = body["error"].as_str().unwrap_or_default();
    assert!(
        error.contains(' ') && !error.contains(['{', '<']),
        "{what}: {}",
        answer.text
    );
    assert_eq!(body["status"], answer.status, "{what}: {}", answer.text);
    assert!(!answer.text.contains("<h1>"), "{what}: {}", answer.text);
}

async fn fails_in_every_way(call: Call) {
    for (name, what, expected) in ways() {
        let (server, answer) = fail(call, name, what).await;
        let what = format!("{call:?}, {name}");
        let expected = if call == Call::Join {
            &[502, 503]
        } else {
            expected
        };
        assert!(
            expected.contains(&answer.status),
            "{what}: {} {}",
            answer.status,
            answer.text
        );
        assert_sentence(&what, &answer);
        if name == "429 for an hour" && call != Call::Join {
            assert_eq!(answer.header("retry-after"), "3600", "{what}");
        }
        let left = server.video().schedules().len();
        let effect = match (call, name) {
            (Call::Create, "cut after the effect") => 2,
            (Call::Cancel, "cut after the effect") => 0,
            _ => 1,
        };
        assert_eq!(left, effect, "{what}");
    }
}

#[tokio::test]
async fn agents_that_cannot_be_listed() {
    fails_in_every_way(Call::Agents).await;
}

#[tokio::test]
async fn meetings_that_cannot_be_listed() {
    fails_in_every_way(Call::List).await;
}

#[tokio::test]
async fn a_meeting_that_cannot_be_read() {
    fails_in_every_way(Call::Read).await;
}

#[tokio::test]
async fn a_meeting_that_cannot_be_made() {
    fails_in_every_way(Call::Create).await;
}

#[tokio::test]
async fn a_meeting_that_cannot_be_changed() {
    fails_in_every_way(Call::Change).await;
}

#[tokio::test]
async fn a_meeting_that_cannot_be_cancelled() {
    fails_in_every_way(Call::Cancel).await;
}

#[tokio::test]
async fn a_sign_in_with_the_key_that_fails() {
    fails_in_every_way(Call::SignIn).await;
}

#[tokio::test]
async fn a_sign_in_with_a_password_that_fails() {
    fails_in_every_way(Call::SignInLocally).await;
}

#[tokio::test]
async fn an_agent_who_cannot_be_signed_in() {
    fails_in_every_way(Call::Join).await;
}

#[tokio::test]
async fn a_success_that_makes_no_sense_is_no_success() {
    for call in [
        Call::List,
        Call::Read,
        Call::Create,
        Call::SignIn,
        Call::SignInLocally,
        Call::Join,
    ] {
        for (name, what) in nonsense() {
            let (_server, answer) = fail(call, name, what).await;

            let what = format!("{call:?}, {name}");
            assert_eq!(answer.status, 502, "{what}: {}", answer.text);
            assert_sentence(&what, &answer);
        }
    }
}

#[tokio::test]
async fn a_meeting_that_cannot_be_read_is_neither_changed_nor_joined() {
    for (name, what, _) in ways() {
        let (server, browser) = Setup::new().impatient().start_with_partner().await;
        let meeting = browser.scheduled(&server.form()).await;
        server
            .video()
            .host()
            .provoke_times(100, Method::GET, MEETING, what);
        let change = json!({ "duration": 45, "read": read_from(&meeting) });

        let changed = browser.put("/api/schedules/schedule-1", &change).await;
        let joined = browser.join("schedule-1").await;

        for answer in [changed, joined] {
            assert!(
                [502, 503].contains(&answer.status),
                "{name}: {}",
                answer.text
            );
            assert_sentence(name, &answer);
        }
        assert!(
            server
                .video()
                .host()
                .received(&Method::PUT, MEETING)
                .is_empty(),
            "{name}"
        );
        assert_eq!(server.video().tokens_issued(), 1, "{name}");
    }
}

#[tokio::test]
async fn an_agents_list_that_makes_no_sense_does_no_harm() {
    for (name, what) in nonsense() {
        let (_server, answer) = fail(Call::Agents, name, what).await;

        if answer.status == 200 {
            assert_eq!(answer.json(), json!([]), "{name}: {}", answer.text);
        } else {
            assert_eq!(answer.status, 502, "{name}: {}", answer.text);
            assert_sentence(name, &answer);
        }
    }
}
