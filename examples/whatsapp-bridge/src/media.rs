//! Files of customers at our own address.

use std::sync::Arc;

use axum::Router;

use crate::state::AppState;

/// The files that Genesys Cloud fetches: `/media/…`.
pub(crate) fn router(_state: &Arc<AppState>) -> Router<Arc<AppState>> {
    Router::new()
}
