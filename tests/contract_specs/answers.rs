//! What [`FakeGenesys`] answers, against the vendor's description.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use genesys_client::fake::FakeGenesys;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    description::Description,
    schema::{Writer, check},
    violation::expect_none,
};

const CALLBACKS: &str = "/api/v2/conversations/callbacks";

/// Somebody who speaks plain HTTP with a fake.
pub(crate) struct Stranger {
    pub(crate) genesys: FakeGenesys,
    pub(crate) description: Description,
    http: reqwest::Client,
    token: String,
}

impl Stranger {
    pub(crate) async fn new() -> Self {
        let genesys = FakeGenesys::start().await;
        let http = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("TLS can be set up");
        let answer = http
            .post(genesys.url().join("/oauth/token").expect("it is a path"))
            .basic_auth(FakeGenesys::CLIENT_ID, Some(FakeGenesys::CLIENT_SECRET))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials")
            .send()
            .await
            .expect("the fake answers");
        let answer: Value = answer.json().await.expect("a sign-in answers with JSON");
        let token = answer["access_token"]
            .as_str()
            .expect("a sign-in gives a token")
            .to_owned();
        Self {
            genesys,
            description: Description::genesys(),
            http,
            token,
        }
    }

    /// Calls, and fails unless the answer has this status and is as described for the operation.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        status: u16,
    ) -> Value {
        let url = self.genesys.url().join(path).expect("it is a path");
        let mut request = self
            .http
            .request(method.clone(), url.clone())
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("the fake answers");
        assert_eq!(answer.status(), status, "{method} {path}");
        let text = answer.text().await.expect("the answer has an end");

        let operation = self.description.operation(method.as_str(), url.path());
        let operation = operation.expect("the fake serves what is described");
        let Some(schema) = operation.answer(status) else {
            assert_eq!(text, "", "{method} {path} is described without a body");
            return Value::Null;
        };
        let body: Value = serde_json::from_str(&text).expect("the answer is JSON");
        let violations = check(&self.description, schema, &body, Writer::Vendor, "body");
        expect_none(
            &format!("the answer {status} to {method} {path}"),
            &violations,
        );
        body
    }

    /// Creates a callback, and gives the path it is read by.
    async fn create(&self) -> String {
        let created = self
            .call(Method::POST, CALLBACKS, Some(callback()), 200)
            .await;
        let id = created["conversation"]["id"]
            .as_str()
            .expect("a conversation has an id");
        format!("{CALLBACKS}/{id}")
    }
}

pub(crate) fn callback() -> Value {
    json!({
        "queueId": FakeGenesys::QUEUE_ID,
        "scriptId": FakeGenesys::SCRIPT_ID,
        "callbackUserName": "Zoë Example",
        "callbackNumbers": ["+12025550147"],
        "callbackScheduledTime": in_days(1),
        "data": { "notes": "ready to close the deal" },
    })
}

fn in_days(days: i64) -> String {
    (Utc::now() + TimeDelta::days(days)).to_rfc3339()
}

fn with(field: &str, value: Value) -> Option<Value> {
    let mut callback = callback();
    callback[field] = value;
    Some(callback)
}

#[tokio::test]
async fn a_callback_is_answered_as_described_from_its_creation_to_its_end() {
    let stranger = Stranger::new().await;

    let path = stranger.create().await;
    stranger.call(Method::GET, &path, None, 200).await;
    let change = json!({
        "conversationId": path.rsplit('/').next(),
        "agentId": "66666666-0000-4000-8000-000000000001",
        "callbackScheduledTime": in_days(2),
    });
    stranger
        .call(Method::PATCH, CALLBACKS, Some(change), 200)
        .await;
    let cancel = json!({ "state": "disconnected" });
    stranger.call(Method::PATCH, &path, Some(cancel), 200).await;
    let after = stranger.call(Method::GET, &path, None, 200).await;

    assert_eq!(after["participants"][0]["state"], "disconnected");
}

#[tokio::test]
async fn queues_and_scripts_are_answered_as_described() {
    let stranger = Stranger::new().await;
    for number in 2..=3 {
        stranger
            .genesys
            .add_queue(&format!("queue-{number}"), &format!("Queue {number}"));
        stranger
            .genesys
            .add_script(&format!("script-{number}"), &format!("Script {number}"));
    }

    for path in ["/api/v2/routing/queues", "/api/v2/scripts"] {
        // The middle page has both neighbours.
        let page = format!("{path}?pageNumber=2&pageSize=1");
        let listing = stranger.call(Method::GET, &page, None, 200).await;
        assert!(
            listing["nextUri"].is_string() && listing["previousUri"].is_string(),
            "{path}"
        );
        let id = listing["entities"][0]["id"]
            .as_str()
            .expect("an entity has an id");
        stranger
            .call(Method::GET, &format!("{path}/{id}"), None, 200)
            .await;
    }
}

#[tokio::test]
async fn the_token_is_answered_as_described() {
    let stranger = Stranger::new().await;

    for method in [Method::GET, Method::HEAD, Method::DELETE] {
        stranger.call(method, "/api/v2/tokens/me", None, 200).await;
    }
    stranger
        .call(Method::GET, "/api/v2/tokens/me", None, 401)
        .await;
}

#[tokio::test]
async fn refusals_are_answered_as_described() {
    let stranger = Stranger::new().await;

    for (body, status) in [
        (None, 415),
        (Some(json!([])), 400),
        (with("callbackNumbers", json!([])), 400),
        (with("callbackNumbers", json!("+12025550147")), 400),
        (with("queueId", Value::Null), 400),
        (with("queueId", json!("unknown")), 404),
        (with("scriptId", json!("unknown")), 404),
        (with("callbackScheduledTime", json!("tomorrow")), 400),
        (with("callbackScheduledTime", json!(in_days(-1))), 400),
        (with("callbackScheduledTime", json!(in_days(40))), 400),
        (with("data", json!({ "count": 1 })), 400),
    ] {
        stranger.call(Method::POST, CALLBACKS, body, status).await;
    }
    let path = stranger.create().await;
    let other_state = Some(json!({ "state": "connected" }));
    stranger.call(Method::PATCH, &path, other_state, 400).await;
    stranger
        .call(Method::PATCH, CALLBACKS, Some(json!({})), 400)
        .await;
    let unknown = format!("{CALLBACKS}/unknown");
    stranger.call(Method::GET, &unknown, None, 404).await;
    stranger
        .call(Method::GET, "/api/v2/routing/queues/unknown", None, 404)
        .await;
    stranger
        .call(
            Method::GET,
            "/api/v2/routing/queues?pageNumber=0",
            None,
            400,
        )
        .await;
    stranger
        .call(Method::GET, "/api/v2/scripts/unknown", None, 404)
        .await;
    stranger
        .call(Method::GET, "/api/v2/users/me", None, 400)
        .await;
    stranger.genesys.revoke_permission("routing:queue:view");
    stranger
        .call(Method::GET, "/api/v2/routing/queues", None, 403)
        .await;
}

#[tokio::test]
async fn a_platform_that_breaks_answers_as_described() {
    let stranger = Stranger::new().await;

    for retry_after in [None, Some(Duration::from_secs(7))] {
        stranger.genesys.throttle(1, retry_after);
        stranger
            .call(Method::GET, "/api/v2/tokens/me", None, 429)
            .await;
    }
    for status in [500, 502, 503, 504] {
        stranger.genesys.fail_callbacks(status, 1);
        stranger
            .call(Method::POST, CALLBACKS, Some(callback()), status)
            .await;
    }
    stranger.genesys.expire_tokens();
    stranger
        .call(Method::POST, CALLBACKS, Some(callback()), 401)
        .await;
}
