//! The auth service: tokens of Genesys Cloud.

use std::sync::Arc;

use axum::Router;

use crate::state::AppState;

/// Its paths.
pub(crate) fn router() -> Router<Arc<AppState>> {
    Router::new()
}

/// Its paths at the gateway, which never hands a token out.
pub(crate) fn without_token() -> Router<Arc<AppState>> {
    Router::new()
}
