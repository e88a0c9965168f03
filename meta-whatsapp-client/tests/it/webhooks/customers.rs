//! Who a customer is: the item, what stands beside it, and the changes that are told.

use meta_whatsapp_client::{
    UserId, WaId,
    webhooks::{Content, Identity, Update, UpdateKind},
};
use serde_json::json;

use super::{change, fixtures, parse};

fn only(name: &str) -> Update {
    let mut updates = parse(&fixtures::one(name).text).into_updates();
    assert_eq!(updates.len(), 1);
    updates.remove(0)
}

fn key(identity: &Identity) -> String {
    identity.key().unwrap().as_str().to_owned()
}

#[test]
fn the_customer_has_the_parts_of_the_message_and_of_the_contact() {
    let customer = only("message_text").customer().unwrap();

    assert_eq!(customer.wa_id, Some(WaId::new("12025550147")));
    assert_eq!(
        customer.user_id,
        Some(UserId::new("US.00000000000000000001"))
    );
    assert!(customer.parent_user_id.is_some());
    assert_eq!(customer.username.as_deref(), Some("@robin.example"));
}

#[test]
fn statuses_and_echoes_name_the_customer_too() {
    for name in [
        "status_sent",
        "status_read",
        "status_group_read",
        "echo_text",
    ] {
        let customer = only(name).customer().unwrap();
        assert_eq!(customer.wa_id, Some(WaId::new("12025550147")), "{name}");
    }
}

#[test]
fn in_a_batch_each_message_finds_its_own_contact() {
    let value = json!({
        "contacts": [
            {"profile": {"name": "One"}, "wa_id": "12025550141"},
            {"profile": {"name": "Two"}, "user_id": "US.2"},
            {"profile": {"name": "Three"}, "wa_id": "12025550143", "user_id": "US.3"},
        ],
        "messages": [
            {"id": "w1", "type": "request_welcome", "from": "12025550143"},
            {"id": "w2", "type": "request_welcome", "from_user_id": "US.2"},
            {"id": "w3", "type": "request_welcome", "from": "12025550141", "from_user_id": "US.1"},
            {"id": "w4", "type": "request_welcome", "from": "12025550149"},
        ],
    });
    let webhook = parse(&change("messages", &value));

    let updates = webhook.updates().iter();
    let found: Vec<_> = updates
        .map(|it| it.contact().and_then(|it| it.name()))
        .collect();

    assert_eq!(found, [Some("Three"), Some("Two"), Some("One"), None]);
}

#[test]
fn a_contact_without_a_common_part_belongs_to_the_only_item() {
    let contact = json!([{"profile": {"name": "One"}, "wa_id": "12025550141"}]);
    let message = |id: &str| json!({"id": id, "type": "request_welcome", "from_user_id": "US.1"});
    for (messages, expected) in [
        (json!([message("w1")]), Some("One")),
        (json!([message("w1"), message("w2")]), None),
        (
            json!([{"id": "w1", "type": "request_welcome", "from": "12025550149"}]),
            None,
        ),
    ] {
        let value = json!({"contacts": contact, "messages": messages});
        let webhook = parse(&change("messages", &value));
        let found = webhook.updates()[0].contact().and_then(|it| it.name());
        assert_eq!(found, expected);
    }
}

#[test]
fn a_change_of_number_and_the_new_user_id_lead_to_the_new_key() {
    let mut known = only("message_text").customer().unwrap();
    assert_eq!(key(&known), "user_id:US.00000000000000000001");

    for name in ["system_changed_number", "system_changed_user_id"] {
        let update = only(&format!("message_{name}"));
        let Ok(UpdateKind::Message(message)) = update.kind() else {
            panic!("a message");
        };
        let Content::System(system) = &message.content else {
            panic!("news about the customer");
        };
        let change = system.identity_change(&message.sender()).unwrap();
        assert!(known.apply(&change), "{name}");
    }

    assert_eq!(key(&known), "user_id:US.00000000000000000003");
    assert_eq!(known.wa_id, Some(WaId::new("12025550148")));
    assert_eq!(known.username.as_deref(), Some("@robin.example"));
}

#[test]
fn older_news_of_a_new_number_is_understood() {
    let update = only("message_system_changed_number_older");
    let Ok(UpdateKind::Message(message)) = update.kind() else {
        panic!("a message");
    };
    let Content::System(system) = &message.content else {
        panic!("news about the customer");
    };
    let change = system.identity_change(&Identity::default()).unwrap();

    assert_eq!(change.before.wa_id, Some(WaId::new("12025550147")));
    assert_eq!(change.after.wa_id, Some(WaId::new("12025550148")));
}

#[test]
fn new_keys_are_no_new_identity() {
    let update = only("message_system_identity_changed");
    let Ok(UpdateKind::Message(message)) = update.kind() else {
        panic!("a message");
    };
    let Content::System(system) = &message.content else {
        panic!("news about the customer");
    };
    assert_eq!(system.identity_change(&message.sender()), None);
}
