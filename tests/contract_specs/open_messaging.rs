//! What `genesys-client` sends and reads of Open Messaging, against the vendor's description.

use std::{collections::BTreeSet, time::Duration};

use ccaas_http::test_util::JournalEntry;
use genesys_client::{
    DomainEntityRef, IntegrationId, MessageId,
    fake::FakeGenesys,
    open_messaging::{
        Attachment, ButtonResponse, ButtonResponseType, CreateOpenIntegration, CreateStatus,
        EventType, ExternalMessageId, IdType, InboundChannel, InboundEvent, InboundMessage,
        ListOpenIntegrations, MediaType, MessageType, NormalizedMessage, OpenFrom, OpenIntegration,
        OpenNormalizedMessage, OpenTo, Reason, ReasonCode, Receipt, ReceiptStatus, RecipientId,
        StructuredResponse, SupportedContent, UpdateOpenIntegration,
    },
    webhooks::{ActionType, Content, TypingType},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    description::Description,
    requests::{expect_described, keys, sent},
    sample::sample,
    types::{listed, read},
};

fn integration_id() -> IntegrationId {
    IntegrationId::new(FakeGenesys::INTEGRATION_ID)
}

fn from() -> OpenFrom {
    OpenFrom {
        nickname: Some("Zoë Example".to_owned()),
        first_name: Some("Zoë".to_owned()),
        last_name: Some("Example".to_owned()),
        email: Some("zoe@example.com".to_owned()),
        ..OpenFrom::new(RecipientId::new("+12025550147"), IdType::Phone)
    }
}

fn channel() -> InboundChannel {
    let time = "2026-11-20T09:14:00Z".parse().expect("a valid time");
    InboundChannel::new(from(), time).with_message_id(ExternalMessageId::new("wamid.1"))
}

/// Names every field, so that a new one cannot be forgotten here.
fn attachment(media_type: MediaType) -> Attachment {
    Attachment {
        id: Some("file-1".to_owned()),
        media_type,
        url: "https://media.example.com/f/1".to_owned(),
        mime: "image/png".to_owned(),
        filename: Some("plan.png".to_owned()),
        text: Some("the plan".to_owned()),
        sha256: Some("00ff".to_owned()),
    }
}

fn message(media_type: MediaType) -> InboundMessage {
    InboundMessage::new(channel())
        .with_text("Hello")
        .with_attachment(attachment(media_type))
        .with_metadata("waPhoneNumberId", "100000000000001")
}

fn receipt(id: MessageId, status: ReceiptStatus) -> Receipt {
    let to = OpenTo::new(RecipientId::new("+12025550147"), IdType::Phone);
    let reason = Reason::new(ReasonCode::GeneralError, "131026: not deliverable");
    Receipt {
        status,
        ..Receipt::failed(id, to, channel().time, vec![reason])
    }
}

fn create() -> CreateOpenIntegration {
    CreateOpenIntegration {
        name: "Harbour Dental".to_owned(),
        outbound_notification_webhook_url: "https://bridge.example.com/genesys".to_owned(),
        outbound_notification_webhook_signature_secret_token: "a-secret-longer-than-15".into(),
        webhook_headers: [("x-example".to_owned(), "yes".to_owned())].into(),
        supported_content: Some(DomainEntityRef::new(FakeGenesys::SUPPORTED_CONTENT_ID)),
        messaging_setting: Some(DomainEntityRef::new("setting-1")),
    }
}

fn update() -> UpdateOpenIntegration {
    let create = create();
    UpdateOpenIntegration {
        name: create.name,
        outbound_notification_webhook_url: Some(create.outbound_notification_webhook_url),
        outbound_notification_webhook_signature_secret_token: Some(
            create.outbound_notification_webhook_signature_secret_token,
        ),
        webhook_headers: Some(create.webhook_headers),
        supported_content: create.supported_content,
        messaging_setting: create.messaging_setting,
    }
}

#[tokio::test]
async fn messages_of_customers_are_sent_as_described() {
    use MediaType::{Audio, File, Image, Link, Video};
    let genesys = FakeGenesys::start().await;
    let (client, id) = (genesys.client(), integration_id());

    for media_type in [Image, Video, Audio, File, Link] {
        let messages = client.open_messages(&id).prefetch_conversation_id(true);
        let sent = messages.message(&message(media_type)).await;
        sent.expect("the fake takes the message");
    }

    expect_described(&genesys, &["postConversationsMessageInboundOpenMessage"; 5]);
    expect_every_field(&genesys, &[], "OpenInboundNormalizedMessage", &[]);
    let attachment = ["content", "0", "attachment"];
    expect_every_field(&genesys, &attachment, "OpenContentAttachment", &[]);
    let metadata = &["metadata"];
    let channel = "OpenInboundMessageMessagingChannel";
    expect_every_field(&genesys, &["channel"], channel, metadata);
    let from = ["channel", "from"];
    expect_every_field(&genesys, &from, "OpenMessagingFromRecipient", &[]);
}

#[tokio::test]
async fn choices_and_typing_are_sent_as_described() {
    use ButtonResponseType::{Button, DatePicker, QuickReply};
    let genesys = FakeGenesys::start().await;
    let (client, id) = (genesys.client(), integration_id());

    for kind in [Button, QuickReply, DatePicker] {
        let choice = ButtonResponse::new(kind, "Reserve", "reserve");
        let response = StructuredResponse::new(channel(), choice, MessageId::new("m-1"));
        // The fake knows no such message; what counts here is what it was sent.
        let _ = client
            .open_messages(&id)
            .structured_response(&response)
            .await;
    }
    let event = InboundEvent::typing(from(), channel().time);
    let sent = client.open_messages(&id).event(&event).await;
    sent.expect("the fake takes the event");

    let response = "postConversationsMessageInboundOpenStructuredResponse";
    let event = "postConversationsMessageInboundOpenEvent";
    expect_described(&genesys, &[response, response, response, event]);
    expect_every_field(&genesys, &[], "OpenInboundStructuredResponseMessage", &[]);
    let deprecated = &["id"];
    let choice = ["buttonResponse"];
    expect_every_field(&genesys, &choice, "ContentButtonResponse", deprecated);
}

#[tokio::test]
async fn receipts_are_sent_as_described() {
    use ReceiptStatus::{Delivered, Failed, Published, Removed, Sent};
    let genesys = FakeGenesys::start().await;
    let (client, id) = (genesys.client(), integration_id());

    for status in [Sent, Delivered, Failed, Published, Removed] {
        let receipt = receipt(MessageId::new("m-1"), status);
        // The fake knows no such message; what counts here is what it was sent.
        let _ = client.open_messages(&id).receipt(&receipt).await;
    }

    expect_described(&genesys, &["postConversationsMessageInboundOpenReceipt"; 5]);
    expect_every_field(&genesys, &[], "OpenInboundNormalizedReceipt", &[]);
    expect_every_field(&genesys, &["reasons", "0"], "ConversationReason", &[]);
}

#[tokio::test]
async fn the_deprecated_call_is_sent_as_described() {
    let genesys = FakeGenesys::start().await;
    let (client, id) = (genesys.client(), integration_id());
    let receipt = receipt(MessageId::new("m-1"), ReceiptStatus::Read);

    for message in [
        OpenNormalizedMessage::message(&id, message(MediaType::Image)),
        OpenNormalizedMessage::receipt(&id, from(), receipt),
    ] {
        // The fake knows no message of the receipt; what counts here is what it was sent.
        let _ = client.open_messages(&id).inbound(&message).await;
    }

    expect_described(&genesys, &["postConversationsMessagesInboundOpen"; 2]);
}

#[tokio::test]
async fn integrations_are_kept_as_described() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    genesys.set_creation_time(Duration::ZERO);
    let integrations = client.open_messaging();

    let created = integrations.create(&create()).await;
    let id = created.expect("the fake creates it").into_inner().id;
    let done = integrations.wait_until_created(&id, Duration::ZERO).await;
    done.expect("it is created at once");
    let list = ListOpenIntegrations {
        page_number: Some(1),
        page_size: Some(50),
        expand: Some("supportedContent".to_owned()),
    };
    integrations.list(&list).await.expect("they are listed");
    let changed = integrations.update(&id, &update()).await;
    changed.expect("the fake takes the change");
    integrations.delete(&id).await.expect("it is deleted");

    expect_described(
        &genesys,
        &[
            "postConversationsMessagingIntegrationsOpen",
            "getConversationsMessagingIntegrationsOpenIntegrationId",
            "getConversationsMessagingIntegrationsOpen",
            "patchConversationsMessagingIntegrationsOpenIntegrationId",
            "deleteConversationsMessagingIntegrationsOpenIntegrationId",
        ],
    );
    expect_every_field(&genesys, &[], "OpenIntegrationRequest", &[]);
}

#[test]
fn answers_are_read_as_described() {
    let description = Description::genesys();
    let whole = |name| sample(&description, description.definition(name));

    let integration: OpenIntegration = read(&whole("OpenIntegration"));
    assert!(
        integration
            .outbound_notification_webhook_signature_secret_token
            .is_some()
    );
    assert!(integration.outbound_notification_webhook_url.is_some());
    assert!(!integration.webhook_headers.is_empty());
    assert!(integration.create_status.is_some() && integration.create_error.is_some());
    assert!(integration.recipient.is_some() && integration.messaging_setting.is_some());
    assert!(integration.supported_content.is_some());
    let content: SupportedContent = read(&whole("SupportedContentReference"));
    let allow = content.media_types.and_then(|types| types.allow);
    let allow = allow.expect("media types by direction");
    assert!(!allow.inbound.is_empty() && !allow.outbound.is_empty());

    for name in [
        "OpenMessageNormalizedMessage",
        "OpenReceiptNormalizedMessage",
        "OpenEventNormalizedMessage",
        "OpenStructuredResponseNormalizedMessage",
        "OpenNormalizedMessage",
    ] {
        let answer: NormalizedMessage = read(&whole(name));
        assert!(answer.id.is_some() && answer.kind.is_some(), "{name}");
    }
}

/// What is known of the described kinds of content; the others stay as they came.
#[test]
fn every_kind_of_content_with_a_body_of_its_own_is_read() {
    const NOT_TYPED: [&str; 9] = [
        // Described without a body.
        "Mention",
        "RoadsideAssistance",
        "RichLink",
        "Unknown",
        // Of Apple and of the vendor's own messenger; Open Messaging has none.
        "PaymentRequest",
        "PaymentResponse",
        "Push",
        "Form",
        "NotificationResponse",
    ];
    let description = Description::genesys();
    let whole = sample(
        &description,
        description.definition("ConversationMessageContent"),
    );

    for tag in listed(&description, "ConversationMessageContent", "contentType") {
        let mut part = whole.clone();
        part["contentType"] = tag.clone();
        let content: Content = read(&part);
        let typed = !matches!(content, Content::Unknown);
        let tag = tag.as_str().expect("a kind is a text");
        assert_eq!(typed, !NOT_TYPED.contains(&tag), "{tag}");
    }
}

#[test]
fn every_described_value_of_an_enum_is_known() {
    let description = Description::genesys();
    let all = |definition, property, except: &[&str], is_known: &dyn Fn(&Value) -> bool| {
        for value in listed(&description, definition, property) {
            let excepted = except.contains(&value.as_str().unwrap_or_default());
            assert_ne!(
                is_known(&value),
                excepted,
                "{definition}.{property} {value}"
            );
        }
    };

    let from = "OpenMessagingFromRecipient";
    all(
        from,
        "idType",
        &[],
        &known::<IdType>(|it| matches!(it, IdType::Unknown(_))),
    );
    let attachment = "OpenContentAttachment";
    let unknown = |it: &_| matches!(it, MediaType::Unknown(_));
    all(attachment, "mediaType", &[], &known::<MediaType>(unknown));
    let receipt = "OpenNormalizedMessage";
    let unknown = |it: &_| matches!(it, ReceiptStatus::Unknown(_));
    all(receipt, "status", &[], &known::<ReceiptStatus>(unknown));
    let unknown = |it: &_| matches!(it, MessageType::Unknown(_));
    all(receipt, "type", &[], &known::<MessageType>(unknown));
    let unknown = |it: &_| matches!(it, ReasonCode::Unknown(_));
    all(
        "ConversationReason",
        "code",
        &[],
        &known::<ReasonCode>(unknown),
    );
    let unknown = |it: &_| matches!(it, EventType::Unknown(_));
    all("OpenEvent", "eventType", &[], &known::<EventType>(unknown));
    let unknown = |it: &_| matches!(it, TypingType::Unknown(_));
    all(
        "ConversationEventTyping",
        "type",
        &[],
        &known::<TypingType>(unknown),
    );
    let unknown = |it: &_| matches!(it, ButtonResponseType::Unknown(_));
    let choice = "ConversationContentButtonResponse";
    all(choice, "type", &[], &known::<ButtonResponseType>(unknown));
    let unknown = |it: &_| matches!(it, CreateStatus::Unknown(_));
    all(
        "OpenIntegration",
        "createStatus",
        &[],
        &known::<CreateStatus>(unknown),
    );
    let unknown = |it: &_| matches!(it, ActionType::Unknown(_));
    let action = "ConversationContentCardAction";
    all(action, "type", &["Unknown"], &known::<ActionType>(unknown));
}

/// Whether a value is one that the type names.
fn known<T: DeserializeOwned>(is_unknown: fn(&T) -> bool) -> impl Fn(&Value) -> bool {
    move |value| !is_unknown(&read(value))
}

/// Fails unless the first request has every field of `definition` that a client may write, but
/// `except`, at `place`.
#[track_caller]
fn expect_every_field(genesys: &FakeGenesys, place: &[&str], definition: &str, except: &[&str]) {
    let body: Value = sent(genesys)
        .first()
        .map(JournalEntry::json)
        .unwrap_or(json!(null));
    let at = place
        .iter()
        .fold(&body, |value, name| match name.parse::<usize>() {
            Ok(index) => &value[index],
            Err(_) => &value[*name],
        });
    let description = Description::genesys();
    let properties = description.properties(definition);
    let writable = properties.iter().filter(|(name, property)| {
        property["readOnly"] != true && !except.contains(&name.as_str())
    });
    let described: BTreeSet<_> = writable.map(|(name, _)| name.clone()).collect();
    let mut given = BTreeSet::from_iter(keys(at));
    // The vendor's documentation sends it, its description does not name it.
    given.remove("contentType");
    assert_eq!(given, described, "{definition}");
}
