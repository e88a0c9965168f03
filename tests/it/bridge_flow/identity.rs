//! One customer, whatever WhatsApp calls them.

use genesys_client::fake::FakeGenesys;
use meta_whatsapp_client::{
    PhoneNumberId,
    fake::{FakeUpdate, FakeWhatsApp},
};
use serde_json::json;
use whatsapp_bridge::{
    routes_file::{Route, RouteName},
    sandbox,
};

use crate::bridge::harness::{Bridge, Setup, until};

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

#[tokio::test]
async fn one_customer_of_two_numbers_has_a_conversation_in_each_organisation() {
    const SECOND: &str = "100000000000009";
    let (elsewhere, number) = (FakeGenesys::start().await, FakeWhatsApp::start().await);
    let route = Route {
        name: RouteName::parse("second").expect("a name"),
        phone_number_id: PhoneNumberId::new(SECOND),
        ..sandbox::route(&elsewhere, &number)
    };
    let bridge = Setup::new().route(route).start().await;
    let (genesys, whatsapp) = (&bridge.genesys, &bridge.whatsapp);
    let customer = whatsapp.customer("+12025550147");
    let to_second = |text: &str| {
        let mut value = customer.text(text).value().clone();
        value["messaging_product"] = "whatsapp".into();
        value["metadata"] = json!({ "phone_number_id": SECOND });
        FakeUpdate::of_field("messages", value)
    };

    let one = customer.text("to the first");
    let both = [one, to_second("to the second"), to_second("and again")];
    whatsapp.deliver(both).await.expect("an answer");

    until("the second organisation", || elsewhere.inbound_count() == 2).await;
    until("the first organisation", || genesys.inbound_count() == 1).await;
    assert_eq!(genesys.inbound_messages()[0].text(), Some("to the first"));
    for organisation in [genesys, &elsewhere] {
        let conversations = organisation.conversations();
        assert_eq!(conversations.len(), 1);
        assert_eq!(conversations[0].from_id(), "+12025550147");
    }
    let texts = elsewhere.inbound_messages();
    let texts: Vec<_> = texts.iter().filter_map(|it| it.text()).collect();
    assert_eq!(texts, ["to the second", "and again"]);
}
