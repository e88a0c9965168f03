//! The port: an application's own flow, with the client and with a test's own.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use ccaas_http::{MetaHeaders, ResponseMeta};
use chrono::DateTime;
use genesys_client::{
    ApiError, ConversationId, DeliverInbound, Error, IntegrationId, MessageId,
    fake::FakeGenesys,
    open_messaging::{
        InboundEvent, InboundMessage, NormalizedMessage, Reason, ReasonCode, Receipt,
        StructuredResponse,
    },
};
use http::{HeaderMap, StatusCode};

use super::{from, hello, integration_id, message_id, time, to};

/// What an application does with the port: it hands on a message, and a receipt that is
/// refused is none of its business.
async fn hand_on(port: Arc<dyn DeliverInbound>) -> Result<Option<ConversationId>, Error> {
    let id = integration_id();
    let typing = InboundEvent::typing(from(), time());
    port.event(&id, &typing).await?;
    let message = port.message(&id, &hello()).await?;
    let receipt = Receipt::delivered(message_id(), to(), time());
    match port.receipt(&id, &receipt).await {
        Err(Error::Api(error)) if error.is_refused_receipt() => {}
        other => drop(other?),
    }
    Ok(message.conversation_id)
}

#[tokio::test]
async fn the_client_of_an_organisation_is_a_port() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;

    let conversation_id = hand_on(Arc::new(genesys.client())).await?;

    assert_eq!(conversation_id, Some(genesys.conversations()[0].id.clone()));
    Ok(())
}

#[derive(Default)]
struct Recorder(Mutex<Vec<InboundMessage>>);

#[async_trait]
impl DeliverInbound for Recorder {
    async fn message(
        &self,
        _: &IntegrationId,
        message: &InboundMessage,
    ) -> Result<NormalizedMessage, Error> {
        self.0
            .lock()
            .expect("no test panics with it")
            .push(message.clone());
        let conversation_id = ConversationId::new("c-1");
        let taken = NormalizedMessage::new(MessageId::new("m-7"));
        Ok(taken.with_conversation_id(conversation_id))
    }

    async fn structured_response(
        &self,
        _: &IntegrationId,
        _: &StructuredResponse,
    ) -> Result<NormalizedMessage, Error> {
        Ok(NormalizedMessage::default())
    }

    async fn receipt(&self, _: &IntegrationId, _: &Receipt) -> Result<NormalizedMessage, Error> {
        let (headers, names) = (HeaderMap::new(), MetaHeaders::default());
        let meta = ResponseMeta::read(StatusCode::OK, &headers, &names, DateTime::UNIX_EPOCH);
        let reasons = vec![Reason::new(ReasonCode::UnknownMessage, "")];
        let refused = ApiError::refused_receipt(meta, reasons);
        Err(Error::Api(Box::new(refused)))
    }

    async fn event(&self, _: &IntegrationId, _: &InboundEvent) -> Result<NormalizedMessage, Error> {
        Ok(NormalizedMessage::default())
    }
}

#[tokio::test]
async fn a_test_can_implement_the_port() {
    let recorder = Arc::new(Recorder::default());

    let conversation_id = hand_on(recorder.clone()).await.unwrap();

    assert_eq!(conversation_id, Some(ConversationId::new("c-1")));
    assert!(*recorder.0.lock().unwrap() == [hello()]);
}
