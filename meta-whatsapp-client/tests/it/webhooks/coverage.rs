//! Every leaf of every documented shape is reachable through a typed field.
//!
//! Each update is written again from its typed fields, and every leaf of what came in must
//! stand there too, at the same place and with the same value.

use meta_whatsapp_client::webhooks::{Received, Update, UpdateKind};
use serde::Serialize;
use serde_json::{Value, json};

use super::{fixtures, parse};

/// Leaves of `raw` that `typed` does not have.
fn missing(raw: &Value, typed: &Value, path: &str, found: &mut Vec<String>) {
    match (raw, typed) {
        (Value::Null, _) => {}
        (Value::Object(raw), typed) => {
            for (key, raw) in raw {
                let typed = typed.get(key).unwrap_or(&Value::Null);
                missing(raw, typed, &format!("{path}.{key}"), found);
            }
        }
        (Value::Array(raw), typed) => {
            for (index, raw) in raw.iter().enumerate() {
                let typed = typed.get(index).unwrap_or(&Value::Null);
                missing(raw, typed, &format!("{path}[{index}]"), found);
            }
        }
        // A single item that is documented as a list elsewhere.
        (raw, Value::Array(typed)) if typed.len() == 1 => missing(raw, &typed[0], path, found),
        (raw, typed) if same(raw, typed) => {}
        _ => found.push(path.to_owned()),
    }
}

/// Whether two leaves are the same, written as string or number.
fn same(raw: &Value, typed: &Value) -> bool {
    let text = |leaf: &Value| match leaf {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (raw, typed) = (text(raw), text(typed));
    let number = |text: &str| text.parse::<f64>().ok();
    raw == typed
        || (number(&raw).is_some() && number(&raw) == number(&typed))
        // Milliseconds are written as seconds.
        || raw == format!("{typed}000")
}

/// The typed fields of items that serialise as they came.
fn items<T: Serialize>(items: &[Received<T>]) -> Value {
    items
        .iter()
        .map(|item| json!(item.kind().unwrap()))
        .collect()
}

/// What the typed fields hold: those of the update, and those that stand around it.
fn typed(update: &Update) -> Value {
    let mut typed = serde_json::to_value(update.kind().unwrap()).unwrap();
    match update.kind().unwrap() {
        UpdateKind::Calls(it) => {
            typed["calls"] = items(&it.calls);
            typed["statuses"] = items(&it.statuses);
        }
        UpdateKind::GroupLifecycle(it)
        | UpdateKind::GroupParticipants(it)
        | UpdateKind::GroupSettings(it)
        | UpdateKind::GroupStatus(it) => typed["groups"] = items(&it.groups),
        UpdateKind::AppStateSync(it) => typed["state_sync"] = items(&it.state_sync),
        UpdateKind::History(it) => {
            typed["messages"] = items(&it.messages);
            for (chunk_at, chunk) in it.history.iter().enumerate() {
                for (at, thread) in chunk.threads.iter().enumerate() {
                    typed["history"][chunk_at]["threads"][at]["messages"] = items(&thread.messages);
                }
            }
        }
        UpdateKind::Standby(it) => {
            if let Some(it) = &it.standby {
                typed["standby"]["messages"] = items(&it.messages);
                typed["standby"]["statuses"] = items(&it.statuses);
                typed["standby"]["message_echoes"] = items(&it.message_echoes);
            }
        }
        _ => {}
    }
    let around = json!({
        "messaging_product": update.messaging_product(),
        "metadata": update.metadata(),
        "contacts": update.contacts(),
    });
    for (key, value) in around.as_object().unwrap() {
        let fields = typed.as_object_mut().unwrap();
        fields.entry(key.clone()).or_insert_with(|| value.clone());
    }
    typed
}

#[test]
fn every_leaf_of_every_fixture_is_reachable_through_a_typed_field() {
    for fixture in fixtures::all() {
        let webhook = parse(&fixture.text);

        assert!(!webhook.updates().is_empty(), "{}", fixture.name);
        for update in webhook.updates() {
            let name = &fixture.name;
            assert_eq!(update.kind().err(), None, "{name}");
            assert!(!update.is_unknown(), "{name} is known");
            let raw: Value = serde_json::from_str(update.raw()).unwrap();
            let mut found = Vec::new();
            missing(&raw, &typed(update), "", &mut found);
            assert!(found.is_empty(), "{name}: no typed field holds {found:?}");
        }
    }
}

#[test]
fn what_stands_around_the_items_is_reachable_too() {
    for fixture in fixtures::all() {
        let body: Value = serde_json::from_str(&fixture.text).unwrap();
        let entry = &body["entry"][0];
        let change = &entry["changes"][0];
        let webhook = parse(&fixture.text);

        for update in webhook.updates() {
            let around = json!({
                "object": webhook.object(),
                "id": update.waba_id(),
                "time": update.time().map(|time| time.timestamp()),
                "field": update.field(),
                "messaging_product": update.messaging_product(),
                "metadata": update.metadata(),
                "contacts": update.contacts(),
            });
            for (raw, key) in [
                (&body["object"], "object"),
                (&entry["id"], "id"),
                (&entry["time"], "time"),
                (&change["field"], "field"),
                (&change["value"]["messaging_product"], "messaging_product"),
                (&change["value"]["metadata"], "metadata"),
                (&change["value"]["contacts"], "contacts"),
            ] {
                let mut found = Vec::new();
                missing(raw, &around[key], key, &mut found);
                assert!(found.is_empty(), "{}: {found:?}", fixture.name);
            }
        }
    }
}

#[test]
fn a_leaf_that_no_field_holds_is_found() {
    for (field, expected) in [
        (json!({"body": "Hello", "shade": "blue"}), "shade"),
        (json!({"body": "Hello", "parts": [{"shade": 1}]}), "parts"),
    ] {
        let mut message = super::text("wamid.1", "Hello");
        message["text"] = field;
        let webhook = parse(&super::messages("messages", &json!([message])));

        let mut found = Vec::new();
        missing(&message, &typed(&webhook.updates()[0]), "", &mut found);

        assert_eq!(found.len(), 1);
        assert!(found[0].contains(expected), "{found:?}");
    }
}
