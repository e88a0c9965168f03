//! The API gateway: every path in one place, with rate limits.

use std::sync::Arc;

use axum::Router;

use super::{
    auth, genesys_webhook, inbound_transformer, outbound_transformer, state_manager,
    whatsapp_webhook,
};
use crate::{access, media, state::AppState};

/// Every path of the services, and the files that Genesys Cloud fetches.
pub(crate) fn router(state: &Arc<AppState>) -> Router<Arc<AppState>> {
    let internal = inbound_transformer::router()
        .merge(outbound_transformer::router())
        .merge(auth::without_token())
        .merge(state_manager::router());
    access::guarded(internal, state)
        .merge(whatsapp_webhook::router())
        .merge(genesys_webhook::router())
        .merge(media::router(state))
}
