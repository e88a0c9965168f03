//! Whatever comes twice or at the same time: once, and in order.

use meta_whatsapp_client::fake::{FakeUpdate, FakeWhatsApp};
use tokio::task::JoinSet;

use crate::bridge::harness::{Bridge, until};

const NUMBER: &str = "12025550147";
const FROM_ID: &str = "+12025550147";
const CUSTOMERS: usize = 8;
const TEXTS: usize = 12;

/// Posts each update in a webhook of its own, all at the same time.
async fn together(whatsapp: &FakeWhatsApp, updates: impl IntoIterator<Item = FakeUpdate>) {
    let mut posts = JoinSet::new();
    for update in updates {
        let whatsapp = whatsapp.clone();
        posts.spawn(async move { whatsapp.deliver([update]).await.expect("an answer").status });
    }
    for status in posts.join_all().await {
        assert_eq!(status, 200);
    }
}

/// The texts that Genesys Cloud got of one customer, in order.
fn texts_of(bridge: &Bridge, from_id: &str) -> Vec<String> {
    let received = bridge.genesys.inbound_messages();
    let of_one = received
        .iter()
        .filter(|it| it.body["channel"]["from"]["id"] == from_id);
    let texts = of_one.filter_map(|it| it.text().map(str::to_owned));
    texts.collect()
}

#[tokio::test]
async fn customers_who_write_at_the_same_time_keep_their_order_and_repeats_count_for_nothing() {
    let bridge = Bridge::start().await;
    let numbers: Vec<String> = (0..CUSTOMERS).map(|n| format!("1202555014{n}")).collect();
    let mut writing = JoinSet::new();
    for number in &numbers {
        let (whatsapp, customer) = (bridge.whatsapp.clone(), bridge.whatsapp.customer(number));
        writing.spawn(async move {
            let mut before = None;
            for n in 0..TEXTS {
                let text = customer.text(n.to_string());
                // The one before comes again, at the same time.
                let again = before.replace(text.clone());
                together(&whatsapp, again.into_iter().chain([text])).await;
            }
        });
    }

    writing.join_all().await;

    let all = u64::try_from(CUSTOMERS * TEXTS).expect("a small number");
    until("all of them", || bridge.genesys.inbound_count() >= all).await;
    let expected: Vec<String> = (0..TEXTS).map(|n| n.to_string()).collect();
    for number in &numbers {
        assert_eq!(texts_of(&bridge, &format!("+{number}")), expected);
    }
    assert!(bridge.genesys.duplicates().is_empty());
    assert_eq!(bridge.genesys.conversations().len(), CUSTOMERS);
}

#[tokio::test]
async fn first_messages_that_come_at_the_same_time_make_one_conversation() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER);
    let album = (0..10).map(|n| {
        let bytes = format!("picture {n}").into_bytes();
        customer.media("image", "image/png", bytes, None)
    });

    together(&bridge.whatsapp, album).await;

    until("the album", || bridge.genesys.inbound_count() >= 10).await;
    assert_eq!(bridge.genesys.conversations().len(), 1);
    let first = &bridge.genesys.inbound_messages()[0].body;
    assert_eq!(first["channel"]["from"]["id"], FROM_ID);
}

#[tokio::test]
async fn a_message_of_an_agent_that_comes_again_is_sent_once() {
    let bridge = Bridge::start().await;
    let text = bridge.whatsapp.customer(NUMBER).text("Hello");
    bridge.whatsapp.deliver([text]).await.expect("an answer");
    until("the greeting", || bridge.genesys.inbound_count() == 1).await;
    let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
    let message = agent.text("Good morning");

    for _ in 0..2 {
        let again = || bridge.genesys.deliver(&message);
        let (one, two, three) = tokio::join!(again(), again(), again());
        for answer in [one, two, three] {
            assert_eq!(answer.expect("an answer").status, 200);
        }
        until("the message", || !bridge.whatsapp.messages().is_empty()).await;
    }

    // What came after all of them shows that nothing of them is left.
    agent.text("Are you there?").send();
    until("the next", || {
        let sent = bridge.whatsapp.messages();
        sent.iter()
            .any(|it| it.body["text"]["body"] == "Are you there?")
    })
    .await;
    assert_eq!(bridge.whatsapp.messages().len(), 2);
}
