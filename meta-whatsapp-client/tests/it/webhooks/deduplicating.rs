//! Deliveries that repeat.

use std::time::Duration;

use chrono::{DateTime, Utc};
use meta_whatsapp_client::webhooks::Deduplicator;
use serde_json::json;

use super::{fixtures, messages, parse, text};

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_166_040 + seconds, 0).unwrap()
}

#[test]
fn every_documented_update_is_new_once() {
    let mut seen = Deduplicator::new(1_000, Duration::from_secs(60));
    for fixture in fixtures::all() {
        for update in &parse(&fixture.text) {
            assert!(seen.is_new(at(0), update), "{}", fixture.name);
        }
        for update in &parse(&fixture.text) {
            assert!(!seen.is_new(at(1), update), "{}", fixture.name);
        }
    }
}

#[test]
fn the_statuses_of_one_message_are_different_updates() {
    let statuses = json!([
        {"id": "wamid.1", "status": "sent", "timestamp": "1"},
        {"id": "wamid.1", "status": "delivered", "timestamp": "2"},
    ]);
    let mut seen = Deduplicator::new(10, Duration::from_secs(60));

    let webhook = parse(&messages("statuses", &statuses));

    assert!(webhook.updates().iter().all(|it| seen.is_new(at(0), it)));
}

#[test]
fn a_status_that_is_written_another_way_is_the_same() {
    let status = json!({"id": "wamid.1", "status": "read", "timestamp": "1", "recipient_id": "1"});
    let again = json!({"timestamp": 1, "status": "read", "recipient_id": "1", "id": "wamid.1",
                       "conversation": {"id": "c"}});
    let key = |status: &serde_json::Value| {
        let webhook = parse(&messages("statuses", &json!([status])));
        webhook.updates()[0].key()
    };
    assert_eq!(key(&status), key(&again));

    for (part, other) in [
        ("id", json!("wamid.2")),
        ("status", json!("delivered")),
        ("timestamp", json!("2")),
        ("recipient_id", json!("2")),
        ("recipient_participant_id", json!("2")),
        ("type", json!("payment")),
    ] {
        let mut different = status.clone();
        different[part] = other;
        assert_ne!(key(&status), key(&different), "{part}");
    }
}

#[test]
fn one_message_in_two_batches_is_one_update() {
    let mut seen = Deduplicator::new(10, Duration::from_secs(60));
    let one = parse(&messages("messages", &json!([text("wamid.1", "hi")])));
    let more = parse(&messages(
        "messages",
        &json!([text("wamid.2", "ho"), text("wamid.1", "hi")]),
    ));

    assert!(seen.is_new(at(0), &one.updates()[0]));

    let new: Vec<_> = more
        .updates()
        .iter()
        .map(|it| seen.is_new(at(0), it))
        .collect();
    assert_eq!(new, [true, false]);
}

#[test]
fn what_is_too_old_or_too_much_is_forgotten_the_oldest_first() {
    let mut seen = Deduplicator::new(3, Duration::from_secs(60));
    for key in 0..3 {
        assert!(seen.is_new_key(at(key), &key));
    }
    assert!(seen.is_new_key(at(3), &3_i64));
    assert_eq!(seen.len(), 3);
    assert!(!seen.is_new_key(at(3), &1_i64));

    assert!(!seen.is_new_key(at(61), &2_i64));
    assert!(seen.is_new_key(at(62), &2_i64));
    assert_eq!(seen.len(), 2);
}

#[test]
fn a_clock_that_was_set_back_loses_nothing() {
    let mut seen = Deduplicator::new(10, Duration::from_secs(60));
    assert!(seen.is_new_key(at(1_000), &"one"));
    assert!(!seen.is_new_key(at(0), &"one"));
}

#[test]
fn an_update_whose_handling_failed_can_be_new_again() {
    let mut seen = Deduplicator::new(10, Duration::from_secs(60));
    let webhook = parse(&messages("messages", &json!([text("wamid.1", "hi")])));
    let update = &webhook.updates()[0];

    assert!(seen.is_new(at(0), update));
    seen.forget(update);

    assert!(seen.is_empty());
    assert!(seen.is_new(at(0), update));
    assert!(!seen.is_new(at(0), update));
}
