#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod error;
mod id;

pub mod messages;
pub mod pacing;
pub mod webhooks;

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "test-util")]
pub mod fake;
pub mod management;
pub mod media;

/// What all clients share: answers, error stages, retry policy, timeouts, clock.
pub use ccaas_http;

pub use error::{ApiError, Error, ErrorCode, ErrorDetail, ErrorKind, ErrorScope};
pub use id::{
    CatalogId, FlowId, GroupId, MediaId, MessageId, ParentUserId, PhoneNumberId, QrCodeId,
    TemplateId, UserId, WaId, WabaId,
};

#[cfg(feature = "client")]
pub use client::{ApiVersion, InvalidVersion, WhatsAppClient, WhatsAppClientBuilder};
