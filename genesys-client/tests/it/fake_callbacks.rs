//! What the fake checks of callbacks.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use genesys_client::fake::FakeGenesys;
use reqwest::Response;
use serde_json::{Value, json};

use crate::{
    stranger::{Stranger, json_of},
    support::CALLBACKS,
};

async fn post(stranger: &Stranger, body: &Value) -> Response {
    stranger
        .send(stranger.http.post(stranger.url(CALLBACKS)).json(body))
        .await
}

fn callback() -> Value {
    json!({ "callbackNumbers": ["+12025550147"], "queueId": FakeGenesys::QUEUE_ID })
}

/// The usual callback with some fields changed.
fn with(fields: Value) -> Value {
    let mut callback = callback();
    let fields = fields.as_object().expect("fields are an object").clone();
    callback
        .as_object_mut()
        .expect("a callback is an object")
        .extend(fields);
    callback
}

#[tokio::test]
async fn callbacks_are_checked_field_by_field() {
    let stranger = Stranger::new().await;
    let time = |days: i64| (Utc::now() + TimeDelta::days(days)).to_rfc3339();
    let cases = [
        (
            with(json!({ "callbackNumbers": null })),
            400,
            "callback.error.missing.callback.numbers",
        ),
        (
            with(json!({ "callbackNumbers": [] })),
            400,
            "callback.error.missing.callback.numbers",
        ),
        (
            with(json!({ "callbackNumbers": "+12025550147" })),
            400,
            "bad.request",
        ),
        (
            with(json!({ "callbackNumbers": [12025550147_u64] })),
            400,
            "bad.request",
        ),
        (
            with(json!({ "queueId": null })),
            400,
            "callback.error.missing.queue.id",
        ),
        (with(json!({ "queueId": "unknown" })), 404, "not.found"),
        (with(json!({ "scriptId": "unknown" })), 404, "not.found"),
        (with(json!({ "scriptId": 7 })), 400, "bad.request"),
        (
            with(json!({ "callbackScheduledTime": "tomorrow" })),
            400,
            "invalid.date",
        ),
        (
            with(json!({ "callbackScheduledTime": time(-1) })),
            400,
            "invalid.date",
        ),
        (
            with(json!({ "callbackScheduledTime": time(32) })),
            400,
            "callback.error.scheduled.time.too.far.in.future",
        ),
        (with(json!({ "data": { "number": 7 } })), 400, "bad.request"),
        (with(json!({ "data": "text" })), 400, "bad.request"),
        (
            with(json!({ "validateCallbackNumbers": true, "callbackNumbers": ["555 0147"] })),
            400,
            "invalid.value",
        ),
    ];

    for (body, status, code) in cases {
        let answer = post(&stranger, &body).await;

        assert_eq!(answer.status(), status, "{body}");
        let error = json_of(answer).await;
        assert_eq!(
            (&error["code"], &error["status"]),
            (&json!(code), &json!(status)),
            "{body}"
        );
    }
    assert!(stranger.genesys.callbacks().is_empty());
}

#[tokio::test]
async fn callbacks_that_are_right_are_taken() {
    let stranger = Stranger::new().await;
    let routing = json!({ "queueId": FakeGenesys::QUEUE_ID, "priority": 0, "skillIds": [] });
    let soon = (Utc::now() + TimeDelta::days(30)).to_rfc3339();
    let bodies = [
        callback(),
        with(json!({ "queueId": null, "routingData": routing })),
        with(json!({ "callbackScheduledTime": soon, "scriptId": FakeGenesys::SCRIPT_ID })),
        with(json!({ "callbackNumbers": ["555 0147"], "somethingNew": { "a": 1 } })),
        with(json!({ "validateCallbackNumbers": true, "data": { "a": "b" } })),
    ];

    for body in &bodies {
        let answer = post(&stranger, body).await;

        assert_eq!(answer.status(), 200, "{body}");
        let created = json_of(answer).await;
        assert_eq!(created["callbackIdentifiers"][1]["type"], "ACD");
    }
    let mut ids: Vec<_> = stranger
        .genesys
        .callbacks()
        .into_iter()
        .map(|callback| callback.conversation_id)
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), bodies.len(), "each has an id of its own");
}

#[tokio::test]
async fn bodies_must_be_json_objects_and_say_so() {
    let stranger = Stranger::new().await;
    let post = |content_type: &str, body: &str| {
        stranger
            .http
            .post(stranger.url(CALLBACKS))
            .header("content-type", content_type)
            .body(body.to_owned())
    };
    let right = callback().to_string();
    let cases = [
        ("application/json; charset=UTF-8", right.as_str(), 200),
        ("Application/JSON", &right, 200),
        ("text/plain", &right, 415),
        ("application/json", "{", 400),
        ("application/json", "[]", 400),
        ("application/json", "", 400),
    ];

    for (content_type, body, status) in cases {
        let answer = stranger.send(post(content_type, body)).await;
        assert_eq!(answer.status(), status, "{content_type} {body}");
    }
}

#[tokio::test]
async fn a_callback_can_only_be_set_to_disconnected() {
    let stranger = Stranger::new().await;
    let created = json_of(post(&stranger, &callback()).await).await;
    let id = created["conversation"]["id"].as_str().unwrap();
    let url = stranger.url(&format!("{CALLBACKS}/{id}"));

    let other = stranger
        .http
        .patch(&url)
        .json(&json!({ "state": "connected" }));
    assert_eq!(stranger.send(other).await.status(), 400);
    let right = stranger
        .http
        .patch(&url)
        .json(&json!({ "state": "disconnected" }));
    let cancelled = json_of(stranger.send(right).await).await;

    assert_eq!(cancelled["state"], "disconnected");
    assert_eq!(
        cancelled["participants"][0]["callbacks"][0]["state"],
        "disconnected"
    );
    let change = json!({ "conversationId": id, "agentId": "agent-1" });
    let late = stranger.http.patch(stranger.url(CALLBACKS)).json(&change);
    assert_eq!(
        stranger.send(late).await.status(),
        400,
        "what is over cannot be moved"
    );
}

#[tokio::test]
async fn behaviour_that_was_asked_for_ends_by_count_or_by_calm() {
    let stranger = Stranger::new().await;
    stranger.genesys.fail_callbacks(503, 1);
    assert_eq!(post(&stranger, &callback()).await.status(), 503);
    assert_eq!(post(&stranger, &callback()).await.status(), 200);

    stranger.genesys.fail_callbacks(503, 9);
    stranger.genesys.fail_cancels(503, 9);
    stranger.genesys.throttle(9, Some(Duration::from_secs(3)));
    let throttled = post(&stranger, &callback()).await;
    assert_eq!(
        (
            throttled.status().as_u16(),
            &throttled.headers()["retry-after"]
        ),
        (429, &"3".parse().unwrap())
    );
    stranger.genesys.calm();

    assert_eq!(post(&stranger, &callback()).await.status(), 200);
}
