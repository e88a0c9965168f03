//! `POST /{version}/{phone_number_id}/messages`: the endpoint group.

use ccaas_http::{DecodeError, InvalidRequest, Response, read};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{
    answer::SendAnswer, content::Content, message::Message, port::MessageSender,
    receipt::ReadReceipt,
};
use crate::{
    client::WhatsAppClient,
    error::Error,
    id::{MessageId, PhoneNumberId},
};

const MESSAGES: &str = "/{version}/{phone_number_id}/messages";
const MARKETING_MESSAGES: &str = "/{version}/{phone_number_id}/marketing_messages";

impl WhatsAppClient {
    /// Sends from one number: messages, read marks, typing.
    #[must_use]
    pub fn messages<'a>(&'a self, from: &'a PhoneNumberId) -> Messages<'a> {
        Messages { client: self, from }
    }
}

/// Sends from one number: `client.messages(&from)`.
#[derive(Clone, Copy, Debug)]
pub struct Messages<'a> {
    client: &'a WhatsAppClient,
    from: &'a PhoneNumberId,
}

/// How a message is sent.
#[derive(Clone, Copy)]
enum Repeat {
    /// Only if it surely did not go out.
    IfSafe,
    /// Also if it may have gone out.
    Always,
}

/// `{"success": true}`.
#[derive(Default, Deserialize)]
struct Success {
    success: Option<bool>,
}

impl Messages<'_> {
    /// Sends a message.
    ///
    /// WhatsApp knows no idempotency key, so it is repeated only if it surely did not go
    /// out, and never after a 131056, whose waits a [`Pacer`](crate::pacing::Pacer) keeps.
    /// After an error whose
    /// [`may_have_been_applied`](ccaas_http::Error::may_have_been_applied) is true, it
    /// may have reached the customer.
    ///
    /// # Errors
    /// All variants of [`Error`]; a message that breaks a limit is `InvalidRequest`.
    pub async fn send(&self, message: &Message) -> Result<Response<SendAnswer>, Error> {
        self.post(MESSAGES, message, Repeat::IfSafe).await
    }

    /// Sends a message, and repeats it even if it may have gone out.
    ///
    /// For messages that may reach the customer twice, but must not get lost.
    ///
    /// # Errors
    /// As [`send`](Self::send), but an error is that of the last attempt that reached Meta,
    /// and its `may_have_been_applied` is about that attempt only. An earlier one may have
    /// gone out even where it is false: after a lost answer and then a 131047, say. The
    /// status webhooks tell; [`send`](Self::send) leaves no such doubt.
    pub async fn send_repeating(&self, message: &Message) -> Result<Response<SendAnswer>, Error> {
        self.post(MESSAGES, message, Repeat::Always).await
    }

    /// Sends a marketing template: `POST /{phone_number_id}/marketing_messages`.
    ///
    /// # Errors
    /// As [`send`](Self::send); anything but a template is `InvalidRequest`.
    pub async fn send_marketing(&self, message: &Message) -> Result<Response<SendAnswer>, Error> {
        if !matches!(message.content, Content::Template(_)) {
            return Err(InvalidRequest::new("type", "must be `template`").into());
        }
        self.post(MARKETING_MESSAGES, message, Repeat::IfSafe).await
    }

    /// Marks a received message, and all before it, as read.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn mark_read(&self, message_id: &MessageId) -> Result<Response<()>, Error> {
        self.mark(&ReadReceipt::new(message_id.clone())).await
    }

    /// Marks a received message as read, and shows that somebody types.
    ///
    /// It ends with the answer, or after 25 s.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn mark_read_and_type(&self, message_id: &MessageId) -> Result<Response<()>, Error> {
        self.mark(&ReadReceipt::typing(message_id.clone())).await
    }

    /// An owned handle for the same number: the port [`SendMessages`](super::SendMessages).
    #[must_use]
    pub fn sender(&self) -> MessageSender {
        MessageSender::new(self.client.clone(), self.from.clone())
    }

    async fn mark(&self, receipt: &ReadReceipt) -> Result<Response<()>, Error> {
        super::rules::check_receipt(receipt)?;
        // Reading twice is reading once.
        let answer = self
            .call(MESSAGES, receipt, Repeat::Always)
            .send_or_default::<Success>()
            .await?;
        let meta = answer.meta().clone();
        match answer.into_inner().success {
            Some(false) => Err(Error::Decode(DecodeError::Field { field: "success" })),
            _ => Ok(Response::new((), meta)),
        }
    }

    async fn post(
        &self,
        template: &'static str,
        message: &Message,
        repeat: Repeat,
    ) -> Result<Response<SendAnswer>, Error> {
        message.check()?;
        let answer = self
            .call(template, message, repeat)
            .send::<Box<RawValue>>()
            .await?;
        let meta = answer.meta().clone();
        match read::json(answer.get().as_bytes()) {
            Ok(answer) => Ok(Response::new(answer, meta)),
            Err(_) => Err(Error::Decode(DecodeError::Field {
                field: "messages[0].id",
            })),
        }
    }

    fn call<T: Serialize>(
        &self,
        template: &'static str,
        body: &T,
        repeat: Repeat,
    ) -> ccaas_http::Call<'_, crate::error::ApiError> {
        self.client
            .call(Method::POST, template)
            .path("phone_number_id", self.from.as_str())
            .json(body)
            .idempotent(matches!(repeat, Repeat::Always))
    }
}
