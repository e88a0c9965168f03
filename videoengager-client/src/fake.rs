//! A fake VideoEngager on a real socket, for tests and demos.
//!
//! It checks credentials, tokens and required fields, keeps schedules in memory, and
//! can misbehave on demand: one method per behaviour. What it received is in
//! [`FakeVideoEngager::host`]'s journal.
//!
//! ```
//! use chrono::{TimeDelta, Utc};
//! use videoengager_client::{CreateSchedule, Error, fake::FakeVideoEngager};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let video = FakeVideoEngager::start().await;
//! video.fail_creates(503, 1);
//!
//! let meeting = CreateSchedule::new(Utc::now() + TimeDelta::hours(1), 30);
//! let client = video.client();
//! let error = client.schedules().create(&meeting).await.unwrap_err();
//!
//! assert!(error.may_have_been_applied());
//! assert!(video.schedules().is_empty());
//! # }
//! ```

mod schedule;
mod tenant;
mod token;

use std::{net::SocketAddr, time::Duration};

use ccaas_http::test_util::{Answer, FakeHost, Provoke, Reply};
use http::Method;
use serde_json::json;
use url::{Host, Url};

pub use schedule::FakeSchedule;
pub use tenant::Tenant;

use crate::{Environment, Partner, VideoEngagerClient, VideoEngagerClientBuilder};

const SCHEDULES: &str = "/api/schedules/my/";
const SCHEDULE: &str = "/api/schedules/my/{id}";

/// A fake VideoEngager with one tenant and one agent. Cheap to clone.
///
/// The server ends when the last clone goes.
#[derive(Clone, Debug)]
pub struct FakeVideoEngager {
    host: FakeHost<Tenant>,
}

impl FakeVideoEngager {
    /// The partner API key it accepts.
    pub const PAK: &str = "FAKEPAK";
    /// The external id it accepts.
    pub const EXTERNAL_ID: &str = "fake-external-id";
    /// The agent's e-mail address it accepts.
    pub const EMAIL: &str = "agent@example.com";

    /// Starts on a free port of loopback.
    ///
    /// # Panics
    /// If loopback has no free port.
    pub async fn start() -> Self {
        Self::over(FakeHost::start(Tenant::new()).await)
    }

    /// Starts on `addr`.
    ///
    /// # Errors
    /// If the address is in use or not this machine's.
    pub async fn bind(addr: SocketAddr) -> std::io::Result<Self> {
        Ok(Self::over(FakeHost::bind(addr, Tenant::new()).await?))
    }

    fn over(host: FakeHost<Tenant>) -> Self {
        let fake = Self { host };
        fake.set_public_url(fake.url());
        fake
    }

    /// A client that is pointed here, with the credentials that are accepted.
    ///
    /// # Panics
    /// If TLS cannot be set up.
    #[must_use]
    pub fn client(&self) -> VideoEngagerClient {
        self.builder()
            .build()
            .expect("the default settings make a client")
    }

    /// Settings of a client that is pointed here.
    pub fn builder(&self) -> VideoEngagerClientBuilder {
        VideoEngagerClient::builder(self.environment(), self.partner())
    }

    /// The credentials that are accepted.
    #[must_use]
    pub fn partner(&self) -> Partner {
        Partner::new(Self::PAK, Self::EXTERNAL_ID, Self::EMAIL)
    }

    /// The environment to give to a client.
    #[must_use]
    pub fn environment(&self) -> Environment {
        Environment::Custom(self.url())
    }

    /// The base URL.
    ///
    /// # Panics
    /// Never: a host's URL takes any address.
    #[must_use]
    pub fn url(&self) -> Url {
        let mut url = self.host.url();
        // Bound to all addresses, it is reached at one of them.
        let local = match url.host() {
            Some(Host::Ipv4(ip)) if ip.is_unspecified() => Some("127.0.0.1"),
            Some(Host::Ipv6(ip)) if ip.is_unspecified() => Some("[::1]"),
            _ => None,
        };
        if local.is_some() {
            url.set_host(local).expect("an http URL takes any host");
        }
        url
    }

    /// The host: its journal, its faults, its clock.
    #[must_use]
    pub fn host(&self) -> &FakeHost<Tenant> {
        &self.host
    }

    /// The schedules that exist, oldest first.
    #[must_use]
    pub fn schedules(&self) -> Vec<FakeSchedule> {
        self.host.with(|tenant| tenant.schedules())
    }

    /// How many tokens were given out.
    #[must_use]
    pub fn tokens_issued(&self) -> u64 {
        self.host.with(|tenant| tenant.tokens_issued)
    }

    /// Meeting URLs start with `url` instead of the own address.
    pub fn set_public_url(&self, url: Url) {
        self.host.with(|tenant| tenant.public_url = Some(url));
    }

    /// Every sign-in is answered 401 from now on. Tokens given out stay good.
    pub fn refuse_sign_in(&self) {
        self.host.with(|tenant| tenant.accepts_sign_in = false);
    }

    /// Right credentials sign in again.
    pub fn accept_sign_in(&self) {
        self.host.with(|tenant| tenant.accepts_sign_in = true);
    }

    /// Makes every token given out so far expired.
    pub fn expire_tokens(&self) {
        self.host.expire_tokens();
    }

    /// Tokens given out from now on live this long. Default 30 days.
    pub fn set_token_life(&self, life: Duration) {
        self.host.with(|tenant| tenant.token_life = life);
    }

    /// The next `times` calls about schedules have no effect and are answered 429.
    pub fn throttle(&self, times: usize, retry_after: Option<Duration>) {
        self.host
            .with(|tenant| tenant.throttled = (times, retry_after));
    }

    /// The next `times` creations have no effect and are answered with `status`.
    pub fn fail_creates(&self, status: u16, times: usize) {
        self.fail(Method::POST, SCHEDULES, status, times);
    }

    /// The next `times` creations take effect, but their answers are lost.
    pub fn lose_create_answers(&self, times: usize) {
        self.host
            .provoke_times(times, Method::POST, SCHEDULES, Provoke::ThenCut);
    }

    /// The next `times` creations have no effect and are never answered.
    pub fn hang_creates(&self, times: usize) {
        self.host.provoke_times(
            times,
            Method::POST,
            SCHEDULES,
            Provoke::Instead(Reply::Hang),
        );
    }

    /// The next `times` updates have no effect and are answered with `status`.
    pub fn fail_updates(&self, status: u16, times: usize) {
        self.fail(Method::PUT, SCHEDULE, status, times);
    }

    /// The next `times` deletions have no effect and are answered with `status`.
    pub fn fail_deletes(&self, status: u16, times: usize) {
        self.fail(Method::DELETE, SCHEDULE, status, times);
    }

    /// Whether answers contain the `customerId` that was sent. Default true.
    ///
    /// Whether the real service echoes it is not documented.
    pub fn echo_customer_id(&self, echo: bool) {
        self.host.with(|tenant| tenant.echo_customer_id = echo);
    }

    /// Whether answers contain `created`. Default false: it is not documented.
    pub fn report_created(&self, report: bool) {
        self.host.with(|tenant| tenant.report_created = report);
    }

    fn fail(&self, method: Method, pattern: &str, status: u16, times: usize) {
        let body = json!({
            "error": "Provoked error", "message": "The fake was told to fail", "status": status
        });
        let answer = Answer::json(status, &body);
        self.host
            .provoke_times(times, method, pattern, Provoke::Instead(answer.into()));
    }
}
