//! A message of a customer that was given up, and those after it.

use serde_json::Value;

use super::scene::{NUMBER, OTHER, wrote};
use crate::bridge::harness::Bridge;

#[tokio::test]
async fn what_comes_after_a_message_that_was_given_up_says_so() {
    let bridge = Bridge::start().await;
    wrote(&bridge, OTHER, "Hello").await;
    bridge.genesys.refuse_inbound(400, "bad.request", 1);
    let refused = bridge.whatsapp.customer(NUMBER).text("refused");
    bridge.whatsapp.deliver([refused]).await.expect("an answer");

    wrote(&bridge, NUMBER, "the next").await;
    wrote(&bridge, OTHER, "Hello again").await;

    let received = bridge.genesys.inbound_messages();
    let flags = received
        .iter()
        .map(|it| it.body["metadata"]["waAfterGap"].clone());
    let flags: Vec<Value> = flags.collect();
    assert_eq!(flags, [Value::Null, "true".into(), Value::Null]);
}
