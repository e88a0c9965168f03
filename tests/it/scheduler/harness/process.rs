//! One run of the server, on a runtime of its own that can be ended like a process.

use std::{cell::RefCell, net::SocketAddr, sync::Arc, time::Duration};

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
use server_kit::logs::{self, LogGuard, LogSettings};
use tempfile::TempDir;
use tokio::{net::TcpListener, runtime::Runtime};
use tracing::{Dispatch, subscriber::DefaultGuard};
use videoengager_client::fake::FakeVideoEngager;

use super::{ADMIN_TOKEN, PUBLIC_URL, Setup};

/// Base64 of 32 bytes.
pub(crate) const DATA_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

thread_local! {
    static LOGS: RefCell<Option<DefaultGuard>> = const { RefCell::new(None) };
}

/// A running server.
pub(super) struct Process {
    pub(super) address: SocketAddr,
    pub(super) state: Arc<AppState>,
    pub(super) checks: Option<Checks>,
    parts: Option<(Runtime, LogGuard)>,
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
        let arguments = arguments(setup, folder);
        let mut config = Config::new(&arguments, vendors).expect("the settings are valid");
        config.admin_token = Some(SecretString::from(ADMIN_TOKEN));
        config.data_keys = Some(SecretString::from(DATA_KEY));
        config.clock = clock.clock();
        config.timeouts = setup.timeouts;
        config.terms.time_limit = setup.time_limit;
        config.health_life = setup.health_life;

        let clients = config.clients().expect("TLS can be set up");
        let checks = Checks::new(&config, &clients);
        let (subscriber, logs) = logs::subscriber(&LogSettings {
            dir: folder.path().join("logs"),
            level: "trace".to_owned(),
            console: false,
        })
        .expect("the log folder can be written");
        let runtime = runtime(Dispatch::new(subscriber));
        let started = runtime.spawn(async move {
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
            parts: Some((runtime, logs)),
        }
    }

    /// Where the server runs.
    pub(super) fn runtime(&self) -> &Runtime {
        let parts = self.parts.as_ref().expect("the server is running");
        &parts.0
    }

    /// Ends the server wherever its tasks are waiting, as a kill would.
    pub(super) async fn end(mut self) {
        let parts = self.parts.take();
        // A runtime must not wait for its threads on a thread of another.
        let ended = tokio::task::spawn_blocking(move || {
            if let Some((runtime, logs)) = parts {
                runtime.shutdown_timeout(Duration::from_secs(5));
                drop(logs);
            }
        });
        ended.await.expect("ending does not panic");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some((runtime, _logs)) = self.parts.take() {
            runtime.shutdown_background();
        }
    }
}

/// Its threads log into the files of this server alone.
fn runtime(logs: Dispatch) -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .on_thread_start(move || LOGS.set(Some(tracing::dispatcher::set_default(&logs))))
        .on_thread_stop(|| drop(LOGS.take()))
        .build()
        .expect("the system has threads left")
}

/// Every setting by flag: the environment of the test run must not matter.
fn arguments(setup: &Setup, folder: &TempDir) -> Arguments {
    let data_dir = folder.path().join("data");
    let log_dir = folder.path().join("logs");
    let mut given: Vec<(&str, &str)> = vec![
        ("--port", "3002"),
        ("--host", "127.0.0.1"),
        ("--public-url", PUBLIC_URL),
        ("--node-env", "development"),
        ("--log-level", "trace"),
        ("--data-dir", data_dir.to_str().expect("a readable path")),
        ("--log-dir", log_dir.to_str().expect("a readable path")),
        ("--trusted-proxies", ""),
        ("--admin-token", ADMIN_TOKEN),
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
    given.retain(|(flag, _)| !setup.arguments.iter().any(|(set, _)| set == flag));
    let own = given
        .into_iter()
        .map(|(flag, value)| format!("{flag}={value}"));
    let set = setup
        .arguments
        .iter()
        .map(|(flag, value)| format!("{flag}={value}"));
    let line = std::iter::once("callback-scheduler".to_owned());
    <Arguments as clap::Parser>::parse_from(line.chain(own).chain(set))
}
