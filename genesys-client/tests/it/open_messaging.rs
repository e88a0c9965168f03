//! Open Messaging: as sent, success, vendor error.

mod agent;
mod inbound;
mod integrations;
mod port;
mod receipts;
mod secrecy;

use chrono::{DateTime, Utc};
use genesys_client::{
    IntegrationId, MessageId,
    fake::FakeGenesys,
    open_messaging::{
        ExternalMessageId, IdType, InboundChannel, InboundMessage, OpenFrom, OpenTo, RecipientId,
    },
};

const CUSTOMER: &str = "+12025550147";

fn integration_id() -> IntegrationId {
    IntegrationId::new(FakeGenesys::INTEGRATION_ID)
}

/// `…/inbound/open/{what}` of the fake's integration.
fn inbound(what: &str) -> String {
    let id = FakeGenesys::INTEGRATION_ID;
    format!("/api/v2/conversations/messages/{id}/inbound/open/{what}")
}

fn time() -> DateTime<Utc> {
    "2026-11-20T09:14:00.5Z".parse().expect("a valid time")
}

fn from() -> OpenFrom {
    OpenFrom::new(RecipientId::new(CUSTOMER), IdType::Phone).with_nickname("Robin Example")
}

fn to() -> OpenTo {
    OpenTo::new(RecipientId::new(CUSTOMER), IdType::Phone)
}

fn channel() -> InboundChannel {
    InboundChannel::new(from(), time()).with_message_id(ExternalMessageId::new("wamid.1"))
}

fn hello() -> InboundMessage {
    InboundMessage::new(channel()).with_text("Hello")
}

fn message_id() -> MessageId {
    MessageId::new("0f1e2d3c")
}
