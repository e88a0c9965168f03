//! Sessions: what the cookie is, when it counts, and when it is over.

use std::{collections::BTreeSet, time::Duration};

use reqwest::Method;
use serde_json::json;

use super::harness::{Answer, Browser, COOKIE, SESSION_KEY, Server, Setup};

const HOUR: Duration = Duration::from_secs(3_600);
/// Base64 of 32 other bytes.
const NEW_KEY: &str = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";

fn set_cookie(answer: &Answer) -> String {
    answer.header("set-cookie").to_owned()
}

async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/api/agents").await.status == 200
}

async fn is_operator(browser: &Browser) -> bool {
    browser.get("/api/auth").await.json()["operator"] == true
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let server = Server::start().await;

    let answer = server.browser().sign_in_as_operator().await;

    let cookie = set_cookie(&answer);
    let parts: BTreeSet<&str> = cookie.split(';').skip(1).map(str::trim).collect();
    let expected = [
        "HttpOnly",
        "SameSite=Strict",
        "Path=/",
        "Secure",
        "Max-Age=28800",
    ];
    assert_eq!(parts, BTreeSet::from(expected), "{cookie}");
    assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 1);
}

#[tokio::test]
async fn without_https_the_cookie_is_not_secure() {
    let server = Setup::new()
        .argument("--public-url", "http://localhost:3007")
        .start()
        .await;

    let answer = server.browser().sign_in_as_operator().await;

    let cookie = set_cookie(&answer);
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    assert!(!cookie.contains("Secure"), "{cookie}");
}

#[tokio::test]
async fn looking_at_the_page_makes_no_session() {
    let server = Server::start().await;
    let browser = server.browser();

    for path in ["/", "/api/auth", "/api/agents", "/assets/favicon.svg"] {
        assert_eq!(set_cookie(&browser.get(path).await), "", "{path}");
    }
}

#[tokio::test]
async fn a_cookie_that_was_tampered_with_is_nobody() {
    let (server, browser) = Server::with_partner().await;
    let good = browser.cookie().unwrap();
    let (id, signature) = good.split_once('.').unwrap();
    assert!(is_signed_in(&browser).await);
    let swap = |text: &str| {
        let last = if text.ends_with('A') { "B" } else { "A" };
        format!("{}{last}", &text[..text.len() - 1])
    };
    let first = if id.starts_with('0') { '1' } else { '0' };
    let other = server.partner().await.cookie().unwrap();
    let (other_id, other_signature) = other.split_once('.').unwrap();

    let tampered = [
        format!("{first}{}.{signature}", &id[1..]),
        format!("{id}.{}", swap(&signature[..signature.len() - 1])),
        format!("{id}.{other_signature}"),
        format!("{other_id}.{signature}"),
        format!("{id}."),
        format!(".{signature}"),
        id.to_owned(),
        format!("{good}.{signature}"),
        format!("{id}{signature}"),
        String::new(),
        ".".to_owned(),
        "x".repeat(5_000),
    ];
    for cookie in tampered {
        browser.set_cookie(Some(cookie.clone()));
        let answer = browser.get("/api/agents").await;
        assert_eq!(answer.status, 401, "{cookie}");
        assert_eq!(
            browser.get("/api/auth").await.json()["operator"],
            false,
            "{cookie}"
        );
    }
    browser.set_cookie(Some(good));
    assert!(is_signed_in(&browser).await);
}

#[tokio::test]
async fn the_session_is_found_among_other_cookies() {
    let (_server, browser) = Server::with_partner().await;
    let good = browser.cookie().unwrap();
    browser.set_cookie(None);

    let cookies = format!("a=b; {COOKIE}={good}; theme=dark; x{COOKIE}=nobody");
    let request = browser
        .request(Method::GET, "/api/agents")
        .header("Cookie", cookies);

    assert_eq!(Answer::to(request).await.status, 200);
}

#[tokio::test]
async fn every_sign_in_gives_a_new_id_and_the_old_one_is_nobody() {
    let server = Server::start().await;
    let browser = server.browser();
    browser.set_cookie(Some("0123456789abcdef0123456789abcdef.AAAA".to_owned()));
    let mut seen = vec![browser.cookie().unwrap()];

    browser.sign_in_as_operator().await;
    seen.push(browser.cookie().unwrap());
    browser.sign_in_with_pak().await;
    seen.push(browser.cookie().unwrap());
    browser.sign_in_locally().await;
    seen.push(browser.cookie().unwrap());

    let ids: BTreeSet<_> = seen.iter().map(|cookie| cookie.split('.').next()).collect();
    assert_eq!(ids.len(), 4, "{seen:?}");
    assert!(is_signed_in(&browser).await && is_operator(&browser).await);
    for old in &seen[..3] {
        browser.set_cookie(Some(old.clone()));
        assert!(
            !is_signed_in(&browser).await && !is_operator(&browser).await,
            "{old}"
        );
    }
}

#[tokio::test]
async fn ids_have_128_bits_and_do_not_repeat() {
    let server = Server::start().await;
    let mut ids = BTreeSet::new();
    for _ in 0..10 {
        let browser = server.browser();
        browser.sign_in_as_operator().await;
        let cookie = browser.cookie().unwrap();
        let id = cookie.split('.').next().unwrap().to_owned();
        assert!(id.len() >= 22, "{id}");
        ids.insert(id);
    }
    assert_eq!(ids.len(), 10);
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere() {
    let (server, browser) = Server::with_partner().await;
    let old = browser.cookie();

    let answer = browser.delete("/api/auth").await;

    assert_eq!((answer.status, &*answer.text), (204, ""));
    let cookie = set_cookie(&answer);
    assert!(
        cookie.contains("Max-Age=0") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    assert_eq!(browser.cookie(), None);
    let thief = server.browser();
    thief.set_cookie(old);
    assert!(!is_signed_in(&thief).await && !is_operator(&thief).await);
}

#[tokio::test]
async fn signing_out_without_a_session_is_fine() {
    let server = Server::start().await;

    let answer = server.browser().delete("/api/auth").await;

    assert_eq!(answer.status, 204, "{}", answer.text);
}

#[tokio::test]
async fn a_session_ends_at_its_time_whatever_happens_in_it() {
    let server = Setup::new().argument("--session-life", "2h").start().await;
    let browser = server.partner().await;
    for _ in 0..3 {
        server.pass(HOUR / 2);
        assert!(is_signed_in(&browser).await);
    }
    let end = browser.get("/api/auth").await.json()["expiresAt"].clone();
    assert!(
        end.as_str().unwrap().starts_with("2026-03-02T11:00:0"),
        "{end}"
    );

    server.pass(HOUR / 2);

    assert!(!is_signed_in(&browser).await && !is_operator(&browser).await);
    browser
        .sign_in_with_pak()
        .await
        .assert_problem(401, "Operator sign-in required");
}

#[tokio::test]
async fn a_restart_keeps_the_key_and_ends_the_sessions() {
    // Without SESSION_KEYS the server makes its own.
    let setup = Setup::new().argument("--session-keys", "");
    let server = setup.start().await;
    let browser = server.partner().await;
    let folder = server.keep_folder();
    let key = || std::fs::read(folder.path().join("data/keys/session_keys")).unwrap();
    let before = key();

    let server = server.crash_and_restart().await;

    assert_eq!(key(), before);
    let browser = browser.moved_to(&server);
    browser
        .get("/api/agents")
        .await
        .assert_problem(401, "Sign-in required");
    browser.sign_in_as_operator().await.assert_signed_in(false);
    browser.sign_in_with_pak().await.assert_signed_in(true);
    assert!(is_signed_in(&browser).await);
}

#[tokio::test]
async fn a_new_key_signs_and_only_the_keys_that_are_set_count() {
    let both = format!("{NEW_KEY},{SESSION_KEY}");
    let server = Setup::new().argument("--session-keys", &both).start().await;

    let browser = server.partner().await;

    assert!(is_signed_in(&browser).await);
    let server = server.restart_with("--session-keys", NEW_KEY).await;
    let browser = browser.moved_to(&server);
    assert!(
        !is_signed_in(&browser).await,
        "sessions end with the process"
    );
    let browser = server.partner().await;
    assert!(is_signed_in(&browser).await);
}

#[tokio::test]
async fn sessions_do_not_see_each_other() {
    let (server, one) = Server::with_partner().await;
    let other = server.local().await;
    let stranger = server.browser();

    one.delete("/api/auth").await;

    assert!(!is_signed_in(&one).await);
    assert!(is_signed_in(&other).await);
    assert!(!is_operator(&other).await);
    assert!(!is_signed_in(&stranger).await);
}

#[tokio::test]
async fn a_tab_of_another_environment_needs_its_own_login() {
    let (server, dev) = Server::with_partner().await;
    let staging = dev.tab("staging");

    staging
        .get("/api/agents")
        .await
        .assert_problem(401, "Sign-in required");
    staging.sign_in_with_pak().await.assert_signed_in(true);

    assert!(is_signed_in(&staging).await && is_signed_in(&dev).await);
    let calls = server.fakes.staging.host().journal();
    assert_eq!(calls.len(), 2, "{calls:?}");
    staging.delete("/api/auth").await;
    assert!(
        !is_signed_in(&dev).await,
        "signing out is for the whole session"
    );
}

#[tokio::test]
async fn two_cookies_of_the_name_let_nobody_in_who_is_not() {
    let (server, browser) = Server::with_partner().await;
    let good = browser.cookie().unwrap();
    let stranger = server.browser();
    let forged = format!("{COOKIE}=forged; {COOKIE}={good}x");

    let request = stranger
        .request(Method::GET, "/api/auth")
        .header("Cookie", forged);

    assert_eq!(
        Answer::to(request).await.json()["authenticated"],
        json!(false)
    );
}
