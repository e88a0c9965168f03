//! A vendor that fails as a whole: nothing is lost, and the order stays.

use std::time::Duration;

use crate::bridge::harness::{Bridge, until};

#[tokio::test]
async fn messages_wait_while_genesys_is_down_and_arrive_in_order() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    genesys.fail_inbound(503, 3);
    let customer = whatsapp.customer("+12025550147");
    for text in ["one", "two", "three"] {
        whatsapp
            .deliver([customer.text(text)])
            .await
            .expect("an answer");
    }

    until("all three", || {
        bridge.clock.advance(Duration::from_millis(100));
        genesys.inbound_count() >= 3
    })
    .await;

    let received = genesys.inbound_messages();
    let texts: Vec<_> = received.iter().filter_map(|it| it.text()).collect();
    assert_eq!(texts, ["one", "two", "three"]);
}

#[tokio::test]
async fn a_message_that_genesys_refuses_is_parked_and_the_next_one_goes() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    genesys.refuse_inbound(400, "bad.request", 1);
    let customer = whatsapp.customer("+12025550147");
    for text in ["one", "two"] {
        whatsapp
            .deliver([customer.text(text)])
            .await
            .expect("an answer");
    }

    until("the second", || genesys.inbound_count() == 1).await;

    assert_eq!(genesys.inbound_messages()[0].text(), Some("two"));
}
