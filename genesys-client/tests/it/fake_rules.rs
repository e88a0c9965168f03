//! What the fake checks of everybody: credentials, tokens, paths, pages.

use chrono::{TimeDelta, Utc};
use genesys_client::fake::FakeGenesys;
use serde_json::{Value, json};

use crate::stranger::{Stranger, json_of};

#[tokio::test]
async fn credentials_are_taken_from_the_header_or_the_form() {
    let stranger = Stranger::new().await;
    for prefix in ["", "/login"] {
        let answer = stranger
            .http
            .post(stranger.url(&format!("{prefix}/oauth/token")))
            .form(&[
                ("grant_type", "client_credentials"),
                ("client_id", FakeGenesys::CLIENT_ID),
                ("client_secret", FakeGenesys::CLIENT_SECRET),
            ])
            .send()
            .await
            .unwrap();

        assert_eq!(answer.status(), 200);
        let token = json_of(answer).await;
        assert_eq!(
            (&token["token_type"], &token["expires_in"]),
            (&json!("bearer"), &json!(86_400))
        );
    }
    assert!(!stranger.token().await.is_empty());
}

#[tokio::test]
async fn a_sign_in_that_is_not_right_is_told_what_is_wrong() {
    let stranger = Stranger::new().await;
    let right = (FakeGenesys::CLIENT_ID, FakeGenesys::CLIENT_SECRET);
    let cases = [
        (right, "grant_type=password", 400, "unsupported_grant_type"),
        (right, "", 400, "invalid_request"),
        (
            ("nobody", "x"),
            "grant_type=client_credentials",
            401,
            "invalid_client",
        ),
        (
            (right.0, "wrong"),
            "grant_type=client_credentials",
            401,
            "invalid_client",
        ),
    ];

    for ((id, secret), body, status, error) in cases {
        let answer = stranger
            .http
            .post(stranger.url("/oauth/token"))
            .basic_auth(id, Some(secret))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .unwrap();

        assert_eq!(answer.status(), status, "{error}");
        let body = json_of(answer).await;
        assert_eq!(body["error"], error);
        assert_eq!(body["description"], body["error_description"]);
        assert_eq!(body["status"], Value::Null, "not the platform's shape");
    }
}

#[tokio::test]
async fn calls_need_a_token_that_is_known_and_alive() {
    let stranger = Stranger::new().await;
    let url = stranger.url("/api/v2/tokens/me");
    let token = stranger.token().await;

    let without = stranger.http.get(&url).send().await.unwrap();
    let unknown = stranger
        .http
        .get(&url)
        .bearer_auth("made-up")
        .send()
        .await
        .unwrap();
    let lower_case = stranger
        .http
        .get(&url)
        .header("authorization", format!("bearer {token}"))
        .send();
    let lower_case = lower_case.await.unwrap();
    let now = Utc::now();
    stranger
        .genesys
        .host()
        .set_clock(move || now + TimeDelta::days(2));
    let ended = stranger
        .http
        .get(&url)
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();

    assert_eq!(lower_case.status(), 200);
    for (answer, code) in [
        (without, "authentication.required"),
        (unknown, "bad.credentials"),
        (ended, "bad.credentials"),
    ] {
        assert_eq!(answer.status(), 401);
        assert_eq!(json_of(answer).await["code"], code);
    }
}

#[tokio::test]
async fn every_answer_tells_the_rate_limit_and_a_correlation_id() {
    let stranger = Stranger::new().await;
    let good = stranger.get("/api/v2/tokens/me").await;
    let bad = stranger.get("/api/v2/no/such/thing").await;

    for answer in [good, bad] {
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(answer.headers()["inin-ratelimit-allowed"], "300");
        for name in ["inin-ratelimit-count", "inin-ratelimit-reset"] {
            let number = answer.headers()[name].to_str().unwrap().parse::<u64>();
            assert!(
                number.is_ok_and(|number| (1..=60).contains(&number)),
                "{name}"
            );
        }
        let correlation_id = answer.headers()["inin-correlation-id"]
            .to_str()
            .unwrap()
            .to_owned();
        let body = json_of(answer).await;
        if body["status"] == 404 {
            assert_eq!(body["contextId"], correlation_id);
        }
    }
}

#[tokio::test]
async fn listings_are_paged_sorted_and_filtered_as_documented() {
    let stranger = Stranger::new().await;
    for name in ["alpha", "Beta", "gamma"] {
        stranger.genesys.add_queue(&format!("id-{name}"), name);
    }
    let names = async |query: &str| -> Vec<String> {
        let listing = json_of(
            stranger
                .get(&format!("/api/v2/routing/queues?{query}"))
                .await,
        )
        .await;
        let entities = listing["entities"].as_array().unwrap();
        entities
            .iter()
            .map(|queue| queue["name"].as_str().unwrap().to_owned())
            .collect()
    };

    assert_eq!(names("pageSize=2").await, ["alpha", "Beta"]);
    assert_eq!(
        names("pageSize=2&pageNumber=2").await,
        ["gamma", "Video Callbacks"]
    );
    assert_eq!(names("pageSize=2&pageNumber=9").await, [""; 0]);
    assert_eq!(
        names("pageSize=1&sortOrder=desc").await,
        ["Video Callbacks"]
    );
    assert_eq!(names("name=BETA").await, ["Beta"]);
    assert_eq!(names("name=*a").await, ["alpha", "Beta", "gamma"]);
    assert_eq!(names("name=al*").await, ["alpha"]);
    assert_eq!(names("name=*et*").await, ["Beta"]);
    assert_eq!(names("id=id-gamma&id=id-alpha").await, ["alpha", "gamma"]);
    assert_eq!(
        stranger
            .get("/api/v2/routing/queues?pageNumber=0")
            .await
            .status(),
        400
    );
}

#[tokio::test]
async fn users_me_does_not_work_without_a_user() {
    let stranger = Stranger::new().await;

    let answer = stranger.get("/api/v2/users/me").await;

    assert_eq!(answer.status(), 400);
    assert_eq!(json_of(answer).await["code"], "not.a.user");
}

#[tokio::test]
async fn a_token_can_be_given_back() {
    let stranger = Stranger::new().await;
    let token = stranger.token().await;
    let url = stranger.url("/api/v2/tokens/me");

    let head = stranger
        .http
        .head(&url)
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    let given_back = stranger
        .http
        .delete(&url)
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    let after = stranger
        .http
        .head(&url)
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();

    assert_eq!(
        (head.status(), given_back.status()),
        (http::StatusCode::OK, http::StatusCode::OK)
    );
    assert_eq!(after.status(), 401);
}
