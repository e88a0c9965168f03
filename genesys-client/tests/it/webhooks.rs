//! Receiving webhooks.

mod content;
mod corpus;
mod inspecting;
mod lenient;
mod messages;
mod secrecy;
mod signatures;

use genesys_client::webhooks::{self, Content, OutboundMessage, Received};
use serde_json::{Value, json};

/// A message of an agent or bot, with the fields that all have; `more` adds to them.
fn message(kind: &str, more: &Value) -> Value {
    let mut message = json!({
        "id": "a1b2c3d4e5f60718293a4b5c6d7e8f90",
        "channel": {
            "id": "4d2f5d0a-7c11-4f0e-9b7a-1c8d2e3f4a5b",
            "platform": "Open",
            "type": "Private",
            "messageId": "a1b2c3d4e5f60718293a4b5c6d7e8f90",
            "to": {"id": "+12025550147", "idType": "Phone"},
            "from": {
                "nickname": "Harbour Dental",
                "id": "4d2f5d0a-7c11-4f0e-9b7a-1c8d2e3f4a5b",
                "idType": "Opaque"
            },
            "time": "2026-11-20T10:30:00.125Z"
        },
        "conversationId": "0c9b8a7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d",
        "direction": "Outbound",
        "originatingEntity": "Human",
        "type": kind
    });
    let fields = message.as_object_mut().expect("a message is an object");
    fields.extend(more.as_object().expect("fields are an object").clone());
    message
}

fn parse(body: &Value) -> OutboundMessage {
    webhooks::parse(body.to_string().as_bytes()).expect("the body is a message")
}

/// The parts of a structured message.
fn content(parts: &Value) -> Vec<Received<Content>> {
    parse(&message("Structured", &json!({"content": parts}))).content
}

/// The one part of a structured message.
fn one(part: &Value) -> Content {
    let mut parts = content(&json!([part]));
    assert_eq!(parts.len(), 1);
    parts.remove(0).into_kind().expect("the part is readable")
}
