//! What [`FakeGenesys`] answers and sends of Open Messaging, against the vendor's description.

use genesys_client::fake::{FakeAgent, FakeGenesys};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    answers::Stranger,
    schema::{Writer, check},
    violation::expect_none,
};

const INTEGRATIONS: &str = "/api/v2/conversations/messaging/integrations/open";
const CUSTOMER: &str = "+12025550147";

fn channel() -> Value {
    json!({
        "messageId": "wamid.1",
        "from": { "id": CUSTOMER, "idType": "Phone", "nickname": "Zoë Example" },
        "time": "2026-11-20T09:14:00.000Z",
    })
}

fn event_channel() -> Value {
    let mut channel = channel();
    channel["messageId"].take();
    channel
}

fn message() -> Value {
    let attachment = json!({
        "mediaType": "Image",
        "url": "https://media.example.com/f/1",
        "mime": "image/png",
        "filename": "plan.png",
        "text": "the plan",
    });
    json!({
        "channel": channel(),
        "text": "Hello",
        "content": [{ "attachment": attachment }],
        "metadata": { "waPhoneNumberId": "100000000000001" },
    })
}

fn receipt(id: &str, status: &str) -> Value {
    json!({
        "id": id,
        "channel": {
            "to": { "id": CUSTOMER, "idType": "Phone" },
            "time": "2026-11-20T09:15:00.000Z",
        },
        "status": status,
        "reasons": [{ "code": "GeneralError", "message": "131026" }],
        "isFinalReceipt": true,
    })
}

fn inbound(what: &str) -> String {
    let integration_id = FakeGenesys::INTEGRATION_ID;
    format!("/api/v2/conversations/messages/{integration_id}/inbound/open/{what}")
}

async fn post(stranger: &Stranger, path: &str, body: Value, status: u16) -> Value {
    stranger.call(Method::POST, path, Some(body), status).await
}

/// A customer wrote; this is who answers.
async fn agent(stranger: &Stranger) -> FakeAgent {
    post(stranger, &inbound("message"), message(), 200).await;
    let agent = stranger.genesys.agent_of(CUSTOMER);
    agent.expect("the customer wrote")
}

#[tokio::test]
async fn what_a_customer_sends_is_answered_as_described() {
    let stranger = Stranger::new().await;
    let button = json!({ "type": "QuickReply", "text": "Yes", "payload": "yes" });
    let choice = json!({
        "channel": channel(),
        "buttonResponse": button,
        "originatingMessageId": "2f1e2d3c4b5a69788796a5b4c3d2e1f2",
    });
    let typing = json!({ "channel": event_channel(), "events": [{ "eventType": "Typing" }] });
    let mut deprecated = message();
    deprecated["channel"]["to"] = json!({ "id": FakeGenesys::INTEGRATION_ID });
    deprecated["type"] = "Text".into();

    let prefetch = inbound("message?prefetchConversationId=true");
    post(&stranger, &prefetch, message(), 200).await;
    post(&stranger, &inbound("structured/response"), choice, 200).await;
    post(&stranger, &inbound("event"), typing, 200).await;
    let path = "/api/v2/conversations/messages/inbound/open";
    post(&stranger, path, deprecated, 200).await;
}

#[tokio::test]
async fn receipts_are_answered_as_described_whether_taken_or_not() {
    let stranger = Stranger::new().await;
    let id = agent(&stranger).await.text("Good day").send();

    for (id, status) in [
        ("unknown", "Delivered"),
        (&id, "Delivered"),
        (&id, "Failed"),
    ] {
        post(&stranger, &inbound("receipt"), receipt(id, status), 200).await;
    }
    let mut read = receipt(&id, "Read");
    read["type"] = "Receipt".into();
    read["channel"]["from"] = channel()["from"].clone();
    let path = "/api/v2/conversations/messages/inbound/open";
    post(&stranger, path, read, 200).await;
}

#[tokio::test]
async fn integrations_are_answered_as_described() {
    let stranger = Stranger::new().await;
    stranger.genesys.fail_creations(1);
    stranger
        .genesys
        .set_creation_time(std::time::Duration::ZERO);
    let integration = json!({
        "name": "Example Clinic WhatsApp",
        "outboundNotificationWebhookUrl": "https://bridge.example.com/webhook/genesys",
        "outboundNotificationWebhookSignatureSecretToken": "example-secret-longer-than-15",
        "webhookHeaders": { "x-example": "1" },
        "supportedContent": { "id": "profile-1" },
        "messagingSetting": { "id": "setting-1" },
    });

    for _ in ["failed", "completed"] {
        let created = post(&stranger, INTEGRATIONS, integration.clone(), 200).await;
        let id = created["id"].as_str().expect("an integration has an id");
        let path = format!("{INTEGRATIONS}/{id}");
        stranger.call(Method::GET, &path, None, 200).await;
        let change = json!({ "name": "Renamed" });
        stranger.call(Method::PATCH, &path, Some(change), 200).await;
    }
    let page = format!("{INTEGRATIONS}?pageNumber=2&pageSize=1");
    stranger.call(Method::GET, &page, None, 200).await;
    let path = format!("{INTEGRATIONS}/{}", FakeGenesys::INTEGRATION_ID);
    stranger.call(Method::DELETE, &path, None, 204).await;
    post(&stranger, &inbound("message"), message(), 404).await;
}

#[tokio::test]
async fn refusals_of_open_messaging_are_answered_as_described() {
    let stranger = Stranger::new().await;
    let nothing = || json!({ "channel": channel() });

    for what in ["message", "structured/response", "event", "receipt"] {
        post(&stranger, &inbound(what), nothing(), 400).await;
    }
    post(&stranger, INTEGRATIONS, json!({ "name": "x" }), 400).await;
    stranger.genesys.limit_rate(Some(1));
    post(&stranger, &inbound("message"), message(), 429).await;
}

#[tokio::test]
async fn what_the_agent_sends_holds_what_is_described() {
    let stranger = Stranger::new().await;
    let agent = agent(&stranger).await;
    let action = json!({ "type": "Postback", "text": "Choose", "payload": "first" });
    let card = || json!({ "title": "First visit", "description": "", "actions": [action] });
    let time = "2026-12-01T10:00:00Z".parse().expect("a valid time");
    let replies = [("Yes", "yes"), ("No", "no")];

    for message in [
        agent.text("Good day"),
        agent.attachment("GIF89a", "image/gif", "plan.gif"),
        agent.quick_replies("Shall we book?", &replies),
        agent.card(card()),
        agent.carousel(vec![card()]),
        agent.list_picker("Which?", &replies),
        agent.date_picker("When?", &[time]),
        agent.notification("Reminder", "Tomorrow", "Clinic"),
        agent.typing(),
    ] {
        let body = message.body();
        let described = |field: &Value, definition: &str| {
            let schema = stranger.description.definition(definition);
            let found = check(
                &stranger.description,
                schema,
                field,
                Writer::Vendor,
                definition,
            );
            expect_none(&format!("{body}"), &found);
        };
        described(&body["channel"], "OpenMessagingChannel");
        for item in body["content"].as_array().into_iter().flatten() {
            let mut item = item.clone();
            // It is on the wire, although no description knows it.
            let attachment = item.get_mut("attachment").and_then(Value::as_object_mut);
            if let Some(attachment) = attachment {
                attachment.remove("contentSizeBytes");
            }
            described(&item, "ConversationMessageContent");
        }
        for event in body["events"].as_array().into_iter().flatten() {
            described(event, "OpenMessageEvent");
        }
    }
}
