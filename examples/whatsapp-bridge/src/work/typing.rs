//! An agent types: the customer sees it, if that is possible at once.

use std::sync::Arc;

use meta_whatsapp_client::MessageId;
use tokio::sync::{mpsc, watch};

use super::{Bridge, group::Vendor};
use crate::{links::Link, settings::MarkRead, store::CustomerKey};

/// An agent types to a customer.
#[derive(Debug)]
pub(super) struct Typing {
    /// The route.
    pub(super) link: Arc<Link>,
    /// The customer.
    pub(super) customer: CustomerKey,
}

/// Tells WhatsApp, one after the other; what fails is not tried again.
pub(super) async fn run(
    bridge: Arc<Bridge>,
    mut typed: mpsc::Receiver<Typing>,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            typing = typed.recv() => match typing {
                Some(typing) => tell(&bridge, &typing).await,
                None => return,
            },
        }
    }
}

async fn tell(bridge: &Bridge, typing: &Typing) {
    let state = &bridge.state;
    // WhatsApp shows typing only together with the mark that the message was read.
    if state.changeable.now().mark_read == MarkRead::Never {
        return;
    }
    let gate = state.gates.of(&typing.link.route.name, Vendor::WhatsApp);
    if gate.is_some_and(|gate| gate.paused_until().is_some()) {
        return;
    }
    let Some((wamid, until)) = last_wamid(bridge, &typing.customer).await else {
        return;
    };
    if until <= bridge.now() {
        return;
    }
    let link = &typing.link;
    let messages = link.whatsapp.messages(&link.route.phone_number_id);
    if let Err(error) = messages.mark_read_and_type(&MessageId::new(wamid)).await {
        let route = &link.route.name;
        tracing::debug!(%route, error = %error, "could not show that the agent types");
    }
}

async fn last_wamid(
    bridge: &Bridge,
    customer: &CustomerKey,
) -> Option<(String, chrono::DateTime<chrono::Utc>)> {
    let store = &bridge.state.store;
    let mut connection = store.database().reader().acquire().await.ok()?;
    let customer = store.customer(&mut connection, customer).await.ok()??;
    customer.last_wamid
}
