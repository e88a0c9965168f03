//! Bad input, and a database that cannot be used.

use std::{sync::Arc, time::Duration};

use chrono::Utc;
use reqwest::Method;
use screen_pop::{
    command::keys,
    keys::{Kind, Scope},
    store::Store,
};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use super::harness::{Answer, KNOWN, Server};
use crate::in_process::until;

#[tokio::test]
async fn whatever_stands_in_the_number_it_is_a_miss_or_a_400() {
    let server = Server::start().await;

    for (phone, status) in [
        ("'; DROP TABLE cases; --", 400),
        ("<script>alert(1)</script>", 404),
        ("\u{1f4de}", 400),
        ("anonymous", 404),
        ("Restricted", 404),
        ("", 404),
        ("1", 404),
    ] {
        let answer = server.post(json!({"phone": phone})).await;
        assert_eq!(answer.status, status, "{phone:?}: {}", answer.text);
        assert_eq!(server.look_up(phone).await.status, status, "{phone:?}");
    }
    let invalid = server.look_up("\u{1f4de}").await;
    assert_eq!(invalid.error(), "Invalid phone number format");
    assert_eq!(server.look_up(KNOWN).await.status, 200);
}

#[tokio::test]
async fn two_numbers_and_bodies_that_are_none_are_refused() {
    let server = Server::start().await;
    let send = async |body: Vec<u8>| {
        let request = server.request(Method::POST, "/api/lookup");
        let request = request.header("x-api-key", &server.key).body(body);
        Answer::to(request.header("content-type", "application/json")).await
    };

    let two = server.request(Method::GET, "/api/lookup?phone=06&phone=07");
    let two = Answer::to(two.header("x-api-key", &server.key)).await;

    assert_eq!(
        (two.status, two.error()),
        (400, "Phone number must be given once".into())
    );
    for body in [&b"{"[..], b"", b"[]", b"\xff\xfe\x00", b"{\"phone\": [1]}"] {
        assert_eq!(send(body.to_vec()).await.status, 400, "{body:?}");
    }
    let large = json!({"phone": "9".repeat(1024 * 1024)}).to_string();
    assert_eq!(send(large.into_bytes()).await.status, 413);
    let long = json!({"phone": "9".repeat(1024)}).to_string();
    assert_eq!(send(long.into_bytes()).await.status, 400);
}

/// Waits until lookups say whether they are stale.
async fn until_stale(server: &Server, expected: bool) {
    let state = Arc::clone(&server.state);
    until("a look at the database", || {
        state.cases.is_stale() == expected
    })
    .await;
}

async fn assert_goes_on_from_memory(server: &Server) {
    let hit = server.look_up(KNOWN).await;
    assert_eq!((hit.status, &hit.json()["stale"]), (200, &true.into()));
    let miss = server.look_up("+391234567890").await;
    assert_eq!((miss.status, &miss.json()["stale"]), (404, &true.into()));
    let status = Answer::to(server.request(Method::GET, "/api/status")).await;
    assert_eq!(
        (status.status, &status.json()["status"]),
        (503, &"red".into())
    );
    let ready = Answer::to(server.request(Method::GET, "/readyz")).await;
    assert_eq!(ready.status, 503);
    let described = Answer::to(server.request(Method::GET, "/api/openapi.json")).await;
    assert!(described.text.contains("the database cannot be reached"));
}

#[tokio::test]
async fn without_its_database_lookups_go_on_and_writes_do_not() {
    let server = Server::start().await;
    let write = server.admin(Method::POST, "/api/cases").await;
    std::fs::remove_file(server.database()).unwrap();

    until_stale(&server, true).await;

    assert_goes_on_from_memory(&server).await;
    let refused = Answer::to(write.json(&json!({"name": "Kim", "phone": "+12025550108"}))).await;
    assert_eq!(refused.status, 503);
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(server.look_up("+12025550108").await.status, 404);
}

#[tokio::test]
async fn while_another_program_has_the_database_locked_lookups_go_on() {
    let server = Server::start().await;
    let write = server.admin(Method::POST, "/api/cases").await;
    let address = format!("sqlite://{}", server.database().display());
    let mut other = SqliteConnection::connect(&address).await.unwrap();
    sqlx::query("BEGIN EXCLUSIVE")
        .execute(&mut other)
        .await
        .unwrap();

    until_stale(&server, true).await;

    assert_goes_on_from_memory(&server).await;
    let write = write.timeout(Duration::from_secs(15));
    let refused = Answer::to(write.json(&json!({"name": "Kim", "phone": "+12025550109"}))).await;
    assert_eq!(refused.status, 503);
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    until_stale(&server, false).await;
    server
        .add(json!({"name": "Kim", "phone": "+12025550109"}))
        .await;
    let hit = server.look_up("+12025550109").await;
    assert_eq!((hit.status, hit.json().get("stale")), (200, None));
}

#[tokio::test]
async fn a_key_that_another_process_made_is_good_within_seconds() {
    let server = Server::start().await;
    let store = Store::open(server.database().parent().unwrap()).await;
    let create = keys::Command::Create {
        name: "from the command line".to_owned(),
        kind: Kind::Server,
        origin: None,
        environment: None,
        scopes: vec![Scope::Lookup],
        limit_per_minute: None,
        expires_at: None,
    };

    let mut out = Vec::new();
    keys::run(create, &store.unwrap(), &mut out).await.unwrap();

    let key = String::from_utf8(out).unwrap();
    let is_known = || {
        let live = server.state.keys.check(key.trim(), None, Utc::now());
        live.is_some()
    };
    until("the new key", is_known).await;
}
