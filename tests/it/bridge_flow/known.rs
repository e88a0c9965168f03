//! Which customer and which conversation is meant, as ids come and go.

use serde_json::Value;
use whatsapp_bridge::services::Service;

use crate::bridge::harness::{Bridge, until};

const NUMBER: &str = "12025550147";
const FROM_ID: &str = "+12025550147";

/// Delivers one update, and returns what Genesys Cloud got of it.
async fn handed_on(bridge: &Bridge, update: meta_whatsapp_client::fake::FakeUpdate) -> Value {
    let before = bridge.genesys.inbound_count();
    bridge.whatsapp.deliver([update]).await.expect("an answer");
    until("the message", || bridge.genesys.inbound_count() > before).await;
    let message = bridge.genesys.inbound_messages().pop();
    message.expect("one came").body
}

#[tokio::test]
async fn a_user_id_that_is_told_later_belongs_to_the_number() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER);
    let old = customer.clone().without_user_id();
    let both = customer.clone().with_user_id("US.robin");
    let hidden = both.clone().without_phone();

    for (who, update) in [
        ("the number", old.text("one")),
        ("both", both.text("two")),
        ("the user id", hidden.text("three")),
    ] {
        let message = handed_on(&bridge, update).await;
        let from = &message["channel"]["from"];
        assert_eq!(from["id"], FROM_ID, "{who}");
        assert_eq!(from["idType"], "Phone", "{who}");
    }

    assert_eq!(bridge.genesys.conversations().len(), 1);
}

#[tokio::test]
async fn a_customer_without_a_number_is_answered_by_the_user_id_and_keeps_it() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER).with_user_id("US.robin");
    let hidden = customer.clone().without_phone();

    let message = handed_on(&bridge, hidden.text("one")).await;

    let from = &message["channel"]["from"];
    assert_eq!(
        (&from["id"], &from["idType"]),
        (&"US.robin".into(), &"Opaque".into())
    );
    let agent = bridge.genesys.agent_of("US.robin").expect("a conversation");
    agent.text("Good morning").send();
    until("the answer", || !bridge.whatsapp.messages().is_empty()).await;
    assert_eq!(bridge.whatsapp.messages()[0].recipient, "US.robin");
    // The number is told later.
    let message = handed_on(&bridge, customer.text("two")).await;
    assert_eq!(message["channel"]["from"]["id"], "US.robin");
    assert_eq!(bridge.genesys.conversations().len(), 1);
}

#[tokio::test]
async fn the_latest_conversation_is_known_by_every_id_it_has() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER);
    let id = |bridge: &Bridge| {
        let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
        agent.conversation_id().as_str().to_owned()
    };
    handed_on(&bridge, customer.text("one")).await;
    let first = id(&bridge);
    let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
    agent.disconnect();

    handed_on(&bridge, customer.text("two")).await;

    let second = id(&bridge);
    assert_ne!(first, second, "a new conversation has begun");
    let mapping = format!("/state/mapping/{NUMBER}");
    let known = latest(&bridge, &mapping, &second).await;
    let ours = known["conversationId"].as_str().expect("an id").to_owned();
    for id in [&ours, &first, &second] {
        let path = format!("/state/conversation/{id}");
        let found = bridge.get(Service::StateManager, &path).await;
        assert_eq!(found.status, 200, "{path}: {}", found.text);
        let found = found.json();
        assert_eq!(found["conversationId"], ours.as_str(), "{path}");
        assert_eq!(found["genesysConversationId"], second.as_str(), "{path}");
    }
    // An answer in the old conversation still reaches the customer.
    agent.text("One more thing").send();
    until("the answer", || !bridge.whatsapp.messages().is_empty()).await;
    assert_eq!(bridge.whatsapp.messages()[0].recipient, NUMBER);
}

/// The mapping, as soon as it has this conversation: it is written behind the answer.
async fn latest(bridge: &Bridge, path: &str, conversation: &str) -> Value {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let known = bridge.get(Service::StateManager, path).await.json();
        if known["genesysConversationId"] == conversation {
            return known;
        }
        assert!(tokio::time::Instant::now() < deadline, "{known}");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}
