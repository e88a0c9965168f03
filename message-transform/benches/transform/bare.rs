//! The least that a program can do: serde_json into structs with the fields of these bodies.

#![expect(dead_code, reason = "that they are read is the point")]

use std::hint::black_box;

use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Delivery {
    object: String,
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    field: String,
    value: Value,
}

#[derive(Deserialize)]
struct Value {
    messaging_product: String,
    metadata: Metadata,
    contacts: Vec<Contact>,
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Metadata {
    display_phone_number: String,
    phone_number_id: String,
}

#[derive(Deserialize)]
struct Contact {
    profile: Profile,
    wa_id: String,
    user_id: String,
}

#[derive(Deserialize)]
struct Profile {
    name: String,
}

#[derive(Deserialize)]
struct Message {
    from: String,
    from_user_id: String,
    id: String,
    timestamp: String,
    #[serde(rename = "type")]
    kind: String,
    text: Text,
}

#[derive(Deserialize)]
struct Text {
    body: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outbound {
    id: String,
    channel: Channel,
    conversation_id: String,
    direction: String,
    originating_entity: String,
    #[serde(rename = "type")]
    kind: String,
    text: String,
    content: Vec<serde_json::Value>,
    reasons: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Channel {
    id: String,
    message_id: String,
    platform: String,
    #[serde(rename = "type")]
    kind: String,
    to: Recipient,
    from: Recipient,
    time: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    id: String,
    id_type: String,
    nickname: Option<String>,
}

/// Reads the body, and writes what was made before.
pub(crate) fn inbound(body: &[u8], made: &impl Serialize) -> Vec<u8> {
    read_and_write::<Delivery>(body, made)
}

/// Reads the body, and writes what was made before.
pub(crate) fn outbound(body: &[u8], made: &impl Serialize) -> Vec<u8> {
    read_and_write::<Outbound>(body, made)
}

fn read_and_write<'a, T: Deserialize<'a>>(body: &'a [u8], made: &impl Serialize) -> Vec<u8> {
    let read: T = serde_json::from_slice(black_box(body)).expect("the body has these fields");
    drop(black_box(read));
    serde_json::to_vec(black_box(made)).expect("a message can be written")
}
