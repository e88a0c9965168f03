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

mod agents;
mod answers;
mod behaviours;
mod callback;
mod callback_list;
mod callbacks;
mod fields;
mod interactions;
mod page;
mod schedule;
mod schedules;
mod sign_in;
mod tenant;
mod token;
mod visitor;

use std::net::SocketAddr;

use ccaas_http::test_util::FakeHost;
use url::{Host, Url};

pub use agents::{FakeAgent, FullUrl};
pub use callback::FakeGenesysCallback;
pub use schedule::FakeSchedule;
pub use tenant::Tenant;

use crate::{
    Environment, InteractionId, LocalLogin, Partner, TenantId, VideoEngagerClient,
    VideoEngagerClientBuilder,
};

/// A fake VideoEngager with one tenant. Cheap to clone.
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
    /// The password of that agent.
    pub const PASSWORD: &str = "fake-password";
    /// The one tenant.
    pub const TENANT_ID: &str = "tenant-fake";

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

    /// The same account's password.
    #[must_use]
    pub fn local_login(&self) -> LocalLogin {
        LocalLogin::new(Self::EMAIL, Self::PASSWORD)
    }

    /// The one tenant.
    #[must_use]
    pub fn tenant_id(&self) -> TenantId {
        TenantId::new(Self::TENANT_ID)
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

    /// The codes that were mailed to visitors, with their addresses, oldest first.
    #[must_use]
    pub fn mailed_codes(&self) -> Vec<(String, String)> {
        self.host.with(|tenant| tenant.mailed_codes())
    }

    /// The Genesys callbacks that were created, oldest first, deleted ones too.
    #[must_use]
    pub fn genesys_callbacks(&self) -> Vec<FakeGenesysCallback> {
        self.host.with(|tenant| tenant.callbacks.facts())
    }

    /// The ids of the interactions that exist, oldest first.
    #[must_use]
    pub fn interactions(&self) -> Vec<InteractionId> {
        self.host.with(|tenant| tenant.interactions.ids())
    }
}
