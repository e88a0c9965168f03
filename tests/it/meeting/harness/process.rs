//! One run of the server, on a runtime of its own that can be ended like a process.

use std::{net::SocketAddr, sync::Arc};

use ccaas_http::test_util::FakeClock;
use meeting_scheduler::{
    routes,
    settings::Arguments,
    setup::{self, Config},
};
use tempfile::TempDir;
use tokio::net::TcpListener;
use videoengager_client::fake::FakeVideoEngager;

use super::{Fakes, PASSWORD_HASH, PUBLIC_URL, SESSION_KEY, Setup};
use crate::in_process::OwnRuntime;

/// A running server.
pub(super) struct Process {
    pub(super) address: SocketAddr,
    own: OwnRuntime,
}

impl Process {
    pub(super) async fn start(
        setup: &Setup,
        fakes: &Fakes,
        clock: &FakeClock,
        folder: &TempDir,
    ) -> Self {
        let arguments = arguments(setup, fakes, folder);
        let vendors = arguments.vendors().expect("the vendors are set");
        let mut config = Config::new(&arguments, vendors).expect("the settings are valid");
        config
            .fill_in_keys()
            .expect("the data folder can be written");
        config.clock = clock.clock();
        config.timeouts = setup.timeouts;
        let own = OwnRuntime::new(&folder.path().join("logs"));
        let started = own.runtime().spawn(async move {
            let state = setup::state(config).expect("the server starts");
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("a bound listener");
            let app = routes::app(Arc::clone(&state));
            let app = app.into_make_service_with_connect_info::<SocketAddr>();
            tokio::spawn(async move { axum::serve(listener, app).await });
            address
        });
        let address = started.await.expect("the server starts");
        Self { address, own }
    }

    /// Ends the server wherever its tasks are waiting, as a kill would.
    pub(super) async fn end(self) {
        self.own.end().await;
    }
}

/// Every setting by flag: the environment of the test run must not matter.
fn arguments(setup: &Setup, fakes: &Fakes, folder: &TempDir) -> Arguments {
    let own = [
        ("--port", "3007".to_owned()),
        ("--public-url", PUBLIC_URL.to_owned()),
        ("--node-env", "development".to_owned()),
        ("--session-keys", SESSION_KEY.to_owned()),
        ("--session-life", "8h".to_owned()),
        ("--operator-password-hash", PASSWORD_HASH.to_owned()),
        ("--allow-pak-entry", "false".to_owned()),
        ("--min-duration", "15".to_owned()),
        ("--max-duration", "1440".to_owned()),
        ("--ve-domain", fakes.dev.url().to_string()),
        ("--ve-pak", FakeVideoEngager::PAK.to_owned()),
        ("--ve-external-id", FakeVideoEngager::EXTERNAL_ID.to_owned()),
        ("--ve-email", FakeVideoEngager::EMAIL.to_owned()),
        ("--ve-domain-staging", fakes.staging.url().to_string()),
        ("--ve-pak-staging", FakeVideoEngager::PAK.to_owned()),
        (
            "--ve-external-id-staging",
            FakeVideoEngager::EXTERNAL_ID.to_owned(),
        ),
        ("--ve-email-staging", FakeVideoEngager::EMAIL.to_owned()),
        ("--ve-domain-production", fakes.production.url().to_string()),
        ("--sandbox", "false".to_owned()),
    ];
    let own = own.each_ref().map(|(flag, value)| (*flag, value.as_str()));
    setup.flags.parse(folder.path(), &own)
}
