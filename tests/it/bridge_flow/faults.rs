//! What a fault costs: nobody's message, nobody's order, and no more calls than are allowed.

use std::time::Duration;

use meta_whatsapp_client::fake::FakeUpdate;
use serde_json::json;

use super::scene::{in_time, texts_at_genesys};
use crate::bridge::harness::{Bridge, Setup, until};

const NUMBER: &str = "12025550147";
const FROM_ID: &str = "+12025550147";
const TEXTS: [&str; 3] = ["one", "two", "three"];

/// The customer writes, and the agent can answer.
async fn greeted(bridge: &Bridge) {
    let text = bridge.whatsapp.customer(NUMBER).text("Hello");
    bridge.whatsapp.deliver([text]).await.expect("an answer");
    until("the greeting", || bridge.genesys.inbound_count() == 1).await;
}

#[tokio::test]
async fn what_fails_genesys_as_a_whole_makes_messages_wait_in_order() {
    for status in [401, 403, 429, 500, 502, 504] {
        let bridge = Bridge::start().await;
        // More often than an item of its own would be tried.
        bridge.genesys.fail_inbound(status, 8);
        let customer = bridge.whatsapp.customer(NUMBER);
        for text in TEXTS {
            let text = customer.text(text);
            bridge.whatsapp.deliver([text]).await.expect("an answer");
        }

        in_time(&bridge, "all three", || bridge.genesys.inbound_count() >= 3).await;

        assert_eq!(texts_at_genesys(&bridge), TEXTS, "{status}");
    }
}

#[tokio::test]
async fn messages_wait_for_an_integration_that_is_made_again() {
    let bridge = Bridge::start().await;
    let url = bridge.url(
        whatsapp_bridge::services::Service::GenesysWebhook,
        "/webhook/genesys",
    );
    bridge.genesys.delete_integration();
    let customer = bridge.whatsapp.customer(NUMBER);
    for text in TEXTS {
        let text = customer.text(text);
        bridge.whatsapp.deliver([text]).await.expect("an answer");
    }
    let refused = "/api/v2/conversations/messages/{integrationId}/inbound/open/message";
    let host = bridge.genesys.host();
    until("the first refusal", || {
        !host.received(&reqwest::Method::POST, refused).is_empty()
    })
    .await;
    assert_eq!(bridge.genesys.inbound_count(), 0);

    bridge
        .genesys
        .recreate_integration(url.parse().expect("a URL"));

    in_time(&bridge, "all three", || bridge.genesys.inbound_count() >= 3).await;
    assert_eq!(texts_at_genesys(&bridge), TEXTS);
    let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
    agent.text("At last").send();
    until("the answer", || !bridge.whatsapp.messages().is_empty()).await;
}

#[tokio::test]
async fn what_fails_whatsapp_as_a_whole_makes_answers_wait_in_order() {
    for code in [190, 131_031, 131_042, 130_429] {
        let bridge = Bridge::start().await;
        greeted(&bridge).await;
        bridge.whatsapp.fail_messages(code, 6);
        let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
        for text in TEXTS {
            agent.text(text).send();
        }

        in_time(&bridge, "all three", || {
            bridge.whatsapp.messages().len() >= 3
        })
        .await;

        let sent = bridge.whatsapp.messages();
        let texts: Vec<_> = sent.iter().map(|it| &it.body["text"]["body"]).collect();
        assert_eq!(texts, TEXTS, "{code}");
        let failed = bridge
            .genesys
            .receipts()
            .iter()
            .any(|it| it.status == "Failed");
        assert!(!failed, "{code}");
    }
}

#[tokio::test]
async fn an_answer_that_waited_too_long_is_not_sent_late() {
    let bridge = Bridge::start().await;
    greeted(&bridge).await;
    bridge.whatsapp.fail_messages(190, 1);
    let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
    let id = agent.text("Right now?").send();
    let sending = "/{version}/{phone}/messages";
    let host = bridge.whatsapp.host();
    until("the first try", || {
        !host.received(&reqwest::Method::POST, sending).is_empty()
    })
    .await;

    bridge.clock.advance(Duration::from_secs(2 * 60 * 60));

    in_time(&bridge, "the receipt", || {
        !bridge.genesys.receipts().is_empty()
    })
    .await;
    let receipt = bridge.genesys.receipts().remove(0);
    assert_eq!((receipt.message_id, &*receipt.status), (id, "Failed"));
    assert_eq!(receipt.codes, ["MessageExpired"]);
    assert!(bridge.whatsapp.messages().is_empty());
}

#[tokio::test]
async fn who_stopped_marketing_is_not_asked_by_a_marketing_template() {
    let setup = Setup::new().argument("--reengage-template", "news:en:marketing");
    let bridge = setup.start().await;
    greeted(&bridge).await;
    let stop = json!({"messaging_product": "whatsapp",
        "metadata": {"phone_number_id": bridge.whatsapp.phone_number_id().as_str()},
        "contacts": [{"wa_id": NUMBER}],
        "user_preferences": [{"wa_id": NUMBER, "value": "stop",
            "category": "marketing_messages", "detail": "stopped",
            "timestamp": bridge.clock.now().timestamp()}]});
    let stop = FakeUpdate::of_field("user_preferences", stop);
    bridge.whatsapp.deliver([stop]).await.expect("an answer");
    bridge.clock.advance(Duration::from_secs(25 * 60 * 60));

    let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
    agent.text("We have news").send();

    in_time(&bridge, "the receipt", || {
        !bridge.genesys.receipts().is_empty()
    })
    .await;
    assert_eq!(bridge.genesys.receipts()[0].codes, ["RecipientOptedOut"]);
    assert!(bridge.whatsapp.messages().is_empty());
}

#[tokio::test]
async fn a_customer_sees_the_agent_type() {
    let bridge = Bridge::start().await;
    greeted(&bridge).await;

    let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
    agent.typing().send();

    let sending = "/{version}/{phone}/messages";
    let host = bridge.whatsapp.host();
    until("typing", || {
        let calls = host.received(&reqwest::Method::POST, sending);
        calls
            .iter()
            .any(|it| it.body.to_string().contains("typing_indicator"))
    })
    .await;
}

#[tokio::test]
async fn under_a_limit_of_calls_nothing_is_lost_and_the_order_stays() {
    let bridge = Bridge::start().await;
    bridge.genesys.limit_rate(Some(30));
    let customers: Vec<String> = (0..5).map(|n| format!("1202555014{n}")).collect();
    for n in 0..20 {
        for number in &customers {
            let text = bridge.whatsapp.customer(number).text(format!("{n}"));
            let delivered = bridge.whatsapp.deliver([text]).await.expect("an answer");
            assert_eq!(delivered.status, 200);
        }
    }

    in_time(&bridge, "all hundred", || {
        bridge.genesys.inbound_count() >= 100
    })
    .await;

    let expected: Vec<String> = (0..20).map(|n| n.to_string()).collect();
    let received = bridge.genesys.inbound_messages();
    for number in &customers {
        let from = format!("+{number}");
        let of_one = received
            .iter()
            .filter(|it| it.body["channel"]["from"]["id"] == from.as_str());
        let texts: Vec<_> = of_one.filter_map(|it| it.text()).collect();
        assert_eq!(texts, expected);
    }
    assert!(bridge.genesys.duplicates().is_empty());
}
