//! Open Messaging of the fake: what customers send, and how it is kept.

use chrono::TimeDelta;
use genesys_client::fake::FakeGenesys;
use reqwest::Response;
use serde_json::{Value, json};

use crate::{
    stranger::{Stranger, json_of},
    support::with_clock,
};

pub(crate) const CUSTOMER: &str = "+12025550147";

pub(crate) fn text(message_id: &str, text: &str) -> Value {
    json!({
        "channel": {
            "messageId": message_id,
            "from": { "id": CUSTOMER, "idType": "Phone", "nickname": "Robin Example" },
            "time": "2026-11-20T09:14:00.000Z",
        },
        "text": text,
        "metadata": { "waPhoneNumberId": "100000000000001" },
    })
}

pub(crate) async fn post(stranger: &Stranger, what: &str, body: &Value) -> Response {
    let integration_id = FakeGenesys::INTEGRATION_ID;
    let path = format!("/api/v2/conversations/messages/{integration_id}/inbound/open/{what}");
    let request = stranger.http.post(stranger.url(&path)).json(body);
    stranger.send(request).await
}

pub(crate) async fn wrote(stranger: &Stranger, message_id: &str) -> Value {
    let what = "message?prefetchConversationId=true";
    let answer = post(stranger, what, &text(message_id, "Hello")).await;
    assert_eq!(answer.status(), 200);
    json_of(answer).await
}

#[tokio::test]
async fn a_message_is_answered_normalised_and_kept() {
    let stranger = Stranger::new().await;

    let answer = post(&stranger, "message", &text("wamid.1", "Hello")).await;

    assert_eq!(answer.status(), 200);
    let answer = json_of(answer).await;
    assert_eq!(answer["type"], "Text");
    assert_eq!(answer["text"], "Hello");
    assert_eq!(answer["metadata"]["waPhoneNumberId"], "100000000000001");
    assert_eq!(answer["channel"]["platform"], "Open");
    assert_eq!(answer["channel"]["messageId"], "wamid.1");
    assert_eq!(answer["channel"]["to"]["id"], FakeGenesys::INTEGRATION_ID);
    assert_eq!(answer["channel"]["from"]["nickname"], "Robin Example");
    assert_eq!(answer["conversationId"], Value::Null, "only with prefetch");
    let kept = &stranger.genesys.inbound_messages()[0];
    assert_eq!(answer["id"], kept.id);
    assert_eq!(
        (kept.text(), kept.message_id()),
        (Some("Hello"), Some("wamid.1"))
    );
}

#[tokio::test]
async fn a_customer_has_one_conversation_until_it_ends_or_72_hours_pass() {
    let (genesys, _, clock) = with_clock().await;
    let stranger = Stranger::of(genesys.clone());

    let first = wrote(&stranger, "wamid.1").await;
    clock.advance(TimeDelta::hours(71).to_std().unwrap());
    let second = wrote(&stranger, "wamid.2").await;
    assert_eq!(first["conversationId"], second["conversationId"]);

    clock.advance(TimeDelta::hours(72).to_std().unwrap());
    let third = wrote(&stranger, "wamid.3").await;
    assert_ne!(second["conversationId"], third["conversationId"]);

    genesys.agent_of(CUSTOMER).unwrap().disconnect();
    let fourth = wrote(&stranger, "wamid.4").await;
    assert_ne!(third["conversationId"], fourth["conversationId"]);

    let conversations = genesys.conversations();
    let states: Vec<_> = conversations.iter().map(|it| it.state).collect();
    assert_eq!(states, ["connected", "disconnected", "connected"]);
    assert_eq!(genesys.messages_of(&conversations[0].id).len(), 2);
}

#[tokio::test]
async fn a_repeated_message_is_a_duplicate_and_is_answered_like_the_first() {
    let stranger = Stranger::new().await;

    let first = wrote(&stranger, "wamid.1").await;
    let again = wrote(&stranger, "wamid.1").await;

    assert_eq!(first["id"], again["id"]);
    assert_eq!(first["conversationId"], again["conversationId"]);
    assert_eq!(stranger.genesys.inbound_messages().len(), 1);
    assert_eq!(stranger.genesys.inbound_count(), 1);
    assert_eq!(stranger.genesys.duplicates().len(), 1);
}

#[tokio::test]
async fn a_structured_response_belongs_to_the_conversation() {
    let stranger = Stranger::new().await;
    let first = wrote(&stranger, "wamid.1").await;
    let mut body = text("wamid.2", "Reserve");
    body["buttonResponse"] =
        json!({ "type": "QuickReply", "text": "Reserve", "payload": "reserve" });
    body["originatingMessageId"] = "2f1e".into();

    let answer = json_of(post(&stranger, "structured/response", &body).await).await;

    assert_eq!(answer["type"], "Structured");
    assert_eq!(
        answer["content"][0]["buttonResponse"],
        body["buttonResponse"]
    );
    let conversation = stranger.genesys.conversation_of(CUSTOMER).unwrap();
    assert_eq!(first["conversationId"], conversation.id.as_str());
    let messages = stranger.genesys.messages_of(&conversation.id);
    assert_eq!((messages.len(), messages[1].kind), (2, "Structured"));
}

#[tokio::test]
async fn typing_is_seen_in_an_open_conversation_and_opens_none() {
    let stranger = Stranger::new().await;
    let mut typing = text("wamid.1", "");
    typing["events"] = json!([{ "eventType": "Typing" }]);

    let answer = json_of(post(&stranger, "event", &typing).await).await;
    assert_eq!(answer["type"], "Event");
    assert_eq!(answer["events"], typing["events"]);
    assert!(stranger.genesys.conversations().is_empty());

    wrote(&stranger, "wamid.2").await;
    post(&stranger, "event", &typing).await;
    let conversation = stranger.genesys.conversation_of(CUSTOMER).unwrap();
    let messages = stranger.genesys.messages_of(&conversation.id);
    assert_eq!((messages.len(), messages[1].kind), (2, "Event"));
    assert_eq!(stranger.genesys.inbound_messages().len(), 1);
}
