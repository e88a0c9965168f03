//! What operators do with an agent's message: find it, tell of it, send it after all.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use whatsapp_bridge::services::Service;

use super::{
    dashboard::Person,
    harness::{Answer, Bridge, until},
};
use crate::bridge_flow::scene::{NUMBER, in_time_async, parked, texts_to, wrote};

const STATE: Service = Service::StateManager;

/// How many messages a search finds, and how far the first got.
async fn found(operator: &Person<'_>, text: &str) -> (usize, String) {
    let found = operator.get(&format!("/messages?search={text}")).await;
    assert_eq!(found.status, 200, "{}", found.text);
    let found = found.json()["messages"].clone();
    let found = found.as_array().cloned().unwrap_or_default();
    let status = found.first().and_then(|it| it["status"].as_str());
    (found.len(), status.unwrap_or_default().to_owned())
}

#[tokio::test]
async fn an_old_message_that_is_redriven_is_sent_whatever_its_age() {
    let bridge = Bridge::start().await;
    bridge.whatsapp.report_statuses(&[]);
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    bridge.whatsapp.fail_messages(131_026, 1);
    let id = agent.text("Good morning").send();
    in_time_async(&bridge, "it is parked", async || {
        !parked(&bridge).await.is_empty()
    })
    .await;
    let item = parked(&bridge).await.remove(0);
    let why = "WhatsApp does not take it: code 131026. The agent was told.";
    assert_eq!(item.reason.as_deref(), Some(why));
    // Twice as old as messages may be.
    bridge.clock.advance(Duration::from_secs(2 * 60 * 60));

    let operator = Person::of_role(&bridge, "operator").await;
    let path = format!("/parked/{}/redrive", item.id);
    let redriven = Answer::to(operator.request(Method::POST, &path)).await;

    assert_eq!(redriven.status, 200, "{}", redriven.text);
    until("the text", || texts_to(&bridge, NUMBER) == ["Good morning"]).await;
    in_time_async(&bridge, "it is sent", async || {
        found(&operator, &id).await == (1, "sent".to_owned())
    })
    .await;
}

#[tokio::test]
async fn an_agents_message_is_found_and_told_of_by_the_id_that_genesys_gave_it() {
    let bridge = Bridge::start().await;
    bridge.whatsapp.report_statuses(&[]);
    let operator = Person::of_role(&bridge, "operator").await;
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    let told_before = agent.text("two");
    let of = |id: &str| json!({"genesysMessageId": id, "direction": "outbound", "status": "sent"});
    let first = bridge
        .post(STATE, "/state/message", &of(told_before.id()))
        .await;
    assert_eq!(first.status, 200, "{}", first.text);
    let ids = [agent.text("one").send(), told_before.send()];
    until("both", || texts_to(&bridge, NUMBER) == ["one", "two"]).await;

    for id in ids {
        let told = bridge.post(STATE, "/state/message", &of(&id)).await;
        assert_eq!(told.status, 200, "{}", told.text);
        assert_eq!(found(&operator, &id).await.0, 1, "{id}");
        let path = format!("/state/message/{id}");
        let patch = bridge.request(Method::PATCH, STATE, &path);
        let patched = Answer::to(patch.json(&json!({"status": "read"}))).await;
        assert_eq!(patched.status, 200, "{}", patched.text);
        assert_eq!(found(&operator, &id).await, (1, "read".to_owned()));
    }
}
