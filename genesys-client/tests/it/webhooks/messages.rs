//! What each type of message is read as.

use std::time::Duration;

use chrono::{DateTime, Utc};
use genesys_client::{
    open_messaging::{EventType, IdType, MessageType, ReasonCode, ReceiptStatus},
    webhooks::{Content, Direction, OriginatingEntity, TypingType},
};
use serde_json::json;

use super::{message, parse};

#[test]
fn a_text_tells_who_wrote_to_whom() {
    let body = message(
        "Text",
        &json!({"text": "Good day, what can we do for you?", "content": [], "reasons": [],
                "relatedMessages": [], "metadata": {"waPhoneNumberId": "100000000000002"}}),
    );
    let message = parse(&body);

    assert_eq!(message.kind, Some(MessageType::Text));
    assert_eq!(
        message.text.as_deref(),
        Some("Good day, what can we do for you?")
    );
    assert_eq!(
        message.id.as_ref().map(|id| id.as_str()),
        Some("a1b2c3d4e5f60718293a4b5c6d7e8f90")
    );
    assert_eq!(
        message.conversation_id.as_ref().map(|id| id.as_str()),
        Some("0c9b8a7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d")
    );
    assert_eq!(message.direction, Some(Direction::Outbound));
    assert_eq!(message.originating_entity, Some(OriginatingEntity::Human));
    assert_eq!(message.metadata["waPhoneNumberId"], "100000000000002");
    assert!(message.content.is_empty() && message.reasons.is_empty());
    assert!(!message.is_unknown());

    let channel = message.channel.as_ref().unwrap();
    let time: DateTime<Utc> = "2026-11-20T10:30:00.125Z".parse().unwrap();
    assert_eq!(channel.time, Some(time));
    assert_eq!(channel.platform.as_deref(), Some("Open"));
    assert_eq!(channel.kind.as_deref(), Some("Private"));
    let to = channel.to.as_ref().unwrap();
    assert_eq!(to.id.as_ref().unwrap().as_str(), "+12025550147");
    assert_eq!(to.id_type, Some(IdType::Phone));
    let from = channel.from.as_ref().unwrap();
    assert_eq!(
        from.id.as_ref().unwrap().as_str(),
        channel.id.as_ref().unwrap().as_str()
    );
}

#[test]
fn the_name_is_read_in_both_spellings() {
    for from in [
        json!({"nickname": "Harbour Dental"}),
        json!({"nickName": "Harbour Dental"}),
        json!({"nickname": "Harbour Dental", "nickName": "other"}),
        json!({"nickname": null, "nickName": "Harbour Dental"}),
    ] {
        let message = parse(&message("Text", &json!({"channel": {"from": from}})));
        let name = message.channel.unwrap().from.unwrap().nickname;
        assert_eq!(name.as_deref(), Some("Harbour Dental"), "{from}");
    }
}

#[test]
fn a_file_needs_no_text() {
    let message = parse(&message(
        "Text",
        &json!({"content": [{"contentType": "Attachment", "attachment": {
            "id": "7f6e5d4c-0001-4002-8003-abcdefabcdef", "mediaType": "File",
            "url": "https://api-downloads.example.com/api/v2/downloads/fedcba",
            "mime": "application/pdf", "filename": "plan.pdf", "contentSizeBytes": 4096,
            "sha256": "00ff", "text": "your plan"}}]}),
    ));

    assert_eq!(message.text, None);
    let Ok(Content::Attachment(file)) = message.content[0].kind() else {
        panic!("not an attachment: {message:?}");
    };
    assert_eq!(file.media_type.as_ref().unwrap().as_str(), "File");
    assert_eq!(
        file.url.as_deref(),
        Some("https://api-downloads.example.com/api/v2/downloads/fedcba")
    );
    assert_eq!(file.mime.as_deref(), Some("application/pdf"));
    assert_eq!(file.filename.as_deref(), Some("plan.pdf"));
    assert_eq!(file.content_size_bytes, Some(4096));
    assert_eq!(file.text.as_deref(), Some("your plan"));
}

#[test]
fn a_typing_event_says_for_how_long() {
    let message = parse(&message(
        "Event",
        &json!({"conversationId": null, "originatingEntity": null,
                "events": [{"eventType": "Typing", "typing": {"type": "On", "duration": 4000}}]}),
    ));

    assert_eq!(message.kind, Some(MessageType::Event));
    assert_eq!(message.conversation_id, None);
    let event = message.events[0].kind().unwrap();
    assert_eq!(event.event_type, Some(EventType::Typing));
    let typing = event.typing.as_ref().unwrap();
    assert_eq!(typing.kind, Some(TypingType::On));
    assert_eq!(typing.duration, Some(Duration::from_secs(4)));
}

#[test]
fn a_receipt_tells_its_reasons() {
    let message = parse(&message(
        "Receipt",
        &json!({"status": "Failed", "isFinalReceipt": true,
                "reasons": [{"code": "MessageExpired", "message": "131047: too late"},
                            {"code": "LaterCode", "message": ""}, 7],
                "channel": {"messageId": "b2c3", "to": {"id": "+12025550147"},
                            "metadata": {"customAttributes": {"example-tenant": "harbour"}}}}),
    ));

    assert_eq!(message.kind, Some(MessageType::Receipt));
    assert_eq!(message.status, Some(ReceiptStatus::Failed));
    assert_eq!(message.is_final_receipt, Some(true));
    assert_eq!(message.reasons.len(), 2);
    assert_eq!(message.reasons[0].code, Some(ReasonCode::MessageExpired));
    assert_eq!(message.reasons[0].message, "131047: too late");
    assert_eq!(
        message.reasons[1].code,
        Some(ReasonCode::Unknown("LaterCode".to_owned()))
    );
    let channel = message.channel.unwrap();
    assert_eq!(channel.message_id.unwrap().as_str(), "b2c3");
    assert_eq!(channel.to.unwrap().id_type, None);
    let attributes = channel.metadata.unwrap().custom_attributes;
    assert_eq!(attributes["example-tenant"], "harbour");
}

#[test]
fn a_type_of_tomorrow_is_kept_with_its_text() {
    let body = message("Telepathy", &json!({"text": "…", "waves": [1, 2]}));
    let message = parse(&body);

    assert_eq!(
        message.kind,
        Some(MessageType::Unknown("Telepathy".to_owned()))
    );
    assert!(message.is_unknown());
    assert_eq!(message.text.as_deref(), Some("…"));
    assert_eq!(message.raw(), body.to_string());
}
