//! Open Messaging of the fake: what it refuses, in the vendor's words.

use std::time::Duration;

use genesys_client::fake::FakeGenesys;
use serde_json::{Value, json};

use crate::{
    fake_open::{post, text, wrote},
    stranger::{Stranger, json_of},
    support::with_clock,
};

/// `body` with `value` at `place`; `null` is like leaving it out.
fn with(mut body: Value, place: &str, value: Value) -> Value {
    let (parent, name) = place.rsplit_once('/').expect("a place has a slash");
    body.pointer_mut(parent).expect("the parent is there")[name] = value;
    body
}

fn file() -> Value {
    let attachment =
        json!({ "mediaType": "Image", "url": "https://media.example.com/1", "mime": "image/jpeg" });
    let content = json!([{ "contentType": "Attachment", "attachment": attachment }]);
    with(text("wamid.1", "Hello"), "/content", content)
}

fn button() -> Value {
    let button = json!({ "type": "QuickReply", "text": "Reserve", "payload": "reserve" });
    let body = with(text("wamid.1", "Hello"), "/buttonResponse", button);
    with(body, "/originatingMessageId", "2f1e".into())
}

fn typing() -> Value {
    with(
        text("wamid.1", "Hello"),
        "/events",
        json!([{ "eventType": "Typing" }]),
    )
}

fn receipt() -> Value {
    json!({
        "id": "0f1e",
        "channel": { "to": { "id": "+12025550147" }, "time": "2026-11-20T09:15:03.000Z" },
        "status": "Failed",
        "reasons": [{ "code": "GeneralError", "message": "131026" }],
    })
}

#[tokio::test]
async fn a_body_that_breaks_the_schema_is_refused_with_what_is_wrong() {
    let stranger = Stranger::new().await;
    let hello = || text("wamid.1", "Hello");
    let two = json!([file()["content"][0], file()["content"][0]]);
    let attachment = "/content/0/attachment";
    let button_response = "structured/response";
    let cases = [
        (
            "message",
            hello(),
            "/channel",
            json!(null),
            "should have required property 'channel'",
        ),
        (
            "message",
            hello(),
            "/channel/from",
            json!(null),
            ".channel should have required property 'from'",
        ),
        (
            "message",
            hello(),
            "/channel/from/id",
            json!(null),
            ".channel.from should have required property 'id'",
        ),
        (
            "message",
            hello(),
            "/channel/from/id",
            json!(1),
            ".channel.from.id should be string",
        ),
        (
            "message",
            hello(),
            "/channel/from/idType",
            json!(null),
            ".channel.from should have required property 'idType'",
        ),
        (
            "message",
            hello(),
            "/channel/from/idType",
            json!("phone"),
            ".channel.from.idType should be equal to one of the allowed values [Email, Phone, Opaque]",
        ),
        (
            "message",
            hello(),
            "/channel/time",
            json!(null),
            ".channel should have required property 'time'",
        ),
        (
            "message",
            hello(),
            "/channel/time",
            json!("now"),
            ".channel.time should match format \"date-time\"",
        ),
        (
            "message",
            hello(),
            "/text",
            json!(null),
            "should have required property 'content', should have required property '.text', should match some schema in anyOf",
        ),
        (
            "message",
            hello(),
            "/text",
            json!(""),
            "should have required property 'content', should have required property '.text', should match some schema in anyOf",
        ),
        (
            "message",
            hello(),
            "/metadata",
            json!({ "n": 1 }),
            ".metadata should map strings to strings",
        ),
        (
            "message",
            file(),
            "/content",
            two,
            ".content should NOT have more than 1 items",
        ),
        (
            "message",
            file(),
            "/content/0/contentType",
            json!("Location"),
            ".content[0].contentType should be equal to one of the allowed values [Attachment]",
        ),
        (
            "message",
            file(),
            attachment,
            json!(null),
            ".content[0] should have required property 'attachment'",
        ),
        (
            "message",
            file(),
            "/content/0/attachment/mediaType",
            json!("image/jpeg"),
            ".content[0].attachment.mediaType should be equal to one of the allowed values [Image, Video, Audio, File, Link]",
        ),
        (
            "message",
            file(),
            "/content/0/attachment/url",
            json!(null),
            ".content[0].attachment should have required property 'url'",
        ),
        (
            "message",
            file(),
            "/content/0/attachment/mime",
            json!(""),
            ".content[0].attachment.mime should NOT be shorter than 1 characters",
        ),
        (
            button_response,
            button(),
            "/buttonResponse",
            json!(null),
            "should have required property 'buttonResponse'",
        ),
        (
            button_response,
            button(),
            "/buttonResponse/type",
            json!("ListPicker"),
            ".buttonResponse.type should be equal to one of the allowed values [Button, QuickReply, DatePicker]",
        ),
        (
            button_response,
            button(),
            "/originatingMessageId",
            json!(null),
            "should have required property 'originatingMessageId'",
        ),
        (
            "event",
            typing(),
            "/events",
            json!([]),
            ".events should NOT have fewer than 1 items",
        ),
        (
            "event",
            typing(),
            "/events/0/eventType",
            json!("Presence"),
            ".events[0].eventType should be equal to one of the allowed values [Typing]",
        ),
        (
            "receipt",
            receipt(),
            "/id",
            json!(null),
            "should have required property 'id'",
        ),
        (
            "receipt",
            receipt(),
            "/status",
            json!("Read"),
            ".status should be equal to one of the allowed values [Sent, Delivered, Failed, Published, Removed]",
        ),
        (
            "receipt",
            receipt(),
            "/channel/to",
            json!(null),
            ".channel should have required property 'to'",
        ),
        (
            "receipt",
            receipt(),
            "/reasons/0/message",
            json!(null),
            ".reasons[0] should have required property 'message'",
        ),
    ];
    for (what, body, place, value, problem) in cases {
        let answer = post(&stranger, what, &with(body, place, value)).await;

        assert_eq!(answer.status(), 400, "{problem}");
        let answer = json_of(answer).await;
        assert_eq!(answer["message"], problem);
        assert_eq!(answer["code"], "bad.request");
    }
    assert!(stranger.genesys.inbound_messages().is_empty());
    assert!(stranger.genesys.receipts().is_empty());
}

#[tokio::test]
async fn several_problems_are_told_at_once() {
    let stranger = Stranger::new().await;

    let answer = post(&stranger, "message", &json!({ "channel": { "from": {} } })).await;

    let told = json_of(answer).await["message"].to_string();
    for problem in ["'id'", "'idType'", "'time'", "'content'"] {
        assert!(told.contains(problem), "{told}");
    }
}

#[tokio::test]
async fn an_integration_that_is_gone_is_not_found_until_it_is_back() {
    let stranger = Stranger::new().await;
    stranger.genesys.delete_integration();

    for (what, body) in [
        ("message", text("wamid.1", "Hello")),
        ("receipt", receipt()),
        ("event", typing()),
        ("structured/response", button()),
    ] {
        let answer = post(&stranger, what, &body).await;
        assert_eq!(answer.status(), 404, "{what}");
        let answer = json_of(answer).await;
        assert_eq!(answer["code"], "not.found");
        assert_eq!(answer["entityId"], FakeGenesys::INTEGRATION_ID);
    }

    let receiver = "https://bridge.example.com/".parse().unwrap();
    stranger.genesys.recreate_integration(receiver);
    wrote(&stranger, "wamid.2").await;
}

#[tokio::test]
async fn a_call_without_the_permission_is_refused() {
    let stranger = Stranger::new().await;
    let permission = "conversation:message:receive";
    stranger.genesys.revoke_permission(permission);

    let answer = post(&stranger, "message", &text("wamid.1", "Hello")).await;

    assert_eq!(answer.status(), 403);
    let answer = json_of(answer).await;
    assert_eq!(answer["code"], "missing.permissions");
    assert!(answer["message"].to_string().contains(permission));
}

#[tokio::test]
async fn messages_fail_as_told_and_have_no_effect() {
    let stranger = Stranger::new().await;
    stranger.genesys.fail_inbound(503, 1);
    stranger.genesys.refuse_inbound(400, "message.too.large", 1);
    let message = text("wamid.1", "Hello");

    let first = post(&stranger, "message", &message).await;
    assert_eq!(first.status(), 503);
    assert_eq!(json_of(first).await["code"], "service.unavailable");
    let second = post(&stranger, "message", &message).await;
    assert_eq!(second.status(), 400);
    assert_eq!(json_of(second).await["code"], "message.too.large");
    assert!(stranger.genesys.inbound_messages().is_empty());
    let third = post(&stranger, "message", &message).await;
    assert_eq!(third.status(), 200);
}

#[tokio::test]
async fn what_was_to_go_wrong_is_forgotten_when_all_is_calm() {
    let stranger = Stranger::new().await;
    stranger.genesys.fail_inbound(503, 9);
    stranger.genesys.fail_receipts("GeneralError", 9);
    stranger.genesys.hang_inbound(9);

    stranger.genesys.calm();

    wrote(&stranger, "wamid.1").await;
    let answer = post(&stranger, "receipt", &receipt()).await;
    assert_eq!(
        json_of(answer).await["reasons"][0]["code"],
        "UnknownMessage"
    );
}

#[tokio::test]
async fn a_lost_answer_has_its_effect_and_a_late_one_comes() {
    let stranger = Stranger::new().await;
    stranger.genesys.lose_inbound_answers(1);
    let path = format!(
        "/api/v2/conversations/messages/{}/inbound/open/message",
        FakeGenesys::INTEGRATION_ID
    );
    let request = stranger.http.post(stranger.url(&path));
    let request = request
        .bearer_auth(stranger.token().await)
        .json(&text("wamid.1", "Hello"));

    request.send().await.expect_err("the answer is lost");

    assert_eq!(stranger.genesys.inbound_count(), 1);
    stranger.genesys.delay_inbound(1, Duration::from_millis(1));
    wrote(&stranger, "wamid.2").await;
}

#[tokio::test]
async fn calls_beyond_the_limit_of_a_token_are_told_when_to_come_back() {
    let (genesys, _, clock) = with_clock().await;
    genesys.limit_rate(Some(2));
    let stranger = Stranger::of(genesys);
    let token = stranger.token().await;
    let me = stranger.url("/api/v2/tokens/me");
    let ask = || stranger.http.get(&me).bearer_auth(&token).send();
    clock.advance(Duration::from_secs(43));

    for count in ["1", "2"] {
        let answer = ask().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["inin-ratelimit-count"], count);
        assert_eq!(answer.headers()["inin-ratelimit-allowed"], "2");
        assert_eq!(answer.headers()["inin-ratelimit-reset"], "17");
    }
    let refused = ask().await.unwrap();
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], "17");
    assert_eq!(
        json_of(refused).await["code"],
        "too.many.requests.retry.after"
    );
    let other = stranger.get("/api/v2/tokens/me").await;
    assert_eq!(other.status(), 200, "another token has its own count");

    clock.advance(Duration::from_secs(17));
    assert_eq!(ask().await.unwrap().status(), 200);
}
