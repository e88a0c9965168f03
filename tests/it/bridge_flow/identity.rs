//! One customer, whatever WhatsApp calls them.

use crate::bridge::harness::{Bridge, until};

#[tokio::test]
async fn a_customer_with_a_new_number_stays_in_the_same_conversation() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    let before = whatsapp.customer("+12025550147").with_user_id("US.robin");
    let after = whatsapp.customer("+12025550148").with_user_id("US.robin");

    whatsapp
        .deliver([before.text("one")])
        .await
        .expect("an answer");
    until("the first", || genesys.inbound_count() == 1).await;
    whatsapp
        .deliver([after.text("two")])
        .await
        .expect("an answer");
    until("the second", || genesys.inbound_count() == 2).await;

    assert_eq!(genesys.conversations().len(), 1);
    let agent = genesys
        .agent_of("+12025550147")
        .expect("the id of first contact");
    agent.text("hello").send();
    until("the answer", || whatsapp.messages().len() == 1).await;
    assert_eq!(whatsapp.messages()[0].recipient, "12025550148");
}

#[tokio::test]
async fn a_number_that_changed_hands_is_another_customer() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    let before = whatsapp.customer("+12025550147").with_user_id("US.robin");
    let after = whatsapp.customer("+12025550147").with_user_id("US.kim");

    whatsapp
        .deliver([before.text("one")])
        .await
        .expect("an answer");
    until("the first", || genesys.inbound_count() == 1).await;
    whatsapp
        .deliver([after.text("two")])
        .await
        .expect("an answer");
    until("the second", || genesys.inbound_count() == 2).await;

    assert!(genesys.conversation_of("+12025550147").is_some());
    assert!(genesys.conversation_of("US.kim").is_some());
}
