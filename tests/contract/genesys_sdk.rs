//! `purecloud-platform-client-v2`, the vendor's SDK for JavaScript, against [`FakeGenesys`].

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use genesys_client::fake::FakeGenesys;
use serde_json::{Value, json};

use crate::node;

const AGENT_ID: &str = "66666666-0000-4000-8000-000000000001";

/// Runs a script with the fake's address and credentials, and what else it needs.
pub(crate) async fn run(script: &str, genesys: &FakeGenesys, more: Value) -> Value {
    let mut input = json!({
        "url": genesys.url(),
        "clientId": FakeGenesys::CLIENT_ID,
        "clientSecret": FakeGenesys::CLIENT_SECRET,
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    node::run(script, &input).await
}

fn callback() -> Value {
    json!({
        "queueId": FakeGenesys::QUEUE_ID,
        "scriptId": FakeGenesys::SCRIPT_ID,
        "callbackUserName": "Zoë Example",
        "callbackNumbers": ["+12025550147"],
        "callbackScheduledTime": written(in_days(1)),
        "data": { "notes": "ready to close the deal" },
    })
}

fn in_days(days: i64) -> DateTime<Utc> {
    Utc::now() + TimeDelta::days(days)
}

/// As the vendor documents it, in steps of a millisecond.
fn written(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The requests as the fake received them.
pub(crate) fn received(genesys: &FakeGenesys) -> Vec<String> {
    let journal = genesys.host().journal();
    journal
        .iter()
        .map(ccaas_http::test_util::JournalEntry::line)
        .collect()
}

pub(crate) fn statuses(answers: &Value) -> Vec<u64> {
    let answers = answers.as_array().expect("the script prints a list");
    answers
        .iter()
        .filter_map(|answer| answer["status"].as_u64())
        .collect()
}

#[tokio::test]
async fn a_callback_is_created_read_moved_and_cancelled() {
    let genesys = FakeGenesys::start().await;
    let (callback, new_time) = (callback(), written(in_days(2)));
    let input = json!({ "callback": callback, "agentId": AGENT_ID, "newTime": new_time });

    let found = run("callback.cjs", &genesys, input).await;

    let created = &found["created"]["body"];
    let id = created["conversation"]["id"]
        .as_str()
        .expect("a conversation has an id");
    assert_eq!(created["callbackIdentifiers"][0]["type"], "EXTERNAL");
    let read = &found["read"]["body"];
    assert_eq!(read["id"], id);
    let customer = &read["participants"][0];
    assert_eq!(customer["purpose"], "customer");
    assert_eq!(customer["state"], "connected");
    for field in [
        "callbackNumbers",
        "callbackUserName",
        "callbackScheduledTime",
    ] {
        assert_eq!(customer[field], callback[field], "{field}");
    }
    assert_eq!(customer["attributes"], callback["data"]);
    assert_eq!(customer["queue"]["id"], FakeGenesys::QUEUE_ID);
    assert_eq!(customer["script"]["id"], FakeGenesys::SCRIPT_ID);
    assert_eq!(found["moved"]["body"]["conversation"]["id"], id);
    assert_eq!(found["cancelled"]["body"]["state"], "disconnected");
    let after = &found["after"]["body"]["participants"][0];
    assert_eq!(after["state"], "disconnected");
    assert_eq!(after["callbackScheduledTime"], new_time);

    let one = format!("/api/v2/conversations/callbacks/{id}");
    assert_eq!(
        received(&genesys),
        [
            "POST /oauth/token".to_owned(),
            "POST /api/v2/conversations/callbacks".to_owned(),
            format!("GET {one}"),
            "PATCH /api/v2/conversations/callbacks".to_owned(),
            format!("PATCH {one}"),
            format!("GET {one}"),
        ]
    );
    let journal = genesys.host().journal();
    assert_eq!(journal[0].authorization.as_deref(), Some("Basic"));
    assert_eq!(journal[0].body, "grant_type=client_credentials");
    assert_eq!(journal[1].authorization.as_deref(), Some("Bearer"));
    assert_eq!(journal[1].json(), callback);
    assert_eq!(journal[4].json(), json!({ "state": "disconnected" }));
    assert_eq!(genesys.callbacks()[0].state, "disconnected");
}

#[tokio::test]
async fn queues_and_scripts_are_listed_found_and_read() {
    let genesys = FakeGenesys::start().await;
    let other_queue = "33333333-0000-4000-8000-000000000002";
    genesys.add_queue(other_queue, "Accounts");
    genesys.add_queue("33333333-0000-4000-8000-000000000003", "Sales");
    genesys.add_script("44444444-0000-4000-8000-000000000002", "Survey");
    let input = json!({
        "queueIds": [FakeGenesys::QUEUE_ID, other_queue],
        "scriptName": "callback",
        "scriptId": FakeGenesys::SCRIPT_ID,
    });

    let found = run("entities.cjs", &genesys, input).await;

    assert_eq!(
        found["queuePages"],
        json!([["Accounts", "Sales"], ["Video Callbacks"]])
    );
    let by_id = &found["queuesById"]["body"];
    assert_eq!(by_id["total"], 2);
    assert_eq!(by_id["entities"][0]["id"], other_queue);
    assert_eq!(by_id["entities"][1]["id"], FakeGenesys::QUEUE_ID);
    assert_eq!(found["queue"]["body"]["name"], "Video Callbacks");
    let scripts = &found["scripts"]["body"];
    assert_eq!(scripts["total"], 1);
    assert_eq!(scripts["entities"][0], found["script"]["body"]);
    assert_eq!(found["script"]["body"]["name"], "Video Callback Script");
}

#[tokio::test]
async fn a_token_is_described_given_back_and_then_refused() {
    let genesys = FakeGenesys::start().await;
    genesys.set_token_life(Duration::from_secs(3_600));

    let found = run("token.cjs", &genesys, json!({})).await;

    let seconds = found["secondsLeft"]
        .as_f64()
        .expect("the SDK knows when the token ends");
    assert!((3_000.0..=3_600.0).contains(&seconds), "{seconds}");
    assert_eq!(
        found["me"]["body"]["OAuthClient"]["id"],
        FakeGenesys::CLIENT_ID
    );
    assert_eq!(found["head"]["status"], 200);
    assert_eq!(found["givenBack"]["status"], 200);
    assert_eq!(found["after"]["status"], 401);
    assert_eq!(found["after"]["body"]["code"], "bad.credentials");
    assert_eq!(genesys.tokens_issued(), 1);
}

#[tokio::test]
async fn a_gateway_may_put_its_own_paths_before_the_vendors() {
    let genesys = FakeGenesys::start().await;
    let input = json!({ "loginPath": "sign-in/eu", "apiPath": "/platform/" });

    let found = run("token.cjs", &genesys, input).await;

    assert_eq!(
        found["me"]["body"]["OAuthClient"]["id"],
        FakeGenesys::CLIENT_ID
    );
    assert_eq!(
        received(&genesys),
        [
            "POST /sign-in/eu/oauth/token",
            "GET /platform/api/v2/tokens/me",
            "HEAD /platform/api/v2/tokens/me",
            "DELETE /platform/api/v2/tokens/me",
            "GET /platform/api/v2/tokens/me",
        ]
    );
}

#[tokio::test]
async fn a_wrong_secret_is_refused_in_the_words_of_the_sign_in() {
    let genesys = FakeGenesys::start().await;
    let input = json!({ "clientSecret": "not the secret" });

    let refusal = run("sign_in_refused.cjs", &genesys, input).await;

    assert_eq!(
        refusal,
        json!({
            "status": 401,
            "body": {
                "error": "invalid_client",
                "description": "authentication failed",
                "error_description": "authentication failed",
            },
        })
    );
    assert_eq!(received(&genesys), ["POST /oauth/token"]);
}

#[tokio::test]
async fn too_many_requests_say_when_to_come_back() {
    let genesys = FakeGenesys::start().await;
    genesys.throttle(1, Some(Duration::from_secs(7)));
    let input =
        json!({ "calls": [["ConversationsApi", "postConversationsCallbacks", callback()]] });

    let refusals = run("refusals.cjs", &genesys, input).await;

    let refusal = &refusals[0];
    assert_eq!(refusal["status"], 429);
    assert_eq!(refusal["headers"]["retry-after"], "7");
    assert_eq!(refusal["body"]["status"], 429);
    assert_eq!(refusal["body"]["code"], "too.many.requests.retry.after");
    assert!(genesys.callbacks().is_empty());
}

#[tokio::test]
async fn refusals_have_the_platforms_error_body() {
    let genesys = FakeGenesys::start().await;
    genesys.revoke_permission("routing:queue:view");
    let with = |field: &str, value: Value| {
        let mut callback = callback();
        callback[field] = value;
        json!(["ConversationsApi", "postConversationsCallbacks", callback])
    };
    let input = json!({ "calls": [
        with("callbackNumbers", json!([])),
        with("callbackScheduledTime", json!(written(in_days(40)))),
        with("queueId", json!("unknown")),
        ["ConversationsApi", "getConversationsCallback", "unknown"],
        ["RoutingApi", "getRoutingQueues"],
        ["UsersApi", "getUsersMe"],
    ] });

    let refusals = run("refusals.cjs", &genesys, input).await;

    assert_eq!(statuses(&refusals), [400, 400, 404, 404, 403, 400]);
    let codes = [
        "callback.error.missing.callback.numbers",
        "callback.error.scheduled.time.too.far.in.future",
        "not.found",
        "not.found",
        "missing.permissions",
        "not.a.user",
    ];
    for (index, code) in codes.into_iter().enumerate() {
        let refusal = &refusals[index];
        let body = &refusal["body"];
        assert_eq!(body["code"], code);
        assert_eq!(body["status"], refusal["status"], "{code}");
        assert!(body["message"].is_string(), "{code}");
        assert_eq!(
            body["contextId"], refusal["headers"]["inin-correlation-id"],
            "{code}"
        );
    }
    assert_eq!(
        refusals[0]["body"]["details"][0]["fieldName"],
        "callbackNumbers"
    );
    assert_eq!(refusals[2]["body"]["entityName"], "queue");
}

#[tokio::test]
async fn a_breaking_platform_is_told_apart_from_a_refusal() {
    let genesys = FakeGenesys::start().await;
    genesys.fail_callbacks(503, 1);
    let input =
        json!({ "calls": [["ConversationsApi", "postConversationsCallbacks", callback()]] });

    let refusals = run("refusals.cjs", &genesys, input).await;

    assert_eq!(refusals[0]["status"], 503);
    assert_eq!(refusals[0]["body"]["code"], "service.unavailable");
    assert!(genesys.callbacks().is_empty());
}
