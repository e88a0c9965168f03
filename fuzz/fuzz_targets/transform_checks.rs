//! What the fuzz targets of `message-transform` check; its tests replay the corpora with the same.

#![allow(dead_code, reason = "each target uses its own part")]

use chrono::DateTime;
use genesys_client::{
    open_messaging::{IdType, OpenFrom, RecipientId},
    webhooks as genesys,
};
use message_transform::{
    inbound::{self, GenesysCall, Inbound, InboundRequest},
    outbound::{self, Outbound},
};
use meta_whatsapp_client::webhooks::{self as whatsapp, Update};

/// Every message of a body of WhatsApp gives a call that Genesys takes.
pub(crate) fn inbound(body: &[u8]) {
    let Ok(webhook) = whatsapp::parse(body) else {
        // It may be of the small format.
        if let Ok(request) = serde_json::from_slice::<InboundRequest>(body)
            && let Ok(update) = request.update()
        {
            of_update(&update);
        }
        return;
    };
    webhook.updates().iter().for_each(of_update);
}

fn of_update(update: &Update) {
    let from = OpenFrom::new(RecipientId::new("+12025550147"), IdType::Phone);
    let url = |_: &inbound::ReceivedFile| Some("https://media.example.com/1".to_owned());
    let mut context = inbound::Context::new(&from, DateTime::UNIX_EPOCH, &url);
    context.quoted = inbound::refers_to(update).map(|_| "an earlier message");
    let _ = inbound::file(update);
    let Inbound::Calls(calls) = inbound::transform(update, &context) else {
        return;
    };
    assert_eq!(calls.len(), 1, "a message is one call");
    let (checked, metadata) = match &calls[0] {
        GenesysCall::Message(it) => (it.check(), it.metadata.clone()),
        GenesysCall::StructuredResponse(it) => (it.check(), Default::default()),
        other => panic!("an unknown call: {other:?}"),
    };
    checked.expect("Genesys takes the call");
    let short = |value: &String| value.chars().count() <= inbound::metadata::RAW_LIMIT;
    assert!(
        metadata.values().all(short),
        "metadata is within its limits"
    );
}

/// WhatsApp takes every part of what a body of Genesys becomes.
pub(crate) fn outbound(body: &[u8]) {
    let Ok(message) = genesys::parse(body) else {
        return;
    };
    let allowed = ["visit_reminder".to_owned()];
    let mut context = outbound::Context::new("+12025550147");
    context.templates_allowed = &allowed;
    let Outbound::Parts { parts, .. } = outbound::transform(&message, &context) else {
        return;
    };
    assert!(!parts.is_empty(), "there is something to send");
    for part in &parts {
        part.message.check().expect("WhatsApp takes the part");
        for linked in part.linked("https://bridge.example.com/f/1") {
            linked.check().expect("WhatsApp takes the link");
        }
    }
}
