//! The port: an application's own flow, with the real sender and with a test's own.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use meta_whatsapp_client::{
    Error, MessageId, WaId,
    fake::FakeWhatsApp,
    messages::{Message, MessageStatus, SendAnswer, SendMessages, SentContact},
};

use super::{TO, from};

/// What an application does with the port.
async fn greet(sender: Arc<dyn SendMessages>) -> Result<MessageId, Error> {
    sender.mark_read(&MessageId::new("wamid.0")).await?;
    let sent = sender.send(&Message::text(TO, "hello")).await?;
    Ok(sent.id().clone())
}

#[tokio::test]
async fn the_sender_of_a_number_is_a_port() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.accept_messages("wamid.1");
    let sender = whatsapp.client().messages(&from()).sender();
    assert_eq!(sender.from(), &from());

    let id = greet(Arc::new(sender)).await.unwrap();

    assert_eq!(id.as_str(), "wamid.1");
    assert_eq!(whatsapp.messages()[0].body["text"]["body"], "hello");
    assert_eq!(whatsapp.read_marks(), ["wamid.0"]);
}

#[derive(Default)]
struct Recorder(Mutex<Vec<Message>>);

#[async_trait]
impl SendMessages for Recorder {
    async fn send(&self, message: &Message) -> Result<SendAnswer, Error> {
        self.0.lock().unwrap().push(message.clone());
        let contact = SentContact::new(TO).with_wa_id(WaId::new("12025550147"));
        Ok(SendAnswer::new(MessageId::new("wamid.7"))
            .with_contact(contact)
            .with_message_status(MessageStatus::Accepted))
    }

    async fn mark_read(&self, _: &MessageId) -> Result<(), Error> {
        Ok(())
    }
}

#[tokio::test]
async fn a_test_can_implement_the_port() {
    let recorder = Arc::new(Recorder::default());

    let id = greet(recorder.clone()).await.unwrap();

    assert_eq!(id.as_str(), "wamid.7");
    assert!(*recorder.0.lock().unwrap() == [Message::text(TO, "hello")]);
}
