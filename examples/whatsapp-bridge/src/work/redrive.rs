//! What was given up is tried again, because somebody wants it.

use std::sync::Arc;

use durable_inbox::{Inbox, InboxError, ItemId};

use super::item::Item;
use crate::{routes_file::RouteName, state::AppState};

/// Puts a parked item back. An agent's message then goes whatever its age: whoever redrives it
/// knows how old it is.
///
/// # Errors
/// [`InboxError::NotFound`] if no such item is parked.
pub async fn redrive(state: &AppState, id: ItemId) -> Result<(), InboxError> {
    let item = state.inbox.item(id).await?.ok_or(InboxError::NotFound)?;
    if let Some(Item::Outbound(message)) = Item::open(state.store.sealer(), &item.payload)
        && let Some((_, route)) = item.group.split_once(':')
        && let Some(route) = RouteName::parse(route)
    {
        let hash = state.store.genesys_hash(&route, &message.id);
        let marked = state.store.redriven(&hash, state.clock.now()).await;
        marked.map_err(|error| InboxError::Unavailable(Arc::new(error)))?;
    }
    state.inbox.redrive(id).await
}
