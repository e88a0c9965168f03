//! More messages than the vendor allows calls for.

use std::{collections::BTreeMap, time::Duration};

use crate::bridge::harness::{Bridge, until};

const CUSTOMERS: usize = 20;
const SECONDS: usize = 60;
const INBOUND: &str = "/api/v2/conversations/messages/{integrationId}/inbound/open/message";

/// What Genesys Cloud allows a client by default, while each customer writes every second.
#[tokio::test]
async fn twenty_messages_a_second_for_a_minute_arrive_in_order_at_300_calls_a_minute() {
    let bridge = Bridge::start().await;
    bridge.genesys.limit_rate(Some(300));
    let numbers: Vec<String> = (0..CUSTOMERS).map(|n| format!("120255501{n:02}")).collect();
    let begin = bridge.clock.now();

    for second in 0..SECONDS {
        let customers = numbers
            .iter()
            .map(|number| bridge.whatsapp.customer(number));
        let texts: Vec<_> = customers.map(|it| it.text(second.to_string())).collect();
        let delivered = bridge.whatsapp.deliver(texts).await.expect("an answer");
        assert_eq!(delivered.status, 200);
        bridge.clock.advance(Duration::from_secs(1));
    }
    let all = u64::try_from(CUSTOMERS * SECONDS).expect("a small number");
    until("all of them", || {
        bridge.clock.advance(Duration::from_millis(200));
        bridge.genesys.inbound_count() >= all
    })
    .await;

    let minutes = (bridge.clock.now() - begin).num_minutes();
    assert!(minutes >= 3, "1,200 calls took {minutes} minutes");
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for message in bridge.genesys.inbound_messages() {
        let from = message.body["channel"]["from"]["id"].as_str();
        let of_one = texts.entry(from.expect("a customer").to_owned());
        let text = message.text().expect("a text").to_owned();
        of_one.or_default().push(text);
    }
    let expected: Vec<String> = (0..SECONDS).map(|second| second.to_string()).collect();
    assert_eq!(texts.len(), CUSTOMERS);
    for (customer, texts) in texts {
        assert_eq!(texts, expected, "{customer}");
    }
    assert!(bridge.genesys.duplicates().is_empty());
    // The budget keeps the bridge from asking for more than it may.
    let host = bridge.genesys.host();
    let last = host.received(&reqwest::Method::POST, INBOUND);
    let refused = last
        .iter()
        .filter(|entry| entry.status == Some(429))
        .count();
    assert!(
        refused < 20,
        "{refused} calls of the last 1,000 were refused"
    );
}
