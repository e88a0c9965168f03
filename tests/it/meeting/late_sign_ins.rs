//! A sign-in that VideoEngager takes long to answer, and what happens meanwhile.

use std::time::Duration;

use ccaas_http::test_util::Provoke;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use videoengager_client::fake::FakeVideoEngager;

use super::harness::{Answer, Browser, IMPERSONATE, LOCAL, MEETINGS, Server, Setup, until};

const KEY: &str = "6f1d8a50-58cf-4b8e-9d55-0f6f0f1f4a43";
const LATE: Provoke = Provoke::Late(Duration::from_millis(500));

fn pak() -> Value {
    json!({ "method": "pak" })
}

fn local() -> Value {
    let (email, password) = (FakeVideoEngager::EMAIL, FakeVideoEngager::PASSWORD);
    json!({ "method": "local", "email": email, "password": password })
}

/// A sign-in whose answer changes no cookie of the browser.
fn sign_in(browser: &Browser, body: &Value) -> JoinHandle<Answer> {
    let request = browser.request(Method::POST, "/api/auth").json(body);
    tokio::spawn(Answer::to(request))
}

/// A sign-in that VideoEngager has got and not answered yet.
async fn under_way(
    video: &FakeVideoEngager,
    browser: &Browser,
    body: &Value,
) -> JoinHandle<Answer> {
    let (method, pattern) = match body["method"] == "pak" {
        true => (Method::GET, IMPERSONATE),
        false => (Method::POST, LOCAL),
    };
    let received = || video.host().received(&method, pattern).len();
    let before = received();
    video.host().provoke(method.clone(), pattern, LATE);
    let answer = sign_in(browser, body);
    until("the sign-in was sent", || received() > before).await;
    answer
}

/// The cookie that an answer sets.
fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie");
    let (_, rest) = set.split_once('=').expect("a cookie is set");
    rest.split(';').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn signing_out_ends_a_sign_in_that_is_under_way() {
    for (body, error) in [
        (pak(), "Operator sign-in required"),
        (local(), "Sign-in required"),
    ] {
        let (server, browser) = Server::with_partner().await;
        let late = under_way(server.video(), &browser, &body).await;

        assert_eq!(browser.delete("/api/auth").await.status, 204);

        let late = late.await.unwrap();
        late.assert_problem(401, error);
        assert_eq!(late.header("set-cookie"), "", "{body}");
        browser
            .get("/api/agents")
            .await
            .assert_problem(401, "Sign-in required");
    }
}

#[tokio::test]
async fn the_end_of_the_session_ends_a_sign_in_that_is_under_way() {
    let setup = Setup::new().argument("--session-life", "2h");
    let (server, browser) = setup.start_with_partner().await;
    let late = under_way(server.video(), &browser, &pak()).await;

    server.pass(Duration::from_secs(7_200));

    let late = late.await.unwrap();
    late.assert_problem(401, "Operator sign-in required");
    assert_eq!(late.header("set-cookie"), "");
}

#[tokio::test]
async fn a_sign_in_that_came_too_late_is_audited_as_refused() {
    let (server, browser) = Server::with_partner().await;
    let late = under_way(server.video(), &browser, &pak()).await;
    browser.delete("/api/auth").await;
    late.await.unwrap();

    let audit = server.logs().await.audit;

    let sign_ins = audit.iter().filter(|line| line["action"] == "sign_in");
    let outcomes: Vec<_> = sign_ins.map(|line| line["outcome"].clone()).collect();
    assert_eq!(outcomes, ["accepted", "accepted", "refused"], "{audit:#?}");
}

#[tokio::test]
async fn of_two_environments_signed_in_at_once_the_session_has_both() {
    let (server, browser) = Server::with_partner().await;
    let form = server.form();
    let first = browser.send(browser.keyed(KEY, &form)).await;
    let before = browser.get("/api/auth").await.json();
    let staging = browser.tab("staging");
    let dev_answer = under_way(&server.fakes.dev, &browser, &pak()).await;
    let staging_answer = under_way(&server.fakes.staging, &staging, &pak()).await;

    let answers = [dev_answer.await.unwrap(), staging_answer.await.unwrap()];

    // Whichever answer the browser reads last.
    for answer in &answers {
        answer.assert_signed_in(true);
        assert_eq!(answer.json()["operator"], true);
        assert_eq!(answer.json()["expiresAt"], before["expiresAt"]);
        browser.set_cookie(Some(cookie(answer)));
        for tab in [&browser, &staging] {
            assert_eq!(tab.get("/api/agents").await.status, 200);
        }
    }
    let again = browser.send(browser.keyed(KEY, &form)).await;
    assert_eq!(again.json(), first.json(), "the key is still known");
    let made = server.video().host().received(&Method::POST, MEETINGS);
    assert_eq!(made.len(), 1);
    browser.delete("/api/auth").await;
    for answer in &answers {
        browser.set_cookie(Some(cookie(answer)));
        assert_eq!(browser.get("/api/agents").await.status, 401);
    }
}

#[tokio::test]
async fn a_planted_session_does_not_become_the_victims_by_a_late_sign_in() {
    let server = Server::start().await;
    let thief = server.local().await;
    let victim = server.browser();
    victim.set_cookie(thief.cookie());
    let late = under_way(server.video(), &thief, &local()).await;

    victim.sign_in_as_operator().await.assert_signed_in(true);

    late.await.unwrap().assert_problem(401, "Sign-in required");
    assert_eq!(victim.get("/api/auth").await.json()["operator"], true);
    assert_eq!(thief.get("/api/auth").await.json()["operator"], false);
}

#[tokio::test]
async fn a_cookie_of_a_session_that_ended_hides_no_live_one() {
    let (server, browser) = Server::with_partner().await;
    let live = browser.cookie().unwrap();
    let ended = server.partner().await;
    let dead = ended.cookie().unwrap();
    ended.delete("/api/auth").await;
    browser.set_cookie(None);

    for cookies in [[&dead, &live], [&live, &dead]] {
        let [first, second] = cookies.map(|value| format!("meeting_session={value}"));
        let request = browser.request(Method::GET, "/api/agents");
        let request = request.header("Cookie", format!("{first}; {second}"));
        assert_eq!(Answer::to(request).await.status, 200);
    }
}
