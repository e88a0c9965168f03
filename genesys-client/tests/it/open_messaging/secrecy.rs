//! What `Debug` does not show, and what is read back.

use genesys_client::{
    MessageId,
    open_messaging::{
        Attachment, ButtonResponse, ButtonResponseType, CreateOpenIntegration, ExternalMessageId,
        IdType, InboundChannel, InboundEvent, InboundMessage, MediaType, OpenFrom, OpenIntegration,
        OpenNormalizedMessage, OpenTo, Reason, ReasonCode, Receipt, RecipientId,
        StructuredResponse, UpdateOpenIntegration,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use super::{integration_id, message_id, time};

const CANARY: &str = "canary +12025550147";

fn channel() -> InboundChannel {
    let from = OpenFrom {
        first_name: Some(CANARY.to_owned()),
        last_name: Some(CANARY.to_owned()),
        email: Some(CANARY.to_owned()),
        ..OpenFrom::new(RecipientId::new(CANARY), IdType::Phone).with_nickname(CANARY)
    };
    InboundChannel::new(from, time()).with_message_id(ExternalMessageId::new(CANARY))
}

fn message() -> InboundMessage {
    let mut file = Attachment::new(MediaType::Image, CANARY, "image/png")
        .with_filename(CANARY)
        .with_text(CANARY);
    file.id = Some(CANARY.to_owned());
    file.sha256 = Some(CANARY.to_owned());
    InboundMessage::new(channel())
        .with_text(CANARY)
        .with_attachment(file)
        .with_metadata(CANARY, CANARY)
}

fn receipt() -> Receipt {
    let to = OpenTo::new(RecipientId::new(CANARY), IdType::Opaque);
    let reason = Reason::new(ReasonCode::GeneralError, CANARY);
    Receipt::failed(message_id(), to, time(), vec![reason])
}

fn response() -> StructuredResponse {
    let choice = ButtonResponse::new(ButtonResponseType::Button, CANARY, CANARY);
    StructuredResponse::new(channel(), choice, MessageId::new("m-1"))
}

#[test]
fn nothing_personal_is_printed() {
    let event = InboundEvent::typing(channel().from, time());
    let old = OpenNormalizedMessage::message(&integration_id(), message());
    let printed = format!(
        "{:?} {:?} {:?} {event:?} {old:?} {:?} {:?} {:?}",
        message(),
        receipt(),
        response(),
        message().content,
        channel().from,
        receipt().channel.to,
    );

    assert!(printed.contains("GeneralError"), "{printed}");
    assert!(!printed.contains("canary"), "{printed}");
    assert!(!printed.contains("2025550147"), "{printed}");
}

#[test]
fn no_secret_and_no_header_of_an_integration_is_printed() {
    let read: OpenIntegration = serde_json::from_value(json!({
        "id": "i-1", "name": "Harbour",
        "outboundNotificationWebhookSignatureSecretToken": CANARY,
        "outboundNotificationWebhookUrl": CANARY,
        "webhookHeaders": {"authorization": CANARY}
    }))
    .unwrap();
    let create = CreateOpenIntegration {
        webhook_headers: [(CANARY.to_owned(), CANARY.to_owned())].into(),
        ..CreateOpenIntegration::new("Harbour", CANARY, CANARY.into())
    };
    let update = UpdateOpenIntegration {
        outbound_notification_webhook_signature_secret_token: Some(CANARY.into()),
        webhook_headers: Some([(CANARY.to_owned(), CANARY.to_owned())].into()),
        ..UpdateOpenIntegration::new("Harbour")
    };

    let printed = format!("{read:?} {create:?} {update:?}");

    assert!(printed.contains("Harbour"), "{printed}");
    assert!(!printed.contains("canary"), "{printed}");
}

/// What is written can be read again.
#[track_caller]
fn expect_same<T: Serialize + DeserializeOwned + PartialEq>(given: &T) {
    let written = serde_json::to_string(given).expect("it can be written");
    let read: T = serde_json::from_str(&written).expect("it can be read");
    assert!(read == *given, "{written}");
}

#[test]
fn requests_are_read_back_as_they_were_written() {
    expect_same(&message());
    expect_same(&receipt());
    expect_same(&response());
    expect_same(&InboundEvent::typing(channel().from, time()));
}

#[test]
fn kinds_of_ids_are_read_without_regard_to_case() {
    for (text, kind) in [
        ("email", IdType::Email),
        ("Phone", IdType::Phone),
        ("OPAQUE", IdType::Opaque),
    ] {
        assert_eq!(IdType::from(text), kind);
    }
}
