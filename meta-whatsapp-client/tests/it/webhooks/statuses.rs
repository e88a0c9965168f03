//! Statuses, as they arrive.

use meta_whatsapp_client::{
    ErrorCode,
    webhooks::{StatusKind, StatusMerge, UpdateKind},
};
use serde_json::json;

use super::{fixtures, messages, parse};

#[test]
fn statuses_out_of_order_are_merged_forward() {
    let statuses = json!([
        {"id": "wamid.1", "status": "delivered", "timestamp": "1795166102"},
        {"id": "wamid.1", "status": "sent", "timestamp": "1795166101"},
        {"id": "wamid.1", "status": "delivered", "timestamp": "1795166102"},
    ]);
    let webhook = parse(&messages("statuses", &statuses));
    let mut merge = StatusMerge::new();

    let mut moved = Vec::new();
    for update in &webhook {
        let Ok(UpdateKind::Status(status)) = update.kind() else {
            panic!("a status");
        };
        moved.push(merge.apply(status));
    }

    assert_eq!(moved, [true, false, false]);
    assert_eq!(merge.current(), Some(&StatusKind::Delivered));
    assert!(merge.at(&StatusKind::Sent) < merge.at(&StatusKind::Delivered));
}

#[test]
fn a_failure_says_what_to_do() {
    let webhook = parse(&fixtures::one("status_failed").text);
    let Ok(UpdateKind::Status(status)) = webhook.updates()[0].kind() else {
        panic!("a status");
    };
    let error = &status.errors[0];

    assert_eq!(error.code, Some(ErrorCode::from(131_047)));
    assert!(error.needs_template());
    assert!(!error.is_retryable());
}

#[test]
fn the_two_spellings_of_the_parent_id_are_one() {
    for key in ["recipient_parent_user_id", "parent_recipient_user_id"] {
        let status = json!([{"id": "wamid.1", "status": "sent", key: "US.ENT.1"}]);
        let webhook = parse(&messages("statuses", &status));
        let customer = webhook.updates()[0].customer().unwrap();
        let parent = customer.parent_user_id.unwrap();
        assert_eq!(parent.as_str(), "US.ENT.1", "{key}");
    }
}
