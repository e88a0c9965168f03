//! API keys and bearer tokens.

use chrono::{TimeDelta, Utc};
use reqwest::Method;
use screen_pop::keys::{Kind, Scope};
use serde_json::{Value, json};

use super::harness::{Answer, EMAIL, KNOWN, PAGE, PASSWORD, Server};

async fn with(server: &Server, name: &str, value: &str) -> Answer {
    let request = server
        .request(Method::GET, "/api/lookup")
        .query(&[("phone", KNOWN)]);
    Answer::to(request.header(name, value)).await
}

#[tokio::test]
async fn no_wrong_expired_or_revoked_key_gets_the_documents_401() {
    let server = Server::start().await;
    let hour_ago = Utc::now() - TimeDelta::hours(1);
    let expired = server
        .make_key(|terms| terms.expires_at = Some(hour_ago))
        .await;
    let key = &server.key;
    let wrong = [
        with(&server, "accept", "*/*").await,
        with(&server, "x-api-key", "wrong").await,
        with(&server, "x-api-key", &key[..key.len() - 1]).await,
        with(&server, "x-api-key", &format!("{key}{key}")).await,
        with(&server, "x-api-key", &expired).await,
        with(&server, "authorization", &format!("Basic {key}")).await,
        with(&server, "authorization", "Bearer spt_AAAA").await,
    ];

    for answer in wrong {
        assert_eq!(answer.status, 401);
        assert_eq!(answer.text, r#"{"error":"Unauthorized"}"#);
    }
}

#[tokio::test]
async fn a_key_gives_a_token_for_an_hour_and_a_token_gives_none() {
    let server = Server::start().await;
    let give = |name: &'static str, value: String| {
        let request = server.request(Method::POST, "/api/auth/token");
        Answer::to(request.header(name, value))
    };

    let given = give("x-api-key", server.key.clone()).await.json();

    assert_eq!(
        (&given["token_type"], &given["expires_in"]),
        (&"Bearer".into(), &3600.into())
    );
    let bearer = format!("Bearer {}", given["access_token"].as_str().unwrap());
    assert_eq!(with(&server, "authorization", &bearer).await.status, 200);
    assert_eq!(give("authorization", bearer).await.status, 401);
}

#[tokio::test]
async fn the_1001st_lookup_of_a_minute_is_refused_until_the_limit_is_raised() {
    let server = Server::start().await;
    let limited = server.make_key(|_| {}).await;
    for _ in 0..1000 {
        assert_eq!(with(&server, "x-api-key", &limited).await.status, 200);
    }

    let refused = with(&server, "x-api-key", &limited).await;

    assert_eq!(refused.status, 429);
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(refused.header("ratelimit-limit"), "1000");
    let higher = server
        .make_key(|terms| terms.limit_per_minute = Some(2000))
        .await;
    for _ in 0..1001 {
        assert_eq!(with(&server, "x-api-key", &higher).await.status, 200);
    }
}

#[tokio::test]
async fn a_browsers_key_is_good_on_pages_of_its_origin_alone() {
    let server = Server::start().await;
    let origin = "https://desk.example.com";
    let key = server
        .make_key(|terms| {
            terms.kind = Kind::Browser;
            terms.origin = Some(origin.to_owned());
        })
        .await;
    let from = async |origin: &str| {
        let request = server
            .request(Method::GET, "/api/lookup")
            .query(&[("phone", KNOWN)]);
        Answer::to(request.header("x-api-key", &key).header("origin", origin)).await
    };

    let good = from(origin).await;

    assert_eq!(good.status, 200);
    assert_eq!(good.header("access-control-allow-origin"), origin);
    assert_eq!(good.header("ratelimit-limit"), "60");
    assert_eq!(from(PAGE).await.status, 401);
    assert_eq!(with(&server, "x-api-key", &key).await.status, 401);
}

#[tokio::test]
async fn a_key_for_something_else_looks_nothing_up() {
    let server = Server::start().await;
    let reader = server
        .make_key(|terms| terms.scopes = vec![Scope::ReadCases])
        .await;

    assert_eq!(with(&server, "x-api-key", &reader).await.status, 403);
    let cases = server
        .request(Method::GET, "/api/cases")
        .header("x-api-key", &reader);
    assert_eq!(Answer::to(cases).await.status, 200);
    let keys = server
        .request(Method::GET, "/api/keys")
        .header("x-api-key", &reader);
    assert_eq!(Answer::to(keys).await.status, 403);
}

#[tokio::test]
async fn an_admin_makes_rotates_and_revokes_a_key_and_sees_its_use() {
    let server = Server::start().await;
    let ask = async |method: Method, path: &str, body: Value| {
        let request = server.admin(method, path).await;
        Answer::to(request.json(&body)).await
    };
    let wanted = json!({"name": "IVR", "environment": "production"});
    let made = ask(Method::POST, "/api/keys", wanted).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let (id, first) = (made.json()["id"].clone(), made.json()["key"].clone());
    let (id, first) = (id.as_str().unwrap(), first.as_str().unwrap());

    let path = format!("/api/keys/{id}/rotate");
    let rotated = ask(Method::POST, &path, json!({"overlap_hours": 1}))
        .await
        .json();
    let second = rotated["key"].as_str().unwrap();
    for key in [first, second] {
        assert_eq!(with(&server, "x-api-key", key).await.status, 200);
    }
    let listed = ask(Method::GET, "/api/keys", json!({})).await;
    let listed = listed.json()["keys"].as_array().unwrap().clone();
    let shown = listed.iter().find(|key| key["id"] == id).unwrap();
    assert_eq!(
        (&shown["uses"], &shown["environment"]),
        (&2.into(), &"production".into())
    );
    assert!(shown["last_used_at"].is_string() && shown.get("key").is_none());

    ask(Method::POST, &path, json!({"overlap_hours": 0})).await;
    assert_eq!(with(&server, "x-api-key", second).await.status, 401);
    ask(Method::DELETE, &format!("/api/keys/{id}"), json!({})).await;
    assert_eq!(with(&server, "x-api-key", first).await.status, 401);
}

/// A key that an admin makes, and changes of it that go out at once.
struct Made {
    id: String,
    secret: String,
    cookie: String,
}

impl Made {
    async fn by_admin(server: &Server) -> Self {
        let cookie = server.sign_in(EMAIL, PASSWORD).await;
        let make = server
            .request(Method::POST, "/api/keys")
            .header("cookie", &cookie);
        let made = Answer::to(make.json(&json!({"name": "IVR"}))).await.json();
        let text = |field: &str| made[field].as_str().unwrap().to_owned();
        Self {
            id: text("id"),
            secret: text("key"),
            cookie,
        }
    }

    async fn rotate(&self, server: &Server) -> Answer {
        let path = format!("/api/keys/{}/rotate", self.id);
        let request = server
            .request(Method::POST, &path)
            .header("cookie", &self.cookie);
        Answer::to(request.json(&json!({"overlap_hours": 1}))).await
    }

    async fn revoke(&self, server: &Server) -> Answer {
        let path = format!("/api/keys/{}", self.id);
        let request = server.request(Method::DELETE, &path);
        Answer::to(request.header("cookie", &self.cookie)).await
    }
}

#[tokio::test]
async fn of_two_rotations_at_once_one_is_refused_and_no_secret_is_lost() {
    let server = Server::start().await;
    for _ in 0..10 {
        let made = Made::by_admin(&server).await;

        let answers = tokio::join!(made.rotate(&server), made.rotate(&server));

        let (done, refused) = match answers {
            (done, refused) if done.status == 200 => (done, refused),
            (refused, done) => (done, refused),
        };
        assert_eq!(
            (done.status, refused.status),
            (200, 409),
            "{}",
            refused.text
        );
        let rotated = done.json();
        for key in [&*made.secret, rotated["key"].as_str().unwrap()] {
            assert_eq!(with(&server, "x-api-key", key).await.status, 200);
        }
    }
}

#[tokio::test]
async fn a_revoked_key_stays_so_whatever_goes_on_beside() {
    let server = Server::start().await;
    for _ in 0..10 {
        let made = Made::by_admin(&server).await;

        let (rotated, revoked) = tokio::join!(made.rotate(&server), made.revoke(&server));

        assert_eq!(revoked.status, 200, "{}", revoked.text);
        let rotated = rotated.json();
        for key in [Some(&*made.secret), rotated["key"].as_str()] {
            let answer = with(&server, "x-api-key", key.unwrap_or("none")).await;
            assert_eq!(answer.status, 401);
        }
        assert_eq!(made.rotate(&server).await.status, 404);
    }
}

#[tokio::test]
async fn what_was_used_of_a_key_is_counted_on_after_a_rotation() {
    let server = Server::start().await;
    let made = Made::by_admin(&server).await;
    let first = with(&server, "x-api-key", &made.secret).await;

    let rotated = made.rotate(&server).await.json();
    let second = with(&server, "x-api-key", rotated["key"].as_str().unwrap()).await;

    let left = |answer: &Answer| answer.header("ratelimit-remaining").parse::<u32>().unwrap();
    assert_eq!(left(&first), left(&second) + 1);
    let keys = server.state.keys.list();
    let key = keys.iter().find(|key| key.id == made.id).unwrap();
    assert_eq!(key.uses, 2);
}

#[tokio::test]
async fn wrong_keys_by_the_hundred_are_slowed_down_and_right_ones_are_not() {
    let server = Server::start().await;
    for _ in 0..100 {
        assert_eq!(with(&server, "x-api-key", "wrong").await.status, 401);
    }

    let slowed = with(&server, "x-api-key", "wrong").await;

    assert_eq!(slowed.status, 429);
    assert!(!slowed.header("retry-after").is_empty());
    assert_eq!(with(&server, "x-api-key", &server.key).await.status, 200);
}
