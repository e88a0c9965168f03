//! Open Messaging: what a middleware sends to Genesys Cloud for its customers.
//!
//! - `GET`, `POST /api/v2/conversations/messaging/integrations/open`
//! - `GET`, `PATCH`, `DELETE /api/v2/conversations/messaging/integrations/open/{integrationId}`
//! - `POST /api/v2/conversations/messages/{integrationId}/inbound/open/message`
//! - `POST /api/v2/conversations/messages/{integrationId}/inbound/open/receipt`
//! - `POST /api/v2/conversations/messages/{integrationId}/inbound/open/event`
//! - `POST /api/v2/conversations/messages/{integrationId}/inbound/open/structured/response`
//! - `POST /api/v2/conversations/messages/inbound/open` (deprecated)
//!
//! What Genesys Cloud sends back is in [`crate::webhooks`].
//!
//! [Docs](https://developer.genesys.cloud/commdigital/digital/openmessaging/)

mod answer;
#[cfg(feature = "client")]
mod endpoints;
mod event;
mod integration;
#[cfg(feature = "client")]
mod integrations;
mod message;
mod normalized;
mod receipt;
mod structured_response;

pub use answer::{MessageType, NormalizedMessage};
#[cfg(feature = "client")]
pub use endpoints::OpenMessages;
pub use event::{EventType, InboundEvent, OpenEvent};
pub use integration::{
    AllowedMediaType, CreateOpenIntegration, CreateStatus, ListOpenIntegrations, MediaTypeAccess,
    MediaTypes, OpenIntegration, SupportedContent, UpdateOpenIntegration,
};
#[cfg(feature = "client")]
pub use integrations::OpenIntegrations;
pub use message::{
    Attachment, ExternalMessageId, IdType, InboundChannel, InboundMessage, MediaType, OpenFrom,
    OpenTo, RecipientId,
};
pub use normalized::{NormalizedChannel, OpenNormalizedMessage};
pub use receipt::{Reason, ReasonCode, Receipt, ReceiptChannel, ReceiptStatus};
pub use structured_response::{ButtonResponse, ButtonResponseType, StructuredResponse};
