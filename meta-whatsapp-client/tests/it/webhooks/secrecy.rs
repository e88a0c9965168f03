//! Nothing that a customer wrote, and nobody's number, shows in `Debug` or in an error.

use meta_whatsapp_client::webhooks::{self, Update};
use serde_json::{Value, json};

use super::{fixtures, messages, parse};

/// What must not show.
const PERSONAL: &[&str] = &[
    "2025550147",
    "2025550148",
    "2025550199",
    "wamid.",
    "Robin",
    "robin.example",
    "US.0000",
    "US.ENT",
    "Hello",
    "prescription",
    "Example Street",
    "kim@example.com",
    "response_json",
    "v=0",
];

#[test]
fn debug_shows_nothing_personal() {
    for fixture in fixtures::all() {
        let webhook = parse(&fixture.text);
        let customers: Vec<_> = webhook.updates().iter().map(Update::customer).collect();
        let keys: Vec<_> = webhook.updates().iter().map(Update::key).collect();
        let contacts: Vec<_> = webhook.updates().iter().map(Update::contacts).collect();
        let shown = format!("{webhook:?} {webhook:#?} {customers:?} {keys:?} {contacts:?}");
        for personal in PERSONAL {
            assert!(
                !shown.contains(personal),
                "{}: {personal}: {shown}",
                fixture.name
            );
        }
    }
}

#[test]
fn what_is_not_known_does_not_show_either() {
    let webhook = parse(&messages(
        "statuses",
        &json!([{"id": "wamid.1", "status": "Robin called 12025550147"}]),
    ));
    let shown = format!("{webhook:?}");
    assert!(!shown.contains("Robin"), "{shown}");
}

#[test]
fn errors_quote_nothing() {
    let personal = "Robin, 12025550147";
    for bad in [
        json!(personal),
        json!({"id": "w", "type": "text", "text": personal}),
        json!({"id": "w", "type": "text", "text": {"body": [personal]}}),
        json!({"id": "w", "type": "button", "button": {"text": {"x": personal}}}),
        json!({"id": "w", "type": "edit", "edit": {"message": personal}}),
        json!({"id": "w", "type": "image", "image": [personal]}),
    ] {
        let webhook = parse(&messages("messages", &Value::Array(vec![bad])));
        let error = webhook.updates()[0].kind().unwrap_err();
        let shown = format!("{error} {error:?} {webhook:?}");
        assert!(
            !shown.contains("Robin") && !shown.contains("2025550147"),
            "{shown}"
        );
    }
    let error = webhooks::parse(b"{\"entry\": Robin}").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("Robin"));
}
