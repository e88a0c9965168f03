//! What fails for reasons of its own: it waits alone, is told, or waits for a person.

use std::time::Duration;

use ccaas_http::Timeouts;
use durable_inbox::Inbox;
use serde_json::json;
use whatsapp_bridge::services::Service;

use super::scene::{NUMBER, OTHER, in_time, parked, texts_to, wrote};
use crate::bridge::harness::{Bridge, Setup, until};

#[tokio::test]
async fn what_was_parked_arrives_when_somebody_redrives_it() {
    let bridge = Bridge::start().await;
    bridge.genesys.refuse_inbound(400, "bad.request", 1);
    let customer = bridge.whatsapp.customer(NUMBER);
    let text = customer.text("refused");
    bridge.whatsapp.deliver([text]).await.expect("an answer");
    wrote(&bridge, NUMBER, "the next").await;
    let items = parked(&bridge).await;
    assert_eq!(items.len(), 1);

    let inbox = &bridge.state().inbox;
    inbox.redrive(items[0].id).await.expect("it is parked");

    until("the first", || bridge.genesys.inbound_count() == 2).await;
    let received = bridge.genesys.inbound_messages();
    let texts: Vec<_> = received.iter().filter_map(|it| it.text()).collect();
    assert_eq!(texts, ["the next", "refused"]);
    assert!(parked(&bridge).await.is_empty());
}

#[tokio::test]
async fn a_vendor_that_does_not_answer_makes_messages_wait_and_nothing_is_lost() {
    let timeouts = Timeouts {
        attempt: Duration::from_millis(200),
        total: Duration::from_millis(400),
        ..Timeouts::default()
    };
    let bridge = Setup::new().timeouts(timeouts).start().await;
    bridge.genesys.hang_inbound(3);
    let customer = bridge.whatsapp.customer(NUMBER);
    for text in ["one", "two", "three"] {
        let text = customer.text(text);
        bridge.whatsapp.deliver([text]).await.expect("an answer");
    }

    in_time(&bridge, "all three", || bridge.genesys.inbound_count() >= 3).await;

    let received = bridge.genesys.inbound_messages();
    let texts: Vec<_> = received.iter().filter_map(|it| it.text()).collect();
    assert_eq!(texts, ["one", "two", "three"]);
}

#[tokio::test]
async fn an_answer_of_genesys_that_was_lost_leads_to_the_same_message_again() {
    let bridge = Bridge::start().await;
    bridge.genesys.lose_inbound_answers(1);
    let customer = bridge.whatsapp.customer(NUMBER);
    for text in ["one", "two"] {
        let text = customer.text(text);
        bridge.whatsapp.deliver([text]).await.expect("an answer");
    }

    in_time(&bridge, "both", || {
        let received = bridge.genesys.inbound_messages();
        received.iter().any(|it| it.text() == Some("two"))
    })
    .await;

    let received = bridge.genesys.inbound_messages();
    let texts: Vec<_> = received.iter().filter_map(|it| it.text()).collect();
    assert_eq!(texts, ["one", "two"]);
    // By id and time the vendor knows that it has it.
    let repeats = bridge.genesys.duplicates();
    assert_eq!(repeats.len(), 1);
    for name in ["messageId", "time"] {
        let [first, again] = [&received[0], &repeats[0]].map(|it| &it.body["channel"][name]);
        assert_eq!(again, first, "{name}");
    }
}

#[tokio::test]
async fn a_customer_who_gets_too_much_waits_alone() {
    let bridge = Bridge::start().await;
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    let other = wrote(&bridge, OTHER, "Hello").await;
    bridge.whatsapp.fail_messages(131_056, 1);
    agent.text("one").send();
    let sending = "/{version}/{phone}/messages";
    until("the first try", || {
        let host = bridge.whatsapp.host();
        !host.received(&reqwest::Method::POST, sending).is_empty()
    })
    .await;
    agent.text("two").send();

    other.text("three").send();

    until("the other", || !texts_to(&bridge, OTHER).is_empty()).await;
    in_time(&bridge, "both", || texts_to(&bridge, NUMBER).len() == 2).await;
    assert_eq!(texts_to(&bridge, NUMBER), ["one", "two"]);
    assert!(parked(&bridge).await.is_empty());
}

#[tokio::test]
async fn content_that_whatsapp_has_nothing_for_is_told_and_not_dropped_in_silence() {
    let bridge = Bridge::start().await;
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    let hologram = json!({"type": "Structured", "content": [
        {"contentType": "Hologram", "hologram": {"title": "Hello"}}]});

    let id = agent.raw(hologram).send();

    until("the receipt", || !bridge.genesys.receipts().is_empty()).await;
    let receipt = bridge.genesys.receipts().remove(0);
    assert_eq!((receipt.message_id, &*receipt.status), (id, "Failed"));
    assert_eq!(receipt.codes, ["UnsupportedMessage"]);
    agent.text("Hello?").send();
    until("the next", || texts_to(&bridge, NUMBER) == ["Hello?"]).await;
}

#[tokio::test]
async fn a_file_that_is_too_large_for_whatsapp_is_a_link_that_works() {
    let bridge = Bridge::start().await;
    bridge.genesys.protect_downloads(true);
    let agent = wrote(&bridge, NUMBER, "A picture, please").await;
    // WhatsApp takes pictures of 5 MB.
    let picture = vec![7; 5 * 1024 * 1024 + 1];

    agent
        .attachment(picture.clone(), "image/png", "roof.png")
        .send();

    until("the link", || !texts_to(&bridge, NUMBER).is_empty()).await;
    let text = texts_to(&bridge, NUMBER).remove(0);
    let at = text.find("/media/").expect("our address");
    let path = text[at..].split_whitespace().next().expect("a path");
    let served = bridge.request(reqwest::Method::GET, Service::Gateway, path);
    let served = served.send().await.expect("an answer");
    assert_eq!(served.status(), 200);
    assert_eq!(served.headers()["content-type"], "image/png");
    assert_eq!(served.bytes().await.expect("a body"), picture);
    assert!(bridge.whatsapp.media().is_empty());
}

#[tokio::test]
async fn an_agents_file_that_is_gone_is_told() {
    let bridge = Bridge::start().await;
    let agent = wrote(&bridge, NUMBER, "A picture, please").await;
    let file = json!({"content": [{"contentType": "Attachment", "attachment": {
        "id": "gone", "mediaType": "Image", "mime": "image/png", "filename": "roof.png",
        "url": format!("{}api/v2/downloads/gone", bridge.genesys.url())}}]});

    let id = agent.raw(file).send();

    until("the receipt", || !bridge.genesys.receipts().is_empty()).await;
    let receipt = bridge.genesys.receipts().remove(0);
    assert_eq!((receipt.message_id, &*receipt.status), (id, "Failed"));
    assert!(bridge.whatsapp.messages().is_empty());
}
