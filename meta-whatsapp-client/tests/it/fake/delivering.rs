//! Webhooks that the fake posts.

use std::time::Duration;

use meta_whatsapp_client::{
    Error,
    fake::{FakeUpdate, FakeWhatsApp},
    messages::Message,
    webhooks::{self, Signature},
};
use serde_json::{Value, json};

use super::receiver::Receiver;

/// Waits until the receiver has so many webhooks.
async fn wait_for(
    receiver: &ccaas_http::test_util::FakeHost<Receiver>,
    count: usize,
) -> Vec<Value> {
    let arrived = async {
        loop {
            let got = receiver.with(|receiver| receiver.got.clone());
            if got.len() >= count {
                return got;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let got = tokio::time::timeout(Duration::from_secs(20), arrived)
        .await
        .expect("the webhooks arrive");
    got.iter()
        .map(|(_, body)| serde_json::from_slice(body).expect("a webhook is JSON"))
        .collect()
}

fn statuses(webhook: &Value) -> Vec<String> {
    let changes = webhook["entry"][0]["changes"].as_array();
    let changes = changes.expect("a webhook has changes");
    changes
        .iter()
        .filter_map(|change| change["value"]["statuses"][0]["status"].as_str())
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn a_receiver_is_verified_by_its_answer_to_the_challenge() {
    let (whatsapp, receiver) = (FakeWhatsApp::start().await, Receiver::start(0).await);
    let deaf = FakeWhatsApp::start().await;

    assert!(whatsapp.subscribe(&receiver.url()).await.is_ok());
    assert!(whatsapp.subscribe(&deaf.url()).await.is_err());
}

#[tokio::test]
async fn a_batch_keeps_its_order_and_its_duplicates_and_is_signed_as_sent() {
    let (whatsapp, receiver) = (FakeWhatsApp::start().await, Receiver::start(0).await);
    whatsapp.deliver_to(receiver.url());
    let customer = whatsapp.customer("+12025550147");
    let (first, second) = (customer.text("one: ä"), customer.text("two"));

    let answer = whatsapp
        .deliver([second.clone(), first.clone(), second.clone()])
        .await
        .expect("the receiver answers");

    assert_eq!(answer.status, 200);
    let (signature, body) = receiver.with(|receiver| receiver.got.remove(0));
    let secret = [whatsapp.app_secret()];
    assert!(Signature::verify(&secret, &body, &signature).is_ok());
    assert!(body.is_ascii(), "text beyond ASCII is escaped");
    let body: Value = serde_json::from_slice(&body).expect("a webhook is JSON");
    let ids: Vec<_> = body["entry"][0]["changes"]
        .as_array()
        .expect("a webhook has changes")
        .iter()
        .map(|change| change["value"]["messages"][0]["id"].as_str())
        .collect();
    assert_eq!(ids, [second.id(), first.id(), second.id()]);
}

#[tokio::test]
async fn statuses_are_reported_by_themselves_and_tried_again() -> Result<(), Error> {
    let (whatsapp, receiver) = (FakeWhatsApp::start().await, Receiver::start(2).await);
    whatsapp.deliver_to(receiver.url());
    whatsapp.report_statuses(&["sent", "delivered"]);
    let from = whatsapp.phone_number_id();

    let sent = whatsapp
        .client()
        .messages(&from)
        .send(&Message::text("+12025550147", "hi"))
        .await?;

    let webhooks = wait_for(&receiver, 1).await;
    assert_eq!(statuses(&webhooks[0]), ["sent", "delivered"]);
    let status = &webhooks[0]["entry"][0]["changes"][0]["value"]["statuses"][0];
    assert_eq!(status["id"], sent.id().as_str());
    assert_eq!(status["recipient_id"], "12025550147");
    Ok(())
}

#[tokio::test]
async fn a_status_can_be_reported_out_of_order_and_a_failure_has_its_code() -> Result<(), Error> {
    let whatsapp = FakeWhatsApp::start().await;
    let from = whatsapp.phone_number_id();
    let mut message = Message::text("+12025550147", "hi");
    message.biz_opaque_callback_data = Some("item-1".to_owned());
    let sent = whatsapp.client().messages(&from).send(&message).await?;
    let id = sent.id().as_str();

    let read = whatsapp.status(id, "read");
    let failed = whatsapp.failed(id, 131_047);

    assert_eq!(read.id(), Some(id));
    let status = &read.value()["statuses"][0];
    assert_eq!(status["biz_opaque_callback_data"], "item-1");
    assert_eq!(failed.value()["statuses"][0]["errors"][0]["code"], 131_047);
    assert!(failed.value().get("contacts").is_none());
    Ok(())
}

#[tokio::test]
async fn every_kind_of_customer_message_is_read_without_an_error() {
    let whatsapp = FakeWhatsApp::start().await;
    let customer = whatsapp
        .customer("+12025550147")
        .named("Zoë Example")
        .with_username("@zoe.example");
    let hidden = customer.clone().without_phone();
    let old = customer.clone().without_user_id();
    let updates = [
        customer.text("hi"),
        customer.reply("wamid.1", "yes"),
        customer.media("image", "image/jpeg", vec![1, 2, 3], Some("look")),
        customer.location(41.9, 12.5),
        customer.reaction("wamid.1", "👍"),
        customer.button_reply("wamid.1", "y", "Yes"),
        customer.list_reply("wamid.1", "row-1", "Row"),
        customer.button("wamid.1", "payload", "Text"),
        customer.flow_reply("wamid.1", &json!({ "flow_token": "t" })),
        hidden.text("nobody's number"),
        old.text("an older delivery"),
        FakeUpdate::of_field("account_alerts", json!({ "entity_type": "WABA" })),
    ];
    let count = updates.len();

    let webhook = whatsapp.webhook(updates);

    let read = webhooks::parse(&webhook.body).expect("a webhook is read");
    let updates = read.updates();
    assert_eq!(updates.len(), count);
    for update in updates {
        assert!(update.kind().is_ok(), "{:?}", update.kind());
    }
}
