//! Bytes in, bytes out: with the mapping between, and without.

use std::hint::black_box;

use chrono::DateTime;
use genesys_client::{
    open_messaging::{IdType, InboundMessage, RecipientId},
    webhooks as genesys,
};
use message_transform::{
    inbound::{self, GenesysCall, Inbound},
    outbound::{self, Outbound},
};
use meta_whatsapp_client::{messages::Message, webhooks as whatsapp};

const TO: &str = "+12025550147";

/// What the text becomes, made before.
pub(crate) fn to_genesys(body: &[u8]) -> InboundMessage {
    let webhook = whatsapp::parse(body).expect("a webhook");
    let update = &webhook.updates()[0];
    let from = inbound::open_from(RecipientId::new(TO), IdType::Phone, update);
    let context = inbound::Context::new(&from, DateTime::UNIX_EPOCH, &|_| None);
    match inbound::transform(update, &context) {
        Inbound::Calls(calls) => match calls.into_iter().next() {
            Some(GenesysCall::Message(message)) => *message,
            other => panic!("no message: {other:?}"),
        },
        other => panic!("no calls: {other:?}"),
    }
}

/// What the text becomes, made before.
pub(crate) fn to_whatsapp(body: &[u8]) -> Message {
    let message = genesys::parse(body).expect("a webhook");
    match outbound::transform(&message, &outbound::Context::new(TO)) {
        Outbound::Parts { mut parts, .. } => parts.remove(0).message,
        other => panic!("no parts: {other:?}"),
    }
}

pub(crate) fn inbound(body: &[u8]) -> Vec<u8> {
    serde_json::to_vec(&to_genesys(black_box(body))).expect("a message can be written")
}

pub(crate) fn outbound(body: &[u8]) -> Vec<u8> {
    serde_json::to_vec(&to_whatsapp(black_box(body))).expect("a message can be written")
}

/// Reads the body, and writes what was made before.
pub(crate) fn parse_and_write(body: &[u8], made: &InboundMessage) -> Vec<u8> {
    black_box(whatsapp::parse(black_box(body)).expect("a webhook"));
    serde_json::to_vec(black_box(made)).expect("a message can be written")
}

/// Reads the body, and writes what was made before.
pub(crate) fn parse_and_write_genesys(body: &[u8], made: &Message) -> Vec<u8> {
    black_box(genesys::parse(black_box(body)).expect("a webhook"));
    serde_json::to_vec(black_box(made)).expect("a message can be written")
}
