//! One run of the bridge, on a runtime of its own that can be ended like a process.

use std::sync::Arc;

use ccaas_http::test_util::FakeClock;
use genesys_client::fake::FakeGenesys;
use meta_whatsapp_client::fake::FakeWhatsApp;
use server_kit::{serve::ConnectionLimits, stopping::Stopping};
use tempfile::TempDir;
use whatsapp_bridge::{
    listeners::Listeners,
    sandbox,
    services::Service,
    settings::Arguments,
    setup::{self, World},
    state::AppState,
    work,
};

use super::{Addresses, Setup};
use crate::in_process::OwnRuntime;

/// Base64 of 32 bytes.
const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// Its settings, beside those of all servers.
const OWN: [(&str, &str); 13] = [
    ("--port", "0"),
    ("--whatsapp-webhook-port", "0"),
    ("--genesys-webhook-port", "0"),
    ("--inbound-port", "0"),
    ("--outbound-port", "0"),
    ("--auth-port", "0"),
    ("--state-port", "0"),
    ("--dashboard-port", "0"),
    ("--single-port", "false"),
    ("--public-url", "http://127.0.0.1"),
    ("--data-keys", KEY),
    ("--session-keys", KEY),
    ("--sandbox", "true"),
];

/// A running bridge.
pub(super) struct Process {
    pub(super) addresses: Addresses,
    pub(super) state: Arc<AppState>,
    own: OwnRuntime,
}

impl Process {
    pub(super) async fn start(
        setup: &Setup,
        genesys: &FakeGenesys,
        whatsapp: &FakeWhatsApp,
        clock: &FakeClock,
        folder: &TempDir,
    ) -> Self {
        let arguments: Arguments = setup.flags.parse(folder.path(), &OWN);
        let mut routes = vec![sandbox::route(genesys, whatsapp)];
        routes.extend(setup.routes.iter().cloned());
        let world = World {
            clock: clock.clock(),
            timeouts: setup.timeouts,
            ..World::default()
        };
        let (genesys, whatsapp) = (genesys.clone(), whatsapp.clone());
        let own = OwnRuntime::new(&folder.path().join("logs"));
        let started = own.runtime().spawn(async move {
            let listeners = Listeners::bind(&arguments).expect("free ports");
            let addresses = listeners.addresses().expect("bound listeners");
            let url = |service: Service, path: &str| {
                let own = addresses.iter().find(|(it, _)| *it == service);
                // A single port has them all.
                let (_, address) = own.unwrap_or(&addresses[0]);
                format!("http://{address}{path}").parse().expect("a URL")
            };
            whatsapp.deliver_to(url(Service::WhatsAppWebhook, "/webhook/whatsapp"));
            genesys.deliver_to(url(Service::GenesysWebhook, "/webhook/genesys"));
            let state = setup::state(&arguments, routes, world).await;
            let state = state.expect("the server starts");
            let served = Arc::clone(&state);
            tokio::spawn(async move {
                let _workers = work::start(&served);
                let connections = ConnectionLimits::default();
                let stopping = Stopping::default();
                listeners.serve(&served, None, connections, &stopping).await
            });
            (addresses.into_iter().collect(), state)
        });
        let (addresses, state) = started.await.expect("the server starts");
        Self {
            addresses,
            state,
            own,
        }
    }

    /// Ends the server wherever its tasks are waiting, as a kill would.
    pub(super) async fn end(self) {
        self.own.end().await;
    }
}
