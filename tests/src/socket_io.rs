//! Socket.IO clients (protocol 5) that are small enough to misbehave on purpose.

mod client;
mod polling;

use std::time::Duration;

pub use client::Client;
pub use polling::Poller;

/// How long an answer may take.
pub const PATIENCE: Duration = Duration::from_secs(10);
