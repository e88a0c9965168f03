//! Receiving webhooks.

mod corpus;
mod coverage;
mod customers;
mod deduplicating;
mod depth;
mod fixtures;
mod generated;
mod inspecting;
mod json;
mod lenient;
mod secrecy;
mod siblings;
mod signatures;
mod statuses;
mod subscribing;
mod unknown;

use meta_whatsapp_client::webhooks::{self, Update, Webhook};
use serde_json::{Value, json};

/// The body of a change of one account.
fn change(field: &str, value: &Value) -> String {
    json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": "200000000000002", "changes": [{"field": field, "value": value}]}],
    })
    .to_string()
}

/// The body of a change of `messages` with these items in the list `name`.
fn messages(name: &str, items: &Value) -> String {
    change(
        "messages",
        &json!({
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "12025550199", "phone_number_id": "1000"},
            name: items,
        }),
    )
}

fn text(id: &str, body: &str) -> Value {
    json!({"from": "12025550147", "id": id, "timestamp": "1795166040", "type": "text",
           "text": {"body": body}})
}

fn parse(body: &str) -> Webhook {
    webhooks::parse(body.as_bytes()).unwrap()
}

fn names(webhook: &Webhook) -> Vec<String> {
    webhook.updates().iter().map(Update::name).collect()
}
