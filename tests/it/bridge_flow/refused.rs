//! Receipts that Genesys Cloud answers with 200 and does not take.

use durable_inbox::{Inbox, ItemFilter};

use super::scene::wrote;
use crate::bridge::harness::{Bridge, until};

const NUMBER: &str = "12025550147";

#[tokio::test]
async fn a_receipt_that_is_not_taken_is_parked_and_arrives_when_somebody_redrives_it() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    whatsapp.report_statuses(&["delivered"]);
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    genesys.fail_receipts("GeneralError", 1);

    let ids = [agent.text("one").send(), agent.text("two").send()];

    // Receipts of two messages come in any order; one of them is refused.
    until("both receipts", || genesys.receipts().len() == 2).await;
    let refused = genesys.receipts();
    let refused = refused.iter().find(|it| it.refused.is_some());
    let refused = refused.expect("one was refused").message_id.clone();
    let status = |id: &str| genesys.message(id).expect("it is known").status;
    let other = ids.iter().find(|id| **id != refused).expect("another");
    assert_eq!([&*status(&refused), &*status(other)], ["Sent", "Delivered"]);
    let inbox = &bridge.state().inbox;
    let item = loop {
        let parked = inbox.items(&ItemFilter::Parked, None, 10).await;
        if let Some(item) = parked.expect("the inbox can be read").pop() {
            break item;
        }
        tokio::task::yield_now().await;
    };
    inbox.redrive(item.id).await.expect("it is parked");
    until("the receipt again", || status(&refused) == "Delivered").await;
    assert_eq!(genesys.receipts().len(), 3);
}
