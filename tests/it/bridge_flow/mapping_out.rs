//! From Genesys Cloud to WhatsApp: every kind of content, and what becomes of it.

use genesys_client::fake::{FakeAgent, FakeOutbound};
use meta_whatsapp_client::fake::FakeMessage;
use serde_json::{Value, json};

use crate::bridge::harness::{Bridge, Setup, until};

const NUMBER: &str = "12025550147";
const FROM_ID: &str = "+12025550147";

/// A bridge with a customer who has just written, and the agent who answers.
async fn answering(setup: Setup) -> (Bridge, FakeAgent) {
    let bridge = setup.start().await;
    let customer = bridge.whatsapp.customer(NUMBER);
    bridge
        .whatsapp
        .deliver([customer.text("Hello")])
        .await
        .expect("an answer");
    until("the question", || bridge.genesys.inbound_count() == 1).await;
    let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
    (bridge, agent)
}

/// Sends one message of the agent, and returns the first that the customer got of it.
async fn sent(bridge: &Bridge, message: FakeOutbound) -> FakeMessage {
    let before = bridge.whatsapp.messages().len();
    message.send();
    until("the message", || bridge.whatsapp.messages().len() > before).await;
    let sent = bridge.whatsapp.messages()[before].clone();
    assert_eq!(sent.recipient, NUMBER);
    sent
}

#[tokio::test]
async fn every_kind_of_content_reaches_the_customer() {
    let (bridge, agent) = answering(Setup::new()).await;
    let times =
        ["2026-03-03T10:00:00Z", "2026-03-04T14:30:00Z"].map(|it| it.parse().expect("a time"));
    let card = |title: &str| {
        json!({"title": title, "description": "45 minutes",
        "image": "https://assets.example.com/visit.png",
        "actions": [{"type": "Postback", "text": "Choose", "payload": "visit"}]})
    };
    let four = [("A", "a"), ("B", "b"), ("C", "c"), ("D", "d")];
    let eleven: Vec<(String, String)> = (1..=11)
        .map(|n| (format!("No. {n}"), format!("n{n}")))
        .collect();
    let eleven: Vec<(&str, &str)> = eleven.iter().map(|(a, b)| (&**a, &**b)).collect();
    let rows: Vec<(&str, FakeOutbound, &str, &str, Value)> = vec![
        (
            "text",
            agent.text("Good morning"),
            "text",
            "/text/body",
            json!("Good morning"),
        ),
        (
            "three quick replies",
            agent.quick_replies("When?", &four[..3]),
            "interactive",
            "/interactive/type",
            json!("button"),
        ),
        (
            "four quick replies",
            agent.quick_replies("When?", &four),
            "interactive",
            "/interactive/type",
            json!("list"),
        ),
        (
            "eleven quick replies",
            agent.quick_replies("Which?", &eleven),
            "text",
            "/type",
            json!("text"),
        ),
        (
            "list picker",
            agent.list_picker("Which?", &four),
            "interactive",
            "/interactive/type",
            json!("list"),
        ),
        (
            "date picker",
            agent.date_picker("When?", &times),
            "interactive",
            "/interactive/type",
            json!("list"),
        ),
        (
            "carousel",
            agent.carousel(vec![card("First visit"), card("Check-up")]),
            "interactive",
            "/interactive/type",
            json!("carousel"),
        ),
        (
            "card",
            agent.card(card("First visit")),
            "interactive",
            "/interactive/type",
            json!("button"),
        ),
        (
            "notification",
            agent.notification("Reminder", "Your visit is tomorrow.", "Clinic"),
            "text",
            "/type",
            json!("text"),
        ),
    ];
    for (what, message, kind, place, expected) in rows {
        let sent = sent(&bridge, message).await;

        assert_eq!(sent.kind, kind, "{what}: {}", sent.body);
        assert_eq!(
            sent.body.pointer(place),
            Some(&expected),
            "{what}: {}",
            sent.body
        );
        assert!(sent.body["biz_opaque_callback_data"].is_string(), "{what}");
    }
}

#[tokio::test]
async fn a_long_text_arrives_in_parts_and_is_delivered_once() {
    let (bridge, agent) = answering(Setup::new()).await;
    bridge
        .whatsapp
        .report_statuses(&["sent", "delivered", "read"]);
    let text = "A sentence of the agent. ".repeat(400);

    let id = agent.text(text.trim_end()).send();

    until("all parts", || bridge.whatsapp.messages().len() == 3).await;
    let bodies: Vec<String> = bridge
        .whatsapp
        .messages()
        .iter()
        .map(|part| {
            part.body["text"]["body"]
                .as_str()
                .expect("a text")
                .to_owned()
        })
        .collect();
    assert!(bodies.iter().all(|body| body.chars().count() <= 4096));
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&bodies.join(" ")), words(&text));
    until("the receipt", || !bridge.genesys.receipts().is_empty()).await;
    assert_eq!(
        bridge.genesys.message(&id).expect("it is known").status,
        "Delivered"
    );
    // Whatever comes after it is another message's.
    let next = agent.text("And?").send();
    until("the next receipt", || bridge.genesys.receipts().len() > 1).await;
    let told: Vec<String> = bridge
        .genesys
        .receipts()
        .into_iter()
        .map(|it| it.message_id)
        .collect();
    assert_eq!(told, [id, next]);
}

#[tokio::test]
async fn files_of_agents_are_fetched_and_uploaded() {
    let (bridge, agent) = answering(Setup::new()).await;
    bridge.genesys.protect_downloads(true);
    for (mime, name, kind) in [
        ("image/png", "map.png", "image"),
        ("video/mp4", "way.mp4", "video"),
        ("audio/mpeg", "voice.mp3", "audio"),
        ("application/pdf", "form.pdf", "document"),
    ] {
        let bytes = format!("the bytes of {name}").into_bytes();

        let sent = sent(&bridge, agent.attachment(bytes.clone(), mime, name)).await;

        assert_eq!(sent.kind, kind, "{}", sent.body);
        let id = sent.body[kind]["id"].as_str().expect("an uploaded file");
        let media = bridge.whatsapp.media();
        let media = media
            .iter()
            .find(|media| media.id == id)
            .expect("it is there");
        assert_eq!(media.bytes, bytes);
    }
}

#[tokio::test]
async fn a_choice_of_the_customer_answers_the_agents_message() {
    let (bridge, agent) = answering(Setup::new()).await;
    let question = agent.quick_replies(
        "Shall we book?",
        &[("Reserve", "reserve"), ("Later", "later")],
    );
    let asked = sent(&bridge, question).await;
    let button = &asked.body["interactive"]["action"]["buttons"][0]["reply"];
    let (id, title) = (
        button["id"].as_str().expect("an id"),
        button["title"].as_str().expect("a title"),
    );
    let original = bridge.genesys.webhooks_sent()[0].message_id.clone();

    let customer = bridge.whatsapp.customer(NUMBER);
    let chosen = customer.button_reply(&asked.id, id, title);
    bridge.whatsapp.deliver([chosen]).await.expect("an answer");

    until("the choice", || bridge.genesys.inbound_count() == 2).await;
    let choice = bridge
        .genesys
        .inbound_messages()
        .pop()
        .expect("one came")
        .body;
    assert_eq!(choice["buttonResponse"]["type"], "QuickReply", "{choice}");
    assert_eq!(choice["buttonResponse"]["payload"], "reserve");
    assert_eq!(choice["originatingMessageId"], original.as_str());
}

#[tokio::test]
async fn a_failed_message_is_told_with_its_reason() {
    for (code, reason) in [
        (131_026, "InvalidDestination"),
        (131_047, "MessageExpired"),
        (131_051, "UnsupportedMessage"),
    ] {
        let (bridge, agent) = answering(Setup::new()).await;
        bridge.whatsapp.fail_messages(code, 1);

        let id = agent.text("Good morning").send();

        until("the receipt", || !bridge.genesys.receipts().is_empty()).await;
        let receipt = bridge.genesys.receipts().remove(0);
        assert_eq!(
            (receipt.message_id, &*receipt.status),
            (id, "Failed"),
            "{code}"
        );
        assert_eq!(receipt.codes, [reason], "{code}");
    }
}
