//! What happens long after a message was sent.

use std::time::Duration;

use whatsapp_bridge::retention;

use super::scene::{NUMBER, receipts_of, wrote};
use crate::bridge::harness::{Bridge, until};

#[tokio::test]
async fn a_receipt_is_told_when_a_phone_was_off_for_longer_than_texts_are_kept() {
    let bridge = Bridge::start().await;
    bridge.whatsapp.report_statuses(&[]);
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    let ids = ["one", "two"].map(|text| agent.text(text).send());
    until("both", || bridge.whatsapp.messages().len() == 2).await;
    bridge.clock.advance(Duration::from_secs(3 * 24 * 60 * 60));
    let swept = retention::sweep(bridge.state()).await;
    swept.expect("the databases can be written");

    let [one, two] = [0, 1].map(|at| bridge.whatsapp.messages()[at].id.clone());
    let delivered = bridge.whatsapp.status(&one, "delivered");
    let failed = bridge.whatsapp.failed(&two, 131_026);
    let told = bridge.whatsapp.deliver([delivered, failed]).await;
    told.expect("an answer");

    for (id, status) in ids.iter().zip(["Delivered", "Failed"]) {
        until("the receipt", || !receipts_of(&bridge, id).is_empty()).await;
        assert_eq!(receipts_of(&bridge, id)[0].status, status);
    }
}
