//! Open Messaging: what a middleware sends to Genesys Cloud for its customers.
//!
//! - `POST /api/v2/conversations/messages/{integrationId}/inbound/open/message`
//! - `POST /api/v2/conversations/messages/{integrationId}/inbound/open/receipt`
//! - `POST /api/v2/conversations/messages/{integrationId}/inbound/open/event`
//! - `POST /api/v2/conversations/messages/{integrationId}/inbound/open/structured/response`
//!
//! What Genesys Cloud sends back is in [`crate::webhooks`].
//!
//! [Docs](https://developer.genesys.cloud/commdigital/digital/openmessaging/)

mod answer;
mod event;
mod message;
mod receipt;
mod structured_response;

pub use answer::{MessageType, NormalizedMessage};
pub use event::{EventType, InboundEvent, OpenEvent};
pub use message::{
    Attachment, ExternalMessageId, IdType, InboundChannel, InboundMessage, MediaType, OpenFrom,
    OpenTo, RecipientId,
};
pub use receipt::{Reason, ReasonCode, Receipt, ReceiptChannel, ReceiptStatus};
pub use structured_response::{ButtonResponse, ButtonResponseType, StructuredResponse};
