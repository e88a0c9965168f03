//! A vendor that takes calls and never answers.

use std::time::Duration;

use ccaas_http::Timeouts;

use super::scene::{NUMBER, in_time, texts_at_genesys, texts_to, wrote};
use crate::bridge::harness::{Bridge, Setup, until};

const TEXTS: [&str; 3] = ["one", "two", "three"];
const INBOUND: &str = "/api/v2/conversations/messages/{integrationId}/inbound/open/message";

/// A bridge that does not wait long, in true time, for a vendor.
async fn impatient() -> Bridge {
    let timeouts = Timeouts {
        attempt: Duration::from_millis(200),
        total: Duration::from_millis(400),
        ..Timeouts::default()
    };
    Setup::new().timeouts(timeouts).start().await
}

async fn write(bridge: &Bridge, text: &str) {
    let text = bridge.whatsapp.customer(NUMBER).text(text);
    let delivered = bridge.whatsapp.deliver([text]).await.expect("an answer");
    assert_eq!(delivered.status, 200);
}

#[tokio::test]
async fn answers_that_meta_never_heard_are_sent_again_in_order() {
    let bridge = impatient().await;
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    bridge.whatsapp.hang_messages(2);
    for text in TEXTS {
        agent.text(text).send();
    }

    in_time(&bridge, "all three", || {
        bridge.whatsapp.messages().len() >= 3
    })
    .await;

    assert_eq!(texts_to(&bridge, NUMBER), TEXTS);
    let failed = bridge.genesys.receipts();
    assert!(failed.iter().all(|it| it.status != "Failed"), "{failed:?}");
}

#[tokio::test]
async fn two_hours_without_an_answer_of_genesys_cost_nothing_but_time() {
    let bridge = impatient().await;
    bridge.genesys.hang_inbound(10_000);
    for text in TEXTS {
        write(&bridge, text).await;
    }
    let tries = || {
        let host = bridge.genesys.host();
        host.received(&reqwest::Method::POST, INBOUND).len()
    };
    until("the first try", || tries() >= 1).await;
    let begin = bridge.clock.now();

    until("two hours", || {
        bridge.clock.advance(Duration::from_secs(30));
        (bridge.clock.now() - begin).num_hours() >= 2
    })
    .await;
    assert_eq!(bridge.genesys.inbound_count(), 0);
    bridge.genesys.calm();

    in_time(&bridge, "all three", || bridge.genesys.inbound_count() >= 3).await;
    assert_eq!(texts_at_genesys(&bridge), TEXTS);
}
