//! An inbound structured response: what a customer chose.

use ccaas_http::{InvalidRequest, debug_allow_list, open_enum};
use serde::{Deserialize, Serialize};

use super::InboundChannel;
use crate::ids::MessageId;

/// What a customer chose of a structured message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StructuredResponse {
    /// Who chose, when, and the id of the choice at the platform.
    pub channel: InboundChannel,
    /// The choice.
    pub button_response: ButtonResponse,
    /// The message that was answered: the `id` of the outbound webhook.
    pub originating_message_id: MessageId,
}
debug_allow_list!(StructuredResponse {
    channel,
    button_response,
    originating_message_id,
});

impl StructuredResponse {
    /// The choice among what a message offered.
    #[must_use]
    pub fn new(
        channel: InboundChannel,
        button_response: ButtonResponse,
        originating_message_id: MessageId,
    ) -> Self {
        Self {
            channel,
            button_response,
            originating_message_id,
        }
    }

    /// What the vendor would refuse, found before anything is sent.
    ///
    /// # Errors
    /// [`InvalidRequest`] if there is no sender, or the answered message is not named.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        self.channel.check()?;
        match self.originating_message_id.as_str() {
            "" => Err(InvalidRequest::new(
                "originatingMessageId",
                "must not be empty",
            )),
            _ => Ok(()),
        }
    }
}

/// The button, reply or time that was chosen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ButtonResponse {
    /// What was offered.
    #[serde(rename = "type")]
    pub kind: ButtonResponseType,
    /// What the choice says; of a date picker the chosen time.
    pub text: String,
    /// What the choice stands for; of a date picker the chosen time.
    pub payload: String,
}
debug_allow_list!(ButtonResponse { kind });

impl ButtonResponse {
    /// A choice: what it says, and what it stands for.
    #[must_use]
    pub fn new(
        kind: ButtonResponseType,
        text: impl Into<String>,
        payload: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            text: text.into(),
            payload: payload.into(),
        }
    }
}

open_enum! {
    /// What was offered to choose from.
    pub enum ButtonResponseType {
        /// A button of a card.
        Button = "Button",
        /// A quick reply.
        QuickReply = "QuickReply",
        /// A time.
        DatePicker = "DatePicker",
        /// A row of a list; not taken from Open Messaging.
        ListPicker = "ListPicker",
        /// A form; not taken from Open Messaging.
        Form = "Form",
    }
}
