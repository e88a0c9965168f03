//! The meeting scheduler in process, in front of a fake VideoEngager for each environment.

mod browser;
mod process;

use std::{sync::Arc, time::Duration};

use ccaas_http::{Timeouts, test_util::FakeClock};
use chrono::{SecondsFormat, TimeDelta};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;
use videoengager_client::fake::FakeVideoEngager;

pub(crate) use crate::in_process::{ADMIN_TOKEN, Answer, Logs, lines, until};
use crate::in_process::{Flags, impatient, start_of_tests, ticking};
pub(crate) use browser::{Browser, COOKIE};
use process::Process;

/// What the server is told that people reach it by.
pub(crate) const PUBLIC_URL: &str = "https://meet.example.com";
/// Base64 of 32 bytes, which sign cookies.
pub(crate) const SESSION_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
/// The operator's password.
pub(crate) const PASSWORD: &str = "operator-canary-password";
/// Its hash, at a cost that suits tests.
pub(crate) const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$iEERsH1OQkNIyP1CuaskYBn33LtTvOYVhcxVN6n0Sro";

/// VideoEngager's sign-in with a partner key, as a pattern for a journal.
pub(crate) const IMPERSONATE: &str = "/api/partners/impersonate/{pak}/{external_id}/{email}";
/// VideoEngager's sign-in with a password.
pub(crate) const LOCAL: &str = "/auth/local";
/// Where VideoEngager lists agents.
pub(crate) const AGENTS: &str = "/api/brokerages/agents";
/// Where meetings are created.
pub(crate) const MEETINGS: &str = "/api/schedules/tenant/";
/// One meeting, as a pattern for a journal.
pub(crate) const MEETING: &str = "/api/schedules/tenant/{id}";
/// The meetings of a period, as a pattern for a journal.
pub(crate) const PERIOD: &str = "/api/schedules/tenant/{from}/{to}";
/// What VideoEngager's journal shows of a sign-in with the partner key.
pub(crate) const PARTNER_SIGN_IN: &str =
    "GET /api/partners/impersonate/FAKEPAK/fake-external-id/agent%40example.com";

/// The agent of the fake that most tests schedule with.
pub(crate) const SAM: &str = "sam@example.com";
/// That agent's id.
pub(crate) const SAM_ID: &str = "agent-fake-2";

/// How a server is set.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    flags: Flags,
    timeouts: Timeouts,
}

impl Setup {
    /// The default settings, with limits that no test reaches by chance.
    pub(crate) fn new() -> Self {
        let setup = Self {
            flags: Flags::default(),
            timeouts: Timeouts::default(),
        };
        setup.argument("--rate-limit-auth", "10000/1s")
    }

    /// Sets one setting by its flag; a later one wins.
    pub(crate) fn argument(mut self, flag: &str, value: &str) -> Self {
        self.flags.set(flag, value);
        self
    }

    /// A tenth of the default patience with VideoEngager.
    pub(crate) fn impatient(mut self) -> Self {
        self.timeouts = impatient();
        self
    }

    /// Starts the fakes and the server.
    pub(crate) async fn start(self) -> Server {
        let clock = FakeClock::new(start_of_tests());
        let fakes = Fakes {
            dev: FakeVideoEngager::start().await,
            staging: FakeVideoEngager::start().await,
            production: FakeVideoEngager::start().await,
        };
        for fake in fakes.all() {
            fake.host().set_clock(ticking(&clock));
        }
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder can be made"));
        let process = Process::start(&self, &fakes, &clock, &folder).await;
        Server {
            fakes,
            clock,
            setup: self,
            folder,
            process,
            http: http_client(),
        }
    }
}

fn http_client() -> reqwest::Client {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    builder.build().expect("a client can be made")
}

/// A fake VideoEngager for each environment.
#[derive(Clone, Debug)]
pub(crate) struct Fakes {
    pub(crate) dev: FakeVideoEngager,
    pub(crate) staging: FakeVideoEngager,
    /// No partner key is set for this one.
    pub(crate) production: FakeVideoEngager,
}

impl Fakes {
    fn all(&self) -> [&FakeVideoEngager; 3] {
        [&self.dev, &self.staging, &self.production]
    }
}

/// The server in process, its vendors, and its time.
pub(crate) struct Server {
    pub(crate) fakes: Fakes,
    pub(crate) clock: FakeClock,
    setup: Setup,
    folder: Arc<TempDir>,
    process: Process,
    http: reqwest::Client,
}

impl Server {
    /// Starts with the default settings.
    pub(crate) async fn start() -> Self {
        Setup::new().start().await
    }

    /// Starts, with somebody who is signed in with the partner key of `dev`.
    pub(crate) async fn with_partner() -> (Self, Browser) {
        Setup::new().start_with_partner().await
    }

    /// The fake that `dev` leads to.
    pub(crate) fn video(&self) -> &FakeVideoEngager {
        &self.fakes.dev
    }

    /// The process ends in the middle of whatever it does; another one takes its place.
    pub(crate) async fn crash_and_restart(self) -> Self {
        self.process.end().await;
        let process = Process::start(&self.setup, &self.fakes, &self.clock, &self.folder).await;
        Self { process, ..self }
    }

    /// The same with other settings.
    pub(crate) async fn restart_with(mut self, flag: &str, value: &str) -> Self {
        self.setup = self.setup.argument(flag, value);
        self.crash_and_restart().await
    }

    /// Ends the process and reads what it logged.
    pub(crate) async fn logs(self) -> Logs {
        self.process.end().await;
        Logs::read(&self.folder.path().join("logs"))
    }

    /// Keeps the folder after the process ended.
    pub(crate) fn keep_folder(&self) -> Arc<TempDir> {
        Arc::clone(&self.folder)
    }

    /// The address of the server, as its pages have it for their origin.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.process.address)
    }

    /// A request of a program that is no browser.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.origin()))
    }

    /// Gets a path without any session.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::GET, path)).await
    }

    /// A browser that shows the page of `dev`, and whom nobody knows yet.
    pub(crate) fn browser(&self) -> Browser {
        self.browser_of("dev")
    }

    /// A browser that shows the page of one environment.
    pub(crate) fn browser_of(&self, environment: &'static str) -> Browser {
        Browser::new(self.http.clone(), self.origin(), environment)
    }

    /// A browser whose owner signed in with the server's partner key.
    pub(crate) async fn partner(&self) -> Browser {
        let browser = self.browser();
        browser.sign_in_as_operator().await.assert_signed_in(false);
        browser.sign_in_with_pak().await.assert_signed_in(true);
        browser
    }

    /// A browser whose owner signed in with a password of VideoEngager.
    pub(crate) async fn local(&self) -> Browser {
        let browser = self.browser();
        browser.sign_in_locally().await.assert_signed_in(true);
        browser
    }

    /// A time some hours from now, in milliseconds.
    pub(crate) fn in_hours(&self, hours: i64) -> i64 {
        (self.clock.now() + TimeDelta::hours(hours)).timestamp_millis()
    }

    /// The same as answers and queries write it.
    pub(crate) fn text_in_hours(&self, hours: i64) -> String {
        let time = self.clock.now() + TimeDelta::hours(hours);
        time.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// The document's own request with a title, at a time to come.
    pub(crate) fn form(&self) -> Value {
        json!({
            "date": self.in_hours(30),
            "duration": 30,
            "visitor": {
                "name": "John Doe",
                "email": "john.doe@example.com",
                "phone": "+1234567890",
                "subject": "A first talk",
            },
        })
    }

    /// The lines of the journal of `dev`.
    pub(crate) fn calls(&self) -> Vec<String> {
        lines(&self.video().host().journal())
    }

    /// The calls after the first `known` ones.
    pub(crate) fn calls_after(&self, known: usize) -> Vec<String> {
        self.calls().split_off(known)
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }
}

impl Setup {
    /// Starts, with somebody who is signed in with the partner key of `dev`.
    pub(crate) async fn start_with_partner(self) -> (Server, Browser) {
        let server = self.start().await;
        let browser = server.partner().await;
        (server, browser)
    }
}

/// What a form has to send as `read`, when it was filled from this meeting.
pub(crate) fn read_from(meeting: &Value) -> Value {
    let visitor = &meeting["visitor"];
    json!({
        "date": meeting["date"],
        "duration": meeting["duration"],
        "visitor": {
            "name": visitor["name"],
            "email": visitor["email"],
            "phone": visitor["phone"],
            "subject": visitor["subject"],
        },
    })
}
