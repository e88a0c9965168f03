//! From WhatsApp to Genesys Cloud: every kind of update, through the running bridge.

use meta_whatsapp_client::fake::{FakeCustomer, FakeUpdate, FakeWhatsApp};
use serde_json::{Value, json};
use whatsapp_bridge::services::Service;

use crate::bridge::harness::{Bridge, until};

const NUMBER: &str = "12025550147";
const FROM_ID: &str = "+12025550147";

/// Delivers one update, and returns what Genesys Cloud got of it.
async fn handed_on(bridge: &Bridge, update: FakeUpdate) -> Value {
    let before = bridge.genesys.inbound_count();
    let id = update.id().expect("a message has an id").to_owned();
    let delivered = bridge.whatsapp.deliver([update]).await.expect("an answer");
    assert_eq!(delivered.status, 200);
    until("the message", || bridge.genesys.inbound_count() > before).await;
    let messages = bridge.genesys.inbound_messages();
    let message = messages.last().expect("one came").body.clone();
    assert_eq!(message["channel"]["messageId"], id.as_str());
    assert_eq!(message["channel"]["from"]["id"], FROM_ID);
    message
}

#[tokio::test]
async fn every_kind_becomes_something_that_an_agent_can_read() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER);
    let order = json!({"catalog_id": "7", "text": "Please wrap it", "product_items": [
        {"product_retailer_id": "tea", "quantity": 2, "item_price": 4.5, "currency": "EUR"}]});
    let contacts = json!([{"name": {"formatted_name": "Ada Example"}}]);
    let place = json!({"latitude": 52.5, "longitude": 13.4, "name": "Gate"});
    let rows: Vec<(FakeUpdate, &str)> = vec![
        (customer.text("Hello 👋"), "Hello 👋"),
        (customer.reply("wamid.1", "Is it free?"), "Is it free?"),
        (customer.message("location", place), "Gate"),
        (customer.message("contacts", contacts), "Ada Example"),
        (customer.message("order", order), "2 × tea"),
        (customer.reaction("wamid.1", "👍"), "Reacted with 👍"),
        (customer.reaction("wamid.1", ""), "Took back the reaction"),
        (customer.button("wamid.1", "p-1", "Yes"), "Yes"),
        (customer.button_reply("wamid.1", "p-1", "Later"), "Later"),
        (customer.list_reply("wamid.1", "p-1", "Monday"), "Monday"),
        (
            customer.flow_reply("wamid.1", &json!({"day": "Mon"})),
            "Mon",
        ),
        (
            customer.message("request_welcome", json!({})),
            "opened the chat",
        ),
        (
            customer.message("unsupported", json!({"type": "poll_update"})),
            "poll_update",
        ),
        (customer.message("hologram", json!({"x": 1})), "hologram"),
        (
            customer.message(
                "edit",
                json!({"original_message_id": "wamid.1",
                "message": {"type": "text", "text": {"body": "at ten"}}}),
            ),
            "at ten",
        ),
        (
            customer.message("revoke", json!({"original_message_id": "wamid.1"})),
            "Deleted",
        ),
        (customer.message("text", json!(7)), "could not be shown"),
    ];
    for (update, expected) in rows {
        let kind = update.value()["messages"][0]["type"].clone();

        let message = handed_on(&bridge, update).await;

        let text = message["text"].as_str().unwrap_or_default();
        assert!(text.contains(expected), "{kind}: {text:?}");
    }
    assert_eq!(
        bridge.genesys.conversations().len(),
        1,
        "one customer, one conversation"
    );
}

#[tokio::test]
async fn what_stands_around_a_message_is_told_too() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER);
    let with = |field: &str, value: Value| {
        let mut value_of = customer.text("Hello").value().clone();
        value_of["messages"][0][field] = value;
        let id = value_of["messages"][0]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        (id, FakeUpdate::of_field("messages", metadata(value_of)))
    };
    for (field, value, name, expected) in [
        ("context", json!({"forwarded": true}), "waForwarded", "true"),
        ("context", json!({"id": "wamid.0"}), "waRefersTo", "wamid.0"),
        (
            "referral",
            json!({"source_type": "ad", "source_url": "https://example.com/ad",
                "headline": "Spring"}),
            "waReferralHeadline",
            "Spring",
        ),
    ] {
        let before = bridge.genesys.inbound_count();
        let (id, update) = with(field, value);

        bridge.whatsapp.deliver([update]).await.expect("an answer");

        until("the message", || bridge.genesys.inbound_count() > before).await;
        let message = bridge
            .genesys
            .inbound_messages()
            .pop()
            .expect("one came")
            .body;
        assert_eq!(message["channel"]["messageId"], id.as_str());
        assert_eq!(message["metadata"][name], expected);
    }
}

/// A value as Meta sends it: with the number it was written to.
fn metadata(mut value: Value) -> Value {
    value["messaging_product"] = "whatsapp".into();
    value["metadata"] = json!({
        "display_phone_number": FakeWhatsApp::DISPLAY_PHONE_NUMBER,
        "phone_number_id": FakeWhatsApp::PHONE_NUMBER_ID,
    });
    value
}

#[tokio::test]
async fn files_are_attachments_that_can_be_fetched() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER);
    for (kind, mime, media_type, caption) in [
        ("image", "image/png", "Image", Some("my prescription")),
        ("video", "video/mp4", "Video", None),
        ("audio", "audio/ogg", "Audio", None),
        ("document", "application/pdf", "File", Some("the form")),
        ("sticker", "image/webp", "Image", None),
    ] {
        let bytes = format!("the bytes of a {kind}").into_bytes();
        let update = customer.media(kind, mime, bytes.clone(), caption);

        let message = handed_on(&bridge, update).await;

        let attachment = &message["content"][0]["attachment"];
        assert_eq!(attachment["mediaType"], media_type, "{kind}");
        assert_eq!(attachment["mime"], mime, "{kind}");
        if let Some(caption) = caption {
            assert_eq!(message["text"], caption, "{kind}");
        }
        let url: url::Url = attachment["url"]
            .as_str()
            .expect("a URL")
            .parse()
            .expect("a URL");
        let served = bridge
            .get(whatsapp_bridge::services::Service::Gateway, url.path())
            .await;
        assert_eq!(served.status, 200, "{kind}");
        assert_eq!(served.text.as_bytes(), bytes, "{kind}");
        assert_eq!(served.headers["x-content-type-options"], "nosniff");
        let policy = served.headers["content-security-policy"]
            .to_str()
            .expect("text");
        assert!(policy.contains("sandbox"), "{policy}");
        let disposition = served.headers.get("content-disposition");
        let is_attached = disposition.is_some_and(|it| it.as_bytes().starts_with(b"attachment"));
        assert_eq!(is_attached, kind == "document", "{kind}");
    }
}

#[tokio::test]
async fn a_batch_with_one_odd_message_loses_nothing() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER);
    let updates = [
        customer.text("one"),
        customer.message("text", json!(["odd"])),
        customer.text("three"),
    ];
    let again: Vec<FakeUpdate> = updates.to_vec();

    for batch in [updates.to_vec(), again] {
        let delivered = bridge.whatsapp.deliver(batch).await.expect("an answer");
        assert_eq!(delivered.status, 200);
    }
    let last = customer.text("four");
    bridge.whatsapp.deliver([last]).await.expect("an answer");

    until("all of them", || bridge.genesys.inbound_count() >= 4).await;
    let texts: Vec<String> = bridge
        .genesys
        .inbound_messages()
        .iter()
        .map(|message| message.text().unwrap_or_default().to_owned())
        .collect();
    let [one, odd, three, four] = &texts[..] else {
        panic!("each once: {texts:?}");
    };
    assert_eq!([one, three, four], ["one", "three", "four"]);
    assert!(odd.contains("could not be shown"), "{odd}");
}

#[tokio::test]
async fn a_customer_who_changes_the_number_stays_the_same_for_genesys() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER);
    bridge
        .whatsapp
        .deliver([customer.text("first")])
        .await
        .expect("an answer");
    until("the first", || bridge.genesys.inbound_count() == 1).await;

    let news = json!({"type": "user_changed_number", "body": "changed",
        "wa_id": "12025550148", "user_id": "US.2", "previous_user_id": user_id(&customer)});
    let changed = customer.message("system", news);
    bridge.whatsapp.deliver([changed]).await.expect("an answer");
    let moved = bridge.whatsapp.customer("12025550148").with_user_id("US.2");
    bridge
        .whatsapp
        .deliver([moved.text("second")])
        .await
        .expect("an answer");

    until("the second", || bridge.genesys.inbound_count() == 2).await;
    let messages = bridge.genesys.inbound_messages();
    assert_eq!(messages[1].body["channel"]["from"]["id"], FROM_ID);
    assert_eq!(bridge.genesys.conversations().len(), 1);
    let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
    agent.text("answer").send();
    until("the answer", || !bridge.whatsapp.messages().is_empty()).await;
    assert_eq!(bridge.whatsapp.messages()[0].recipient, "12025550148");
}

fn user_id(customer: &FakeCustomer) -> String {
    let text = customer.text("");
    let id = text.value()["messages"][0]["from_user_id"].as_str();
    id.expect("a user id").to_owned()
}

#[tokio::test]
async fn a_mapping_that_a_message_made_tells_the_number_of_the_business() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER);

    let hello = customer.text("Hello");
    bridge.whatsapp.deliver([hello]).await.expect("an answer");
    until("the message", || bridge.genesys.inbound_count() == 1).await;

    let path = format!("/state/mapping/{NUMBER}");
    let mapping = bridge.get(Service::StateManager, &path).await.json();
    assert_eq!(mapping["phoneNumberId"], FakeWhatsApp::PHONE_NUMBER_ID);
    let digits = FakeWhatsApp::DISPLAY_PHONE_NUMBER.replace(|c: char| !c.is_ascii_digit(), "");
    assert_eq!(mapping["displayPhoneNumber"], digits);
}
