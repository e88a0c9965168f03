//! The services of the document, each with its router and its port.

pub mod auth;
pub mod bodies;
pub(crate) mod delivery;
pub mod gateway;
pub mod genesys_webhook;
pub mod inbound_transformer;
pub mod outbound_transformer;
pub mod state_manager;
pub mod whatsapp_webhook;

use std::sync::Arc;

use axum::Router;
use http::StatusCode;
use server_kit::problem::Problem;

use crate::{access, dashboard, links::Link, privacy, state::AppState};

/// One of the services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Service {
    /// Every path in one place, with rate limits.
    Gateway,
    /// Takes what Meta sends.
    WhatsAppWebhook,
    /// Takes what Genesys Cloud sends.
    GenesysWebhook,
    /// WhatsApp to Genesys Cloud.
    InboundTransformer,
    /// Genesys Cloud to WhatsApp.
    OutboundTransformer,
    /// Tokens of Genesys Cloud.
    Auth,
    /// Who talks with whom.
    StateManager,
    /// The page for people.
    Dashboard,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Gateway,
        Self::WhatsAppWebhook,
        Self::GenesysWebhook,
        Self::InboundTransformer,
        Self::OutboundTransformer,
        Self::Auth,
        Self::StateManager,
        Self::Dashboard,
    ];

    /// Its name, as the document spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gateway => "api-gateway",
            Self::WhatsAppWebhook => "whatsapp-webhook",
            Self::GenesysWebhook => "genesys-webhook",
            Self::InboundTransformer => "inbound-transformer",
            Self::OutboundTransformer => "outbound-transformer",
            Self::Auth => "auth-service",
            Self::StateManager => "state-manager",
            Self::Dashboard => "admin-dashboard",
        }
    }

    /// Whether it is for this machine alone, unless there is a `SERVICE_TOKEN`.
    #[must_use]
    pub fn is_internal(self) -> bool {
        matches!(
            self,
            Self::InboundTransformer | Self::OutboundTransformer | Self::Auth | Self::StateManager
        )
    }

    /// Its own paths.
    pub(crate) fn router(self, state: &Arc<AppState>) -> Router<Arc<AppState>> {
        match self {
            Self::Gateway => gateway::router(state),
            Self::WhatsAppWebhook => whatsapp_webhook::router(),
            Self::GenesysWebhook => genesys_webhook::router(),
            Self::InboundTransformer => access::guarded(inbound_transformer::router(), state),
            Self::OutboundTransformer => access::guarded(outbound_transformer::router(), state),
            Self::Auth => access::guarded(auth::router(), state),
            Self::StateManager => access::guarded(state_manager::router(), state),
            Self::Dashboard => dashboard::router(state).merge(privacy::router(state)),
        }
    }
}

/// The route that a request names, or means without naming one.
fn of_route<'a>(state: &'a AppState, name: Option<&str>) -> Result<&'a Arc<Link>, Problem> {
    let link = match name {
        Some(name) => state.links.named(name),
        None => state.links.unnamed(),
    };
    link.ok_or_else(|| {
        let text = match name {
            Some(_) => "There is no such route",
            None => "There are several routes: say which one with ?route=",
        };
        Problem::new(StatusCode::NOT_FOUND, text)
    })
}
