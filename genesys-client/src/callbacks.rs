//! Callbacks: calls that an agent makes at a time the customer chose.
//!
//! - `POST /api/v2/conversations/callbacks`
//! - `PATCH /api/v2/conversations/callbacks`
//! - `GET /api/v2/conversations/callbacks/{conversationId}`
//! - `PATCH /api/v2/conversations/callbacks/{conversationId}`
//! - `POST /api/v2/conversations/callbacks/bulk/update`
//! - `POST /api/v2/conversations/callbacks/bulk/disconnect`
//!
//! [Docs](https://developer.genesys.cloud/devapps/api-explorer#post-api-v2-conversations-callbacks)

mod bulk;
mod conversation;
mod create;
#[cfg(feature = "client")]
mod endpoints;
mod reschedule;

pub use bulk::{BulkError, BulkResult, BulkUpdateResponse, CallbackDisconnectIdentifier};
pub use conversation::{CallbackConversation, CallbackMediaParticipant, ParticipantState};
pub use create::{
    CallbackIdentifier, CallbackIdentifierType, ConversationRef, CreateCallback,
    CreateCallbackResponse, CustomerFirstCallbackDeliveryMode, RoutingData, ScoredAgent,
};
#[cfg(feature = "client")]
pub use endpoints::Callbacks;
pub use reschedule::{PatchCallbackResponse, RescheduleCallback};
