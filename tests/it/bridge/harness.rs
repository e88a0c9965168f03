//! The bridge in process: every service on a free port, between both fakes.

mod process;

use std::{collections::HashMap, net::SocketAddr, sync::Arc};

use ccaas_http::{Timeouts, test_util::FakeClock};
use genesys_client::fake::FakeGenesys;
use meta_whatsapp_client::fake::FakeWhatsApp;
use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;
use whatsapp_bridge::{routes_file::Route, services::Service, state::AppState};

pub(crate) use crate::in_process::{ADMIN_TOKEN, Answer, Logs, until};
use crate::in_process::{Flags, start_of_tests, ticking};
use process::Process;

/// How a [`Bridge`] is set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Setup {
    flags: Flags,
    routes: Vec<Route>,
    timeouts: Timeouts,
    whatsapp: Option<FakeWhatsApp>,
}

impl Setup {
    /// The default settings, with limits that no test reaches by chance.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Sets one setting by its flag; a later one wins.
    pub(crate) fn argument(mut self, flag: &str, value: &str) -> Self {
        self.flags.set(flag, value);
        self
    }

    /// Serves one more number, beside that of the fakes.
    pub(crate) fn route(mut self, route: Route) -> Self {
        self.routes.push(route);
        self
    }

    /// Uses a fake that runs already.
    pub(crate) fn whatsapp(mut self, whatsapp: FakeWhatsApp) -> Self {
        self.whatsapp = Some(whatsapp);
        self
    }

    /// Sets how long the vendors may take.
    pub(crate) fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Starts the fakes and the bridge.
    pub(crate) async fn start(self) -> Bridge {
        let clock = FakeClock::new(start_of_tests());
        let genesys = FakeGenesys::start().await;
        let whatsapp = match &self.whatsapp {
            Some(whatsapp) => whatsapp.clone(),
            None => FakeWhatsApp::start().await,
        };
        genesys.host().set_clock(ticking(&clock));
        whatsapp.host().set_clock(ticking(&clock));
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder can be made"));
        let process = Process::start(&self, &genesys, &whatsapp, &clock, &folder).await;
        Bridge {
            genesys,
            whatsapp,
            clock,
            setup: self,
            folder,
            process,
            http: reqwest::Client::new(),
        }
    }
}

/// The bridge in process, its vendors, and its time.
pub(crate) struct Bridge {
    pub(crate) genesys: FakeGenesys,
    pub(crate) whatsapp: FakeWhatsApp,
    pub(crate) clock: FakeClock,
    setup: Setup,
    folder: Arc<TempDir>,
    process: Process,
    http: reqwest::Client,
}

impl Bridge {
    /// Starts with the default settings.
    pub(crate) async fn start() -> Self {
        Setup::new().start().await
    }

    /// The process ends in the middle of whatever it does; another one takes its place.
    pub(crate) async fn crash_and_restart(self) -> Self {
        self.process.end().await;
        let (genesys, whatsapp) = (&self.genesys, &self.whatsapp);
        let process =
            Process::start(&self.setup, genesys, whatsapp, &self.clock, &self.folder).await;
        Self { process, ..self }
    }

    /// The same with one setting changed.
    pub(crate) async fn restart_with(mut self, flag: &str, value: &str) -> Self {
        self.setup = self.setup.argument(flag, value);
        self.crash_and_restart().await
    }

    /// Ends the process and reads what it logged.
    pub(crate) async fn end(self) -> Logs {
        self.process.end().await;
        Logs::read(&self.folder.path().join("logs"))
    }

    /// What the server shares.
    pub(crate) fn state(&self) -> &Arc<AppState> {
        &self.process.state
    }

    /// The address of a path of a service.
    pub(crate) fn url(&self, service: Service, path: &str) -> String {
        format!("http://{}{path}", self.process.addresses[&service])
    }

    /// A request to a service.
    pub(crate) fn request(
        &self,
        method: Method,
        service: Service,
        path: &str,
    ) -> reqwest::RequestBuilder {
        self.http.request(method, self.url(service, path))
    }

    /// What a service answers.
    pub(crate) async fn get(&self, service: Service, path: &str) -> Answer {
        Answer::to(self.request(Method::GET, service, path)).await
    }

    /// What a service answers to a JSON body.
    pub(crate) async fn post(&self, service: Service, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::POST, service, path).json(body)).await
    }
}

/// Where each service listens.
type Addresses = HashMap<Service, SocketAddr>;
