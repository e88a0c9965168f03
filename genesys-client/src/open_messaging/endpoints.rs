//! Sending what customers write.

use ccaas_http::{InvalidRequest, Response};
use http::Method;
use serde::Serialize;

use super::{
    InboundEvent, InboundMessage, NormalizedMessage, OpenNormalizedMessage, Receipt, ReceiptStatus,
    StructuredResponse,
};
use crate::{
    client::GenesysClient,
    error::{ApiError, Error},
    ids::IntegrationId,
};

/// The inbound endpoints of one integration.
///
/// Scope `messaging`, permission `conversation:message:receive`. No call is ever sent twice
/// when the first may have been acted on:
/// [`Error::may_have_been_applied`](ccaas_http::Error::may_have_been_applied) then says so.
/// To try again, send the same message id and time.
#[derive(Clone, Copy, Debug)]
pub struct OpenMessages<'a> {
    client: &'a GenesysClient,
    integration_id: &'a IntegrationId,
    prefetch_conversation_id: bool,
}

impl<'a> OpenMessages<'a> {
    pub(crate) fn new(client: &'a GenesysClient, integration_id: &'a IntegrationId) -> Self {
        Self {
            client,
            integration_id,
            prefetch_conversation_id: false,
        }
    }

    /// Whether the answers to messages name the conversation.
    #[must_use]
    pub fn prefetch_conversation_id(self, prefetch_conversation_id: bool) -> Self {
        Self {
            prefetch_conversation_id,
            ..self
        }
    }

    /// Hands on what a customer wrote:
    /// `POST /api/v2/conversations/messages/{integrationId}/inbound/open/message`.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`InboundMessage::check`] finds; else all variants of
    /// [`Error`].
    pub async fn message(
        &self,
        message: &InboundMessage,
    ) -> Result<Response<NormalizedMessage>, Error> {
        let prefetch = self.prefetch_conversation_id.then_some(true);
        self.post(
            "/api/v2/conversations/messages/{integrationId}/inbound/open/message",
            message.check(),
            message,
            prefetch,
        )
        .await
    }

    /// Tells what became of an agent's message:
    /// `POST /api/v2/conversations/messages/{integrationId}/inbound/open/receipt`.
    ///
    /// The vendor answers with success, too, when it does not take a receipt, and says so
    /// by a failure in the body that the receipt itself does not tell.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`Receipt::check`] finds; `Api` with
    /// [`ApiError::is_refused_receipt`] and [`ApiError::reasons`] for a receipt that was
    /// not taken; else all variants of [`Error`].
    pub async fn receipt(&self, receipt: &Receipt) -> Result<Response<NormalizedMessage>, Error> {
        let answer = self
            .post(
                "/api/v2/conversations/messages/{integrationId}/inbound/open/receipt",
                receipt.check(),
                receipt,
                None,
            )
            .await?;
        if is_refused(receipt, &answer) {
            let meta = answer.meta().clone();
            let refused = ApiError::refused_receipt(meta, answer.into_inner().reasons);
            return Err(Error::Api(Box::new(refused)));
        }
        Ok(answer)
    }

    /// Tells that a customer types:
    /// `POST /api/v2/conversations/messages/{integrationId}/inbound/open/event`.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`InboundEvent::check`] finds; else all variants of
    /// [`Error`].
    pub async fn event(&self, event: &InboundEvent) -> Result<Response<NormalizedMessage>, Error> {
        self.post(
            "/api/v2/conversations/messages/{integrationId}/inbound/open/event",
            event.check(),
            event,
            None,
        )
        .await
    }

    /// Hands on what a customer chose:
    /// `POST /api/v2/conversations/messages/{integrationId}/inbound/open/structured/response`.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`StructuredResponse::check`] finds; else all variants of
    /// [`Error`].
    pub async fn structured_response(
        &self,
        response: &StructuredResponse,
    ) -> Result<Response<NormalizedMessage>, Error> {
        self.post(
            "/api/v2/conversations/messages/{integrationId}/inbound/open/structured/response",
            response.check(),
            response,
            None,
        )
        .await
    }

    /// Hands on a message or receipt the deprecated way:
    /// `POST /api/v2/conversations/messages/inbound/open`.
    ///
    /// Only for what the other calls do not take, such as the status `Read`. A receipt that
    /// was not taken is a success whose `status` is `Failed`: look at it.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn inbound(
        &self,
        message: &OpenNormalizedMessage,
    ) -> Result<Response<NormalizedMessage>, Error> {
        self.client
            .http()
            .call(Method::POST, "/api/v2/conversations/messages/inbound/open")
            .json(message)
            .send_or_default()
            .await
    }

    async fn post<T: Serialize>(
        &self,
        template: &'static str,
        check: Result<(), InvalidRequest>,
        body: &T,
        prefetch_conversation_id: Option<bool>,
    ) -> Result<Response<NormalizedMessage>, Error> {
        check?;
        if self.integration_id.as_str().is_empty() {
            return Err(InvalidRequest::new("integrationId", "must not be empty").into());
        }
        self.client
            .http()
            .call(Method::POST, template)
            .path("integrationId", self.integration_id.as_str())
            .query_opt("prefetchConversationId", prefetch_conversation_id)
            .json(body)
            .send_or_default()
            .await
    }
}

/// Whether an answer says that a receipt was not taken.
///
/// The answer to a taken receipt repeats it, so that a failure which the receipt itself
/// tells is none of the call.
fn is_refused(receipt: &Receipt, answer: &NormalizedMessage) -> bool {
    if answer.status != Some(ReceiptStatus::Failed) {
        return false;
    }
    let told = |code| receipt.reasons.iter().any(|reason| reason.code == code);
    receipt.status != ReceiptStatus::Failed
        || answer.reasons.iter().any(|it| !told(it.code.clone()))
}

#[cfg(test)]
mod tests {
    use crate::ids::MessageId;
    use crate::open_messaging::{IdType, OpenTo, Reason, ReasonCode, RecipientId};

    use super::*;

    fn receipt(status: ReceiptStatus, codes: &[ReasonCode]) -> Receipt {
        let to = OpenTo::new(RecipientId::new("+12025550147"), IdType::Phone);
        let time = "2026-11-20T09:00:00Z".parse().unwrap();
        Receipt {
            reasons: reasons(codes),
            ..Receipt::new(MessageId::new("m-1"), to, time, status)
        }
    }

    fn reasons(codes: &[ReasonCode]) -> Vec<Reason> {
        let reason = |code: &ReasonCode| Reason::new(code.clone(), "why");
        codes.iter().map(reason).collect()
    }

    #[test]
    fn a_failure_counts_unless_the_receipt_itself_told_it() {
        use ReasonCode::{GeneralError, MessageExpired, UnknownMessage};
        use ReceiptStatus::{Delivered, Failed};
        for (sent, told, answered, codes, refused) in [
            (Delivered, vec![], Some(Delivered), vec![], false),
            (Delivered, vec![], None, vec![], false),
            (Delivered, vec![], Some(Failed), vec![], true),
            (Delivered, vec![], Some(Failed), vec![UnknownMessage], true),
            (
                Failed,
                vec![MessageExpired],
                Some(Failed),
                vec![MessageExpired],
                false,
            ),
            (Failed, vec![MessageExpired], Some(Failed), vec![], false),
            (
                Failed,
                vec![MessageExpired],
                Some(Failed),
                vec![GeneralError],
                true,
            ),
        ] {
            let answer = NormalizedMessage {
                status: answered,
                reasons: reasons(&codes),
                ..NormalizedMessage::default()
            };
            let sent = receipt(sent, &told);
            assert_eq!(is_refused(&sent, &answer), refused, "{sent:?} {answer:?}");
        }
    }
}
