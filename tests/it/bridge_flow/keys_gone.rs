//! The bridge starts without the key that customers were sealed with.

use durable_inbox::Inbox;
use meta_whatsapp_client::fake::FakeCustomer;
use reqwest::Method;
use serde_json::json;
use whatsapp_bridge::services::Service;

use super::scene::{
    NUMBER, OTHER, in_time_async, parked, receipts_of, texts_at_genesys, texts_to, wrote,
};
use crate::bridge::harness::{ADMIN_TOKEN, Answer, Bridge, until};

/// Base64 of 32 bytes each.
const FIRST: &str = "Zmlyc3QgZmlyc3QgZmlyc3QgZmlyc3QgZmlyc3QgZmk=";
const SECOND: &str = "c2Vjb25kIHNlY29uZCBzZWNvbmQgc2Vjb25kIHNlY28=";
const NEW: &str = "12025550149";

async fn with_first_key() -> Bridge {
    let setup = crate::bridge::harness::Setup::new();
    setup.argument("--data-keys", FIRST).start().await
}

async fn mapping(bridge: &Bridge, number: &str) -> Answer {
    let path = format!("/state/mapping/{number}");
    bridge.get(Service::StateManager, &path).await
}

async fn privacy(bridge: &Bridge, what: &str, number: &str) -> Answer {
    let path = format!("/api/privacy/{what}");
    let request = bridge.request(Method::POST, Service::Dashboard, &path);
    let request = request.bearer_auth(ADMIN_TOKEN);
    Answer::to(request.json(&json!({ "number": number }))).await
}

async fn text_of(bridge: &Bridge, customer: &FakeCustomer, text: &str) {
    let text = customer.text(text);
    bridge.whatsapp.deliver([text]).await.expect("an answer");
}

#[tokio::test]
async fn who_writes_again_is_known_again_and_nobody_waits_for_anybody() {
    let bridge = with_first_key().await;
    wrote(&bridge, NUMBER, "one").await;
    let before = mapping(&bridge, NUMBER).await.json();

    let bridge = bridge.restart_with("--data-keys", SECOND).await;
    let agent = wrote(&bridge, NUMBER, "two").await;
    wrote(&bridge, NEW, "three").await;

    let after = mapping(&bridge, NUMBER).await;
    assert_eq!(after.status, 200, "{}", after.text);
    let after = after.json();
    assert_eq!(after["conversationId"], before["conversationId"]);
    assert_eq!(after["waId"], NUMBER);
    assert_eq!(bridge.genesys.conversations().len(), 2);
    agent.text("Good morning").send();
    until("the answer", || {
        texts_to(&bridge, NUMBER) == ["Good morning"]
    })
    .await;
}

#[tokio::test]
async fn an_answer_to_who_cannot_be_read_is_told_as_failed_and_parked() {
    let bridge = with_first_key().await;
    let agent = wrote(&bridge, OTHER, "one").await;
    wrote(&bridge, NUMBER, "one").await;
    let known = mapping(&bridge, OTHER).await.json();
    let ours = known["conversationId"].as_str().expect("an id");
    let context = format!("/state/context/{ours}");
    let note = json!({"order": 7});
    let kept = bridge.post(Service::StateManager, &context, &note).await;
    assert_eq!(kept.status, 200, "{}", kept.text);

    let bridge = bridge.restart_with("--data-keys", SECOND).await;
    let id = agent.text("Good morning").send();

    until("the receipt", || !receipts_of(&bridge, &id).is_empty()).await;
    assert_eq!(receipts_of(&bridge, &id)[0].status, "Failed");
    in_time_async(&bridge, "it is parked", async || {
        !parked(&bridge).await.is_empty()
    })
    .await;
    let reason = parked(&bridge).await.remove(0).reason;
    assert!(reason.is_some_and(|reason| reason.contains("DATA_KEYS")));
    assert!(bridge.whatsapp.messages().is_empty());
    // What can still be told and done of them.
    assert_eq!(mapping(&bridge, OTHER).await.status, 200);
    let kept = bridge.get(Service::StateManager, &context).await;
    assert_eq!(kept.status, 409, "{}", kept.text);
    assert_eq!(privacy(&bridge, "export", OTHER).await.status, 200);
    let erased = privacy(&bridge, "erase", OTHER).await;
    assert_eq!(erased.json()["erased"], 1, "{}", erased.text);
    assert_eq!(mapping(&bridge, OTHER).await.status, 404);
}

#[tokio::test]
async fn a_message_that_only_the_key_can_place_is_kept_aside_until_the_key_is_back() {
    let bridge = with_first_key().await;
    let customer = |number| {
        let customer = bridge.whatsapp.customer(number);
        customer.with_user_id("US.robin")
    };
    let (before, after) = (customer(NUMBER), customer(OTHER));
    for (customer, text) in [(&before, "one"), (&after, "two")] {
        text_of(&bridge, customer, text).await;
    }
    until("both", || bridge.genesys.inbound_count() == 2).await;

    let bridge = bridge.restart_with("--data-keys", SECOND).await;
    text_of(&bridge, &after, "three").await;
    wrote(&bridge, NEW, "four").await;

    let aside = bridge.state().inbox.stats().await.expect("it can be read");
    assert_eq!(aside.kept_aside, 1);
    assert_eq!(texts_at_genesys(&bridge), ["one", "two", "four"]);
    let both = format!("{SECOND},{FIRST}");
    let bridge = bridge.restart_with("--data-keys", &both).await;
    let inbox = &bridge.state().inbox;
    let kept = inbox.kept_aside(None, 10).await.expect("it can be read");
    inbox.restore(kept[0].row.id).await.expect("it is there");
    until("the third", || bridge.genesys.inbound_count() == 4).await;
    let third = bridge.genesys.inbound_messages().pop().expect("one came");
    assert_eq!(third.text(), Some("three"));
    assert_eq!(third.body["channel"]["from"]["id"], format!("+{NUMBER}"));
}
