//! The work behind the webhooks: intake, delivery both ways, receipts.

pub mod callback_data;
pub mod gate;
pub mod gates;
pub mod group;
pub mod intake;
pub mod journal;

use std::sync::Arc;

use crate::state::AppState;

/// The tasks that carry messages.
#[derive(Debug)]
pub struct Workers;

/// Starts them.
#[must_use]
pub fn start(_state: &Arc<AppState>) -> Workers {
    Workers
}

impl Workers {
    /// Lets them finish what they are at, and ends them.
    pub async fn stop(self) {}
}
