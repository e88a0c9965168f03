//! Two organisations, as `ROUTES_FILE` lists them.

use std::fs;

use genesys_client::{IntegrationId, fake::FakeGenesys, open_messaging::UpdateOpenIntegration};
use meta_whatsapp_client::{
    PhoneNumberId,
    fake::{FakeUpdate, FakeWhatsApp},
};
use serde_json::{Value, json};
use whatsapp_bridge::{routes_file, services::Service};

use crate::bridge::harness::{Bridge, Setup, until};

const NUMBER: &str = "12025550147";
const FROM_ID: &str = "+12025550147";
/// The routes, each with its number.
const ROUTES: [(&str, &str); 2] = [("milan", "100000000000007"), ("rome", "100000000000008")];

/// A route of the file, to an organisation of its own.
fn listed(name: &str, number: &str, genesys: &FakeGenesys, meta: &FakeWhatsApp) -> Value {
    json!({
        "name": name,
        "phone_number_id": number,
        "access_token": FakeWhatsApp::TOKEN,
        "app_secrets": [FakeWhatsApp::APP_SECRET],
        "verify_token": FakeWhatsApp::VERIFY_TOKEN,
        "meta_base_url": meta.url(),
        "region": genesys.url(),
        "client_id": FakeGenesys::CLIENT_ID,
        "client_secret": { "file": "client_secret" },
        "integration_id": FakeGenesys::INTEGRATION_ID,
        "webhook_secrets": [secret_of(name)],
    })
}

/// The secret that an organisation's webhooks are signed with.
fn secret_of(name: &str) -> String {
    format!("the-webhook-secret-of-{name}")
}

/// Gives the integration of an organisation its own secret.
async fn sign_with(genesys: &FakeGenesys, secret: String) {
    let id = IntegrationId::new(FakeGenesys::INTEGRATION_ID);
    let change = UpdateOpenIntegration {
        outbound_notification_webhook_signature_secret_token: Some(secret.into()),
        ..UpdateOpenIntegration::new("Example Clinic WhatsApp")
    };
    let client = genesys.client();
    let changed = client.open_messaging().update(&id, &change).await;
    changed.expect("the fake takes the change");
}

/// The bridge with both routes, and the organisation of each.
async fn two_organisations() -> (Bridge, [FakeGenesys; 2]) {
    // Meta has one app with both numbers.
    let meta = FakeWhatsApp::start().await;
    let organisations = [FakeGenesys::start().await, FakeGenesys::start().await];
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let secret = folder.path().join("client_secret");
    fs::write(secret, FakeGenesys::CLIENT_SECRET).expect("it is written");
    let routes: Vec<Value> = ROUTES
        .iter()
        .zip(&organisations)
        .map(|((name, number), genesys)| listed(name, number, genesys, &meta))
        .collect();
    let file = folder.path().join("routes.json");
    let text = json!({ "routes": routes }).to_string();
    fs::write(&file, text).expect("it is written");

    let routes = routes_file::read(&file).expect("the file is right");
    let setup = routes.into_iter().fold(Setup::new(), Setup::route);
    let bridge = setup.whatsapp(meta).start().await;
    for ((name, number), genesys) in ROUTES.iter().zip(&organisations) {
        sign_with(genesys, secret_of(name)).await;
        let id = PhoneNumberId::new(*number);
        bridge.whatsapp.add_phone_number(&id);
        let path = format!("/webhook/genesys/{name}");
        let url = bridge.url(Service::GenesysWebhook, &path);
        genesys.deliver_to(url.parse().expect("a URL"));
    }
    (bridge, organisations)
}

fn written_to(bridge: &Bridge, number: &str, text: &str) -> FakeUpdate {
    let text = bridge.whatsapp.customer(NUMBER).text(text);
    text.at_number(&PhoneNumberId::new(number))
}

#[tokio::test]
async fn each_organisation_has_its_own_conversation_with_a_customer_of_both() {
    let (bridge, organisations) = two_organisations().await;
    bridge.whatsapp.report_statuses(&["sent", "delivered"]);
    let texts = ROUTES.map(|(name, number)| written_to(&bridge, number, name));

    bridge.whatsapp.deliver(texts).await.expect("an answer");

    for ((name, number), genesys) in ROUTES.iter().zip(&organisations) {
        until("the message", || genesys.inbound_count() == 1).await;
        assert_eq!(genesys.inbound_messages()[0].text(), Some(*name));
        let agent = genesys.agent_of(FROM_ID).expect("a conversation");
        let answer = format!("Good morning from {name}");
        let before = bridge.whatsapp.messages().len();
        let id = agent.text(&answer).send();
        until("the answer", || bridge.whatsapp.messages().len() > before).await;
        let sent = bridge.whatsapp.messages()[before].clone();
        assert_eq!(sent.body["text"]["body"], answer);
        assert_eq!(sent.recipient, NUMBER);
        assert_eq!(sent.phone_number_id.as_str(), *number);
        until("the receipt", || !genesys.receipts().is_empty()).await;
        assert_eq!(genesys.receipts()[0].message_id, id);
    }
    assert_eq!(bridge.genesys.inbound_count(), 0, "the route `default`");
}

#[tokio::test]
async fn one_organisation_that_is_down_holds_nobody_else_up() {
    let (bridge, [milan, rome]) = two_organisations().await;
    milan.fail_inbound(503, 1_000);
    let [(_, to_milan), (_, to_rome)] = ROUTES;

    for n in 0..3 {
        let texts = [to_milan, to_rome].map(|number| written_to(&bridge, number, &n.to_string()));
        bridge.whatsapp.deliver(texts).await.expect("an answer");
    }

    until("all of Rome", || rome.inbound_count() == 3).await;
    assert_eq!(milan.inbound_count(), 0);
    let answer = rome.agent_of(FROM_ID).expect("a conversation").text("Yes?");
    answer.send();
    until("the answer", || !bridge.whatsapp.messages().is_empty()).await;
}
