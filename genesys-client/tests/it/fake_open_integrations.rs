//! Open Messaging of the fake: integrations.

use std::time::Duration;

use genesys_client::fake::FakeGenesys;
use http::Method;
use reqwest::Response;
use serde_json::{Value, json};

use crate::{
    fake_open::text,
    stranger::{Stranger, json_of},
    support::with_clock,
};

const INTEGRATIONS: &str = "/api/v2/conversations/messaging/integrations/open";

fn integration() -> Value {
    json!({
        "name": "Example Clinic WhatsApp",
        "outboundNotificationWebhookUrl": "https://bridge.example.com/webhook/genesys",
        "outboundNotificationWebhookSignatureSecretToken": "example-secret-longer-than-15",
        "supportedContent": { "id": "exampleContentProfile" },
        "webhookHeaders": { "x-example": "1" },
    })
}

async fn call(stranger: &Stranger, method: Method, path: &str, body: &Value) -> Response {
    let url = stranger.url(&format!("{INTEGRATIONS}{path}"));
    let request = stranger.http.request(method, url);
    stranger.send(request.json(body)).await
}

#[tokio::test]
async fn one_is_there_from_the_start() {
    let stranger = Stranger::new().await;
    let receiver = "https://receiver.example.com/hooks".parse().unwrap();
    stranger.genesys.deliver_to(receiver);
    stranger.genesys.set_supported_content("profile-1");

    let listing = json_of(stranger.get(INTEGRATIONS).await).await;

    assert_eq!(listing["total"], 1);
    let only = &listing["entities"][0];
    assert_eq!(only["id"], FakeGenesys::INTEGRATION_ID);
    assert_eq!(only["createStatus"], "Completed");
    assert_eq!(only["supportedContent"]["id"], "profile-1");
    assert_eq!(
        only["outboundNotificationWebhookUrl"],
        "https://receiver.example.com/hooks"
    );
    let path = format!("{INTEGRATIONS}/{}", FakeGenesys::INTEGRATION_ID);
    assert_eq!(json_of(stranger.get(&path).await).await, *only);
}

#[tokio::test]
async fn a_new_one_takes_its_time_then_takes_messages() {
    let (genesys, _, clock) = with_clock().await;
    genesys.set_creation_time(Duration::from_secs(20));
    let stranger = Stranger::of(genesys);

    let created = json_of(call(&stranger, Method::POST, "", &integration()).await).await;

    let id = created["id"].as_str().unwrap();
    assert_eq!(created["createStatus"], "Initiated");
    assert_eq!(created["name"], "Example Clinic WhatsApp");
    let inbound = format!("/api/v2/conversations/messages/{id}/inbound/open/message");
    let write = || {
        let request = stranger.http.post(stranger.url(&inbound));
        stranger.send(request.json(&text("wamid.1", "Hello")))
    };
    assert_eq!(write().await.status(), 404);

    clock.advance(Duration::from_secs(20));
    let one = json_of(stranger.get(&format!("{INTEGRATIONS}/{id}")).await).await;
    assert_eq!(one["createStatus"], "Completed");
    assert_eq!(write().await.status(), 200);
    assert_eq!(stranger.genesys.conversations()[0].integration_id, id);
}

#[tokio::test]
async fn a_creation_can_end_with_an_error() {
    let (genesys, _, clock) = with_clock().await;
    genesys.fail_creations(1);
    let stranger = Stranger::of(genesys);
    let created = json_of(call(&stranger, Method::POST, "", &integration()).await).await;
    assert_eq!(created["createStatus"], "Initiated");
    assert_eq!(created["createError"], json!(null));

    clock.advance(Duration::from_secs(1));
    let path = format!("{INTEGRATIONS}/{}", created["id"].as_str().unwrap());
    let failed = json_of(stranger.get(&path).await).await;

    assert_eq!(failed["createStatus"], "Error");
    assert_eq!(failed["createError"]["code"], "internal.server.error");
}

#[tokio::test]
async fn one_is_changed_and_deleted() {
    let stranger = Stranger::new().await;
    let path = format!("/{}", FakeGenesys::INTEGRATION_ID);
    let change = json!({ "name": "Renamed", "webhookHeaders": { "x-example": "2" } });

    let changed = json_of(call(&stranger, Method::PATCH, &path, &change).await).await;

    assert_eq!(changed["name"], "Renamed");
    assert_eq!(changed["webhookHeaders"]["x-example"], "2");
    assert_eq!(
        changed["outboundNotificationWebhookSignatureSecretToken"],
        FakeGenesys::WEBHOOK_SECRET
    );
    let gone = call(&stranger, Method::DELETE, &path, &json!(null)).await;
    assert_eq!(gone.status(), 204);
    for method in [Method::GET, Method::PATCH, Method::DELETE] {
        let answer = call(&stranger, method, &path, &change).await;
        assert_eq!(answer.status(), 404);
    }
}

#[tokio::test]
async fn a_request_must_hold_what_is_required_and_a_long_secret() {
    let stranger = Stranger::new().await;
    let secret = "outboundNotificationWebhookSignatureSecretToken";
    let cases = [
        ("name", json!(null)),
        ("outboundNotificationWebhookUrl", json!(null)),
        ("outboundNotificationWebhookUrl", json!("not a URL")),
        (secret, json!(null)),
        (secret, json!("fifteen letters")),
        ("webhookHeaders", json!({ "x-example": 1 })),
    ];
    for (field, value) in cases {
        let mut body = integration();
        body[field] = value;

        let answer = call(&stranger, Method::POST, "", &body).await;

        assert_eq!(answer.status(), 400, "{field}");
        assert_eq!(json_of(answer).await["details"][0]["fieldName"], field);
    }
    let path = format!("/{}", FakeGenesys::INTEGRATION_ID);
    let nameless = call(&stranger, Method::PATCH, &path, &json!({})).await;
    assert_eq!(nameless.status(), 400);
}

#[tokio::test]
async fn each_call_needs_its_permission() {
    let stranger = Stranger::new().await;
    let path = format!("/{}", FakeGenesys::INTEGRATION_ID);
    let cases = [
        ("view", Method::GET, ""),
        ("view", Method::GET, &path),
        ("add", Method::POST, ""),
        ("edit", Method::PATCH, &path),
        ("delete", Method::DELETE, &path),
    ];
    for (what, method, path) in cases {
        let permission = format!("messaging:integration:{what}");
        stranger.genesys.revoke_permission(&permission);

        let answer = call(&stranger, method, path, &integration()).await;

        assert_eq!(answer.status(), 403, "{permission}");
        stranger.genesys.calm();
    }
}
