//! One run of the server, on a runtime of its own that can be ended like a process.

use std::{net::SocketAddr, sync::Arc};

use callback_scheduler::{
    routes,
    settings::{Arguments, Vendors},
    setup::{self, Config},
    startup::Checks,
    state::AppState,
};
use ccaas_http::test_util::FakeClock;
use genesys_client::{QueueId, ScriptId, fake::FakeGenesys};
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::{net::TcpListener, runtime::Runtime};
use videoengager_client::fake::FakeVideoEngager;

use super::{ADMIN_TOKEN, PUBLIC_URL, Setup};
use crate::in_process::OwnRuntime;

/// Base64 of 32 bytes.
pub(crate) const DATA_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// Its settings, beside those of all servers.
const OWN: [(&str, &str); 13] = [
    ("--port", "3002"),
    ("--public-url", PUBLIC_URL),
    ("--node-env", "development"),
    ("--data-keys", DATA_KEY),
    ("--default-region", "US"),
    ("--allowed-countries", "US"),
    ("--max-days-ahead", "30"),
    ("--business-hours", ""),
    ("--business-time-zone", "UTC"),
    ("--holidays", ""),
    ("--meeting-minutes", "30"),
    ("--keep-until-slot", "false"),
    ("--sandbox", "false"),
];

/// A running server.
pub(super) struct Process {
    pub(super) address: SocketAddr,
    pub(super) state: Arc<AppState>,
    pub(super) checks: Option<Checks>,
    own: OwnRuntime,
}

impl Process {
    pub(super) async fn start(
        setup: &Setup,
        genesys: &FakeGenesys,
        video: &FakeVideoEngager,
        clock: &FakeClock,
        folder: &TempDir,
    ) -> Self {
        let vendors = Vendors {
            environment: video.environment(),
            partner: video.partner(),
            region: genesys.region(),
            client_id: FakeGenesys::CLIENT_ID.to_owned(),
            client_secret: SecretString::from(FakeGenesys::CLIENT_SECRET),
            queue_id: QueueId::new(FakeGenesys::QUEUE_ID),
            script_id: ScriptId::new(FakeGenesys::SCRIPT_ID),
        };
        let arguments: Arguments = setup.flags.parse(folder.path(), &OWN);
        let mut config = Config::new(&arguments, vendors).expect("the settings are valid");
        config.admin_token = Some(SecretString::from(ADMIN_TOKEN));
        config.data_keys = Some(SecretString::from(DATA_KEY));
        config.clock = clock.clock();
        config.timeouts = setup.timeouts;
        config.terms.time_limit = setup.time_limit;
        config.health_life = setup.health_life;

        let clients = config.clients().expect("TLS can be set up");
        let checks = Checks::new(&config, &clients);
        let own = OwnRuntime::new(&folder.path().join("logs"));
        let started = own.runtime().spawn(async move {
            let clients = config.clients().expect("TLS can be set up");
            let state = setup::state(config, clients)
                .await
                .expect("the server starts");
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("a bound listener");
            let app = routes::app(Arc::clone(&state));
            let app = app.into_make_service_with_connect_info::<SocketAddr>();
            tokio::spawn(async move { axum::serve(listener, app).await });
            (address, state)
        });
        let (address, state) = started.await.expect("the server starts");
        Self {
            address,
            state,
            checks: Some(checks),
            own,
        }
    }

    /// Where the server runs.
    pub(super) fn runtime(&self) -> &Runtime {
        self.own.runtime()
    }

    /// Ends the server wherever its tasks are waiting, as a kill would.
    pub(super) async fn end(self) {
        self.own.end().await;
    }
}
