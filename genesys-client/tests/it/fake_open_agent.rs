//! Open Messaging of the fake: the agent, and the webhooks.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use genesys_client::fake::{FakeAgent, FakeGenesys, WebhookState, WebhookTiming};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_string_contains, method},
};

use crate::{
    fake_open::{CUSTOMER, post, text, wrote},
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
    let body = posted.body_json::<Value>().unwrap();
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
    let signature = signature(FakeGenesys::WEBHOOK_SECRET, &posted.body);
    assert_eq!(posted.headers["x-hub-signature-256"], signature);
    assert_eq!(genesys.webhooks_sent()[0].state, WebhookState::Delivered);
}

fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key is good");
    mac.update(body);
    format!("sha256={}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn a_changed_integration_signs_with_its_new_secret_and_sends_its_headers() {
    let stranger = Stranger::new().await;
    let receiver = receiver(&stranger.genesys, &[200]).await;
    let path = format!(
        "/api/v2/conversations/messaging/integrations/open/{}",
        FakeGenesys::INTEGRATION_ID
    );
    let change = json!({
        "name": "Fake WhatsApp",
        "outboundNotificationWebhookSignatureSecretToken": "the-next-webhook-secret",
        "webhookHeaders": { "x-example": "1" },
    });
    let request = stranger.http.patch(stranger.url(&path)).json(&change);
    assert_eq!(stranger.send(request).await.status(), 200);

    agent(&stranger).await.text("Good day").send();
    stranger.genesys.webhooks_settled().await;

    let posted = &receiver.received_requests().await.unwrap()[0];
    assert_eq!(
        posted.headers["x-hub-signature-256"],
        signature("the-next-webhook-secret", &posted.body)
    );
    assert_eq!(posted.headers["x-example"], "1");
}

/// A customer wrote; this is who answers. The vendor's patience is shortened.
async fn agent(stranger: &Stranger) -> FakeAgent {
    wrote(stranger, "wamid.1").await;
    stranger.genesys.set_webhook_timing(WebhookTiming {
        timeout: Duration::from_millis(200),
        wait: Duration::from_millis(1),
        ..WebhookTiming::default()
    });
    let agent = stranger.genesys.agent_of(CUSTOMER);
    agent.expect("the customer wrote")
}

/// The statuses of the tries, and what came of the first webhook.
fn outcome(genesys: &FakeGenesys) -> (Vec<Option<u16>>, WebhookState) {
    let webhook = &genesys.webhooks_sent()[0];
    let statuses = webhook.attempts.iter().map(|attempt| attempt.status);
    (statuses.collect(), webhook.state)
}

#[tokio::test]
async fn a_webhook_is_tried_again_after_429_and_5xx_and_later_ones_wait() {
    let stranger = Stranger::new().await;
    let genesys = &stranger.genesys;
    let receiver = receiver(genesys, &[429, 500, 503, 200]).await;
    let agent = agent(&stranger).await;

    let sent = [agent.text("one").send(), agent.text("two").send()];
    genesys.webhooks_settled().await;

    let tries = [429, 500, 503, 200].map(Some).to_vec();
    assert_eq!(outcome(genesys), (tries, WebhookState::Delivered));
    let received = receiver.received_requests().await.unwrap();
    let ids: Vec<String> = received
        .iter()
        .map(|it| {
            it.body_json::<Value>().unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let [one, two] = sent;
    assert_eq!(ids, [one.clone(), one.clone(), one.clone(), one, two]);
}

#[tokio::test]
async fn a_conversation_whose_webhook_hangs_holds_up_no_other() {
    let stranger = Stranger::new().await;
    let genesys = &stranger.genesys;
    let receiver = MockServer::start().await;
    let hangs = ResponseTemplate::new(200).set_delay(Duration::from_secs(60));
    let one = Mock::given(body_string_contains("slow")).respond_with(hangs);
    one.mount(&receiver).await;
    let others = Mock::given(method("POST")).respond_with(ResponseTemplate::new(200));
    others.mount(&receiver).await;
    genesys.deliver_to(receiver.uri().parse().unwrap());
    wrote(&stranger, "wamid.1").await;
    let mut other = text("wamid.2", "Hello");
    other["channel"]["from"]["id"] = "+12025550148".into();
    post(&stranger, "message", &other).await;

    genesys.agent_of(CUSTOMER).unwrap().text("slow").send();
    genesys
        .agent_of("+12025550148")
        .unwrap()
        .text("quick")
        .send();

    let quick = || genesys.webhooks_sent()[1].state == WebhookState::Delivered;
    tokio::time::timeout(Duration::from_secs(5), async {
        while !quick() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("the other conversation's webhook arrives");
    assert_eq!(genesys.webhooks_sent()[0].state, WebhookState::Waiting);
}

#[tokio::test]
async fn after_five_tries_more_a_webhook_is_given_up() {
    let stranger = Stranger::new().await;
    let genesys = &stranger.genesys;
    let _receiver = receiver(genesys, &[500]).await;

    agent(&stranger).await.text("Good day").send();
    genesys.webhooks_settled().await;

    assert_eq!(outcome(genesys), (vec![Some(500); 6], WebhookState::GaveUp));
    assert_eq!(genesys.conversations()[0].failed_by, None);
}

#[tokio::test]
async fn a_receiver_that_hangs_or_is_not_there_is_tried_again() {
    let stranger = Stranger::new().await;
    let genesys = &stranger.genesys;
    let receiver = MockServer::start().await;
    let hangs = ResponseTemplate::new(200).set_delay(Duration::from_secs(60));
    let once = Mock::given(method("POST"))
        .respond_with(hangs)
        .up_to_n_times(1);
    once.mount(&receiver).await;
    let takes = Mock::given(method("POST")).respond_with(ResponseTemplate::new(200));
    takes.mount(&receiver).await;
    genesys.deliver_to(receiver.uri().parse().unwrap());
    let agent = agent(&stranger).await;

    agent.text("Good day").send();
    genesys.webhooks_settled().await;

    let tries = vec![None, Some(200)];
    assert_eq!(outcome(genesys), (tries, WebhookState::Delivered));

    let nobody = "http://127.0.0.1:1/".parse().unwrap();
    genesys.deliver_to(nobody);
    agent.text("Anybody?").send();
    genesys.webhooks_settled().await;
    let last = genesys.webhooks_sent().pop().unwrap();
    assert_eq!(last.state, WebhookState::GaveUp);
    assert!(last.attempts.iter().all(|attempt| attempt.status.is_none()));
}

#[tokio::test]
async fn any_other_answer_makes_the_conversation_fail() {
    let stranger = Stranger::new().await;
    let genesys = &stranger.genesys;
    let _receiver = receiver(genesys, &[401]).await;

    agent(&stranger).await.text("Good day").send();
    genesys.webhooks_settled().await;

    assert_eq!(outcome(genesys), (vec![Some(401)], WebhookState::Refused));
    assert_eq!(genesys.conversations()[0].failed_by, Some(401));
}

#[tokio::test]
async fn without_a_receiver_a_webhook_goes_nowhere() {
    let stranger = Stranger::new().await;

    agent(&stranger).await.text("Good day").send();
    stranger.genesys.webhooks_settled().await;

    assert_eq!(
        outcome(&stranger.genesys),
        (vec![], WebhookState::NoReceiver)
    );
}

#[tokio::test]
async fn a_message_can_be_posted_once_by_hand_or_only_signed() {
    let stranger = Stranger::new().await;
    let genesys = &stranger.genesys;
    let receiver = receiver(genesys, &[503]).await;
    let message = agent(&stranger).await.text("Good day").from_bot();

    let signed = genesys.webhook(&message);
    let answer = genesys.deliver(&message).await.unwrap();

    assert_eq!(answer.status, 503);
    let posted = &receiver.received_requests().await.unwrap()[0];
    assert_eq!(posted.body, signed.body);
    assert_eq!(posted.headers["x-hub-signature-256"], signed.signature);
    assert_eq!(message.body()["originatingEntity"], "Bot");
    let conversation = &genesys.conversations()[0];
    assert_eq!(genesys.messages_of(&conversation.id).len(), 2);
    assert!(genesys.webhooks_sent().is_empty());
}

#[tokio::test]
async fn a_file_of_the_agent_is_downloaded_with_a_token_when_one_is_asked_for() {
    let stranger = Stranger::new().await;
    let genesys = &stranger.genesys;
    let file = agent(&stranger)
        .await
        .attachment("GIF89a", "image/gif", "map.gif");
    let attachment = &file.body()["content"][0]["attachment"];
    assert_eq!(attachment["mediaType"], "Image");
    assert_eq!(attachment["contentSizeBytes"], 6);
    let url = attachment["url"].as_str().unwrap();

    let open = stranger.http.get(url).send().await.unwrap();
    assert_eq!(open.headers()["content-type"], "image/gif");
    assert_eq!(open.bytes().await.unwrap(), "GIF89a");

    genesys.protect_downloads(true);
    let refused = stranger.http.get(url).send().await.unwrap();
    assert_eq!(refused.status(), 401);
    let allowed = stranger.send(stranger.http.get(url)).await;
    assert_eq!(allowed.status(), 200);
    genesys.expire_downloads();
    let gone = stranger.send(stranger.http.get(url)).await;
    assert_eq!(gone.status(), 404);
}

#[tokio::test]
async fn each_kind_of_message_has_the_vendors_shape() {
    let stranger = Stranger::new().await;
    let agent = agent(&stranger).await;
    let card = || json!({ "title": "First visit", "actions": [] });
    let time = "2026-12-01T10:00:00Z".parse().unwrap();
    let replies = [("Reserve", "reserve"), ("Later", "later")];
    let cases = [
        (
            agent.quick_replies("When?", &replies),
            "Structured",
            "/content/1/quickReply/payload",
            json!("later"),
        ),
        (
            agent.card(card()),
            "Structured",
            "/content/0/card/title",
            json!("First visit"),
        ),
        (
            agent.carousel(vec![card()]),
            "Structured",
            "/content/0/carousel/cards/0/title",
            json!("First visit"),
        ),
        (
            agent.list_picker("Which?", &replies),
            "Structured",
            "/content/0/listPicker/sections/0/items/0/title",
            json!("reserve"),
        ),
        (
            agent.date_picker("When?", &[time]),
            "Structured",
            "/content/0/datePicker/availableTimes/0/dateTime",
            json!("2026-12-01T10:00:00.000Z"),
        ),
        (
            agent.notification("Reminder", "Tomorrow", "Clinic"),
            "Structured",
            "/content/0/template/body/text",
            json!("Tomorrow"),
        ),
        (
            agent.typing(),
            "Event",
            "/events/0/typing/duration",
            json!(5_000),
        ),
        (
            agent.raw(json!({ "type": "Structured", "content": [{ "contentType": "Push" }] })),
            "Structured",
            "/content/0/contentType",
            json!("Push"),
        ),
    ];
    for (message, kind, place, value) in cases {
        let body = message.body();
        assert_eq!(body["type"], kind, "{place}");
        assert_eq!(body.pointer(place), Some(&value), "{place}");
        assert_eq!(body["id"], message.id());
        message.send();
    }
    let conversation = &stranger.genesys.conversations()[0];
    assert_eq!(stranger.genesys.messages_of(&conversation.id).len(), 9);
}

#[tokio::test]
async fn who_writes_and_what_is_written_is_not_printed() {
    let stranger = Stranger::new().await;
    let genesys = &stranger.genesys;
    let agent = agent(&stranger).await;
    let message = agent.text("canary-7f3a");
    let signed = genesys.webhook(&message);
    message.clone().send();

    let conversation = genesys.conversations();
    let messages = genesys.messages_of(&conversation[0].id);
    let webhooks = genesys.webhooks_sent();
    let printed = format!(
        "{agent:?} {message:?} {signed:?} {conversation:?} {messages:?} {webhooks:?} {genesys:?}"
    );

    assert!(printed.contains(message.id()), "{printed}");
    for secret in ["canary-7f3a", CUSTOMER, FakeGenesys::WEBHOOK_SECRET] {
        assert!(!printed.contains(secret), "{secret}: {printed}");
    }
}
