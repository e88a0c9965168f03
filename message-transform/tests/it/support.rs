//! Webhooks of both vendors, in a few words.

use chrono::DateTime;
use genesys_client::{
    open_messaging::{IdType, InboundMessage, RecipientId},
    webhooks::{self as genesys, OutboundMessage},
};
use message_transform::{
    inbound::{self, Context, GenesysCall, Inbound, ReceivedFile},
    outbound::{self, Outbound},
};
use meta_whatsapp_client::webhooks::{self as whatsapp, Update};
use serde_json::{Value, json};

pub(crate) const CUSTOMER: &str = "+12025550147";

/// The update of a change of messages.
pub(crate) fn update_of(items: &str, item: Value) -> Update {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550100", "phone_number_id": "1065"},
        "contacts": [{"wa_id": "12025550147", "profile": {"name": "Robin Example"}}],
    });
    value[items] = json!([item]);
    let change = json!({"field": "messages", "value": value});
    let body = json!({"object": "whatsapp_business_account",
                      "entry": [{"id": "2000", "changes": [change]}]});
    let webhook = whatsapp::parse(body.to_string().as_bytes()).unwrap();
    webhook.into_updates().pop().unwrap()
}

/// A message of the customer: its type, and what is under the name of the type.
pub(crate) fn message(kind: &str, content: Value) -> Value {
    let mut message = json!({"from": "12025550147", "id": "wamid.1", "timestamp": "1795166040",
                             "type": kind});
    message[kind] = content;
    message
}

/// The same with more fields.
pub(crate) fn with(mut message: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        message[name] = value.clone();
    }
    message
}

/// What a message of the customer becomes.
pub(crate) fn inbound(message: Value) -> Inbound {
    inbound_of(&update_of("messages", message))
}

pub(crate) fn inbound_of(update: &Update) -> Inbound {
    let url = |file: &ReceivedFile| {
        let id = file.id.as_ref()?;
        Some(format!("https://media.example.com/{}", id.as_str()))
    };
    let from = inbound::open_from(RecipientId::new(CUSTOMER), IdType::Phone, update);
    inbound::transform(update, &Context::new(&from, DateTime::UNIX_EPOCH, &url))
}

/// The same with another context, which has no files.
pub(crate) fn inbound_with(update: &Update, change: impl FnOnce(&mut Context<'_>)) -> Inbound {
    let from = inbound::open_from(RecipientId::new(CUSTOMER), IdType::Phone, update);
    let mut context = Context::new(&from, DateTime::UNIX_EPOCH, &|_| None);
    change(&mut context);
    inbound::transform(update, &context)
}

/// The one message that it becomes.
pub(crate) fn inbound_message(message: Value) -> InboundMessage {
    only_message(inbound(message))
}

pub(crate) fn only_message(inbound: Inbound) -> InboundMessage {
    let Inbound::Calls(calls) = inbound else {
        panic!("no calls: {inbound:?}");
    };
    match &calls[..] {
        [GenesysCall::Message(message)] => {
            message.check().unwrap();
            (**message).clone()
        }
        _ => panic!("not one message: {calls:?}"),
    }
}

/// A message of Genesys.
pub(crate) fn outbound_message(more: Value) -> OutboundMessage {
    let base = json!({
        "id": "g-1", "type": "Text", "direction": "Outbound",
        "channel": {"to": {"id": CUSTOMER, "idType": "Phone"}, "from": {"id": "integration"},
                    "time": "2026-11-20T09:15:00.000Z"},
    });
    genesys::parse(with(base, more).to_string().as_bytes()).unwrap()
}

/// What a message of Genesys becomes.
pub(crate) fn outbound(more: Value) -> Outbound {
    outbound_with(more, |_| {})
}

pub(crate) fn outbound_with<'a>(
    more: Value,
    change: impl FnOnce(&mut outbound::Context<'a>),
) -> Outbound {
    let mut context = outbound::Context::new(CUSTOMER);
    change(&mut context);
    outbound::transform(&outbound_message(more), &context)
}

/// The messages that it becomes, as JSON without the envelope; each is one WhatsApp takes.
pub(crate) fn sent(outbound: Outbound) -> Vec<Value> {
    let Outbound::Parts { parts, .. } = outbound else {
        panic!("nothing to send: {outbound:?}");
    };
    let sent = parts.iter().map(|part| {
        part.message.check().unwrap();
        let mut json = serde_json::to_value(&part.message).unwrap();
        assert_eq!(json["to"], CUSTOMER);
        let kind = json["type"].as_str().unwrap().to_owned();
        json!({kind.clone(): json[&kind].take()})
    });
    sent.collect()
}
