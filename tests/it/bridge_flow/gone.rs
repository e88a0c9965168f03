//! Calls that name a message which Genesys Cloud does not have any more.

use ccaas_http::test_util::{Answer, Provoke, Reply};
use reqwest::Method;
use serde_json::json;

use super::scene::{NUMBER, in_time, in_time_async, parked, texts_at_genesys, wrote};
use crate::bridge::harness::{Bridge, until};

const RECEIPT: &str = "/api/v2/conversations/messages/{integrationId}/inbound/open/receipt";
const CHOICE: &str =
    "/api/v2/conversations/messages/{integrationId}/inbound/open/structured/response";

/// The next `times` calls to a path are answered with 404.
fn not_found(bridge: &Bridge, times: usize, path: &str) {
    let answer = Answer::json(404, &json!({"code": "not.found", "status": 404}));
    let instead = Provoke::Instead(Reply::Answer(answer));
    let host = bridge.genesys.host();
    host.provoke_times(times, Method::POST, path, instead);
}

#[tokio::test]
async fn a_receipt_for_a_message_that_is_gone_is_parked_and_the_route_goes_on() {
    let bridge = Bridge::start().await;
    bridge.whatsapp.report_statuses(&["sent", "delivered"]);
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    // It stays gone, however often it is asked for.
    not_found(&bridge, 5, RECEIPT);
    agent.text("Good morning").send();

    in_time_async(&bridge, "it is parked", async || {
        !parked(&bridge).await.is_empty()
    })
    .await;

    let reason = parked(&bridge).await.remove(0).reason;
    assert_eq!(reason.as_deref(), Some("Genesys Cloud refused it: 404"));
    let gates = bridge.state().gates.clone();
    assert!(gates.iter().all(|gate| gate.state().pause().is_none()));
    wrote(&bridge, NUMBER, "Are you there?").await;
    let next = agent.text("I am").send();
    in_time(&bridge, "the next receipt", || {
        let receipts = bridge.genesys.receipts();
        receipts.iter().any(|it| it.message_id == next)
    })
    .await;
}

#[tokio::test]
async fn a_choice_among_what_is_gone_arrives_as_its_words() {
    let bridge = Bridge::start().await;
    let customer = bridge.whatsapp.customer(NUMBER);
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    agent
        .quick_replies("Is this all?", &[("Yes", "yes"), ("No", "no")])
        .send();
    until("the question", || !bridge.whatsapp.messages().is_empty()).await;
    let asked = bridge.whatsapp.messages().remove(0);
    let reply = &asked.body["interactive"]["action"]["buttons"][0]["reply"];
    let (id, title) = (&reply["id"], &reply["title"]);
    let [id, title] = [id, title].map(|it| it.as_str().expect("a text").to_owned());
    not_found(&bridge, 1, CHOICE);

    let chosen = customer.button_reply(&asked.id, &id, &title);
    bridge.whatsapp.deliver([chosen]).await.expect("an answer");
    let next = customer.text("Thank you");
    bridge.whatsapp.deliver([next]).await.expect("an answer");

    until("both", || bridge.genesys.inbound_count() >= 3).await;
    assert_eq!(texts_at_genesys(&bridge), ["Hello", "Yes", "Thank you"]);
    assert!(parked(&bridge).await.is_empty());
}
