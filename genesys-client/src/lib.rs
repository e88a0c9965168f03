#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod callbacks;
mod calls;
mod conversations;
mod error;
mod error_body;
mod ids;
mod messages;
pub mod notifications;
mod oauth;
pub mod open_messaging;
mod queues;
mod reference;
mod region;
mod scripts;
mod sort_order;
mod tokens;
mod users;
pub mod webhooks;
mod wire;
mod wrap_up_codes;

#[cfg(feature = "client")]
mod builder;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "test-util")]
pub mod fake;
#[cfg(feature = "client")]
mod listing;
#[cfg(feature = "client")]
mod ports;
#[cfg(feature = "client")]
mod sign_in;

pub use callbacks::{
    BulkError, BulkResult, BulkUpdateResponse, CallbackConversation, CallbackDisconnectIdentifier,
    CallbackIdentifier, CallbackIdentifierType, CallbackMediaParticipant, ConversationRef,
    CreateCallback, CreateCallbackResponse, CustomerFirstCallbackDeliveryMode, ParticipantState,
    PatchCallbackResponse, RescheduleCallback, RoutingData, ScoredAgent,
};
pub use calls::{CallConversation, CallMediaParticipant};
pub use ccaas_http::{
    DecodeError, InvalidRequest, Page, Pager, RateLimit, Response, ResponseMeta, VendorError,
};
pub use conversations::{Communication, Conversation, Participant, UpdateParticipant, WrapUp};
pub use error::{ApiError, Error};
pub use error_body::{ErrorBody, ErrorDetail, ErrorLimit};
pub use ids::{
    CallbackId, ChannelId, CommunicationId, ConversationId, DivisionId, IntegrationId, LanguageId,
    MediaId, MessageId, OAuthClientId, OrganizationId, ParticipantId, PresenceDefinitionId,
    QueueId, ScriptId, SkillId, UserId, WrapUpCodeId,
};
pub use messages::{
    AgentlessMessage, AgentlessMessageResponse, MediaUpload, MessageConversation, MessageData,
    MessageDetails, MessageMediaParticipant, MessengerType, SendMessage, UploadMedia,
};
pub use oauth::OAuthError;
pub use queues::{
    EstimatedWaitTime, ListMembers, ListQueues, Observation, ObservationGroup, ObservationMetric,
    ObservationStats, QueryObservations, Queue, QueueMember, QueueObservations, WaitTimePrediction,
};
pub use reference::{Division, DomainEntityRef};
pub use region::{ParseRegionError, Region};
pub use scripts::{ListPublishedScripts, ListScripts, Script};
pub use secrecy::SecretString;
pub use sort_order::SortOrder;
pub use tokens::{NamedOrganization, OrgOAuthClient, TokenInfo};
pub use users::{
    PresenceDefinition, RoutingState, RoutingStatus, UpdatePresence, User, UserExpand,
    UserPresence, UserState,
};
pub use wrap_up_codes::{ListWrapUpCodes, WrapUpCode};

#[cfg(feature = "client")]
pub use builder::GenesysClientBuilder;
#[cfg(feature = "client")]
pub use callbacks::Callbacks;
#[cfg(feature = "client")]
pub use ccaas_http::{
    BuildError, Clock, HttpClient, RetryPolicy, SendBody, Timeouts, Token, TokenCache, TokenStore,
    reqwest_client,
};
#[cfg(feature = "client")]
pub use client::GenesysClient;
#[cfg(feature = "client")]
pub use conversations::{Conversations, Participants};
#[cfg(feature = "client")]
pub use listing::PageFuture;
#[cfg(feature = "client")]
pub use messages::Messages;
#[cfg(feature = "client")]
pub use ports::{DeliverInbound, ScheduleCallbacks};
#[cfg(feature = "client")]
pub use queues::Queues;
#[cfg(feature = "client")]
pub use scripts::Scripts;

#[cfg(feature = "client")]
pub use tokens::Tokens;
#[cfg(feature = "client")]
pub use users::Users;
#[cfg(feature = "client")]
pub use wrap_up_codes::WrapUpCodes;
