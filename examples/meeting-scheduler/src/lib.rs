#![doc = include_str!("../README.md")]

pub mod check;
pub mod deadline;
pub mod env;
pub mod full_urls;
pub mod limits;
pub mod measures;
pub mod meeting;
pub mod problem;
pub mod routes;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod session;
pub mod settings;
pub mod setup;
pub mod startup;
pub mod state;
pub mod vendor;

/// The longest body that the API reads, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;
