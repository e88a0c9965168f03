//! Open Messaging of the fake: the agent, and the webhooks.

use base64::{Engine, engine::general_purpose::STANDARD};
use genesys_client::fake::{FakeGenesys, WebhookState};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};

use crate::{
    fake_open::{CUSTOMER, wrote},
    stranger::Stranger,
};

/// A receiver that answers with these statuses, one after the other, the last one for good.
async fn receiver(genesys: &FakeGenesys, statuses: &[u16]) -> MockServer {
    let receiver = MockServer::start().await;
    let (last, others) = statuses.split_last().expect("there is a status");
    for status in others {
        let once = Mock::given(method("POST")).respond_with(ResponseTemplate::new(*status));
        once.up_to_n_times(1).mount(&receiver).await;
    }
    let answer = ResponseTemplate::new(*last);
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&receiver)
        .await;
    genesys.deliver_to(receiver.uri().parse().expect("a server has a URL"));
    receiver
}

#[tokio::test]
async fn an_agents_text_is_posted_signed() {
    let stranger = Stranger::new().await;
    let genesys = &stranger.genesys;
    let receiver = receiver(genesys, &[200]).await;
    let conversation = wrote(&stranger, "wamid.1").await;

    let id = genesys.agent_of(CUSTOMER).unwrap().text("Good day").send();
    genesys.webhooks_settled().await;

    let posted = &receiver.received_requests().await.unwrap()[0];
    let body = posted.body_json::<serde_json::Value>().unwrap();
    assert_eq!(body["id"], id);
    assert_eq!(body["channel"]["messageId"], id);
    assert_eq!(body["channel"]["id"], FakeGenesys::INTEGRATION_ID);
    assert_eq!(
        body["channel"]["to"],
        json!({ "id": CUSTOMER, "idType": "Phone" })
    );
    assert_eq!(body["conversationId"], conversation["conversationId"]);
    assert_eq!(
        (&body["type"], &body["text"], &body["direction"]),
        (&json!("Text"), &json!("Good day"), &json!("Outbound"))
    );
    let secret = FakeGenesys::WEBHOOK_SECRET.as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(&posted.body);
    let signature = format!("sha256={}", STANDARD.encode(mac.finalize().into_bytes()));
    assert_eq!(posted.headers["x-hub-signature-256"], signature);
    assert_eq!(genesys.webhooks_sent()[0].state, WebhookState::Delivered);
}
