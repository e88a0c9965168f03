//! Statuses of WhatsApp that come before the answer of the call that they are about.

use std::time::Duration;

use ccaas_http::Timeouts;
use genesys_client::fake::FakeAgent;
use serde_json::json;

use super::scene::{NUMBER, in_time, receipts_of, texts_to, wrote};
use crate::bridge::harness::{Bridge, Setup, until};

const LATE: Duration = Duration::from_millis(700);

/// A text of two parts.
fn long() -> String {
    "A sentence of the agent. "
        .repeat(300)
        .trim_end()
        .to_owned()
}

/// A bridge whose customer has just written; the next answer of WhatsApp's is late.
async fn with_late_answer(setup: Setup) -> (Bridge, FakeAgent) {
    let bridge = setup.start().await;
    bridge.whatsapp.report_statuses(&[]);
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    // WhatsApp tells whole seconds: what follows is later than the greeting.
    bridge.clock.advance(Duration::from_secs(2));
    bridge.whatsapp.delay_messages(1, LATE);
    (bridge, agent)
}

/// Tells a status of the first message, which has not been answered yet.
async fn tell_of_first(bridge: &Bridge, status: &str) {
    until("the first message", || {
        !bridge.whatsapp.messages().is_empty()
    })
    .await;
    let first = bridge.whatsapp.messages().remove(0).id;
    let update = match status.parse() {
        Ok(code) => bridge.whatsapp.failed(&first, code),
        Err(_) => bridge.whatsapp.status(&first, status),
    };
    bridge.whatsapp.deliver([update]).await.expect("an answer");
}

/// What the tracking says of the agents' messages, newest first.
async fn tracked(bridge: &Bridge) -> Vec<String> {
    let state = bridge.state();
    let recent = state.store.recent(state.clock.now(), 10).await;
    let mut recent = recent.expect("the database can be read");
    recent.retain(|it| it.direction == "outbound");
    recent.into_iter().map(|it| it.status).collect()
}

#[tokio::test]
async fn a_part_that_is_delivered_before_the_answer_counts() {
    let (bridge, agent) = with_late_answer(Setup::new()).await;
    let id = agent.text(long()).send();

    tell_of_first(&bridge, "delivered").await;
    until("the second part", || bridge.whatsapp.messages().len() == 2).await;
    let second = bridge.whatsapp.messages().remove(1).id;
    let delivered = bridge.whatsapp.status(&second, "delivered");
    bridge
        .whatsapp
        .deliver([delivered])
        .await
        .expect("an answer");

    until("the receipt", || !receipts_of(&bridge, &id).is_empty()).await;
    assert_eq!(receipts_of(&bridge, &id)[0].status, "Delivered");
}

#[tokio::test]
async fn after_a_part_that_failed_before_the_answer_the_rest_is_not_sent() {
    let (bridge, agent) = with_late_answer(Setup::new()).await;
    let id = agent.text(long()).send();

    tell_of_first(&bridge, "131026").await;

    until("the receipt", || !receipts_of(&bridge, &id).is_empty()).await;
    assert_eq!(receipts_of(&bridge, &id)[0].status, "Failed");
    agent.text("Hello?").send();
    until("the next", || {
        texts_to(&bridge, NUMBER).contains(&"Hello?".to_owned())
    })
    .await;
    assert_eq!(bridge.whatsapp.messages().len(), 2, "one part, one text");
}

#[tokio::test]
async fn a_message_that_failed_before_the_answer_is_not_called_sent() {
    let (bridge, agent) = with_late_answer(Setup::new()).await;
    agent.text("one").send();

    tell_of_first(&bridge, "131026").await;

    // The next one of the customer goes when the first is finished.
    agent.text("two").send();
    until("the next", || bridge.whatsapp.messages().len() == 2).await;
    assert_eq!(
        tracked(&bridge).await.last().map(String::as_str),
        Some("failed")
    );
}

#[tokio::test]
async fn a_text_that_is_refused_late_but_before_the_answer_still_goes_once_more() {
    let setup = Setup::new().argument("--reengage-template", "come_back:en");
    let (bridge, agent) = with_late_answer(setup).await;
    bridge
        .whatsapp
        .add_template(json!({"name": "come_back", "language": "en",
        "category": "UTILITY", "components": [{"type": "BODY", "text": "Write to us"}]}));
    let id = agent.text("one").send();

    tell_of_first(&bridge, "131047").await;

    until("the template", || bridge.whatsapp.messages().len() == 2).await;
    bridge.clock.advance(Duration::from_secs(60));
    wrote(&bridge, NUMBER, "Yes?").await;
    until("the text again", || {
        texts_to(&bridge, NUMBER) == ["one", "one"]
    })
    .await;
    let again = bridge.whatsapp.messages().remove(2).id;
    let delivered = bridge.whatsapp.status(&again, "delivered");
    bridge
        .whatsapp
        .deliver([delivered])
        .await
        .expect("an answer");
    until("the receipt", || !receipts_of(&bridge, &id).is_empty()).await;
    assert_eq!(receipts_of(&bridge, &id)[0].status, "Delivered");
    assert_eq!(tracked(&bridge).await, ["delivered"]);
}

#[tokio::test]
async fn a_call_without_an_answer_does_not_undo_the_status_that_came_first() {
    let timeouts = Timeouts {
        attempt: LATE,
        total: LATE,
        ..Timeouts::default()
    };
    let bridge = Setup::new().timeouts(timeouts).start().await;
    bridge.whatsapp.report_statuses(&[]);
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    bridge.whatsapp.delay_messages(1, 4 * LATE);
    let id = agent.text("one").send();

    tell_of_first(&bridge, "delivered").await;

    until("the receipt", || !receipts_of(&bridge, &id).is_empty()).await;
    agent.text("two").send();
    in_time(&bridge, "the next", || bridge.whatsapp.messages().len() > 1).await;
    assert_eq!(texts_to(&bridge, NUMBER), ["one", "two"]);
}
