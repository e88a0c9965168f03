#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod agents;
mod auth;
mod environment;
mod error;
mod genesys_callbacks;
mod interactions;
mod schedules;

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "test-util")]
pub mod fake;

/// What all clients share: answers, error stages, retry policy, timeouts, clock.
pub use ccaas_http;

pub use agents::Agent;
pub use auth::{ImpersonateCreate, LocalLogin, Login, Partner};
pub use environment::{Environment, UnknownEnvironment};
pub use error::{ApiError, Error};
pub use genesys_callbacks::{
    Availability, CallbackGenesys, CallbackMeeting, CallbackOrder, CallbackSortOrder,
    CallbackUpdateError, CreateGenesysCallback, GenesysCallback, ListGenesysCallbacks,
};
pub use interactions::{
    CreateFeedback, CreateInteraction, CreateInteractionByVisitor, Feedback, Interaction,
    InteractionByVisitor, InteractionId, InteractionType, InteractionUrls,
};
pub use schedules::{
    AgentId, CreateSchedule, RequestedSchedule, Schedule, ScheduleAgent, ScheduleId, ScheduleList,
    ScheduleVisitor, TenantId, UpdateSchedule, VerifiedSchedule, Visitor,
};

#[cfg(feature = "client")]
pub use agents::{Agents, JoinError, JoinUrl};
#[cfg(feature = "client")]
pub use client::{VideoEngagerClient, VideoEngagerClientBuilder};
#[cfg(feature = "client")]
pub use genesys_callbacks::{CallbackPageFuture, GenesysCallbacks, PublicGenesysCallbacks};
#[cfg(feature = "client")]
pub use interactions::Interactions;
#[cfg(feature = "client")]
pub use schedules::{ScheduleMeetings, Schedules, TenantSchedules, VisitorSchedules};
