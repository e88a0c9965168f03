//! What [`FakeGenesys`] answers at an agent's desk, against the vendor's description.

use genesys_client::{
    IntegrationId,
    fake::FakeGenesys,
    open_messaging::{
        Attachment, IdType, InboundChannel, InboundMessage, MediaType, OpenFrom, RecipientId,
    },
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::answers::{Stranger, callback};

/// A customer writes, and a conversation begins.
pub(crate) async fn written(genesys: &FakeGenesys) {
    let from = OpenFrom::new(RecipientId::new("+12025550147"), IdType::Phone);
    let channel = InboundChannel::new(from, genesys.host().now());
    let url = "https://media.example.com/f/1";
    let picture = Attachment::new(MediaType::Image, url, "image/png");
    let message = InboundMessage::new(channel)
        .with_text("Hello")
        .with_attachment(picture);
    let integration = IntegrationId::new(FakeGenesys::INTEGRATION_ID);
    let client = genesys.client();
    let sent = client.open_messages(&integration).message(&message).await;
    sent.expect("the fake takes the message");
}

async fn get(stranger: &Stranger, path: &str) -> Value {
    stranger.call(Method::GET, path, None, 200).await
}

/// The path of the conversation, of its customer, and the id of its agent's leg.
async fn conversation(stranger: &Stranger) -> (String, String, String) {
    written(&stranger.genesys).await;
    let conversation = stranger.genesys.conversations().remove(0);
    let path = format!("/api/v2/conversations/{}", conversation.id);
    let customer = format!("{path}/participants/{}", conversation.participants[0].id);
    let leg = conversation.participants[2].communication_id.clone();
    (path, customer, leg)
}

#[tokio::test]
async fn oneself_is_answered_as_described_and_client_credentials_are_nobody() {
    let stranger = Stranger::new().await;

    stranger
        .call(Method::GET, "/api/v2/users/me", None, 400)
        .await;
    stranger.genesys.sign_in_as_agent();
    let me = "/api/v2/users/me?expand=presence&expand=routingStatus";
    let me = get(&stranger, me).await;

    assert!(me["presence"].is_object() && me["routingStatus"].is_object());
}

#[tokio::test]
async fn a_conversation_is_answered_as_described_from_its_begin_to_its_end() {
    let stranger = Stranger::new().await;
    let (path, customer, _) = conversation(&stranger).await;
    let attributes = Some(json!({ "attributes": { "topic": "the roof" } }));

    get(&stranger, &path).await;
    let set = format!("{customer}/attributes");
    stranger.call(Method::PATCH, &set, attributes, 200).await;
    let torn_down = format!("{path}/disconnect");
    stranger.call(Method::POST, &torn_down, None, 200).await;
    let after = get(&stranger, &path).await;
    stranger.call(Method::DELETE, &path, None, 204).await;

    assert_eq!(after["state"], "disconnected");
    let unknown = "/api/v2/conversations/unknown";
    stranger.call(Method::GET, unknown, None, 404).await;
    stranger.call(Method::DELETE, unknown, None, 404).await;
    let no_map = Some(json!({ "attributes": ["topic"] }));
    stranger.call(Method::PATCH, &set, no_map, 400).await;
}

#[tokio::test]
async fn a_callback_is_answered_as_a_conversation_as_described() {
    let stranger = Stranger::new().await;
    let created = stranger
        .call(
            Method::POST,
            "/api/v2/conversations/callbacks",
            Some(callback()),
            200,
        )
        .await;
    let id = created["conversation"]["id"].as_str().expect("an id");
    let path = format!("/api/v2/conversations/{id}");

    get(&stranger, &path).await;
    stranger.call(Method::DELETE, &path, None, 204).await;
    let after = get(&stranger, &path).await;

    assert_eq!(after["state"], "disconnected");
}

#[tokio::test]
async fn a_conversation_by_message_is_answered_as_described() {
    let stranger = Stranger::new().await;
    let (path, _, leg) = conversation(&stranger).await;
    let path = path.replace("/conversations/", "/conversations/messages/");
    let messages = format!("{path}/communications/{leg}/messages");
    let file = Some(json!({ "fileName": "map.png", "contentLengthBytes": 5 }));
    let text = || Some(json!({ "textBody": "The way" }));

    let uploads = format!("{messages}/media/uploads");
    stranger.call(Method::POST, &uploads, file, 200).await;
    stranger.call(Method::POST, &messages, text(), 202).await;
    get(&stranger, &path).await;
    let end = Some(json!({ "state": "disconnected" }));
    stranger.call(Method::PATCH, &path, end, 200).await;
    get(&stranger, &path).await;

    let unknown = format!("{path}/communications/unknown/messages");
    stranger.call(Method::POST, &unknown, text(), 404).await;
    let nothing = Some(json!({}));
    stranger.call(Method::POST, &messages, nothing, 400).await;
    let hidden = Some(json!({ "fileName": ".map", "contentLengthBytes": 5 }));
    stranger.call(Method::POST, &uploads, hidden, 400).await;
    let other_state = Some(json!({ "state": "connected" }));
    stranger.call(Method::PATCH, &path, other_state, 400).await;
}

#[tokio::test]
async fn a_message_without_an_agent_is_answered_as_described() {
    let stranger = Stranger::new().await;
    let path = "/api/v2/conversations/messages/agentless";
    let message = |text: &str| {
        Some(json!({
            "fromAddress": FakeGenesys::INTEGRATION_ID,
            "toAddress": "+12025550147",
            "toAddressMessengerType": "open",
            "textBody": text,
        }))
    };

    stranger
        .call(Method::POST, path, message("Confirmed."), 202)
        .await;

    let long = "x".repeat(2_001);
    stranger.call(Method::POST, path, message(&long), 400).await;
}

#[tokio::test]
async fn many_callbacks_are_answered_as_described() {
    let stranger = Stranger::new().await;
    let callbacks = "/api/v2/conversations/callbacks";
    let created = stranger
        .call(Method::POST, callbacks, Some(callback()), 200)
        .await;
    let known = created["conversation"]["id"].clone();
    let change = |id: &Value| json!({ "conversationId": id, "agentId": FakeGenesys::AGENT_ID });
    let changes = [change(&known), change(&json!("unknown"))];
    let changes = json!({ "patchCallbackRequests": changes });

    let update = format!("{callbacks}/bulk/update");
    let changed = stranger
        .call(Method::POST, &update, Some(changes), 200)
        .await;
    let id = &created["callbackIdentifiers"][0]["id"];
    let one = json!({ "conversationId": known, "callbackId": id });
    let all = json!({ "callbackDisconnectIdentifiers": [one] });
    let disconnect = format!("{callbacks}/bulk/disconnect");
    stranger
        .call(Method::POST, &disconnect, Some(all), 202)
        .await;

    assert_eq!(changed["errorIndexes"], json!([1]));
    let odd = Some(json!({ "patchCallbackRequests": 7 }));
    stranger.call(Method::POST, &update, odd, 400).await;
}

#[tokio::test]
async fn published_scripts_are_answered_as_described() {
    let stranger = Stranger::new().await;

    let listing = get(&stranger, "/api/v2/scripts/published?feature=callback").await;
    let path = format!("/api/v2/scripts/published/{}", FakeGenesys::SCRIPT_ID);
    let one = get(&stranger, &path).await;

    assert_eq!(listing["entities"][0], one);
    let unknown = "/api/v2/scripts/published/unknown";
    stranger.call(Method::GET, unknown, None, 404).await;
}

#[tokio::test]
async fn channels_are_answered_as_described() {
    let stranger = Stranger::new().await;
    let channels = "/api/v2/notifications/channels";

    let channel = stranger.call(Method::POST, channels, None, 200).await;
    let id = channel["id"].as_str().expect("an id");
    get(&stranger, channels).await;
    let one = format!("{channels}/{id}");
    stranger.call(Method::HEAD, &one, None, 200).await;
    let path = format!("{one}/subscriptions");
    let topics = || Some(json!([{ "id": "v2.users.u-1.presence" }]));
    for method in [Method::POST, Method::PUT] {
        stranger.call(method, &path, topics(), 200).await;
    }
    get(&stranger, &path).await;
    stranger.call(Method::DELETE, &path, None, 204).await;

    let odd = Some(json!([{ "topic": "v2.users.u-1.presence" }]));
    stranger.call(Method::POST, &path, odd, 400).await;
    let unknown = format!("{channels}/unknown/subscriptions");
    stranger.call(Method::GET, &unknown, None, 404).await;
}
