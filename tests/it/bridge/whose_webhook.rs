//! Which route a webhook of Genesys Cloud belongs to, where there are several.

use chrono::TimeDelta;
use genesys_client::{fake::FakeGenesys, webhooks::Signature};
use meta_whatsapp_client::{PhoneNumberId, fake::FakeWhatsApp};
use reqwest::Method;
use secrecy::SecretString;
use serde_json::json;
use whatsapp_bridge::{
    routes_file::{Route, RouteName},
    sandbox,
    services::Service,
};

use super::harness::{Answer, Bridge, Setup, until};

const SECOND: &str = "66666666-0000-4000-8000-000000000002";
const OWN_SECRET: &str = "the second route's own secret";

/// A bridge with a second number, whose webhooks are signed with this secret.
async fn of_two_routes(secret: &str) -> Bridge {
    let (genesys, whatsapp) = (FakeGenesys::start().await, FakeWhatsApp::start().await);
    let second = Route {
        name: RouteName::parse("second").expect("a name"),
        phone_number_id: PhoneNumberId::new("100000000000009"),
        integration_id: SECOND.to_owned(),
        webhook_secrets: vec![SecretString::from(secret)],
        ..sandbox::route(&genesys, &whatsapp)
    };
    Setup::new().route(second).start().await
}

/// Delivers a message of an integration; the answer's status.
async fn deliver(bridge: &Bridge, path: &str, integration: &str, secret: &str) -> u16 {
    let body = json!({
        "id": format!("{path} {integration}"),
        "type": "Text",
        "text": "Hello",
        "channel": {
            "from": { "id": integration, "idType": "Opaque" },
            "to": { "id": "+12025550190", "idType": "Phone" },
        },
    });
    let body = body.to_string();
    let signature = Signature::sign(&SecretString::from(secret), body.as_bytes());
    let request = bridge.request(Method::POST, Service::GenesysWebhook, path);
    let request = request.header("x-hub-signature-256", signature);
    Answer::to(request.body(body)).await.status
}

/// The routes of the messages that came, in their order.
async fn routes(bridge: &Bridge) -> Vec<String> {
    // What came before a customer's message is taken in before it.
    let text = bridge.whatsapp.customer("12025550147").text("Hello");
    bridge.whatsapp.deliver([text]).await.expect("an answer");
    until("the text", || bridge.genesys.inbound_count() == 1).await;
    let state = bridge.state();
    let end = state.clock.now() + TimeDelta::seconds(1);
    let came = state.store.recent(end, 50).await.expect("the store");
    let mut came: Vec<_> = came
        .into_iter()
        .filter(|message| message.direction == "outbound")
        .collect();
    came.sort_by_key(|message| message.id);
    came.into_iter().map(|message| message.route).collect()
}

#[tokio::test]
async fn routes_that_share_a_secret_are_told_apart_by_the_integration_whatever_the_address() {
    let bridge = of_two_routes(FakeGenesys::WEBHOOK_SECRET).await;
    let rows = [
        ("/webhook/genesys", FakeGenesys::INTEGRATION_ID, "default"),
        ("/webhook/genesys", SECOND, "second"),
        ("/webhook/genesys/second", SECOND, "second"),
        ("/webhook/genesys/no-such-route", SECOND, "second"),
        (
            "/webhook/genesys/second",
            FakeGenesys::INTEGRATION_ID,
            "default",
        ),
        ("/webhook/genesys", "not known", "default"),
        ("/webhook/genesys/second", "not known", "second"),
    ];

    for (path, integration, _) in rows {
        let secret = FakeGenesys::WEBHOOK_SECRET;
        let status = deliver(&bridge, path, integration, secret).await;
        assert_eq!(status, 200, "{path} {integration}");
    }

    let expected = rows.map(|(_, _, route)| route);
    assert_eq!(routes(&bridge).await, expected);
}

#[tokio::test]
async fn a_route_with_a_secret_of_its_own_is_found_by_it_and_takes_no_others() {
    let bridge = of_two_routes(OWN_SECRET).await;

    let found = deliver(&bridge, "/webhook/genesys", "not known", OWN_SECRET).await;
    let others = FakeGenesys::WEBHOOK_SECRET;
    let refused = deliver(&bridge, "/webhook/genesys/second", SECOND, others).await;

    assert_eq!((found, refused), (200, 401));
    assert_eq!(routes(&bridge).await, ["second"]);
}
