//! Deliveries that were accepted and that nobody can read, until somebody puts them back.

use durable_inbox::{Delivery, Inbox as _};
use reqwest::Method;
use serde_json::{Value, json};
use server_kit::{keys, seal::Sealer};
use whatsapp_bridge::work::journal::Journal;

use super::{
    dashboard::Person,
    harness::{Answer, Bridge, until},
};

/// A delivery as the bridge keeps it, but sealed with a key that it does not have.
fn sealed_with_another_key(bridge: &Bridge) -> Delivery {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let key = keys::own(folder.path(), "ANOTHER_KEY", 32).expect("a key can be made");
    let journal = Journal::meta("default", b"{}");
    Delivery {
        source: journal.source().to_owned(),
        payload: journal.seal(&Sealer::new(&key).expect("a key of the right length")),
        received_at: bridge.state().clock.now(),
    }
}

async fn kept_aside(operator: &Person<'_>) -> Vec<Value> {
    let listed = operator.get("/parked").await.json();
    listed["keptAside"].as_array().cloned().unwrap_or_default()
}

/// A customer writes, and Genesys Cloud has it: what came before is taken in, too.
async fn wrote(bridge: &Bridge) {
    let before = bridge.genesys.inbound_count();
    let text = bridge.whatsapp.customer("12025550147").text("Hello");
    bridge.whatsapp.deliver([text]).await.expect("an answer");
    until("the text", || bridge.genesys.inbound_count() > before).await;
}

#[tokio::test]
async fn a_delivery_that_nobody_could_read_is_listed_and_read_again_when_it_is_put_back() {
    let bridge = Bridge::start().await;
    let operator = Person::of_role(&bridge, "operator").await;
    let delivery = sealed_with_another_key(&bridge);
    let kept = bridge.state().inbox.append(vec![delivery]).await;
    kept.expect("it is kept");
    wrote(&bridge).await;
    let before = kept_aside(&operator).await;

    let path = format!("/kept-aside/{}/restore", before[0]["id"]);
    let restored = Answer::to(operator.request(Method::POST, &path).json(&json!({}))).await;
    wrote(&bridge).await;
    let again = Answer::to(operator.request(Method::POST, &path).json(&json!({}))).await;

    let reason = before[0]["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("DATA_KEYS"), "{reason}");
    assert_eq!(before[0]["source"], "meta");
    assert_eq!(restored.status, 200, "{}", restored.text);
    // It was read once more, in vain, and kept as another row.
    let after = kept_aside(&operator).await;
    assert_eq!(after.len(), 1);
    assert_ne!(after[0]["id"], before[0]["id"]);
    again.assert_error(404, "This delivery is not kept aside any more");
}
