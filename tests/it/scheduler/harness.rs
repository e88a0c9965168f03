//! The callback scheduler in process, between fake vendors.

mod process;

use std::{future::Future, sync::Arc, time::Duration};

use callback_scheduler::{booking::Booking, state::AppState, store::Which};
use ccaas_http::{Timeouts, test_util::FakeClock};
use chrono::TimeDelta;
use genesys_client::fake::FakeGenesys;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;
use videoengager_client::fake::FakeVideoEngager;

pub(crate) use crate::in_process::{ADMIN_TOKEN, Answer, Logs, only, start_of_tests, until};
use crate::in_process::{Flags, impatient, lines, ticking};
pub(crate) use process::DATA_KEY;
use process::Process;

/// What the server is told that customers reach it by.
pub(crate) const PUBLIC_URL: &str = "https://book.example.com";
/// The path that bookings are posted to.
pub(crate) const BOOK: &str = "/api/schedule-callback";
/// VideoEngager's sign-in, as a pattern for a journal.
pub(crate) const IMPERSONATE: &str = "/api/partners/impersonate/{pak}/{external_id}/{email}";
/// Where meetings are created.
pub(crate) const MEETINGS: &str = "/api/schedules/my/";
/// One meeting, as a pattern for a journal.
pub(crate) const MEETING: &str = "/api/schedules/my/{id}";
/// Genesys Cloud's sign-in.
pub(crate) const OAUTH: &str = "/oauth/token";
/// Where callbacks are created.
pub(crate) const CALLBACKS: &str = "/api/v2/conversations/callbacks";
/// One callback, as a pattern for a journal.
pub(crate) const CALLBACK: &str = "/api/v2/conversations/callbacks/{id}";
/// The answer when nobody knows whether the callback exists.
pub(crate) const UNCONFIRMED: &str =
    "We could not confirm your callback. Please do not book again; we will check it.";

/// How a [`Scheduler`] is set.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    flags: Flags,
    timeouts: Timeouts,
    time_limit: Duration,
    health_life: Duration,
}

impl Setup {
    /// The default settings, with limits that no test reaches by chance.
    pub(crate) fn new() -> Self {
        Self {
            flags: Flags::default(),
            timeouts: Timeouts::default(),
            time_limit: callback_scheduler::settings::TIME_LIMIT,
            health_life: Duration::ZERO,
        }
    }

    /// Sets one setting by its flag; a later one wins.
    pub(crate) fn argument(mut self, flag: &str, value: &str) -> Self {
        self.flags.set(flag, value);
        self
    }

    /// A tenth of the default patience with vendors.
    pub(crate) fn impatient(mut self) -> Self {
        self.timeouts = impatient();
        self.time_limit = callback_scheduler::settings::TIME_LIMIT / 10;
        self
    }

    /// Calls may be repeated for longer than a booking may take.
    pub(crate) fn stubborn(self) -> Self {
        let mut setup = self.impatient();
        setup.timeouts.total = Timeouts::default().total;
        setup
    }

    /// How long a health check of a vendor counts.
    pub(crate) fn health_life(mut self, life: Duration) -> Self {
        self.health_life = life;
        self
    }

    /// Starts the fakes and the server.
    pub(crate) async fn start(self) -> Scheduler {
        let clock = FakeClock::new(start_of_tests());
        let genesys = FakeGenesys::start().await;
        let video = FakeVideoEngager::start().await;
        genesys.host().set_clock(ticking(&clock));
        video.host().set_clock(ticking(&clock));
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder can be made"));
        let process = Process::start(&self, &genesys, &video, &clock, &folder).await;
        Scheduler {
            genesys,
            video,
            clock,
            setup: self,
            folder,
            process,
            http: reqwest::Client::new(),
        }
    }
}

/// The server in process, its vendors, and its time.
pub(crate) struct Scheduler {
    pub(crate) genesys: FakeGenesys,
    pub(crate) video: FakeVideoEngager,
    pub(crate) clock: FakeClock,
    setup: Setup,
    folder: Arc<TempDir>,
    process: Process,
    http: reqwest::Client,
}

impl Scheduler {
    /// Starts with the default settings.
    pub(crate) async fn start() -> Self {
        Setup::new().start().await
    }

    /// The process ends in the middle of whatever it does; another one takes its place.
    pub(crate) async fn crash_and_restart(self) -> Self {
        self.process.end().await;
        let process = Process::start(
            &self.setup,
            &self.genesys,
            &self.video,
            &self.clock,
            &self.folder,
        )
        .await;
        Self { process, ..self }
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

    /// A request to the server.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address = self.process.address;
        self.http.request(method, format!("http://{address}{path}"))
    }

    /// Gets a path.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::GET, path)).await
    }

    /// Posts JSON to a path.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::POST, path).json(body)).await
    }

    /// Gets a path as the admin.
    pub(crate) async fn admin_get(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::GET, path).bearer_auth(ADMIN_TOKEN)).await
    }

    /// Posts JSON to a path as the admin.
    pub(crate) async fn admin_post(&self, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::POST, path).bearer_auth(ADMIN_TOKEN);
        Answer::to(request.json(body)).await
    }

    /// Books.
    pub(crate) async fn book(&self, body: &Value) -> Answer {
        self.post(BOOK, body).await
    }

    /// Books with an idempotency key.
    pub(crate) async fn book_with_key(&self, key: &str, body: &Value) -> Answer {
        Answer::to(self.booking_request(key, body)).await
    }

    /// A request to book that can run on its own.
    pub(crate) fn booking_request(&self, key: &str, body: &Value) -> RequestBuilder {
        self.request(Method::POST, BOOK)
            .header("Idempotency-Key", key)
            .json(body)
    }

    /// The document's own request, at a time to come.
    pub(crate) fn form(&self) -> Value {
        json!({
            "firstName": "Test",
            "lastName": "User",
            "phoneNumber": "+1-555-123-4567",
            "subject": "API Test",
            "desiredTime": self.in_hours(30),
        })
    }

    /// A time some hours from now, as answers write it.
    pub(crate) fn in_hours(&self, hours: i64) -> String {
        callback_scheduler::request::wire_time(self.clock.now() + TimeDelta::hours(hours))
    }

    /// Lets the background go on with everything that is due.
    pub(crate) async fn settle(&self) {
        self.on_server(|state| async move { state.saga.settle().await })
            .await;
    }

    /// Runs what the server's own program looks at when it starts.
    pub(crate) async fn check_at_start(&mut self) {
        let checks = self.process.checks.take().expect("a server starts once");
        self.on_server(|_| checks.run()).await;
    }

    /// Starts what the server's own program runs beside the requests.
    pub(crate) fn start_background(&self) {
        let saga = Arc::clone(&self.process.state.saga);
        self.process.runtime().spawn(saga.run_in_background());
    }

    /// Lets an hour go by, in which the background works.
    pub(crate) async fn settle_for_an_hour(&self) {
        for _ in 0..6 {
            self.clock.advance(Duration::from_secs(600));
            self.settle().await;
        }
    }

    /// Lets the background wipe what has outlived its time.
    pub(crate) async fn wipe(&self) {
        self.on_server(|state| async move { state.saga.wipe().await })
            .await;
    }

    /// The record of a booking.
    pub(crate) async fn record(&self, customer_id: &str) -> Booking {
        let customer_id = customer_id.to_owned();
        let found = self.on_server(move |state| async move {
            let which = Which::Customer(&customer_id);
            state.saga.store.find(which).await
        });
        let mut found = found.await.expect("the store can be read");
        found.pop().expect("the customer is on record")
    }

    async fn on_server<F>(&self, work: impl FnOnce(Arc<AppState>) -> F) -> F::Output
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let work = work(Arc::clone(&self.process.state));
        let task = self.process.runtime().spawn(work);
        task.await.expect("the server's work does not panic")
    }

    /// The bookings that an admin sees in one state.
    pub(crate) async fn listed(&self, state: &str) -> Vec<Value> {
        let answer = self
            .admin_get(&format!("/api/admin/bookings?state={state}"))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let bookings = answer.json()["bookings"].as_array().cloned();
        bookings.expect("the answer lists bookings")
    }

    /// The lines of VideoEngager's journal.
    pub(crate) fn video_calls(&self) -> Vec<String> {
        lines(&self.video.host().journal())
    }

    /// The lines of Genesys Cloud's journal.
    pub(crate) fn genesys_calls(&self) -> Vec<String> {
        lines(&self.genesys.host().journal())
    }

    /// The lines of both journals, in the order of the calls.
    pub(crate) fn vendor_calls(&self) -> Vec<String> {
        let mut journal = self.video.host().journal();
        journal.extend(self.genesys.host().journal());
        journal.sort_by_key(|entry| entry.at);
        lines(&journal)
    }

    /// The calls to both vendors after the first `known` ones, in their order.
    pub(crate) fn vendor_calls_after(&self, known: usize) -> Vec<String> {
        self.vendor_calls().split_off(known)
    }

    /// The callbacks that Genesys Cloud would still make.
    pub(crate) fn open_callbacks(&self) -> Vec<genesys_client::fake::FakeCallback> {
        let mut callbacks = self.genesys.callbacks();
        callbacks.retain(|callback| callback.state == "scheduled");
        callbacks
    }
}

/// The path of the customer's own view of a booking.
pub(crate) fn manage_path(booked: &Answer) -> String {
    let body = booked.json();
    let url = body["manageUrl"].as_str().expect("the booking has a link");
    let token = url.rsplit('/').next().unwrap_or_default();
    format!("/api/manage/{token}")
}
