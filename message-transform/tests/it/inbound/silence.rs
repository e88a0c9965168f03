//! What is no message to an agent, and why.

use message_transform::inbound::{Inbound, Silence};
use meta_whatsapp_client::webhooks;
use serde_json::{Value, json};

use crate::support::{inbound, inbound_of, inbound_with, message, update_of};

#[test]
fn new_ids_of_a_customer_are_no_message() {
    for kind in [
        "user_changed_number",
        "user_changed_user_id",
        "customer_changed_number",
    ] {
        let news = message("system", json!({"type": kind, "body": "changed"}));

        assert_eq!(inbound(news), Inbound::Silent(Silence::IdentityChange));
    }
}

#[test]
fn statuses_and_echoes_are_no_messages_even_if_unreadable() {
    let status = |status: Value| json!({"id": "wamid.1", "status": status, "timestamp": "1"});
    let rows = [
        ("statuses", status(json!("read")), Silence::Status),
        ("statuses", status(json!(["odd"])), Silence::Status),
        (
            "message_echoes",
            message("text", json!({"body": "a"})),
            Silence::OwnMessage,
        ),
        (
            "message_echoes",
            message("text", json!(["odd"])),
            Silence::OwnMessage,
        ),
        (
            "errors",
            json!({"code": 1, "title": "odd"}),
            Silence::NotAMessage,
        ),
    ];
    for (items, item, expected) in rows {
        let update = update_of(items, item);

        assert_eq!(inbound_of(&update), Inbound::Silent(expected), "{items}");
    }
}

#[test]
fn other_fields_are_no_messages() {
    for field in ["user_preferences", "account_update", "calls", "later_field"] {
        let body = json!({"object": "whatsapp_business_account", "entry": [
            {"id": "1", "changes": [{"field": field, "value": {}}]}]});
        let webhook = webhooks::parse(body.to_string().as_bytes()).unwrap();

        let update = &webhook.updates()[0];
        assert_eq!(
            inbound_of(update),
            Inbound::Silent(Silence::NotAMessage),
            "{field}"
        );
    }
}

#[test]
fn reactions_are_passed_on_only_if_that_is_wanted() {
    let reaction = message("reaction", json!({"message_id": "wamid.0", "emoji": "👍"}));
    let update = update_of("messages", reaction);

    let silent = inbound_with(&update, |context| context.reactions = false);

    assert_eq!(silent, Inbound::Silent(Silence::Reaction));
    assert!(matches!(inbound_of(&update), Inbound::Calls(_)));
}
