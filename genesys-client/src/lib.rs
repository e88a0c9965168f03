#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod callbacks;
mod error;
mod error_body;
mod ids;
mod oauth;
pub mod open_messaging;
mod queues;
mod reference;
mod region;
mod scripts;
mod sort_order;
mod tokens;
pub mod webhooks;
mod wire;

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
    CallbackConversation, CallbackIdentifier, CallbackIdentifierType, CallbackMediaParticipant,
    ConversationRef, CreateCallback, CreateCallbackResponse, CustomerFirstCallbackDeliveryMode,
    ParticipantState, PatchCallbackResponse, RescheduleCallback, RoutingData, ScoredAgent,
};
pub use ccaas_http::{
    DecodeError, InvalidRequest, Page, Pager, RateLimit, Response, ResponseMeta, VendorError,
};
pub use error::{ApiError, Error};
pub use error_body::{ErrorBody, ErrorDetail, ErrorLimit};
pub use ids::{
    CallbackId, ConversationId, DivisionId, IntegrationId, LanguageId, MessageId, OAuthClientId,
    OrganizationId, ParticipantId, QueueId, ScriptId, SkillId, UserId,
};
pub use oauth::OAuthError;
pub use queues::{ListQueues, Queue};
pub use reference::{Division, DomainEntityRef};
pub use region::{ParseRegionError, Region};
pub use scripts::{ListScripts, Script};
pub use secrecy::SecretString;
pub use sort_order::SortOrder;
pub use tokens::{NamedOrganization, OrgOAuthClient, TokenInfo};

#[cfg(feature = "client")]
pub use builder::GenesysClientBuilder;
#[cfg(feature = "client")]
pub use callbacks::Callbacks;
#[cfg(feature = "client")]
pub use ccaas_http::{
    BuildError, Clock, HttpClient, RetryPolicy, Timeouts, Token, TokenCache, TokenStore,
    reqwest_client,
};
#[cfg(feature = "client")]
pub use client::GenesysClient;
#[cfg(feature = "client")]
pub use listing::PageFuture;
#[cfg(feature = "client")]
pub use ports::{DeliverInbound, ScheduleCallbacks};
#[cfg(feature = "client")]
pub use queues::Queues;
#[cfg(feature = "client")]
pub use scripts::Scripts;

#[cfg(feature = "client")]
pub use tokens::Tokens;
