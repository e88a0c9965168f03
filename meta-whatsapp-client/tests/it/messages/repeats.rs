//! When a message is sent again.

use std::time::Duration;

use ccaas_http::Timeouts;
use meta_whatsapp_client::{MessageId, fake::FakeWhatsApp, messages::Message};

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
