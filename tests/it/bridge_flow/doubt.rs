//! Calls to WhatsApp that never have an answer.

use std::time::Duration;

use genesys_client::fake::FakeAgent;
use serde_json::json;

use super::scene::{NUMBER, in_time, in_time_async, parked, receipts_of, texts_to, wrote};
use crate::bridge::harness::{Bridge, Setup};

/// A bridge whose customer has just written, and that hears of no status.
async fn answering(setup: Setup) -> (Bridge, FakeAgent) {
    let bridge = setup.start().await;
    bridge.whatsapp.report_statuses(&[]);
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    (bridge, agent)
}

#[tokio::test]
async fn a_text_is_not_sent_again_and_again_while_nobody_answers() {
    let (bridge, agent) = answering(Setup::new()).await;
    bridge.whatsapp.lose_message_answers(20);

    let id = agent.text("one").send();

    in_time_async(&bridge, "it is given up", async || {
        !parked(&bridge).await.is_empty()
    })
    .await;
    assert_eq!(texts_to(&bridge, NUMBER), ["one"; 5]);
    assert!(parked(&bridge).await[0].maybe_duplicate);
    in_time(&bridge, "the receipt", || {
        !receipts_of(&bridge, &id).is_empty()
    })
    .await;
    assert_eq!(receipts_of(&bridge, &id)[0].codes, ["ServerError"]);
}

#[tokio::test]
async fn a_template_whose_answer_was_lost_does_not_hold_texts_for_a_day() {
    let setup = Setup::new().argument("--reengage-template", "come_back:en");
    let (bridge, agent) = answering(setup).await;
    bridge
        .whatsapp
        .add_template(json!({"name": "come_back", "language": "en",
        "category": "UTILITY", "components": [{"type": "BODY", "text": "Write to us"}]}));
    bridge.clock.advance(Duration::from_secs(25 * 60 * 60));
    bridge.whatsapp.lose_message_answers(1);

    agent.text("one").send();

    in_time(&bridge, "the template again", || {
        bridge.whatsapp.messages().len() == 2
    })
    .await;
    bridge.clock.advance(Duration::from_secs(60));
    wrote(&bridge, NUMBER, "Yes?").await;
    in_time(&bridge, "the text", || texts_to(&bridge, NUMBER) == ["one"]).await;
    assert_eq!(bridge.whatsapp.messages().len(), 3);
}
