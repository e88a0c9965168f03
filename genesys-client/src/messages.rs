//! Conversations by message, and what is sent in them.
//!
//! - `GET /api/v2/conversations/messages/{conversationId}`
//! - `PATCH /api/v2/conversations/messages/{conversationId}`
//! - `PATCH /api/v2/conversations/messages/{conversationId}/participants/{participantId}`
//! - `POST …/participants/{participantId}/communications/{communicationId}/wrapup`
//! - `POST …/communications/{communicationId}/messages`
//! - `POST …/communications/{communicationId}/messages/media/uploads`
//! - `POST /api/v2/conversations/messages/agentless`
//!
//! [Docs](https://developer.genesys.cloud/commdigital/digital/openmessaging/)

mod agentless;
mod conversation;
#[cfg(feature = "client")]
mod endpoints;
mod media;
mod send;

pub use agentless::{AgentlessMessage, AgentlessMessageResponse, MessengerType};
pub use conversation::{MessageConversation, MessageDetails, MessageMediaParticipant};
#[cfg(feature = "client")]
pub use endpoints::Messages;
pub use media::{MediaUpload, UploadMedia};
pub use send::{MessageData, SendMessage};
