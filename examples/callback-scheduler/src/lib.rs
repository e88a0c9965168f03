#![doc = include_str!("../README.md")]

pub mod booking;
pub mod check;
pub mod limits;
pub mod measures;
pub mod problem;
pub mod request;
pub mod routes;
pub mod saga;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod settings;
pub mod setup;
pub mod startup;
pub mod state;
pub mod store;

/// The longest body that the API reads, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;
