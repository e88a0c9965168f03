//! When a message is sent again.

use std::time::Duration;

use ccaas_http::Timeouts;
use meta_whatsapp_client::{ErrorCode, MessageId, fake::FakeWhatsApp, messages::Message};

use super::{TO, calls, from, instead, quick};

#[tokio::test]
async fn a_lost_answer_is_not_repeated() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.lose_message_answers(1);

    let client = quick(&whatsapp);
    let error = client
        .messages(&from())
        .send(&Message::text(TO, "hi"))
        .await
        .unwrap_err();

    assert!(error.may_have_been_applied());
    assert_eq!(whatsapp.messages().len(), 1);
}

#[tokio::test]
async fn a_server_error_is_not_repeated() {
    let whatsapp = FakeWhatsApp::start().await;
    instead(&whatsapp, 500, "<html>upstream failed</html>");

    let client = quick(&whatsapp);
    let error = client
        .messages(&from())
        .send(&Message::text(TO, "hi"))
        .await
        .unwrap_err();

    assert!(error.may_have_been_applied());
    assert_eq!(calls(&whatsapp).len(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_repeated_where_the_caller_asks() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.lose_message_answers(1);

    let client = quick(&whatsapp);
    let sent = client
        .messages(&from())
        .send_repeating(&Message::text(TO, "hi"))
        .await
        .unwrap();

    let messages = whatsapp.messages();
    assert_eq!(messages.len(), 2, "the customer got it twice");
    assert_eq!(sent.id().as_str(), messages[1].id);
}

#[tokio::test]
async fn too_many_messages_to_one_customer_are_not_repeated_past_the_pacer() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.fail_messages(131_056, 2);
    let client = quick(&whatsapp);
    let (from, message) = (from(), Message::text(TO, "hi"));
    let messages = client.messages(&from);

    let sent = messages.send(&message).await;
    let repeating = messages.send_repeating(&message).await;

    for error in [sent.unwrap_err(), repeating.unwrap_err()] {
        let answer = error.as_api().unwrap();
        assert_eq!(answer.code(), Some(ErrorCode::PairRateLimit));
        assert_eq!(answer.retry_after_hint(0), Some(Duration::from_secs(1)));
        assert!(!error.may_have_been_applied() && error.is_transient());
    }
    assert_eq!(calls(&whatsapp).len(), 2);
}

#[tokio::test]
async fn an_error_of_repeated_sending_is_that_of_the_last_attempt() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.lose_message_answers(1);
    instead(&whatsapp, 400, r#"{"error":{"code":131047}}"#);

    let client = quick(&whatsapp);
    let error = client
        .messages(&from())
        .send_repeating(&Message::text(TO, "hi"))
        .await
        .unwrap_err();

    assert!(error.as_api().unwrap().needs_template(), "{error:?}");
    assert!(!error.may_have_been_applied());
    assert_eq!(calls(&whatsapp).len(), 2);
}

#[tokio::test]
async fn a_timeout_is_not_repeated() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.hang_messages(1);
    let timeouts = Timeouts {
        attempt: Duration::from_millis(200),
        ..Timeouts::default()
    };
    let client = whatsapp.builder().timeouts(timeouts).build().unwrap();

    let error = client
        .messages(&from())
        .send(&Message::text(TO, "hi"))
        .await
        .unwrap_err();

    assert!(error.may_have_been_applied());
    assert_eq!(calls(&whatsapp).len(), 1);
}

#[tokio::test]
async fn a_read_mark_is_repeated() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.lose_message_answers(1);

    let client = quick(&whatsapp);
    let id = MessageId::new("wamid.1");
    client.messages(&from()).mark_read(&id).await.unwrap();

    assert_eq!(calls(&whatsapp).len(), 2);
}
