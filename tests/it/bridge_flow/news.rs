//! What happens beside messages, on both sides.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::scene::{NUMBER, receipts_of, texts_at_genesys, texts_to, wrote};
use crate::bridge::harness::{Bridge, until};

const SENDING: &str = "/{version}/{phone}/messages";

fn event(event: Value) -> Value {
    json!({"type": "Event", "events": [event]})
}

#[tokio::test]
async fn only_an_agent_who_types_is_shown_typing() {
    let bridge = Bridge::start().await;
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    for other in [
        json!({"eventType": "Typing", "typing": {"type": "Off"}}),
        json!({"eventType": "Presence", "presence": {"type": "Join"}}),
        json!({"eventType": "CoBrowse", "coBrowse": {"type": "Offering"}}),
    ] {
        agent.raw(event(other)).send();
    }
    let shown = || {
        let calls = bridge.whatsapp.host().received(&Method::POST, SENDING);
        let typing = calls
            .iter()
            .filter(|it| it.body.to_string().contains("typing_indicator"));
        typing.count()
    };
    agent.text("Good morning").send();
    until("the text", || !texts_to(&bridge, NUMBER).is_empty()).await;
    assert_eq!(shown(), 0);

    agent.typing().send();

    until("typing", || shown() == 1).await;
}

#[tokio::test]
async fn a_new_security_code_is_told_and_opens_no_window() {
    let bridge = Bridge::start().await;
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    bridge.clock.advance(Duration::from_secs(25 * 60 * 60));
    let customer = bridge.whatsapp.customer(NUMBER);

    let news = json!({"type": "customer_identity_changed", "body": "The code changed"});
    let news = customer.message("system", news);
    bridge.whatsapp.deliver([news]).await.expect("an answer");

    until("the news", || bridge.genesys.inbound_count() == 2).await;
    let told = texts_at_genesys(&bridge).remove(1);
    assert!(
        told.starts_with("[The customer's security code changed"),
        "{told}"
    );
    let id = agent.text("Is it you?").send();
    until("the receipt", || !receipts_of(&bridge, &id).is_empty()).await;
    assert_eq!(receipts_of(&bridge, &id)[0].codes, ["MessageExpired"]);
}
