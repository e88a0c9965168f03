#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod environment;
mod error;
mod read;
mod schedules;

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "test-util")]
pub mod fake;

/// What all clients share: answers, error stages, retry policy, timeouts, clock.
pub use ccaas_http;

pub use auth::Partner;
pub use environment::{Environment, UnknownEnvironment};
pub use error::{ApiError, Error};
pub use schedules::{
    AgentId, CreateSchedule, Schedule, ScheduleAgent, ScheduleId, ScheduleList, ScheduleVisitor,
    TenantId, UnreadableSchedule, UpdateSchedule, Visitor,
};

#[cfg(feature = "client")]
pub use client::{VideoEngagerClient, VideoEngagerClientBuilder};
#[cfg(feature = "client")]
pub use schedules::{ScheduleMeetings, Schedules};
