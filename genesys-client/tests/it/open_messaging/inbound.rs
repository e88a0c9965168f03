//! What customers write, choose and do.

use ccaas_http::test_util::{Answer, Provoke};
use genesys_client::{
    Error, IntegrationId, MessageId,
    fake::FakeGenesys,
    open_messaging::{
        Attachment, ButtonResponse, ButtonResponseType, InboundChannel, InboundEvent,
        InboundMessage, MediaType, MessageType, OpenNormalizedMessage, Receipt, ReceiptStatus,
        RecipientId, StructuredResponse,
    },
};
use http::{Method, StatusCode};
use serde_json::json;

use super::{channel, from, hello, inbound, integration_id, message_id, time, to};
use crate::support::{received, with_clock};

#[tokio::test]
async fn a_message_is_sent_as_documented_and_answered_with_its_id() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let message = hello()
        .with_attachment(
            Attachment::new(
                MediaType::Image,
                "https://media.example.com/f/3b6c",
                "image/jpeg",
            )
            .with_filename("plan.jpg")
            .with_text("the plan"),
        )
        .with_metadata("waPhoneNumberId", "100000000000001");

    let id = integration_id();
    let answer = client.open_messages(&id).message(&message).await?;

    assert!(answer.id.is_some());
    assert_eq!(answer.kind, Some(MessageType::Text));
    assert_eq!(answer.conversation_id, None);
    let sent = received(&genesys, Method::POST, &inbound("message"));
    assert!(sent[0].query.is_empty());
    assert_eq!(
        sent[0].json(),
        json!({
            "channel": {
                "messageId": "wamid.1",
                "from": {"id": "+12025550147", "idType": "Phone", "nickname": "Robin Example"},
                "time": "2026-11-20T09:14:00.500Z"
            },
            "text": "Hello",
            "content": [{"contentType": "Attachment", "attachment": {
                "mediaType": "Image", "url": "https://media.example.com/f/3b6c",
                "mime": "image/jpeg", "filename": "plan.jpg", "text": "the plan"}}],
            "metadata": {"waPhoneNumberId": "100000000000001"}
        })
    );
    Ok(())
}

#[tokio::test]
async fn the_answer_names_the_conversation_if_asked_to() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let id = integration_id();
    let messages = client.open_messages(&id).prefetch_conversation_id(true);

    let answer = messages.message(&hello()).await?;

    assert_eq!(
        answer.conversation_id.as_ref(),
        Some(&genesys.conversations()[0].id)
    );
    let sent = received(&genesys, Method::POST, &inbound("message"));
    let expected = ("prefetchConversationId".to_owned(), "true".to_owned());
    assert_eq!(sent[0].query, [expected]);
    Ok(())
}

#[tokio::test]
async fn a_choice_is_sent_as_documented() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let choice = ButtonResponse::new(ButtonResponseType::QuickReply, "Reserve", "reserve");
    let response = StructuredResponse::new(channel(), choice, message_id());
    let answer = json!({"id": "m-9", "type": "Structured", "channel": {}});
    genesys.host().provoke(
        Method::POST,
        &inbound("structured/response"),
        Provoke::Instead(Answer::json(202, &answer).into()),
    );

    let id = integration_id();
    let messages = client.open_messages(&id);
    let answer = messages.structured_response(&response).await?;

    assert_eq!(answer.id, Some(MessageId::new("m-9")));
    assert_eq!(answer.kind, Some(MessageType::Structured));
    let sent = received(&genesys, Method::POST, &inbound("structured/response"));
    assert_eq!(
        sent[0].json(),
        json!({
            "channel": {
                "messageId": "wamid.1",
                "from": {"id": "+12025550147", "idType": "Phone", "nickname": "Robin Example"},
                "time": "2026-11-20T09:14:00.500Z"
            },
            "buttonResponse": {"type": "QuickReply", "text": "Reserve", "payload": "reserve"},
            "originatingMessageId": "0f1e2d3c"
        })
    );
    Ok(())
}

#[tokio::test]
async fn typing_is_sent_as_documented() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();

    let id = integration_id();
    let event = InboundEvent::typing(from(), time());
    let answer = client.open_messages(&id).event(&event).await?;

    assert_eq!(answer.kind, Some(MessageType::Event));
    let sent = received(&genesys, Method::POST, &inbound("event"));
    assert_eq!(
        sent[0].json(),
        json!({
            "channel": {
                "from": {"id": "+12025550147", "idType": "Phone", "nickname": "Robin Example"},
                "time": "2026-11-20T09:14:00.500Z"
            },
            "events": [{"eventType": "Typing"}]
        })
    );
    Ok(())
}

#[tokio::test]
async fn the_deprecated_call_names_the_integration_in_its_body() -> Result<(), Error> {
    const INBOUND: &str = "/api/v2/conversations/messages/inbound/open";
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let id = integration_id();
    let messages = client.open_messages(&id);

    let message = OpenNormalizedMessage::message(&id, hello());
    let answer = messages.inbound(&message).await?;
    assert_eq!(answer.kind, Some(MessageType::Text));
    let receipt = Receipt::new(message_id(), to(), time(), ReceiptStatus::Read);
    let receipt = OpenNormalizedMessage::receipt(&id, from(), receipt);
    messages.inbound(&receipt).await?;

    let sent = received(&genesys, Method::POST, INBOUND);
    let channel = json!({
        "messageId": "wamid.1",
        "to": {"id": FakeGenesys::INTEGRATION_ID},
        "from": {"id": "+12025550147", "idType": "Phone", "nickname": "Robin Example"},
        "time": "2026-11-20T09:14:00.500Z"
    });
    assert_eq!(
        sent[0].json(),
        json!({"channel": channel, "type": "Text", "text": "Hello"})
    );
    assert_eq!(sent[1].json()["type"], "Receipt");
    assert_eq!(sent[1].json()["status"], "Read");
    assert_eq!(sent[1].json()["id"], "0f1e2d3c");
    Ok(())
}

#[tokio::test]
async fn what_the_vendor_would_refuse_is_not_sent() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let file = || Attachment::new(MediaType::File, "https://media.example.com/f", "text/plain");
    let nobody = InboundChannel {
        from: genesys_client::open_messaging::OpenFrom {
            id: RecipientId::new(""),
            ..from()
        },
        ..channel()
    };

    let id = integration_id();
    let messages = client.open_messages(&id);
    for message in [
        InboundMessage::new(channel()),
        InboundMessage::new(channel()).with_text(""),
        InboundMessage::new(nobody).with_text("Hello"),
        hello().with_attachment(file()).with_attachment(file()),
        hello().with_attachment(Attachment {
            url: String::new(),
            ..file()
        }),
        hello().with_attachment(Attachment {
            mime: String::new(),
            ..file()
        }),
    ] {
        let error = messages.message(&message).await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    }
    let nowhere = IntegrationId::new("");
    let error = client.open_messages(&nowhere).message(&hello()).await;
    assert!(matches!(error, Err(Error::InvalidRequest(_))));
    assert!(genesys.host().journal().is_empty());
}

#[tokio::test]
async fn a_message_that_may_have_been_taken_is_sent_once() {
    for status in [500, 502, 503, 504] {
        let (genesys, builder, _) = with_clock().await;
        genesys.fail_inbound(status, 1);

        let client = builder.build().unwrap();
        let id = integration_id();
        let error = client.open_messages(&id).message(&hello()).await;

        let error = error.unwrap_err();
        assert!(error.may_have_been_applied() && error.is_transient());
        assert_eq!(
            received(&genesys, Method::POST, &inbound("message")).len(),
            1
        );
    }
    let (genesys, builder, _) = with_clock().await;
    genesys.lose_inbound_answers(1);
    let client = builder.build().unwrap();
    let id = integration_id();

    let error = client.open_messages(&id).message(&hello()).await;

    assert!(error.unwrap_err().may_have_been_applied());
    assert_eq!(
        received(&genesys, Method::POST, &inbound("message")).len(),
        1
    );
}

#[tokio::test]
async fn a_throttled_message_is_sent_again() -> Result<(), Error> {
    let (genesys, builder, clock) = with_clock().await;
    genesys.fail_inbound(429, 1);

    let client = builder.build().unwrap();
    let id = integration_id();
    client.open_messages(&id).message(&hello()).await?;

    assert_eq!(clock.slept().len(), 1);
    assert_eq!(
        received(&genesys, Method::POST, &inbound("message")).len(),
        2
    );
    Ok(())
}

#[tokio::test]
async fn an_integration_that_is_gone_is_not_found() {
    let genesys = FakeGenesys::start().await;
    genesys.delete_integration();

    let client = genesys.client();
    let id = integration_id();
    let error = client.open_messages(&id).message(&hello()).await;

    assert_eq!(error.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
}
