//! Customers who want no marketing, and those who want it again.

use std::time::Duration;

use genesys_client::fake::FakeAgent;
use meta_whatsapp_client::fake::FakeUpdate;
use serde_json::json;

use super::scene::wrote;
use crate::bridge::harness::{Bridge, Setup, until};

const NUMBER: &str = "12025550147";
const DAY: Duration = Duration::from_secs(25 * 60 * 60);

/// A bridge that asks by a marketing template, and a customer who has just written.
async fn asking() -> (Bridge, FakeAgent) {
    let setup = Setup::new().argument("--reengage-template", "news:en:marketing");
    let setup = setup.argument("--templates-allowed", "news");
    let bridge = setup.start().await;
    bridge.whatsapp.report_statuses(&[]);
    bridge.whatsapp.add_template(json!({
        "name": "news", "language": "en", "category": "MARKETING", "status": "APPROVED",
        "components": [{ "type": "BODY", "text": "We have news for you." }],
    }));
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    (bridge, agent)
}

/// The customer tells a wish: `stop` or `resume`.
async fn wishes(bridge: &Bridge, value: &str) {
    bridge.clock.advance(Duration::from_secs(1));
    let wish = json!({
        "messaging_product": "whatsapp",
        "metadata": { "phone_number_id": bridge.whatsapp.phone_number_id().as_str() },
        "contacts": [{ "wa_id": NUMBER }],
        "user_preferences": [{
            "wa_id": NUMBER, "value": value, "category": "marketing_messages",
            "detail": "told by the customer", "timestamp": bridge.clock.now().timestamp(),
        }],
    });
    let wish = FakeUpdate::of_field("user_preferences", wish);
    let delivered = bridge.whatsapp.deliver([wish]).await.expect("an answer");
    assert_eq!(delivered.status, 200);
}

fn kinds(bridge: &Bridge) -> Vec<String> {
    let sent = bridge.whatsapp.messages();
    sent.into_iter().map(|it| it.kind).collect()
}

#[tokio::test]
async fn who_wants_marketing_again_is_asked_by_the_template_again() {
    let (bridge, agent) = asking().await;
    bridge.clock.advance(DAY);
    wishes(&bridge, "stop").await;
    agent.text("one").send();
    until("the receipt", || bridge.genesys.receipts().len() == 1).await;
    assert_eq!(bridge.genesys.receipts()[0].codes, ["RecipientOptedOut"]);

    wishes(&bridge, "resume").await;
    agent.text("two").send();

    until("the template", || kinds(&bridge) == ["template"]).await;
    assert_eq!(bridge.genesys.receipts().len(), 1);
}

#[tokio::test]
async fn a_stop_that_meta_tells_on_sending_counts_for_marketing_only() {
    let (bridge, agent) = asking().await;
    bridge.whatsapp.fail_messages(131_050, 1);

    let id = agent.text("{{TEMPLATE:news}}").send();

    until("the receipt", || bridge.genesys.receipts().len() == 1).await;
    let receipt = bridge.genesys.receipts().remove(0);
    assert_eq!((receipt.message_id, &*receipt.status), (id, "Failed"));
    assert_eq!(receipt.codes, ["RecipientOptedOut"]);
    agent.text("Good morning").send();
    until("the text", || kinds(&bridge) == ["text"]).await;
    // And in a closed window the marketing template is not even tried.
    bridge.clock.advance(DAY);
    agent.text("Are you there?").send();
    until("its receipt", || bridge.genesys.receipts().len() == 2).await;
    assert_eq!(bridge.genesys.receipts()[1].codes, ["RecipientOptedOut"]);
    assert_eq!(kinds(&bridge), ["text"]);
}
