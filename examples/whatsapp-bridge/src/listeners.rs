//! The ports of the services.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
};

use anyhow::Context;
use axum::Router;
use futures_util::future::try_join_all;
use server_kit::{
    health as probes, limits::Limits, metrics, router, serve, serve::ConnectionLimits,
    stopping::Stopping, tls::TlsFiles,
};

use crate::{health, limits, services::Service, settings::Arguments, state::AppState};

/// Every service with the socket that it is served on.
#[derive(Debug)]
pub struct Listeners(Vec<(Service, TcpListener)>);

impl Listeners {
    /// Listens on every port: the gateway's alone if there is to be a single one.
    ///
    /// # Errors
    /// A text for the operator that names the setting.
    pub fn bind(arguments: &Arguments) -> anyhow::Result<Self> {
        let ports = &arguments.ports;
        let services = match ports.single_port {
            true => &Service::ALL[..1],
            false => &Service::ALL[..],
        };
        let is_open = arguments.service_token()?.is_some();
        let bind = |service: &Service| {
            let (setting, port) = match service {
                Service::Gateway => ("PORT", arguments.common.port),
                Service::WhatsAppWebhook => ("WHATSAPP_WEBHOOK_PORT", ports.whatsapp_webhook_port),
                Service::GenesysWebhook => ("GENESYS_WEBHOOK_PORT", ports.genesys_webhook_port),
                Service::InboundTransformer => ("INBOUND_PORT", ports.inbound_port),
                Service::OutboundTransformer => ("OUTBOUND_PORT", ports.outbound_port),
                Service::Auth => ("AUTH_PORT", ports.auth_port),
                Service::StateManager => ("STATE_PORT", ports.state_port),
                Service::Dashboard => ("DASHBOARD_PORT", ports.dashboard_port),
            };
            let host = match service.is_internal() && !is_open {
                true => Ipv4Addr::LOCALHOST.into(),
                false => arguments.common.host,
            };
            Ok((*service, serve::bind_as(setting, host, port)?))
        };
        let bound: anyhow::Result<_> = services.iter().map(bind).collect();
        bound.map(Self)
    }

    /// Where each service listens.
    ///
    /// # Errors
    /// If the system does not tell.
    pub fn addresses(&self) -> anyhow::Result<Vec<(Service, SocketAddr)>> {
        let address = |(service, listener): &(Service, TcpListener)| {
            let address = listener.local_addr().context("could not listen")?;
            Ok((*service, address))
        };
        self.0.iter().map(address).collect()
    }

    /// Serves until the signal to stop, and until open requests have ended.
    ///
    /// # Errors
    /// When the files of `tls` cannot be used, or a listener is broken.
    pub async fn serve(
        self,
        state: &Arc<AppState>,
        tls: Option<TlsFiles>,
        connections: ConnectionLimits,
        stopping: &Stopping,
    ) -> anyhow::Result<()> {
        for (service, address) in self.addresses()? {
            tracing::info!(service = service.name(), %address, "service");
        }
        let serving = self.0.into_iter().map(|(service, listener)| {
            let is_inner = service.is_internal() && state.service_token.is_none();
            let tls = tls.clone().filter(|_| !is_inner);
            let app = app(service, state);
            serve::serve(listener, app, tls, connections.clone(), stopping.signal())
        });
        try_join_all(serving).await.map(drop)
    }
}

/// A service's paths, with everything around them.
pub fn app(service: Service, state: &Arc<AppState>) -> Router {
    let mut routes = service.router(state);
    let shares_port = service == Service::Gateway && state.single_port;
    if shares_port {
        routes = routes.merge(Service::Dashboard.router(state));
    }
    let routes = routes
        .merge(health::router(service))
        .merge(probes::probes(state.ready.clone()))
        .merge(metrics::route(
            state.metrics.clone(),
            state.admin_token.clone(),
        ));
    let mut outer = state.outer.clone();
    if !matches!(service, Service::Gateway | Service::Dashboard) {
        // The gateway's limits are enough: what comes here is a proxy's or our own.
        outer.limits = Limits::new(limits::none, "whatsapp_bridge_rate_limited_total");
    }
    if service != Service::Dashboard && !shares_port {
        // What the common pages link to is on the dashboard's port.
        outer.problems.site = None;
    }
    let app = router::wrap(routes.with_state(Arc::clone(state)), outer);
    #[cfg(feature = "sandbox")]
    if let (Service::Gateway, Some(clock)) = (service, &state.movable) {
        return app.merge(clock.route());
    }
    app
}
