//! state_manager.

use std::sync::Arc;

use axum::Router;

use crate::state::AppState;

/// Its paths.
pub(crate) fn router() -> Router<Arc<AppState>> {
    Router::new()
}
