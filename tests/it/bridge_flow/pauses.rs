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

#[tokio::test]
async fn an_answer_of_whatsapp_that_was_lost_is_made_up_for_by_its_status() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    whatsapp.report_statuses(&["sent", "delivered"]);
    let text = whatsapp.customer("+12025550147").text("Good morning");
    whatsapp.deliver([text]).await.expect("an answer");
    until("the message at Genesys", || genesys.inbound_count() == 1).await;

    whatsapp.lose_message_answers(1);
    let agent = genesys.agent_of("+12025550147").expect("a conversation");
    agent.text("How can I help?").send();

    until("the receipt", || {
        bridge.clock.advance(Duration::from_millis(100));
        !genesys.receipts().is_empty()
    })
    .await;
    assert_eq!(genesys.receipts()[0].status, "Delivered");
    bridge.clock.advance(Duration::from_secs(60));
    let next = agent.text("Are you there?").send();
    until("the next message", || {
        bridge.clock.advance(Duration::from_millis(100));
        genesys.receipts().iter().any(|it| it.message_id == next)
    })
    .await;
    assert_eq!(whatsapp.messages().len(), 2, "nothing was sent twice");
}
